"""DuckDB connections: one for our own work, one locked down for SQL that a user typed."""

from __future__ import annotations

import glob
from collections.abc import Iterable
from pathlib import Path

import duckdb

from warehouse.schema import literal

_Config = dict[str, str | bool | int | float | list[str]]
_OFFLINE: _Config = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": True,
    "enable_external_file_cache": False,  # Parquet is read once; kept, it would fill the memory limit
}


def connect(
    path: Path | None = None,
    *,
    read_only: bool = False,
    memory_limit: str = "512MB",
    threads: int = 2,
    temp_dir: Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection for our own SQL: never fetches an extension, keeps row order, holds to `memory_limit`.

    `path` None is a database in memory. Without `temp_dir` nothing is spilled to disk, so that no folder ever appears
    beside a release; a query that needs more memory fails with duckdb.OutOfMemoryException.

    Raises:
        duckdb.IOException: the file cannot be opened, or another process is writing it.
    """
    config: _Config = {
        **_OFFLINE,
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(temp_dir) if temp_dir else "",
    }
    return duckdb.connect(_target(path), read_only=read_only, config=config)


def connect_locked(path: Path, *, memory_limit: str = "1GB", threads: int = 2) -> duckdb.DuckDBPyConnection:
    """A read-only connection for SQL of users: no files but the database itself, no settings, no extensions.

    Raises:
        duckdb.IOException: the file is missing or is no database.
    """
    config: _Config = {
        "enable_external_access": False,
        "python_enable_replacements": False,  # a name in SQL is never a variable of this program
        "temp_directory": "",
        **_OFFLINE,
        "memory_limit": memory_limit,
        "threads": threads,
    }
    con = duckdb.connect(_target(path), read_only=True, config=config)
    con.execute("SET enable_progress_bar = false")  # it would be written among the rows
    con.execute("SET lock_configuration = true")
    return con


def _target(path: Path | None) -> str:
    """The database behind `current.duckdb`: DuckDB caches by path, and a moved symlink must be seen."""
    return ":memory:" if path is None else str(path.resolve())


def read_parquet(files: Iterable[Path]) -> str:
    """Parquet files as a relation of SQL: the columns that stand in them, none made of the names of folders."""
    listed = ", ".join(literal(glob.escape(str(file))) for file in files)
    return f"read_parquet([{listed}], hive_partitioning = false)"
