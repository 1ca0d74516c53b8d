"""Connections keep to their limits, and SQL of users reaches nothing but the release."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from warehouse.db import connect, connect_locked


@pytest.fixture
def release(tmp_path: Path) -> Path:
    path = tmp_path / "release-1.duckdb"
    with connect(path) as con:
        con.execute("CREATE TABLE release AS SELECT 1 AS number")
    return path


def setting(con: duckdb.DuckDBPyConnection, name: str) -> object:
    row = con.execute("SELECT current_setting(?)", [name]).fetchone()
    assert row is not None
    return row[0]


def test_our_own_connection_is_offline_limited_and_ordered(tmp_path: Path) -> None:
    with connect(memory_limit="100MB", threads=1, temp_dir=tmp_path) as con:
        assert setting(con, "memory_limit") == "95.3 MiB"
        assert setting(con, "threads") == 1
        assert setting(con, "temp_directory") == str(tmp_path)
        assert setting(con, "preserve_insertion_order") is True
        assert setting(con, "autoinstall_known_extensions") is False
        assert setting(con, "autoload_known_extensions") is False


def test_a_query_beyond_the_memory_fails_and_leaves_no_folder(release: Path) -> None:
    with (
        connect(release, read_only=True, memory_limit="20MB", threads=1) as con,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        con.execute("SELECT list(range) FROM range(10000000)").fetchall()
    assert [p.name for p in release.parent.iterdir()] == [release.name]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO release VALUES (2)",
        "DROP TABLE release",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "ATTACH 'other.duckdb'",
        "COPY release TO 'out.csv'",
        "FROM read_csv('/etc/hostname')",
        "FROM '/etc/hostname.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_user_sql_can_neither_write_nor_read_files_nor_change_settings(release: Path, sql: str) -> None:
    with connect_locked(release) as con:
        with pytest.raises(duckdb.Error):
            con.execute(sql)
        assert con.execute("FROM release").fetchall() == [(1,)]


def test_a_moved_symlink_is_seen_by_the_next_connection(release: Path) -> None:
    current, second = release.parent / "current.duckdb", release.parent / "release-2.duckdb"
    with connect(second) as con:
        con.execute("CREATE TABLE release AS SELECT 2 AS number")
    current.symlink_to(release.name)
    with connect_locked(current) as old:
        current.unlink()
        current.symlink_to(second.name)
        with connect_locked(current) as new:
            assert new.execute("FROM release").fetchall() == [(2,)]
        assert old.execute("FROM release").fetchall() == [(1,)]
