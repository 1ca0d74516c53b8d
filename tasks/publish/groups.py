"""What hangs together: the files of one township and year, the annexes beside them, and what falls with a change.

Which files are one report, which version is current, and to which report an annex belongs is decided for a township and
year as a whole. So a change there has all of its documents processed again, and the lake hangs on no order of arrival.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tasks.identify.annex import Annex, Key, Scope, around, scopes, whose
from tasks.publish.lake_sql import lake_connection, register_lake, register_parts
from tasks.publish.plan import Plan
from warehouse.home import Home

Places = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Files of one township and year that have to be looked at together: `documents` are reports, `annexes` figures."""

    documents: tuple[str, ...]
    annexes: tuple[str, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """All of them."""
        return self.documents + self.annexes


@dataclass(frozen=True, slots=True)
class Groups:
    """What find_groups found. With `candidates` left the rest is not to be relied on.

    `candidates` are documents of the lake to be processed too, `ungathered` the groups that no worker has looked at yet,
    `strays` the annexes without a report: what they name, and the reports that they could all belong to.
    """

    candidates: frozenset[str]
    ungathered: tuple[Group, ...] = ()
    strays: Mapping[str, tuple[Annex, tuple[Key, ...]]] = field(default_factory=dict)


def find_groups(home: Home, plan: Plan, parts: Sequence[Path], processed: Collection[str]) -> Groups:
    """What hangs together with the `processed` documents, whose rows `parts` hold, and with those that are gone.

    To be asked again, after the candidates are processed, until there are none. They share township and year with a
    processed document, as it was or as it is now, or are annexes that could lie beside one or belong to one.
    """
    touched = {*processed, *plan.removed}
    with lake_connection(home) as con:
        register_parts(con, parts, touched)
        reports = {file_id: (code, year) for file_id, code, year in _rows(con, "documents")}
        annexes = {i: Annex(tuple(codes), tuple(years)) for i, codes, years in _rows(con, "annexes")}
        register_lake(con, home, plan.manifest)
        held = _held_annexes(con)
        belongs, strays = _place_annexes(con, annexes, reports, plan.places)
        if not held:
            years = {year for _, year in (*reports.values(), *belongs.values())}
            years |= {plan.manifest.documents[i].year for i in touched if i in plan.manifest.documents}
            register_lake(con, home, plan.manifest, years)
        changed = {*reports.values(), *belongs.values(), *con.execute(_TOUCHED_KEYS).fetchall()}
        _register(con, "changed", changed)
        candidates = {file_id for (file_id,) in con.execute(_SAME_KEY).fetchall()}
        candidates |= _concerned(held, changed, reports, plan.places)
        gathered = {file_id for (file_id,) in con.execute("SELECT file_id FROM part_gathered").fetchall()}
    groups = _by_key(reports, belongs)
    ungathered = [g for g in groups if len(g.files) > 1 and not gathered.issuperset(g.files)]
    return Groups(frozenset(candidates), tuple(ungathered), strays)


_COLUMNS = {"documents": "file_id, township_code, report_year", "annexes": "file_id, townships, years"}

_TOUCHED_KEYS = """
    SELECT DISTINCT township_code, report_year
    FROM old_files JOIN old_reports USING (report_id) WHERE file_id IN (FROM touched)
"""

_SAME_KEY = """
    SELECT file_id FROM old_files JOIN old_reports USING (report_id) JOIN changed USING (township_code, report_year)
    WHERE file_id NOT IN (FROM touched)
"""

_HELD = """
    SELECT file_id, NULL AS candidates FROM old_files WHERE role = 'annex' AND file_id NOT IN (FROM touched)
    UNION ALL
    SELECT file_id, candidates FROM old_quarantine WHERE reason LIKE 'annex%' AND file_id NOT IN (FROM touched)
"""

_REPORTS_OF_THE_LAKE = """
    SELECT f.file_id, r.township_code, r.report_year
    FROM old_files AS f JOIN old_reports AS r USING (report_id)
    WHERE f.role <> 'annex' AND f.file_id NOT IN (FROM touched)
        AND (f.file_id IN (FROM beside) OR (r.township_code, r.report_year) IN (FROM named))
"""

_KEYS = pa.schema([("township_code", pa.string()), ("report_year", pa.int16())])


def _rows(con: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    return con.execute(f"SELECT {_COLUMNS[name]} FROM part_{name} ORDER BY file_id").fetchall()


def _register(con: duckdb.DuckDBPyConnection, name: str, keys: Iterable[Key]) -> None:
    rows = [{"township_code": code, "report_year": year} for code, year in sorted(keys)]
    con.register(name, pa.Table.from_pylist(rows, schema=_KEYS))


def _held_annexes(con: duckdb.DuckDBPyConnection) -> dict[str, list[dict[str, str]]]:
    """Untouched annexes of the lake, with the reports that those without one could belong to."""
    return {file_id: json.loads(candidates or "[]") for file_id, candidates in con.execute(_HELD).fetchall()}


def _place_annexes(
    con: duckdb.DuckDBPyConnection, annexes: Mapping[str, Annex], reports: Mapping[str, Key], places: Places
) -> tuple[dict[str, Key], dict[str, tuple[Annex, tuple[Key, ...]]]]:
    """The report of each annex of the parts, and those that have none, with what they could belong to."""
    if not annexes:
        return {}, {}
    lying = _lying({scope for i in annexes for place in places[i] for scope in scopes(place)}, places)
    beside = pa.table({"file_id": pa.array(sorted({i for ids in lying.values() for i in ids}), pa.string())})
    con.register("beside", beside)
    _register(con, "named", {annex.named for annex in annexes.values() if annex.named})
    known = {i: (code, year) for i, code, year in con.execute(_REPORTS_OF_THE_LAKE).fetchall()} | dict(reports)
    keys = set(known.values())
    belongs, strays = {}, {}
    for file_id, annex in annexes.items():
        near = {key for place in places[file_id] for key in _nearest(place, lying, known)}
        report = whose(annex, near, keys.__contains__)
        if report is not None:
            belongs[file_id] = report
        else:
            strays[file_id] = annex, tuple(sorted(key for key in near if annex.allows(key)))
    return belongs, strays


def _lying(wanted: Collection[Scope], places: Places) -> dict[Scope, list[str]]:
    """Documents in each of these folders and archives."""
    lying: defaultdict[Scope, list[str]] = defaultdict(list)
    for file_id, here in places.items():
        for place in here:
            for scope in around(place):
                if scope in wanted:
                    lying[scope].append(file_id)
    return lying


def _nearest(place: str, lying: Mapping[Scope, list[str]], known: Mapping[str, Key]) -> set[Key]:
    """The reports in the nearest folder or archive around a place that holds any."""
    for scope in scopes(place):
        found = {known[i] for i in lying.get(scope, ()) if i in known}
        if found:
            return found
    return set()


def _concerned(
    held: Mapping[str, list[dict[str, str]]], changed: set[Key], reports: Collection[str], places: Places
) -> set[str]:
    """Annexes of the lake beside which a report has come, or that could belong to a township and year that changed."""
    folders = {scope for i in reports for place in places[i] for scope in around(place)} if held else set()
    codes = {code for code, _ in changed}
    concerned = set()
    for file_id, candidates in held.items():
        beside = any(scope in folders for place in places.get(file_id, ()) for scope in scopes(place))
        named = any(
            (c["township_code"], int(c["report_year"])) in changed
            if "report_year" in c
            else c["township_code"] in codes
            for c in candidates
        )
        if beside or named:
            concerned.add(file_id)
    return concerned


def _by_key(reports: Mapping[str, Key], belongs: Mapping[str, Key]) -> list[Group]:
    files: defaultdict[Key, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for file_id, key in reports.items():
        files[key][0].append(file_id)
    for file_id, key in belongs.items():
        files[key][1].append(file_id)
    return [Group(tuple(sorted(files[key][0])), tuple(sorted(files[key][1]))) for key in sorted(files)]
