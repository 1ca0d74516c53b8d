"""Two invented releases as Parquet, of any size; what was changed between them, and why, is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from warehouse.models import create_macros, create_tables, run_model
from warehouse.schema import table

N_METRICS = 40
RATE, NUMERATOR, DENOMINATOR = "m39", "m00", "m01"
FIRST_YEAR = 2010
YEARLY = ("files", "observations", "reports")

INPUTS = {name: f"{name}-1" for name in ("catalogue", "code", "program", "register", "corrections", "season", "worker")}
"""Versions that a release names in its manifest."""

_BASE = {
    "townships": """
        SELECT format('99{:07d}', t) AS township_code, '乡' || t AS township, '乡' AS township_type,
            format('99{:04d}', t // 20) AS district_code, '区' || t // 20 AS district, '省' AS province,
            'overlay' AS scheme, DATE '2024-01-01' AS as_of FROM range($townships) AS r(t)""",
    "metrics": f"""
        SELECT format('m{{:02d}}', m) AS metric_id, '指标' || m AS name_zh, 'metric' AS name_en, 'c' AS category,
            '类' AS category_zh, CASE WHEN m = 39 THEN '%' ELSE '件' END AS unit, ['case'] AS unit_families,
            CASE WHEN m = 39 THEN 'rate' ELSE 'flow' END AS kind,
            CASE WHEN m = 39 THEN 'weighted_rate' ELSE 'sum' END AS aggregation,
            CASE WHEN m = 39 THEN '{NUMERATOR}' END AS numerator, CASE WHEN m = 39 THEN '{DENOMINATOR}' END AS denominator,
            []::VARCHAR[] AS dimensions, '定义' AS definition, '' AS not_counted,
            '定义' AS definition_zh, '' AS not_counted_zh, m::INTEGER AS sort_order
        FROM range({N_METRICS}) AS r(m)""",
    "reports": f"""
        SELECT sha256(township_code || y)[:16] AS report_id, township_code, township, township_type, district_code, district,
            province, ({FIRST_YEAR} + y)::SMALLINT AS report_year, 'unknown' AS date_basis, '{{}}' AS identity_evidence,
            1::SMALLINT AS version, true AS is_current
        FROM townships CROSS JOIN range($years) AS r(y) WHERE hash(township_code || y) % 10 > 0""",
    "files": """
        SELECT sha256(report_id) AS file_id, report_id, 'main' AS role, district || '/' || township || report_year || '.txt'
            AS source_uri, 'text/plain' AS media_type, 1000 AS byte_size, 'txt' AS parser, 900 AS char_count FROM reports""",
    "observations": """
        SELECT township_code, report_year, metric_id, (hash(report_id || metric_id) % 500)::DOUBLE AS value_low,
            value_low AS value_high, 'exact' AS qualifier, unit, CASE kind WHEN 'rate' THEN 'computed' ELSE 'reported' END
            AS obs_status, 1::INTEGER AS n_mentions, [report_id || '-1'] AS mention_ids, report_id
        FROM reports CROSS JOIN metrics WHERE hash(metric_id || report_id) % 10 > 0""",
}
"""Rows of the release before; one report in ten is missing, and one observation in ten of those on hand."""


def make_base(con: duckdb.DuckDBPyConnection, n_townships: int, n_years: int) -> None:
    """Every table of the release before, as tables of `con` under their own names."""
    create_macros(con)
    sizes = {"townships": n_townships, "years": n_years}
    create_tables(con)
    for name, query in _BASE.items():
        used = {parameter: n for parameter, n in sizes.items() if f"${parameter}" in query}
        con.execute(f"INSERT INTO {name} BY NAME {query}", used)


def write_release(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """The tables of `con` as a release has them, below `folder`, with the district table that follows from them."""
    years = [year for (year,) in con.execute("SELECT DISTINCT report_year FROM reports ORDER BY 1").fetchall()]
    folder.mkdir(parents=True)
    for name in ("corrections", "metrics", "township_history", "townships"):
        _copy(con, f"FROM {name} ORDER BY ALL", folder / f"{name}.parquet")
    of_year = "f.report_year = {}"
    for year in years:
        for name in YEARLY:
            rows = f"FROM {name} AS f WHERE {of_year.format(year)}"
            if name == "files":
                rows = f"SELECT f.* FROM files AS f JOIN reports AS r USING (report_id) WHERE r.report_year = {year}"
                if year == years[0]:  # what belongs to no report is kept somewhere
                    rows += " UNION ALL FROM files WHERE report_id IS NULL"
            key = ", ".join(table(name).key)
            (folder / name / f"year={year}").mkdir(parents=True)
            _copy(con, f"FROM ({rows}) ORDER BY {key}", folder / name / f"year={year}" / "rows.parquet")
    _copy(con, _districts(con, years), folder / "district_metrics.parquet")


def _districts(con: duckdb.DuckDBPyConnection, years: list[int]) -> str:
    """The model a year at a time, as a release is made."""
    con.execute("CREATE OR REPLACE TABLE made AS FROM district_metrics WHERE false")
    whole = {name: f"whole_{name}" for name in ("observations", "reports")}
    for name, kept in whole.items():
        con.execute(f"ALTER TABLE {name} RENAME TO {kept}")
    for year in years:
        con.execute(
            f"CREATE TEMP VIEW observations AS FROM whole_observations WHERE report_year BETWEEN {year} - 1 AND {year}"
        )
        con.execute(f"CREATE TEMP VIEW reports AS FROM whole_reports WHERE report_year = {year}")
        editions = con.execute(
            "SELECT DISTINCT district_code, report_year, 'final' AS edition FROM reports"
        ).to_arrow_table()
        made_of_year = run_model(con, "district_metrics", {"editions": editions})
        con.register("made_of_year", made_of_year)
        con.execute("INSERT INTO made BY NAME FROM made_of_year")
        con.execute("DROP VIEW observations; DROP VIEW reports")
        con.unregister("made_of_year")
    for name, kept in whole.items():
        con.execute(f"ALTER TABLE {kept} RENAME TO {name}")
    return "FROM made ORDER BY district_code, report_year, metric_id"


def _copy(con: duckdb.DuckDBPyConnection, rows: str, path: Path) -> None:
    con.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def versions(**changed: str) -> Mapping[str, str]:
    """The versions of a release, some of them changed."""
    return INPUTS | changed
