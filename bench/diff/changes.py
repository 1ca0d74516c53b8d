"""Random changes of a release, each of a known cause, and what a comparison has to say of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, NamedTuple

import duckdb

from bench.diff.world import DENOMINATOR, NUMERATOR, RATE

PLAIN = [f"m{n:02d}" for n in range(2, 34)]
BY_CATALOGUE = [f"m{n:02d}" for n in range(34, 39)]
"""Metrics that only a change of the catalogue touches."""


class Expected(NamedTuple):
    """A change of an observation that has to be listed."""

    township_code: str
    report_year: int
    metric_id: str
    change: str
    cause: str


class Changer:
    """Changes the tables of a connection; every change is of a report of its own, so that its cause is the only one."""

    def __init__(self, con: duckdb.DuckDBPyConnection, seed: int) -> None:
        self.con = con
        self.random = random.Random(seed)
        self.expected: set[Expected] = set()
        rows = con.execute(
            "SELECT township_code, report_year, report_id, district_code FROM reports ORDER BY ALL"
        ).fetchall()
        self.random.shuffle(rows)
        self.reports = rows
        self.n = 0

    def _report(self) -> tuple[str, int, str]:
        code, year, report, _ = self.reports.pop()
        self.n += 1
        return code, year, report

    def _metrics(self, report: str, among: list[str] = PLAIN) -> list[str]:
        query = "SELECT metric_id FROM observations WHERE report_id = ? ORDER BY 1"
        return [m for (m,) in self.con.execute(query, [report]).fetchall() if m in among]

    def _expect(self, code: str, year: int, metric: str, change: str, cause: str) -> None:
        self.expected.add(Expected(code, year, metric, change, cause))

    def _shift(self, report: str, metric: str, status: str | None = None) -> None:
        values = "value_low = value_low + 7, value_high = value_high + 7, obs_status = coalesce(?, obs_status)"
        self.con.execute(
            f"UPDATE observations SET {values} WHERE (report_id, metric_id) = (?, ?)", [status, report, metric]
        )

    def _decide(self, kind: str, **fields: Any) -> None:
        row = {
            "correction_id": f"c{self.n}",
            "kind": kind,
            "who": "张三",
            "why": f"理由{self.n}",
            "file_ids": [],
        } | fields
        names, marks = ", ".join(row), ", ".join(f"${name}" for name in row)
        self.con.execute(f"INSERT INTO corrections ({names}, decided_on) VALUES ({marks}, DATE '2025-05-06')", row)

    def new_version(self, cause: str = "source") -> None:
        """A corrected report comes in, and some of its numbers are others."""
        code, year, report = self._report()
        other = f"v2-{report}"[:16]
        self.con.execute("UPDATE reports SET is_current = false WHERE report_id = ?", [report])
        new = "SELECT * REPLACE (? AS report_id, 2 AS version, true AS is_current) FROM reports WHERE report_id = ?"
        self.con.execute(f"INSERT INTO reports {new}", [other, report])
        file = "SELECT * REPLACE (sha256(?) AS file_id, ? AS report_id, source_uri || '.v2' AS source_uri)"
        self.con.execute(f"INSERT INTO files {file} FROM files WHERE report_id = ?", [other, other, report])
        self.con.execute("UPDATE observations SET report_id = ? WHERE report_id = ?", [other, report])
        for metric in self.random.sample(self._metrics(other), 3):
            self._shift(other, metric)
            self._expect(code, year, metric, "changed", cause)

    def gone(self) -> None:
        """The document left the home, and with it all that it said."""
        code, year, report = self._report()
        for metric in self._everything(report):
            self._expect(code, year, metric, "removed", "source")
        for name in ("observations", "files", "reports"):
            self.con.execute(f"DELETE FROM {name} WHERE report_id = ?", [report])

    def excluded(self) -> None:
        """An entry excludes the document, which the home still holds."""
        code, year, report = self._report()
        for metric in self._everything(report):
            self._expect(code, year, metric, "removed", "correction")
        ((file_id,),) = self.con.execute("SELECT file_id FROM files WHERE report_id = ?", [report]).fetchall()
        self._decide("exclude", file_ids=[file_id])
        self.con.execute("UPDATE files SET report_id = NULL, role = NULL WHERE report_id = ?", [report])
        for name in ("observations", "reports"):
            self.con.execute(f"DELETE FROM {name} WHERE report_id = ?", [report])

    def corrected(self) -> None:
        """An entry corrects a value, or rejects one."""
        code, year, report = self._report()
        metric = self.random.choice(self._metrics(report))
        kind = self.random.choice(["correct", "reject"])
        self._decide(kind, township_code=code, report_year=year, metric_id=metric)
        if kind == "correct":
            self._shift(report, metric, "corrected")
        else:
            self.con.execute("DELETE FROM observations WHERE (report_id, metric_id) = (?, ?)", [report, metric])
        self._expect(code, year, metric, "changed" if kind == "correct" else "removed", "correction")

    def corrected_count(self) -> None:
        """An entry corrects a count, from which a rate follows."""
        code, year, report = self._report()
        among = [NUMERATOR, DENOMINATOR, RATE]
        if len(found := self._metrics(report, among)) < len(among):
            return
        self._decide("correct", township_code=code, report_year=year, metric_id=self.random.choice(found[:2]))
        counted = self.con.execute(
            "SELECT metric_id FROM corrections WHERE correction_id = ?", [f"c{self.n}"]
        ).fetchall()[0][0]
        for metric in (counted, RATE):
            self._shift(report, metric, "corrected" if metric == counted else None)
            self._expect(code, year, metric, "changed", "correction")

    def supplied(self) -> None:
        """An entry supplies a value that the report does not state."""
        code, year, report = self._report()
        missing = sorted(set(PLAIN) - set(self._metrics(report)))
        if not missing:
            return
        metric = self.random.choice(missing)
        self._decide("supply", township_code=code, report_year=year, metric_id=metric)
        row = "SELECT ?, ?, ?, 3, 3, 'exact', '件', 'supplied', NULL, 0, [], ?"
        self.con.execute(f"INSERT INTO observations {row}", [code, year, metric, report])
        self._expect(code, year, metric, "added", "correction")

    def registered_elsewhere(self) -> None:
        """The register knows the township by another code, under which its report counts."""
        code, *_ = self._report()
        alone = self.con.execute("SELECT count(*) FROM reports WHERE township_code = ?", [code]).fetchall()
        if any(row[0] == code for row in self.reports) and alone[0][0] > 1:  # its other years move with it
            years = [row for row in self.reports if row[0] == code]
            if len(years) + 1 != alone[0][0]:
                return
            self.reports = [row for row in self.reports if row[0] != code]
        elif alone[0][0] > 1:
            return
        other = f"98{code[2:]}"
        reports = self.con.execute(
            "SELECT report_year, report_id FROM reports WHERE township_code = ?", [code]
        ).fetchall()
        for of_year, of_report in reports:
            for metric in self._everything(of_report):
                self._expect(code, of_year, metric, "removed", "register")
                self._expect(other, of_year, metric, "added", "register")
        for name in ("townships", "reports", "observations"):
            self.con.execute(f"UPDATE {name} SET township_code = ? WHERE township_code = ?", [other, code])

    def by_catalogue(self) -> None:
        """The catalogue defines a metric otherwise, and a number that counted is another."""
        self._of_version(BY_CATALOGUE, "catalogue")
        self.con.execute("UPDATE metrics SET definition = '新定义' WHERE metric_id IN ?", [BY_CATALOGUE])

    def by_code(self) -> None:
        """The code reads a number otherwise."""
        self._of_version(PLAIN, "code")

    def _of_version(self, among: list[str], cause: str) -> None:
        code, year, report = self._report()
        for metric in self._metrics(report, among)[:1]:
            self._shift(report, metric)
            self._expect(code, year, metric, "changed", cause)

    def _everything(self, report: str) -> list[str]:
        query = "SELECT metric_id FROM observations WHERE report_id = ?"
        return [metric for (metric,) in self.con.execute(query, [report]).fetchall()]

    def change(self, n: int, *, version: str) -> None:
        """`n` random changes; those of a version are of the catalogue or of the code, as `version` says."""
        kinds: list[Callable[[], None]] = [
            self.new_version, self.gone, self.excluded, self.corrected, self.corrected_count, self.supplied,
            self.registered_elsewhere, self.by_catalogue if version == "catalogue" else self.by_code,
        ]  # fmt: skip
        for _ in range(n):
            self.random.choice(kinds)()
