"""The rows that pages are made of, read from the Parquet files of a release, some districts at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from tasks.publish.lake_sql import relation
from tasks.publish.release_tables import TableFiles
from warehouse.models import create_macros
from warehouse.schema import table

Row = dict[str, Any]

TABLES = (
    "blocks",
    "checks",
    "corrections",
    "coverage",
    "district_metrics",
    "files",
    "findings",
    "mentions",
    "metrics",
    "observations",
    "quarantine",
    "report_texts",
    "reports",
    "townships",
)

COVERAGE = """
    SELECT *, zh_coverage(status) AS status_zh, zh_date_basis(date_basis) AS date_basis_zh
    FROM coverage WHERE list_contains($districts, district_code) ORDER BY district_code, report_year, township_code
"""

FIGURES = """
    SELECT
        district_code, report_year, metric_id, edition, zh_edition(edition) AS edition_zh, unit,
        n_townships, n_reports, n_values, n_exact, n_partial, n_rate, n_matched,
        district_text(sum_low, sum_high, n_exact < n_values) AS total,
        district_text(median_low, median_high, n_exact < n_values) AS median,
        number_text(round(rate, 2)) AS rate,  -- computed: what is shown is no sharper than the sources
        number_text(min) AS min, number_text(max) AS max,
        number_text(round(change_low, 2)) AS change_low, number_text(round(change_high, 2)) AS change_high,
        coalesce(sum_low, rate, median_low) AS low, coalesce(sum_high, rate, median_high) AS high
    FROM district_metrics WHERE {where} ORDER BY {order}
"""

VALUES = """
    SELECT
        c.district_code, o.township_code, o.report_year, o.metric_id, o.unit, o.obs_status, o.period_end, o.qualifier,
        interval_text(o.value_low, o.value_high, o.qualifier = 'approx') AS value, o.value_low AS low, o.value_high AS high,
        zh_obs_status(o.obs_status) AS obs_status_zh, o.mention_ids
    FROM observations AS o JOIN coverage AS c USING (township_code, report_year)
    WHERE list_contains($districts, c.district_code) ORDER BY ALL
"""

FINDINGS = """
    SELECT f.*, zh_severity(f.severity) AS severity_zh, t.township, c.district_code AS shown_in
    FROM findings AS f
    LEFT JOIN coverage AS c ON c.township_code = f.township_code AND c.report_year = f.report_year
    LEFT JOIN townships AS t ON t.township_code = f.township_code
    WHERE list_contains($districts, coalesce(f.district_code, c.district_code))
    ORDER BY CASE f.severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, f.report_year, f.township_code, f.finding_id
"""

CORRECTIONS = """
    SELECT
        c.*, zh_correction_kind(c.kind) AS kind_zh, t.township, t.district, v.district_code AS district_code,
        v.status IN ('published', 'late') AS has_report, m.name_zh AS metric, o.metric_id IS NOT NULL AS has_value,
        interval_text(c.value_low, c.value_high, c.qualifier = 'approx') AS value
    FROM corrections AS c
    LEFT JOIN townships AS t USING (township_code)
    LEFT JOIN metrics AS m USING (metric_id)
    LEFT JOIN observations AS o USING (township_code, report_year, metric_id)
    LEFT JOIN coverage AS v ON v.township_code = c.township_code AND v.report_year = c.report_year
    WHERE {where} ORDER BY c.decided_on, c.correction_id
"""

QUARANTINE = """
    SELECT q.*, t.township FROM quarantine AS q LEFT JOIN townships AS t USING (township_code)
    WHERE {where} ORDER BY q.source_uri, q.file_id
"""

ELSEWHERE = """
    SELECT DISTINCT o.township_code, o.district_code, o.district, h.district_code AS here
    FROM coverage AS o JOIN coverage AS h USING (township_code)
    WHERE list_contains($districts, h.district_code) AND h.district_code <> o.district_code ORDER BY ALL
"""

_BY_DISTRICT = {
    "coverage": COVERAGE,
    "figures": FIGURES.format(
        where="list_contains($districts, district_code)", order="district_code, report_year, metric_id"
    ),
    "values": VALUES,
    "findings": FINDINGS,
    "corrections": CORRECTIONS.format(where="list_contains($districts, v.district_code)"),
    "quarantine": QUARANTINE.format(where="list_contains($districts, q.district_code)"),
    "elsewhere": ELSEWHERE,
}

_REPORTS = """
    SELECT r.*, c.district_code AS shown_in, zh_date_basis(r.date_basis) AS date_basis_zh, t.text
    FROM reports AS r
    JOIN coverage AS c USING (township_code, report_year)
    JOIN report_texts AS t USING (report_id)
    WHERE r.is_current AND list_contains($districts, c.district_code) ORDER BY c.district_code, r.township_code
"""
_OF_REPORTS = {
    "mentions": """
        SELECT
            m.*, interval_text(value_low, value_high, qualifier = 'approx') AS value,
            zh_qualifier(qualifier) AS qualifier_zh, zh_mention_status(status) AS status_zh, zh_scope(scope) AS scope_zh,
            zh_section(section) AS section_zh, zh_dimension(dimension) AS dimension_zh,
            list_transform(flags, lambda flag: zh_flag(flag)) AS flags_zh
        FROM mentions AS m WHERE list_contains($reports, report_id) ORDER BY report_id, char_start, char_end, mention_id
    """,
    "blocks": "FROM blocks WHERE list_contains($reports, report_id) ORDER BY report_id, char_start, char_end",
    "files": """
        SELECT *, zh_role(role) AS role_zh FROM files WHERE list_contains($reports, report_id)
        ORDER BY report_id, role DESC, source_uri, file_id
    """,
}


@dataclass(slots=True)
class District:
    """Everything but the texts of a district's reports, of all years; rows by kind, in their order."""

    code: str
    coverage: list[Row] = field(default_factory=list)
    figures: list[Row] = field(default_factory=list)
    values: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    corrections: list[Row] = field(default_factory=list)
    quarantine: list[Row] = field(default_factory=list)
    elsewhere: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name in the last year."""
        return str(self.coverage[-1]["district"])

    @property
    def years(self) -> list[int]:
        """Report years, the last one first."""
        return sorted({row["report_year"] for row in self.coverage}, reverse=True)


@dataclass(slots=True)
class Report:
    """A current report with its text, and the rows that belong to it."""

    row: Row
    mentions: list[Row] = field(default_factory=list)
    blocks: list[Row] = field(default_factory=list)
    files: list[Row] = field(default_factory=list)


def hold(con: duckdb.DuckDBPyConnection, made: Mapping[str, TableFiles], year: int | None = None) -> None:
    """Registers the tables of a release with `con`; with a `year`, only the files that may hold rows of it."""
    create_macros(con)
    for name in TABLES:
        files: Sequence[Path] = made[name].files if year is None else made[name].of_year(year)
        relation(con, name, files, table(name).arrow())


def districts(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> Iterator[District]:
    """The rows of these districts, one district after the other."""
    found = {code: District(code) for code in codes}
    for name, sql in _BY_DISTRICT.items():
        for row in rows(con, sql, {"districts": list(codes)}):
            code = row.get("here") or row.get("shown_in") or row["district_code"]
            if code in found:
                getattr(found[code], name).append(row)
    for code in codes:
        yield found.pop(code)


def reports(con: duckdb.DuckDBPyConnection, codes: Sequence[str]) -> dict[str, list[Report]]:
    """The current reports of these districts, by district, in the year whose tables `con` holds."""
    found = {row["report_id"]: Report(row) for row in rows(con, _REPORTS, {"districts": list(codes)})}
    for name, sql in _OF_REPORTS.items() if found else ():
        for row in rows(con, sql, {"reports": list(found)}):
            getattr(found[row["report_id"]], name).append(row)
    of_district: dict[str, list[Report]] = {code: [] for code in codes}
    for report in found.values():
        of_district[report.row["shown_in"]].append(report)
    return of_district


def rows(con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None) -> list[Row]:
    """Rows of a query by column."""
    return list(stream(con, sql, values))


def stream(con: duckdb.DuckDBPyConnection, sql: str, values: Mapping[str, Any] | None = None) -> Iterator[Row]:
    """Rows of a query by column, some at a time; `con` must not be asked anything else meanwhile."""
    cursor = con.execute(sql, dict(values or {}))
    names = [column[0] for column in cursor.description or ()]
    while some := cursor.fetchmany(2048):
        yield from (dict(zip(names, row, strict=True)) for row in some)


def by(rows_: Sequence[Row], *keys: str) -> dict[Any, list[Row]]:
    """Rows by one column, or by several as a tuple."""
    grouped: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows_:
        grouped[row[keys[0]] if len(keys) == 1 else tuple(row[key] for key in keys)].append(row)
    return grouped
