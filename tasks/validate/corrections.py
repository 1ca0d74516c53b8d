"""Whether every correction found what it is about: those that did not are named, with what is there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from tasks.ingest.model import Arrival
from tasks.ingest.named import documents_named
from tasks.resolve.decided import REJECTED
from warehouse.catalogue import Catalogue
from warehouse.corrections import Correction, Corrections, Value, mention_hash, same_value, value_text
from warehouse.db import connect, read_parquet
from warehouse.home import Home
from warehouse.manifest import LakeManifest, year_of
from warehouse.register import Register

_TODO = "change the entry, or delete it"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run was limited to: report years and district codes; empty means all."""

    years: Collection[int] = ()
    districts: Collection[str] = ()

    def leave_out(self, district_code: str, report_year: int) -> bool:
        """Whether reports of this district and year may be left for later."""
        return bool(self.years and report_year not in self.years) or bool(
            self.districts and district_code not in self.districts
        )


@dataclass(slots=True)
class _Now:
    """What the lake holds of one report: values and status by metric, its mentions, and files that were withdrawn."""

    is_there: bool = False
    values: dict[str, tuple[Value, str]] = field(default_factory=dict)
    mentions: list[tuple[str, str, str, list[str]]] = field(default_factory=list)
    is_withdrawn: bool = False


def unmatched_corrections(
    home: Home,
    lake: LakeManifest,
    corrections: Corrections,
    arrivals: Sequence[Arrival],
    register: Register,
    catalogue: Catalogue,
    limits: Limits,
) -> list[str]:
    """One line for each entry that changed nothing: file and entry, what it expects, what is there now, what to do.

    Entries about documents that a limited run left out are passed over.
    """
    if not corrections.by_report and not corrections.by_file:
        return []
    problems = []
    reports = _reports(home, lake, corrections) if corrections.by_report else {}
    for entry in corrections.entries:
        why = next(_of_files(entry, arrivals, lake, home), None)
        if why is None and entry.report and entry in corrections.of_report(*entry.report):
            now = reports[entry.report]
            code, year = entry.report
            if not (now.is_there or now.is_withdrawn) and limits.leave_out(register.by_code[code].district_code, year):
                continue
            why = _of_report(entry, now)
        if why:
            problems.append(f"{entry.where}: {entry.kind} {_named(entry, register, catalogue)}: {why}; {_TODO}")
    return problems


def _of_files(entry: Correction, arrivals: Sequence[Arrival], lake: LakeManifest, home: Home) -> Iterator[str]:
    """What is wrong with the files of an entry."""
    if entry.kind not in ("assign", "exclude", "withdraw"):
        return
    for name in entry.files:
        found = documents_named(name, arrivals)
        if len(found) != 1:
            yield f"{len(found) or 'no'} documents of that name in the raw store" + (
                f", give a sha256: {', '.join(a.file_id for a in found[:4])}" if found else ""
            )
        elif name in lake.documents and entry.kind == "assign":
            reason = _reason(home, lake, name)
            if reason:
                yield f"the document still cannot be used ({reason})"


def _of_report(entry: Correction, now: _Now) -> str | None:
    """What is wrong with an entry about a report; None where it was applied."""
    if entry.kind == "withdraw":
        return None if now.is_withdrawn else "there is no such report"
    if not now.is_there:
        return "there is no such report" + (" but a withdrawn one" if now.is_withdrawn else "")
    value, status = now.values.get(entry.metric_id or "", (None, ""))
    if entry.kind == "reject":
        named = [(quote, mention_hash(quote, s), flags) for m, quote, s, flags in now.mentions if m == entry.metric_id]
        if any(anchor == entry.mention and REJECTED in flags for _, anchor, flags in named):
            return None
        return f"the number in its sentence is not there; the report now says {_listed([q for q, _, _ in named])}"
    wanted = "corrected" if entry.kind == "correct" else "supplied"
    if status == wanted and value and entry.value and same_value(value, entry.value):
        return None
    expected = f"expects {entry.expect}" if entry.kind == "correct" else "expects no value"
    return f"{expected}, the report now gives {value_text(value) if value else 'none'}"


def _reports(home: Home, lake: LakeManifest, corrections: Corrections) -> dict[tuple[str, int], _Now]:
    """What the lake holds of each report that has entries."""
    found: dict[tuple[str, int], _Now] = defaultdict(_Now)
    codes = sorted({code for code, _ in corrections.by_report})
    with connect(memory_limit="256MB", threads=1) as con:
        for year in sorted({year for _, year in corrections.by_report}):

            def rows(name: str, columns: str, where: str, wanted: Sequence[str], year: int = year) -> list[Any]:
                return _rows(con, home, lake, year, name, columns, where, wanted)

            ids = dict(rows("reports", "report_id, township_code", "is_current AND township_code", codes))
            for code in ids.values():
                found[code, year].is_there = True
            columns = "township_code, metric_id, value_low, value_high, qualifier, obs_status"
            for code, metric, low, high, qualifier, status in rows("observations", columns, "township_code", codes):
                found[code, year].values[metric] = Value(low, high, qualifier), status
            for report, *m in rows("mentions", "report_id, metric_id, quote, sentence, flags", "report_id", [*ids]):
                found[ids[report], year].mentions.append((m[0], m[1], m[2], m[3]))
            for (code,) in rows("quarantine", "township_code", "reason = 'withdrawn' AND township_code", codes):
                found[code, year].is_withdrawn = True
    return {report: found[report] for report in corrections.by_report}


def _rows(
    con: duckdb.DuckDBPyConnection,
    home: Home,
    lake: LakeManifest,
    year: int,
    name: str,
    columns: str,
    where: str,
    wanted: Sequence[str],
) -> list[Any]:
    """Rows of one lake table and year in which the column that `where` ends with is one of `wanted`."""
    files = [home.lake / path for path in lake.of_table(name) if year_of(path) == year]
    if not files:
        return []
    query = f"SELECT {columns} FROM {read_parquet(files)} WHERE {where} IN (SELECT unnest($1))"
    return con.execute(query, [list(wanted)]).fetchall()


def _reason(home: Home, lake: LakeManifest, file_id: str) -> str | None:
    """Why a document is quarantined; None where it is used."""
    with connect(memory_limit="256MB", threads=1) as con:
        year = lake.documents[file_id].year
        found = _rows(con, home, lake, year, "quarantine", "reason", "file_id", [file_id])
    return found[0][0] if found else None


def _listed(quotes: Sequence[str]) -> str:
    return "、".join(quotes[:6]) or "nothing of that metric"


def _named(entry: Correction, register: Register, catalogue: Catalogue) -> str:
    """What an entry is about, in words."""
    township = register.by_code.get(entry.township_code or "")
    metric = catalogue.by_id.get(entry.metric_id or "")
    parts = [", ".join(entry.files), f"{township.district}{township.township}" if township else ""]
    return " ".join(filter(None, [*parts, str(entry.report_year or ""), metric.name_zh if metric else ""]))
