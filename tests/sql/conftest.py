"""A DuckDB that holds every table of the schema, filled with the few rows a test names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from warehouse import schema
from warehouse.db import connect
from warehouse.models import create_tables

Rows = list[dict[str, Any]]
Build = Callable[..., duckdb.DuckDBPyConnection]

_EMPTY: dict[str, Any] = {
    "string": "",
    "bool": False,
    "int16": 0,
    "int32": 0,
    "int64": 0,
    "double": 0.0,
    "date": date(2024, 1, 1),
    "list<string>": [],
}


def complete(name: str, row: dict[str, Any]) -> dict[str, Any]:
    """The row with what it does not name: NULL, or where that is not allowed the first code or an empty value."""
    table = schema.table(name)
    assert set(row) <= set(table.names), f"{name} has no {set(row) - set(table.names)}"
    rest = {c.name: None if c.nullable else (c.values or (_EMPTY.get(c.type),))[0] for c in table.columns}
    return rest | row


@pytest.fixture
def build() -> Iterator[Build]:
    opened: list[duckdb.DuckDBPyConnection] = []

    def make(path: Path | None = None, **rows: Rows) -> duckdb.DuckDBPyConnection:
        con = connect(path)
        opened.append(con)
        create_tables(con)
        for table in schema.tables().values():
            if table.name in rows:
                filled = pa.Table.from_pylist([complete(table.name, r) for r in rows[table.name]], table.arrow())
                con.register("filled", filled)
                con.execute(f"INSERT INTO {schema.quote(table.name)} FROM filled")
                con.unregister("filled")
        return con

    yield make
    for con in opened:
        con.close()
