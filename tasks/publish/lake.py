"""The store step: what the workers wrote goes into the lake, one file a table and report year."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.publish.groups import find_groups
from tasks.publish.lake_sql import (
    MEMBER,
    TOUCHED_REPORTS,
    lake_connection,
    owner,
    register_lake,
    register_parts,
    register_touched,
    year_rows,
)
from tasks.publish.parquet import ROW_GROUP, split_by_year, write_parquet
from tasks.publish.plan import Plan
from tasks.publish.quarantine import mirror_quarantine
from warehouse.db import read_parquet
from warehouse.home import Home
from warehouse.manifest import LakeDocument, LakeFile, LakeManifest, save_manifest, year_of
from warehouse.processes import OWN_MEMORY, processes
from warehouse.schema import Table, literal, quote, table

_IN_PROCESS_UP_TO = 256
"""Documents for which starting processes costs more than it gains."""

_LARGEST_FIRST = ("mentions", "report_texts", "observations", "blocks", "files", "reports", "findings", "quarantine")

Progress = Callable[[int, int], None]


class LakeError(Exception):
    """The parts do not fit the lake: a fault of the program, not of a document. The lake is unchanged."""


def update_lake(
    home: Home,
    plan: Plan,
    parts: Sequence[Path],
    processed: Collection[str],
    *,
    workers: int = 1,
    memory_limit: str = OWN_MEMORY,
    progress: Progress | None = None,
) -> LakeManifest:
    """Puts the rows of `processed` documents in the place of what the lake held of them, and drops removed documents.

    `parts` are the folders that the workers wrote, each with one Parquet file a table; together they hold exactly the
    `processed` ids. Only the years concerned are written again; files never change, the manifest is replaced last.
    `workers` are processes that write the tables, `memory_limit` is what DuckDB may use in each.
    `progress` is called with tables done and tables in all. With nothing to do the lake stays as it is.

    Raises:
        LakeError: parts and `processed` differ, or what find_groups asked for was not done.
        OSError: the home cannot be written.
    """
    manifest = plan.manifest
    if processed or plan.removed or plan.damaged:
        groups = find_groups(home, plan, parts, processed)
        if left_out := groups.candidates:
            raise LakeError(f"{len(left_out)} documents of the groups concerned were not processed: {min(left_out)} …")
        if groups.ungathered:
            raise LakeError(
                f"{len(groups.ungathered)} reports were not put together: {groups.ungathered[0].files[0]} …"
            )
        manifest = _update(home, plan, parts, processed, workers, memory_limit, progress or (lambda done, total: None))
        save_manifest(home.lake / "manifest.json", manifest)
    mirror_quarantine(home, manifest)
    return manifest


@dataclass(frozen=True, slots=True)
class _Change:
    """What changes in the lake: the parts, what they replace, and the report years whose files are written again."""

    home: Home
    parts: Sequence[Path]
    touched: set[str]
    old: LakeManifest
    new: dict[str, LakeDocument]
    years: set[int]
    members: Path
    memory_limit: str


def _update(
    home: Home,
    plan: Plan,
    parts: Sequence[Path],
    processed: Collection[str],
    workers: int,
    memory_limit: str,
    progress: Progress,
) -> LakeManifest:
    old, touched = plan.manifest, {*processed, *plan.removed}
    members = home.staging / "members.parquet"
    with lake_connection(home, memory_limit) as con:
        register_parts(con, parts, touched)
        con.execute(f"CREATE TEMP TABLE member AS {MEMBER}")
        new = _documents(con, plan, processed)
        con.execute(f"COPY member TO {literal(str(members))} (FORMAT parquet)")
    years = {d.year for d in new.values()} | {old.documents[i].year for i in touched if i in old.documents}
    change = _Change(home, parts, touched, old, new, years, members, memory_limit)
    files = {path: file for path, file in old.files.items() if year_of(path) not in years}
    for done, written in enumerate(_written(change, workers if len(touched) > _IN_PROCESS_UP_TO else 0), 1):
        files |= written
        progress(done, len(_LARGEST_FIRST))
    documents = {i: d for i, d in old.documents.items() if i not in touched} | new
    return LakeManifest(dict(plan.fingerprints), documents, files, dict(plan.corrections))


def _documents(con: duckdb.DuckDBPyConnection, plan: Plan, processed: Collection[str]) -> dict[str, LakeDocument]:
    """What the parts hold, by file id, with the year folder that its rows go to."""
    rows = con.execute(
        """SELECT file_id, coalesce(m.year, q.report_year, 0), (m.file_id IS NULL) = (q.file_id IS NULL)
           FROM part_files LEFT JOIN member AS m USING (file_id) LEFT JOIN part_quarantine AS q USING (file_id)"""
    ).fetchall()
    ids = [file_id for file_id, _, _ in rows]
    if sorted(ids) != sorted(processed):
        wrong = sorted({*ids} ^ {*processed}) or ["one of them twice"]
        raise LakeError(f"the parts hold {len(ids)} documents, {len(processed)} were processed: {wrong[0]}")
    if unclear := [file_id for file_id, _, is_unclear in rows if is_unclear]:
        raise LakeError(f"{len(unclear)} documents are neither used nor quarantined, or both: {min(unclear)}")
    return {file_id: LakeDocument(plan.states[file_id], year) for file_id, year, _ in rows}


def _written(change: _Change, workers: int) -> Iterator[dict[str, LakeFile]]:
    """The files of each table, by their path in the lake, as soon as they are written."""
    if workers:
        with processes(workers) as pool:
            yield from (
                f.result() for f in as_completed([pool.submit(_write_alone, change, n) for n in _LARGEST_FIRST])
            )
        return
    with _ready(change) as con:  # one connection for all: to open one takes as long as to write a small table
        for name in _LARGEST_FIRST:
            yield _write_table(con, change, name)


@contextmanager
def _ready(change: _Change) -> Iterator[duckdb.DuckDBPyConnection]:
    with lake_connection(change.home, change.memory_limit) as con:
        con.execute(f"CREATE TEMP TABLE member AS FROM {read_parquet([change.members])}")
        register_touched(con, change.touched)
        register_lake(con, change.home, change.old, change.years)
        con.execute(TOUCHED_REPORTS)
        yield con


def _write_alone(change: _Change, name: str) -> dict[str, LakeFile]:
    with _ready(change) as con:
        return _write_table(con, change, name)


def _write_table(con: duckdb.DuckDBPyConnection, change: _Change, name: str) -> dict[str, LakeFile]:
    """Writes a table's files of the years concerned; gives them by their path in the lake."""
    t, lake = table(name), change.home.lake
    scratch = change.home.staging / "years" / name
    shutil.rmtree(scratch, ignore_errors=True)  # what an attempt before this one left
    scratch.mkdir(parents=True)
    sources = [folder / f"{name}.parquet" for folder in change.parts]
    new_files = split_by_year(sources, owner(name), _years_of_owners(con, name, change.new), scratch)
    old_files = {year_of(path): lake / path for path in change.old.of_table(name)}
    written = {}
    for year in sorted(change.years):
        select = year_rows(con, name, new_files.get(year), old_files.get(year))
        rows = _in_key_order(con, t, select, year)
        if first := next(rows, None):
            made = write_parquet(scratch / "made", t.arrow(), chain([first], rows))
            path = f"{name}/year={year:04d}/{made.sha256[:16]}.parquet"
            (lake / path).parent.mkdir(parents=True, exist_ok=True)
            (scratch / "made").replace(lake / path)
            written[path] = made
    shutil.rmtree(scratch)
    return written


def _years_of_owners(con: duckdb.DuckDBPyConnection, name: str, new: dict[str, LakeDocument]) -> dict[str, int]:
    """Year of each file, or of each report by its name in parts; rows of copies and old observations fall away."""
    if owner(name) == "file_id":
        return {file_id: d.year for file_id, d in new.items()}
    only = "AND is_current" if name == "observations" else ""
    return dict(con.execute(f"SELECT part_id, year FROM member WHERE role = 'main' {only}").fetchall())


def _in_key_order(con: duckdb.DuckDBPyConnection, t: Table, select: str, year: int) -> Iterator[pa.RecordBatch]:
    """The rows of `select` by key; tables with text are sorted some reports at a time, so that memory stays small."""
    key = ", ".join(quote(c) for c in t.key)
    if t.key[0] not in ("report_id", "mention_id"):
        yield from con.execute(f"{select} ORDER BY {key}").to_arrow_reader(ROW_GROUP)
        return
    reports = con.execute(
        """SELECT report_id FROM member WHERE role = 'main' AND year = $year
           UNION SELECT report_id FROM old_reports WHERE report_year = $year ORDER BY report_id""",
        {"year": year},
    ).fetchall()
    for start in range(0, len(reports), ROW_GROUP):
        some = reports[start : start + ROW_GROUP]
        within = f"report_id BETWEEN '{some[0][0]}' AND '{some[-1][0]}'"
        yield from con.execute(f"FROM ({select}) WHERE {within} ORDER BY {key}").to_arrow_reader(ROW_GROUP)
