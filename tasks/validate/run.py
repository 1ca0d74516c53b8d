"""Runs the quality checks on one report year: failing rows become findings, and each check says what it looked at."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.findings import finding_row
from warehouse.quality import Check, load_checks, shared_tables
from warehouse.schema import quote, table

Row = dict[str, Any]

LAKE = ("findings", "mentions", "observations", "report_texts", "reports")
"""Tables of the year looked at that a connection has to hold."""

BEFORE = ("observations",)
"""Of the year before, as `<name>_before`."""

PUBLISHED = ("coverage", "observations")
"""Of the last release, as `<name>_published`, empty where there is none; `coverage` also as it is now."""

WHOLE = ("corrections", "metrics", "townships")
"""Whole tables."""

WHOLE_PUBLISHED = ("corrections", "townships")
"""Whole tables of the last release, as `<name>_published`."""

_AROUND = 24  # characters of the sentence shown on either side of a number


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a check did in one year: rows compared, and rows that failed."""

    check: Check
    report_year: int
    n_looked_at: int
    n_failing: int

    @property
    def result(self) -> str:
        """fails, holds, or nothing_to_compare, which is no proof of anything."""
        if self.n_failing:
            return "fails"
        return "holds" if self.n_looked_at else "nothing_to_compare"


def run_year(
    con: duckdb.DuckDBPyConnection, year: int, accepted: Collection[str] = ()
) -> tuple[list[Row], list[Outcome]]:
    """Findings of one report year as rows of the table, and the outcome of every check.

    `con` holds the macros and the tables named above, of that year only. A blocking finding whose id is `accepted` is a warning.

    Raises:
        duckdb.Error: a table is missing.
    """
    for name, sql in shared_tables().items():
        con.execute(f"CREATE OR REPLACE TEMP TABLE {quote(name)} AS {sql}")
    findings: dict[str, Row] = {}
    outcomes = []
    for check in load_checks():
        (looked_at,) = con.execute(check.looked_at).fetchall()[0]
        failing = con.execute(check.failing).to_arrow_table().to_pylist() if looked_at else []
        outcomes.append(Outcome(check, year, looked_at, len(failing)))
        for row, words in zip(failing, _words(con, failing), strict=True):
            finding = _finding(check, year, row, words, accepted)
            findings[finding["finding_id"]] = finding
    return list(findings.values()), outcomes


def _words(con: duckdb.DuckDBPyConnection, rows: list[Row]) -> Iterator[Row]:
    """Of each row: the names of what it names by id, its district, and the first mention's sentence."""
    places = {row.get("township_code") for row in rows}
    metrics = _names(con, "metrics", "metric_id", "name_zh", {row.get("metric_id") for row in rows})
    townships = _names(con, "townships", "township_code", "township", places)
    districts = _names(con, "townships", "township_code", "district_code", places)
    first = [row["mention_ids"][0] if row.get("mention_ids") else None for row in rows]
    sentences = _names(con, "mentions", "mention_id", "struct_pack(sentence, quote)", set(first))
    for row, mention_id in zip(rows, first, strict=True):
        yield {
            "metric_zh": metrics.get(row.get("metric_id")),
            "township": townships.get(row.get("township_code")),
            "district_code": districts.get(row.get("township_code")),
            "sentence": _shown(sentences.get(mention_id)),
        }


def _names(con: duckdb.DuckDBPyConnection, table: str, key: str, value: str, wanted: Collection[Any]) -> dict[Any, Any]:
    sql = f"SELECT {key}, {value} FROM {table} WHERE {key} IN (SELECT unnest($wanted::VARCHAR[]))"
    keys = sorted(w for w in wanted if w is not None)
    return dict(con.execute(sql, {"wanted": keys}).fetchall()) if keys else {}


def _shown(said: Row | None) -> str:
    """A sentence in quotation marks, shortened around its number."""
    if said is None:
        return ""
    sentence, number = " ".join(said["sentence"].split()), " ".join(said["quote"].split())
    at = max(0, sentence.find(number))
    start, end = max(0, at - _AROUND), at + len(number) + _AROUND
    return f"“{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}”"


def _finding(check: Check, year: int, row: Row, words: Row, accepted: Collection[str]) -> Row:
    """The row of the table. Its id stands for what the failing row names and for its values.

    Mentions are left out of it: they are numbered anew when a report is read by another program.
    """
    texts = {name: _text(value) for name, value in (words | {"report_year": year} | row).items()}
    made = finding_row(
        check=check.name,
        severity=check.words.severity,
        district_code=row.get("district_code") or words["district_code"],
        township_code=row.get("township_code"),
        report_year=year,
        metric_id=row.get("metric_id"),
        report_id=row.get("report_id"),
        mention_ids=row.get("mention_ids") or [],
        zh=check.words.zh.format(**texts),
        en=check.words.en.format(**texts),
        named="|".join([str(year), *(f"{name}={_text(row[name])}" for name in sorted(row) if name != "mention_ids")]),
    )
    finding = dict(zip(table("findings").names, made, strict=True))
    if finding["severity"] == "block" and finding["finding_id"] in accepted:
        finding["severity"] = "warn"
    return finding


def _text(value: Any) -> str:
    """A value as people write it: 1286 and 98.5, nothing for NULL."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return str(value)
