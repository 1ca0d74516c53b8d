"""Whether a release is still what was published: every file against SHA256SUMS, tables and database against the manifest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tasks.publish.pointer import DATABASE, SUMS
from tasks.publish.release_tables import sha256_of_files, sha256_of_lines
from warehouse.db import connect, read_parquet
from warehouse.fingerprint import sha256_of
from warehouse.releases import read_manifest
from warehouse.schema import quote


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was published: its kind, the file or table, and what is wrong, in both languages."""

    kind: str
    what: str
    zh: str
    en: str


def verify_release(folder: Path) -> tuple[int, list[Difference]]:
    """How many files were hashed, and all that differs; nothing for a release that is whole."""
    try:
        sums = read_sums(folder / SUMS)
    except (OSError, ValueError) as error:
        return 0, [
            Difference("missing", SUMS, "不能读取，无从核对", f"cannot be read ({error}); nothing can be compared")
        ]
    on_disk = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() or p.is_symlink()} - {SUMS}
    found = [Difference("missing", n, "文件缺失", "the file is missing") for n in sorted(sums.keys() - on_disk)]
    found += [Difference("extra", n, "多出的文件", "the file was not published") for n in sorted(on_disk - sums.keys())]
    hashes = {name: _sha256(folder / name) for name in sorted(sums.keys() & on_disk)}
    found += [
        Difference("changed", name, "内容已变", f"the bytes have changed: sha256 is {of_now or 'not readable'}")
        for name, of_now in hashes.items()
        if of_now != sums[name]
    ]
    return len(hashes), [*found, *_against_manifest(folder, hashes)]


def read_sums(path: Path) -> dict[str, str]:
    """Hash by file, as `sha256sum` writes them."""
    rows = [line.split("  ", 1) for line in path.read_text(encoding="utf-8").splitlines()]
    return {name: digest for digest, name in rows}


def _sha256(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None


def _against_manifest(folder: Path, hashes: Mapping[str, str | None]) -> Iterator[Difference]:
    try:
        manifest = read_manifest(folder)
        tables: dict[str, dict[str, Any]] = manifest["tables"]
        if manifest["release"] != folder.name:
            said = manifest["release"]
            yield Difference("changed", folder.name, f"清单称其为 {said}", f"the manifest calls it {said}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        yield Difference("changed", "manifest.json", "不能读取", f"cannot be read ({error!r})")
        return
    for name, said in tables.items():
        if _table_hash(name, hashes) != said["sha256"]:
            what = f"parquet/{name}"
            yield Difference("changed", what, "与清单的散列不符", "the files are not those that the manifest names")
    yield from _database(folder, tables)


def _table_hash(name: str, hashes: Mapping[str, str | None]) -> str | None:
    """The hash of a table as a manifest has it: of its file's bytes, of the list of its files, or of their names."""
    if f"parquet/{name}.parquet" in hashes:
        return hashes[f"parquet/{name}.parquet"]
    files = {path: of_now for path, of_now in hashes.items() if path.startswith(f"parquet/{name}/")}
    if name == "findings":
        return sha256_of_lines(Path(path).name for path in files)
    return sha256_of_files((path.removeprefix("parquet/"), str(of_now)) for path, of_now in files.items())


def _database(folder: Path, tables: Mapping[str, Mapping[str, Any]]) -> Iterator[Difference]:
    """Rows of each table of the database: how many, and whether they are those of the Parquet files."""
    try:
        with connect(folder / DATABASE, read_only=True) as con:
            for name, said in tables.items():
                yield from _table(con, folder, name, said["rows"])
    except duckdb.Error as error:
        cause = str(error).partition("\n")[0]
        yield Difference("changed", DATABASE, "数据库不能读取", f"the database cannot be read ({cause})")


_ROWS = "SELECT count(*), sum(hash(t)::HUGEINT) FROM (SELECT {columns} FROM {source}) AS t"
"""The same for the same rows in any order."""


def _table(con: duckdb.DuckDBPyConnection, folder: Path, name: str, n_said: int) -> Iterator[Difference]:
    described = con.execute(f"DESCRIBE {quote(name)}").fetchall()
    columns = ", ".join(quote(row[0]) for row in described)
    in_database = con.execute(_ROWS.format(columns=columns, source=quote(name))).fetchall()[0]
    if in_database[0] != n_said:
        zh, en = (
            f"数据库有 {in_database[0]} 行，清单为 {n_said} 行",
            f"{in_database[0]} rows in the database, {n_said} said",
        )
        yield Difference("changed", f"{DATABASE}:{name}", zh, en)
        return
    of_tables = folder / "parquet"
    files = [*of_tables.glob(f"{name}.parquet"), *of_tables.glob(f"{name}/*/*.parquet")]
    if not files:
        return
    try:
        in_files = con.execute(_ROWS.format(columns=columns, source=read_parquet(files))).fetchall()[0]
    except duckdb.Error:
        return  # a damaged file has been named by its hash
    if in_files != in_database:
        en = "the rows of the database are not those of the Parquet files"
        yield Difference("changed", f"{DATABASE}:{name}", "数据库与 Parquet 的行不同", en)
