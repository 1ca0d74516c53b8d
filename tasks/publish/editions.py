"""The edition of each district and year: what a reader may expect of its figures from here on."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tasks.publish.season import Season
from warehouse.schema import quote, table

_BY_SEASON = """
    SELECT DISTINCT r.district_code, r.report_year,
        CASE WHEN r.report_year > $final_year THEN 'preliminary' ELSE 'final' END AS edition
    FROM reports AS r
"""

_REVISED = """
    WITH was AS (SELECT DISTINCT district_code, report_year, edition FROM old_rows WHERE edition <> 'preliminary'),
    new AS (SELECT {columns} FROM new_rows SEMI JOIN was USING (district_code, report_year)),
    old AS (SELECT {columns} FROM old_rows SEMI JOIN was USING (district_code, report_year)),
    differs AS (
        SELECT district_code, report_year FROM (FROM new EXCEPT FROM old)
        UNION SELECT district_code, report_year FROM (FROM old EXCEPT FROM new)
    ),
    remains AS (
        SELECT was.* REPLACE (CASE WHEN d.report_year IS NULL THEN edition ELSE 'revised' END AS edition)
        FROM was LEFT JOIN differs AS d USING (district_code, report_year)
    )
    SELECT n.* REPLACE (coalesce(r.edition, n.edition) AS edition)
    FROM new_rows AS n LEFT JOIN remains AS r USING (district_code, report_year)
    ORDER BY district_code, report_year, metric_id
"""


def editions_by_season(con: duckdb.DuckDBPyConnection, season: Season) -> pa.Table:
    """District, year and edition as the calendar has it: preliminary until 30 April of the next year, then final."""
    return con.execute(_BY_SEASON, {"final_year": season.final_year}).to_arrow_table()


def mark_revised(con: duckdb.DuckDBPyConnection, rows: pa.Table, previous: Path | None) -> pa.Table:
    """The district table with edition 'revised' where an earlier release was final and said something else.

    `previous` is the district table of the release before, as Parquet; what only one of the two has as a column is not
    compared. Once final, a district and year is never preliminary again; once revised, it stays so.
    """
    if previous is None:
        return rows
    before = pq.read_table(previous, partitioning=None)
    con.register("new_rows", rows)
    con.register("old_rows", before)
    columns = ", ".join(quote(name) for name in rows.column_names if name in before.column_names and name != "edition")
    return con.execute(_REVISED.format(columns=columns)).to_arrow_table().cast(table("district_metrics").arrow())
