"""Parquet files whose bytes depend on their rows alone, and the sorting of rows into years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.fingerprint import sha256_of
from warehouse.manifest import LakeFile

ROW_GROUP = 2048
"""Rows a row group, in every file: part of the bytes, so changing it rewrites lake and releases."""


def write_parquet(path: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> LakeFile:
    """Writes rows in the order given; same rows, same bytes, however they are cut into batches.

    Raises:
        pa.ArrowInvalid: a value does not fit the schema.
        OSError: the folder is missing or not writable.
    """
    n_rows = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for group in _row_groups(batches):
            writer.write_table(group.select(schema.names).cast(schema), row_group_size=ROW_GROUP)
            n_rows += group.num_rows
    return LakeFile(sha256_of(path), path.stat().st_size, n_rows)


def split_by_year(files: Sequence[Path], owner: str, years: Mapping[str, int], folder: Path) -> dict[int, Path]:
    """Sorts rows into one file a year, `<folder>/YYYY.arrow`, and gives the files by year.

    `years` says the year of each value of the column `owner`; rows of other owners are left out. The rows of one
    file are in memory at a time.
    """
    ids, of_ids = pa.array(years.keys(), pa.string()), pa.array(years.values(), pa.int32())
    writers: dict[int, pa.ipc.RecordBatchFileWriter] = {}
    try:
        for file in files:
            rows = pq.ParquetFile(file).read(use_threads=False).combine_chunks()
            for year, of_year in _by_year(rows, of_ids.take(pc.index_in(rows[owner], ids))):
                if year not in writers:
                    writers[year] = pa.ipc.new_file(folder / f"{year}.arrow", rows.schema)
                writers[year].write_table(of_year)
    finally:
        for writer in writers.values():
            writer.close()
    return {year: folder / f"{year}.arrow" for year in writers}


def _by_year(rows: pa.Table, years: pa.ChunkedArray) -> Iterator[tuple[int, pa.Table]]:
    years = years.combine_chunks()
    order = pc.array_sort_indices(years).slice(0, len(years) - years.null_count)  # nulls come last
    runs = pc.run_end_encode(years.take(order))
    rows, start = rows.take(order), 0
    for year, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield year, rows.slice(start, end - start)
        start = end


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
