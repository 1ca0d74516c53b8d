"""Rows of an answer as a table, CSV, JSON or Parquet. Each column has a name of its own in all of them."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from typing import IO, TYPE_CHECKING, Any

from rich.cells import cell_len

from flows.cli.console import number, out, table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


class Shown(StrEnum):
    """How rows are written where there is no file."""

    table = "table"
    csv = "csv"
    json = "json"


def distinct(names: list[str]) -> list[str]:
    """The names, with _1, _2 … after those that repeat: a, a, b → a, a_1, b."""
    result: list[str] = []
    for name in names:
        n, candidate = 0, name
        while candidate in result or (n and candidate in names):
            n += 1
            candidate = f"{name}_{n}"
        result.append(candidate)
    return result


def jsonable(value: Any) -> Any:
    """A value of DuckDB as JSON has it: NaN and infinity are null, decimals numbers, dates and the like text."""
    if isinstance(value, Decimal):
        return float(value) if value % 1 else int(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _names(rows: duckdb.DuckDBPyConnection) -> list[str]:
    return distinct([column[0] for column in rows.description or ()])


_SAME_IN_ARROW = re.compile(r"(?:VARCHAR|BOOLEAN|U?(?:TINY|SMALL|BIG)INT|U?INTEGER|DOUBLE)(?:\[\])*")
"""Types whose values Arrow gives as DuckDB does."""


def _records(reader: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    """The rows of a query by Arrow, which says OSError where the query itself fails: again an error of DuckDB's."""
    import duckdb

    kinds = {"Out of Memory": duckdb.OutOfMemoryException, "INTERRUPT": duckdb.InterruptException}
    while True:
        try:
            record = reader.read_next_batch()
        except StopIteration:
            return
        except OSError as error:
            kind = next((kind for said, kind in kinds.items() if str(error).startswith(said)), duckdb.Error)
            raise kind(str(error)) from error
        yield record


def fail_again(connection: duckdb.DuckDBPyConnection, query: str) -> None:
    """Asks a query whose failure was lost again and throws its rows away, until it says more than that it was interrupted.

    Raises:
        duckdb.Error: why the query fails.
    """
    import duckdb

    for _ in range(_TURNS):
        try:
            for _ in _records(connection.execute(query).to_arrow_reader(10_000)):
                pass
        except duckdb.InterruptException:
            continue


_TURNS = 10


def _batches(rows: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    if all(_SAME_IN_ARROW.fullmatch(str(kind)) for _, kind, *_ in rows.description or ()):
        for record in _records(rows.to_arrow_reader(10_000)):  # sooner than tuples
            yield from zip(*(column.to_pylist() for column in record.columns), strict=True)
        return
    while batch := rows.fetchmany(10_000):
        yield from batch


def _write_table(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    console, names = out(target), _names(rows)
    cells = [[_cell(value) for value in row] for row in _batches(rows)]
    n_shown = _fitting(names, cells, console.width) if console.is_terminal else len(names)
    shown = table(*names[:n_shown])
    for column in shown.columns:
        column.no_wrap, column.overflow = True, "ellipsis"
        column.max_width = _WIDEST if console.is_terminal else None
    for row in cells:
        shown.add_row(*row[:n_shown])
    console.print(shown)
    if n_shown < len(names):
        left = len(names) - n_shown
        console.print(
            f"另有 {left} 列未显示，选列或用 --format csv | {left} more columns: select some or use --format csv"
        )


_WIDEST = 32


def _fitting(names: list[str], cells: list[list[str]], width: int) -> int:
    """How many columns, from the left, a terminal of this width shows without squeezing them; at least one."""
    used = 0
    for at, name in enumerate(names):
        used += min(_WIDEST, max([cell_len(name), *(cell_len(row[at]) for row in cells)])) + 2
        if used > width + 2:
            return max(1, at)
    return len(names)


# VARCHAR[], STRUCT(…), MAP(…), UNION(…), DOUBLE[3]; DECIMAL(9,2) is written the same either way
_NESTED = re.compile(r"[\[(]|VARIANT")


def _write_csv(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_names(rows))
    # the writer itself makes text of everything but what is nested, a million rows sooner than any code of ours
    nested = [at for at, (_, kind, *_) in enumerate(rows.description or ()) if _NESTED.search(str(kind))]
    writer.writerows((_flat(row, nested) for row in _batches(rows)) if nested else _batches(rows))


def _flat(row: tuple[Any, ...], nested: list[int]) -> list[Any]:
    cells = list(row)
    for at in nested:
        cells[at] = _plain(cells[at])
    return cells


def _write_json(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    names = _names(rows)
    lines: Iterable[str] = (_as_json(dict(zip(names, map(jsonable, row), strict=True))) for row in _batches(rows))
    target.write("[" + ",\n ".join(lines) + "]\n")


def _write_parquet(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    names = _names(rows)
    reader = rows.to_arrow_reader(100_000)
    schema = pa.schema([field.with_name(name) for field, name in zip(reader.schema, names, strict=True)])
    with pq.ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in _records(reader):
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))


WRITERS: dict[Format, Callable[[duckdb.DuckDBPyConnection, IO[Any]], None]] = {
    Format.table: _write_table,
    Format.csv: _write_csv,
    Format.json: _write_json,
    Format.parquet: _write_parquet,
}


def _cell(value: Any) -> str:
    return number(value) if isinstance(value, float) else _plain(value)


_as_json = json.JSONEncoder(ensure_ascii=False).encode


def _plain(value: Any) -> str:
    if isinstance(value, list | tuple | dict):
        return _as_json(jsonable(value))
    return "" if value is None else str(value)
