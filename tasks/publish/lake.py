"""The store step: what the workers wrote goes into the lake, one file a table and report year."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tasks.publish.lake_sql import MEMBER, all_rows, lake_connection, register_lake, register_parts
from tasks.publish.plan import Plan, regroup_candidates
from tasks.publish.quarantine import mirror_quarantine
from warehouse.home import Home
from warehouse.manifest import LakeDocument, LakeFile, LakeManifest, save_manifest, year_of
from warehouse.schema import lake_tables, table

ROW_GROUP = 2048
"""Rows a row group, in every file: part of the bytes, so changing it rewrites the lake."""


class LakeError(Exception):
    """The parts do not fit the lake: a fault of the program, not of a document. The lake is unchanged."""


def update_lake(
    home: Home,
    plan: Plan,
    parts: Sequence[Path],
    processed: Collection[str],
    *,
    memory_limit: str = "256MB",
    progress: Callable[[int, int], None] | None = None,
) -> LakeManifest:
    """Puts the rows of `processed` documents in the place of what the lake held of them, and drops removed documents.

    `parts` are the folders that the workers wrote, each with one Parquet file a table; together they hold exactly the
    `processed` ids. Only the years concerned are written again; files never change, the manifest is replaced last.
    `progress` is called with tables done and tables in all. With nothing to do the lake stays as it is.

    Raises:
        LakeError: parts and `processed` differ, or regroup_candidates was not followed.
        OSError: the home cannot be written.
    """
    manifest = plan.manifest
    if processed or plan.removed or plan.damaged:
        manifest = _updated(home, plan, parts, processed, memory_limit, progress)
        save_manifest(home.lake / "manifest.json", manifest)
    mirror_quarantine(home, manifest)
    return manifest


def _updated(
    home: Home,
    plan: Plan,
    parts: Sequence[Path],
    processed: Collection[str],
    memory_limit: str,
    progress: Callable[[int, int], None] | None,
) -> LakeManifest:
    if left_out := regroup_candidates(home, plan, parts, processed):
        raise LakeError(f"{len(left_out)} documents of the groups concerned were not processed: {min(left_out)} …")
    old = plan.manifest
    touched = {*processed, *plan.removed}
    with lake_connection(home, memory_limit) as con:
        register_parts(con, parts, touched)
        con.execute(MEMBER)
        new = _documents(con, processed, plan.states)
        years = {d.year for d in new.values()} | {old.documents[i].year for i in touched if i in old.documents}
        register_lake(con, home, old, years)
        files = {path: file for path, file in old.files.items() if year_of(path) not in years}
        names = [t.name for t in lake_tables()]
        for done, name in enumerate(names, 1):
            files |= _write_table(con, home, name)
            if progress:
                progress(done, len(names))
    documents = {i: d for i, d in old.documents.items() if i not in touched} | new
    return LakeManifest(dict(plan.fingerprints), documents, files)


def _documents(
    con: duckdb.DuckDBPyConnection, processed: Collection[str], states: Mapping[str, str]
) -> dict[str, LakeDocument]:
    """What the parts hold, by file id, with the year folder their rows go to."""
    rows = con.execute(
        """SELECT file_id, coalesce(m.year, q.report_year, 0)
           FROM part_files LEFT JOIN member AS m USING (file_id) LEFT JOIN part_quarantine AS q USING (file_id)"""
    ).fetchall()
    ids = [file_id for file_id, _ in rows]
    if sorted(ids) != sorted(processed):
        wrong = sorted({*ids} ^ {*processed}) or ["one of them twice"]
        raise LakeError(f"the parts hold {len(ids)} documents, {len(processed)} were processed: {wrong[0]}")
    return {file_id: LakeDocument(states[file_id], year) for file_id, year in rows}


def _write_table(con: duckdb.DuckDBPyConnection, home: Home, name: str) -> dict[str, LakeFile]:
    """Writes a table's files of the years concerned; gives them by their path in the lake."""
    scratch = home.staging / "lake.parquet"
    schema = table(name).arrow()
    written = {}
    reader = con.execute(all_rows(name)).to_arrow_reader(ROW_GROUP)
    for year, batches in groupby(_of_one_year(reader), key=itemgetter(0)):
        rows = write_parquet(scratch, schema, (batch for _, batch in batches))
        with scratch.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        path = f"{name}/year={year:04d}/{sha256[:16]}.parquet"
        written[path] = LakeFile(sha256, scratch.stat().st_size, rows)
        (home.lake / path).parent.mkdir(parents=True, exist_ok=True)
        scratch.replace(home.lake / path)
    return written


def _of_one_year(reader: Iterable[pa.RecordBatch]) -> Iterator[tuple[int, pa.RecordBatch]]:
    """Cuts batches, ordered by their column `year`, so that each holds one year."""
    for batch in reader:
        runs = pc.run_end_encode(batch.column("year"))
        start = 0
        for year, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            yield year, batch.slice(start, end - start)
            start = end


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    """Writes rows in the order given; same rows, same bytes, however they are cut into batches. Gives their number."""
    n_rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for group in _row_groups(batches):
            writer.write_table(group.select(schema.names).cast(schema), row_group_size=ROW_GROUP)
            n_rows += group.num_rows
    return n_rows


def _row_groups(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    pending: list[pa.RecordBatch] = []
    n_rows = 0
    for batch in batches:
        pending.append(batch)
        n_rows += batch.num_rows
        while n_rows >= ROW_GROUP:
            rows = pa.Table.from_batches(pending).combine_chunks()
            yield rows.slice(0, ROW_GROUP)
            pending = rows.slice(ROW_GROUP).to_batches()
            n_rows -= ROW_GROUP
    if n_rows:
        yield pa.Table.from_batches(pending).combine_chunks()
