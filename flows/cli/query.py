"""`township sql` and `township describe`: read-only SQL on the current release, and what there is to ask."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer
from rich.cells import cell_len

from flows.cli.console import DEFAULT_HOME, HomeOption, number, out, table
from flows.cli.output import written
from flows.errors import BadInput

if TYPE_CHECKING:
    import duckdb


class Format(StrEnum):
    """How rows are written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command(epilog="Example: township sql 'SELECT * FROM 区县年度汇总' --format csv -o summary.csv")(sql)
    app.command(epilog="Example: township describe observations")(describe)


def sql(
    query: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, on the tables and views of the release.")],
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Format, typer.Option("--format", help="How the rows are written.")] = Format.table,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="File instead of the terminal.")
    ] = None,
) -> None:
    """Answer a read-only SQL query on the current release."""
    if format is Format.parquet and output is None:
        raise BadInput("sql: --format parquet needs a file; add -o FILE")
    with release(home) as connection:
        import duckdb

        try:
            rows = connection.execute(query)
            with written(output, binary=format is Format.parquet) as target:
                _WRITERS[format](rows, target)
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise BadInput(f"sql: {first}; township describe lists tables and columns") from error


def describe(
    name: Annotated[str | None, typer.Argument(metavar="TABLE", help="Table or view; all of them without.")] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """List tables and views of the current release, or the columns of one, with their comments."""
    with release(home) as connection:
        if name is None:
            rows = connection.execute(_TABLES).fetchall()
            shown = table("name", "kind", "comment")
        else:
            rows = connection.execute(_COLUMNS, [name]).fetchall()
            shown = table("column", "type", "comment")
            if not rows:
                raise BadInput(f"describe: no table or view {name} in the release; township describe lists them")
    for row in rows:
        shown.add_row(*(str(cell or "") for cell in row))
    out().print(shown)


def release(home: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current release of a home.

    Raises:
        BadInput: the home holds no release.
    """
    from warehouse.db import connect_locked

    path = home / "current.duckdb"
    if not path.exists():
        raise BadInput(f"no release in {home}; make one with: township run --inbox DIR --home {home}")
    return connect_locked(path)


_TABLES = """
SELECT table_name, 'table', comment FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
ORDER BY 2, 1
"""

_COLUMNS = """
SELECT column_name, data_type, comment FROM duckdb_columns()
WHERE NOT internal AND table_name = ? ORDER BY column_index
"""


def _names(rows: duckdb.DuckDBPyConnection) -> list[str]:
    return [column[0] for column in rows.description or ()]


def _batches(rows: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
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


def _write_csv(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_names(rows))
    writer.writerows([_plain(value) for value in row] for row in _batches(rows))


def _write_json(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    names = _names(rows)
    lines: Iterable[str] = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, default=str) for row in _batches(rows)
    )
    target.write("[" + ",\n ".join(lines) + "]\n")


def _write_parquet(rows: duckdb.DuckDBPyConnection, target: IO[Any]) -> None:
    import pyarrow.parquet as pq

    reader = rows.to_arrow_reader(100_000)
    with pq.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


_WRITERS = {
    Format.table: _write_table,
    Format.csv: _write_csv,
    Format.json: _write_json,
    Format.parquet: _write_parquet,
}


def _cell(value: Any) -> str:
    return number(value) if isinstance(value, float) else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)
