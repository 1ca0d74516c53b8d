"""The one source of every table: `warehouse/tables/*.yaml`, read into typed records.

From it come the pyarrow schema, the DDL with its comments, the data dictionary and the validation. A column that
is not declared there does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml

TABLES_DIR = Path(__file__).parent / "tables"

_ARROW: dict[str, pa.DataType] = {
    "string": pa.string(),
    "bool": pa.bool_(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us"),
    "list<string>": pa.list_(pa.string()),
}
_DUCKDB = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int16": "SMALLINT",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMP",
    "list<string>": "VARCHAR[]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `values` lists the vocabulary where there is one, empty otherwise."""

    name: str
    type: str
    zh: str
    en: str
    nullable: bool
    values: tuple[str, ...]

    @property
    def comment(self) -> str:
        """Chinese and English comment in one line, as it stands in the database and the Parquet schema."""
        return f"{self.zh} | {self.en}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `layer` is lake (derived per document) or release (made when a release is built).

    `key` is unique and is the order in which rows are stored; `partition_by_year` says that the lake keeps it in one
    folder a report year.
    """

    name: str
    zh: str
    en: str
    layer: str
    partition_by_year: bool
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def comment(self) -> str:
        """Chinese and English comment of the table."""
        return f"{self.zh} | {self.en}"

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in stored order."""
        return tuple(c.name for c in self.columns)

    def arrow(self) -> pa.Schema:
        """Arrow schema with the comments as field metadata."""
        fields = [
            pa.field(c.name, _ARROW[c.type], nullable=c.nullable, metadata={"comment": c.comment}) for c in self.columns
        ]
        return pa.schema(fields, metadata={"comment": self.comment})

    def ddl(self) -> list[str]:
        """DuckDB statements that create the table and its comments; no keys or indexes, those are checked as queries."""
        cols = ", ".join(
            f"{quote(c.name)} {duckdb_type(c)}" + ("" if c.nullable else " NOT NULL") for c in self.columns
        )
        statements = [f"CREATE TABLE {quote(self.name)} ({cols})"]
        statements.append(f"COMMENT ON TABLE {quote(self.name)} IS {literal(self.comment)}")
        statements += [
            f"COMMENT ON COLUMN {quote(self.name)}.{quote(c.name)} IS {literal(c.comment)}" for c in self.columns
        ]
        return statements


def duckdb_type(column: Column) -> str:
    """The type of a column in DuckDB."""
    return _DUCKDB[column.type]


def quote(name: str) -> str:
    """A SQL identifier in double quotes (some column names of the contract are reserved words)."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


@lru_cache(maxsize=1)
def tables() -> dict[str, Table]:
    """All tables by name, in file-name order.

    Raises:
        ValueError: an entry misses a field or names an unknown type; the message names file and column.
    """
    return {t.name: t for t in (_load(p) for p in sorted(TABLES_DIR.glob("*.yaml")))}


def table(name: str) -> Table:
    """One table by name; KeyError where the schema has none."""
    return tables()[name]


def lake_tables() -> list[Table]:
    """Tables that are derived per document and kept in the lake by year."""
    return [t for t in tables().values() if t.layer == "lake"]


def _load(path: Path) -> Table:
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    columns = tuple(
        Column(
            name=c["name"],
            type=c["type"],
            zh=c["zh"],
            en=c["en"],
            nullable=c.get("nullable", True),
            values=tuple(c.get("values", ())),
        )
        for c in data["columns"]
    )
    names = {c.name for c in columns}
    for column in columns:
        if column.type not in _ARROW:
            raise ValueError(f"{path.name}: column {column.name}: unknown type {column.type}")
    missing = [k for k in data["key"] if k not in names]
    if missing:
        raise ValueError(f"{path.name}: key names no column: {', '.join(missing)}")
    return Table(
        name=data["name"],
        zh=data["zh"],
        en=data["en"],
        layer=data["layer"],
        partition_by_year=data["partition_by_year"],
        key=tuple(data["key"]),
        columns=columns,
    )
