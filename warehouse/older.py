"""What a release of an older version lacks, put beside it in memory, so that today's SQL can be asked of it."""

from __future__ import annotations

import re

import duckdb

from warehouse.models import functions_sql, view_names, view_sql
from warehouse.schema import Column, Table, duckdb_type, quote, tables

_MACRO = re.compile(r"CREATE OR REPLACE MACRO (\w+)")


def fill_in(con: duckdb.DuckDBPyConnection) -> None:
    """Tables and columns that came later are there, and empty; so are functions and views, as of today.

    `con` is open on the database of a release, which is not changed.
    """
    there = set(con.execute("SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal").fetchall())
    for table in tables().values():
        lacks = {c.name for c in table.columns if (table.name, c.name) not in there}
        if lacks:
            con.execute(f"CREATE TEMP VIEW {quote(table.name)} AS {_filled(con, table, lacks)}")
    macros = functions_sql()
    functions = {name for (name,) in con.execute(_FUNCTIONS).fetchall()}
    if not functions.issuperset(name.lower() for name in _MACRO.findall(macros)):
        con.execute(macros.replace("CREATE OR REPLACE MACRO", "CREATE OR REPLACE TEMP MACRO"))
    for name in view_names():
        if not any(table == name for table, _ in there):
            con.execute(f"CREATE TEMP VIEW {quote(name)} AS {view_sql(name)}")


_FUNCTIONS = "SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE NOT internal"


def _filled(con: duckdb.DuckDBPyConnection, table: Table, lacks: set[str]) -> str:
    def said(column: Column) -> str:
        name = quote(column.name)
        return f"NULL::{duckdb_type(column)} AS {name}" if column.name in lacks else name

    columns = ", ".join(said(c) for c in table.columns)
    if len(lacks) == len(table.columns):
        return f"SELECT {columns} WHERE false"
    ((database,),) = con.execute("SELECT current_database()").fetchall()
    return f"SELECT {columns} FROM {quote(database)}.main.{quote(table.name)}"
