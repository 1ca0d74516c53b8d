"""The gate: findings that keep a release from being published, and what a run tells of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import duckdb

from tasks.validate.run import Outcome, Row
from warehouse.quality import load_checks

SEVERITIES = ("block", "warn", "info")
_SHOWN = 5  # findings that a summary tells in full


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks found: number of findings by severity, the first of them in Chinese, and checks by result.

    `nothing_to_compare` are the claims, in Chinese, of the checks that compared nothing in any year.
    """

    findings: dict[str, int] = field(default_factory=dict)
    first: list[str] = field(default_factory=list)
    results: dict[str, int] = field(default_factory=dict)
    nothing_to_compare: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As it stands in the manifest of a release."""
        return asdict(self)


def verdict(con: duckdb.DuckDBPyConnection, findings: Iterable[Row], outcomes: Sequence[Outcome]) -> Verdict:
    """The verdict on all years; `con` holds `townships` and `files`."""
    ranked = _ranked(findings)
    counts = Counter(row["severity"] for row in ranked)
    results: dict[str, str] = {}
    claims = {outcome.check.name: outcome.check.words.claim_zh for outcome in outcomes}
    for outcome in outcomes:
        results[outcome.check.name] = max(outcome.result, results.get(outcome.check.name, ""), key=_WEIGHT.__getitem__)
    shown = [row for row in ranked if row["severity"] != "info"][:_SHOWN]
    return Verdict(
        findings={severity: counts[severity] for severity in SEVERITIES if counts[severity]},
        first=[f"{place}{row['message_zh']}" for row, (place, _) in zip(shown, _places(con, shown), strict=True)],
        results=dict(sorted(Counter(results.values()).items())),
        nothing_to_compare=sorted(claims[name] for name, result in results.items() if result == "nothing_to_compare"),
    )


_WEIGHT = {"": 0, "nothing_to_compare": 1, "holds": 2, "fails": 3}


def causes(con: duckdb.DuckDBPyConnection, findings: Iterable[Row]) -> list[str]:
    """One line for each blocking finding, the first cause first: where, what is wrong and what to do, and which file."""
    blocking = [row for row in _ranked(findings) if row["severity"] == "block"]
    return [
        f"{place}{row['message_zh']} | {row['message_en']} "
        f"({f'file {file}, ' if file else ''}finding {row['finding_id']}; where it is right as it stands, "
        f"township correct --accept {row['finding_id']} lets it pass)"
        for row, (place, file) in zip(blocking, _places(con, blocking), strict=True)
    ]


def _ranked(findings: Iterable[Row]) -> list[Row]:
    """The gravest first; of one severity those of single reports first, which may be the cause of the others."""
    order = {check.name: number for number, check in enumerate(load_checks())}

    def rank(row: Row) -> tuple[int, int, int, str]:
        newest_first = -row["report_year"] if row["report_year"] else 0
        return SEVERITIES.index(row["severity"]), order.get(row["check_name"], -1), newest_first, row["finding_id"]

    return sorted(findings, key=rank)


def _places(con: duckdb.DuckDBPyConnection, findings: Sequence[Row]) -> list[tuple[str, str | None]]:
    """Name and year of where each finding is, with a colon, and the place of its report's file in the inbox.

    Nothing where it is in no single place: then it says itself where it is.
    """
    codes = {row[name] for row in findings for name in ("township_code", "district_code")}
    reports = {row["report_id"] for row in findings}
    wanted = {"codes": sorted(c for c in codes if c), "reports": sorted(r for r in reports if r)}
    names = dict(con.execute(_NAMES, {"codes": wanted["codes"]}).fetchall())
    files = dict(con.execute(_FILES, {"reports": wanted["reports"]}).fetchall())
    places = []
    for row in findings:
        name = names.get(row["township_code"]) or names.get(row["district_code"])
        places.append((f"{name}{row['report_year']}年：" if name else "", files.get(row["report_id"])))
    return places


_NAMES = """
    SELECT township_code, min(district || township) FROM townships WHERE list_contains($codes, township_code) GROUP BY ALL
    UNION ALL
    SELECT district_code, min(district) FROM townships WHERE list_contains($codes, district_code) GROUP BY ALL
"""
_FILES = "SELECT report_id, source_uri FROM files WHERE role = 'main' AND list_contains($reports, report_id)"
