"""The edition of each district and year: what a reader may expect of its figures from here on."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tasks.publish.season import Season
from warehouse.schema import table

_BY_SEASON = """
    SELECT DISTINCT r.district_code, r.report_year,
        CASE WHEN r.report_year > $final_year THEN 'preliminary' ELSE 'final' END AS edition
    FROM reports AS r
"""

_REVISED = """
    WITH new AS (SELECT * EXCLUDE (edition) FROM new_rows), old AS (SELECT * EXCLUDE (edition) FROM old_rows),
    was_final AS (
        SELECT district_code, report_year, max(edition) AS edition  -- 'final' < 'revised'
        FROM old_rows WHERE edition <> 'preliminary' GROUP BY ALL
    ),
    differs AS (
        SELECT district_code, report_year FROM (FROM new EXCEPT FROM old)
        UNION SELECT district_code, report_year FROM (FROM old EXCEPT FROM new)
    )
    SELECT district_code, report_year FROM was_final
    WHERE edition = 'revised' OR (district_code, report_year) IN (FROM differs)
"""

_WITH_REVISED = """
    SELECT n.* REPLACE (CASE WHEN n.edition = 'final' AND r.report_year IS NOT NULL THEN 'revised' ELSE n.edition END AS edition)
    FROM new_rows AS n LEFT JOIN revised AS r USING (district_code, report_year)
    ORDER BY district_code, report_year, metric_id
"""


def editions_by_season(con: duckdb.DuckDBPyConnection, season: Season) -> pa.Table:
    """District, year and edition as the calendar has it: preliminary until 30 April of the next year, then final."""
    return con.execute(_BY_SEASON, {"final_year": season.final_year}).to_arrow_table()


def mark_revised(con: duckdb.DuckDBPyConnection, rows: pa.Table, previous: Path | None) -> pa.Table:
    """The district table with edition 'revised' where an earlier release was final and said something else.

    `previous` is the district table of the release before, as Parquet. Once revised, a district and year stays so.
    """
    if previous is None:
        return rows
    con.register("new_rows", rows)
    con.register("old_rows", pq.read_table(previous, partitioning=None))
    con.execute(f"CREATE OR REPLACE TEMP TABLE revised AS {_REVISED}")
    return con.execute(_WITH_REVISED).to_arrow_table().cast(table("district_metrics").arrow())
