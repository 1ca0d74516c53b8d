"""Rows of one batch as Parquet files, one for each lake table: what a worker hands to the store step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.publish.part_tables import PART_TABLES
from warehouse.schema import lake_tables

_FLUSH_AFTER = 250
"""Documents between two row groups: the memory of a worker does not grow with the batch."""


class Parts:
    """Writer of `<folder>/<table>.parquet`; rows are tuples in the order of the schema's columns.

    A context manager: leaving it closes the files. A part that was not closed is not valid Parquet, and the run that
    wrote it writes the whole batch again.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        schemas = {t.name: t.arrow() for t in lake_tables()} | PART_TABLES
        self._rows: dict[str, list[Sequence[Any]]] = {name: [] for name in schemas}
        self._writers = {
            name: pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="lz4", write_statistics=False)
            for name, schema in schemas.items()
        }
        self._documents = 0

    def __enter__(self) -> Parts:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is None:
            self._flush()
        for writer in self._writers.values():
            writer.close()

    def add(self, rows: dict[str, Iterable[Sequence[Any]]]) -> None:
        """Adds all rows of one document, by table."""
        for name, more in rows.items():
            self._rows[name].extend(more)
        self._documents += 1
        if self._documents % _FLUSH_AFTER == 0:
            self._flush()

    def _flush(self) -> None:
        for name, rows in self._rows.items():
            if rows:
                schema = self._writers[name].schema
                columns = zip(*rows, strict=True)
                arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
                self._writers[name].write_table(pa.Table.from_arrays(arrays, schema=schema))
                rows.clear()
