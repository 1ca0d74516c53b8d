"""`township sql` and `township describe`: read-only SQL on the current release, and what there is to ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, OutputOption, out, table
from flows.cli.find import ReleaseOption, folder_of
from flows.cli.output import written
from flows.cli.question import answer_within, check_question, limit_memory
from flows.cli.rows import WRITERS, Format, fail_again
from flows.errors import BadInput, TownshipError

if TYPE_CHECKING:
    import duckdb


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command(epilog="Example: township sql 'SELECT * FROM 区县年度汇总' --format csv -o summary.csv")(sql)
    app.command(epilog="Example: township describe observations")(describe)


def sql(
    query: Annotated[str, typer.Argument(metavar="SQL", help="One SELECT, on the tables and views of the release.")],
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Format, typer.Option("--format", help="How the rows are written.")] = Format.table,
    output: OutputOption = None,
    of: ReleaseOption = None,
    timeout: Annotated[
        float, typer.Option("--timeout", metavar="SECONDS", min=0.1, max=86_400, help="Stop the query after so long.")
    ] = 60,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MB", min=64, max=1_000_000, help="Stop it where it needs more.")
    ] = 1024,
) -> None:
    """Answer a read-only SQL query on the current release, or on an earlier one; it reaches no other file and no network."""
    if format is Format.parquet and output is None:
        raise BadInput("sql: --format parquet needs a file; add -o FILE")
    with release(home, of, memory) as connection:
        import duckdb

        def answer() -> None:
            check_question(connection, query)
            rows = connection.execute(query)
            with written(output, binary=format is Format.parquet) as target:
                WRITERS[format](rows, target)

        limit_memory(memory)
        try:
            try:
                answer_within(connection, answer, timeout)
            except duckdb.InterruptException:  # by nobody: where a query fails, DuckDB may name a thread it then stops
                answer_within(connection, lambda: fail_again(connection, query), timeout)
                raise
        except (duckdb.OutOfMemoryException, MemoryError) as error:
            raise BadInput(
                f"sql: stopped the query, it needs more than {memory} MB; narrow it, or allow it more with --memory MB"
            ) from error
        except duckdb.Error as error:
            first = str(error).partition("\n")[0]
            raise BadInput(f"sql: {first}; township describe lists tables and columns") from error


def describe(
    name: Annotated[
        str | None, typer.Argument(metavar="TABLE", help="Table, view or function; all of them without.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    of: ReleaseOption = None,
) -> None:
    """List tables, views and functions of the current release, or what one holds, with their comments."""
    with release(home, of) as connection:
        if name is None:
            shown = table("name", "kind", "comment")
            rows = connection.execute(_TABLES).fetchall() + connection.execute(_FUNCTIONS).fetchall()
        elif function := connection.execute(f"FROM ({_FUNCTIONS}) WHERE lower(called) = lower(?)", [name]).fetchone():
            shown = table("function", "kind", "comment")
            rows = [function]
        else:
            shown = table("column", "type", "comment")
            rows = connection.execute(_COLUMNS, [name]).fetchall()
            if not rows:
                raise BadInput(
                    f"describe: no table, view or function {name} in the release; township describe lists them"
                )
    for row in rows:
        shown.add_row(*(str(cell or "") for cell in row[:3]))
    out().print(shown)


def release(home: Path, named: str | None = None, memory: int = 1024) -> duckdb.DuckDBPyConnection:
    """A read-only connection, with so many MB of memory, to a home's current release, or to that of a name, number or tag.

    Raises:
        BadInput: the home holds no release, or not that one.
        TownshipError: the release is damaged.
    """
    import duckdb

    from warehouse.db import connect_locked
    from warehouse.older import fill_in

    path = folder_of(home, named) / "township.duckdb" if named else home / "current.duckdb"
    if not path.exists():
        raise BadInput(f"no release in {home}; make one with: township run --inbox DIR --home {home}")
    try:
        connection = connect_locked(path, memory_limit=f"{memory}MB")
        fill_in(connection)
        return connection
    except duckdb.Error as error:
        cause = str(error).partition("\n")[0]
        raise TownshipError(f"the release {path.resolve()} cannot be opened ({cause}); restore its folder") from error


_TABLES = """
SELECT table_name, 'table', comment FROM duckdb_tables() WHERE NOT internal
UNION ALL SELECT view_name, 'view', comment FROM duckdb_views() WHERE NOT internal
ORDER BY 2, 1
"""

_FUNCTIONS = """
SELECT
    function_name || '(' || array_to_string(parameters, ', ') || ')', replace(function_type, '_', ' '), comment,
    function_name AS called
FROM duckdb_functions() WHERE NOT internal ORDER BY function_type DESC, called
"""

_COLUMNS = """
SELECT column_name, data_type, comment FROM duckdb_columns()
WHERE NOT internal AND lower(table_name) = lower(?) ORDER BY column_index
"""
