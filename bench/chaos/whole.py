"""Whether a home is whole: every release by its hashes, the current one by its rows."""

from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path

import duckdb

_TOLD_OF_RUNS = ("checks", "release", "runs")


def digest(folder: Path) -> str:
    """One hash over names, links and bytes of all that lies in a folder."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        total.update(f"{path.relative_to(folder)}\n".encode())
        if path.is_symlink():
            total.update(str(path.readlink()).encode())
        elif path.is_file():
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def broken(home: Path, since: str = "") -> list[str]:
    """What is wrong with the releases of a home from `since` on, also in the middle of a run; nothing, where all are whole."""
    problems = []
    for release in sorted(path for path in (home / "releases").glob("*") if path.name >= since):
        check = ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"]
        found = subprocess.run(check, cwd=release, capture_output=True, text=True, check=False)
        if found.returncode:
            problems.append(f"release {release.name}: {(found.stdout + found.stderr).strip()[:200]}")
    if (home / "current.duckdb").is_symlink():
        problems += mixed(home)
    return problems


def mixed(home: Path) -> list[str]:
    """Opens the current release as an analyst does; its tables must be those that the same release says it has."""
    try:
        with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as con:
            said = dict(con.execute("SELECT item[7:], n_rows FROM release WHERE item LIKE 'table:%'").fetchall())
            counts = (f"SELECT '{table}', count(*) FROM \"{table}\"" for table in said)
            counted = dict(con.execute(" UNION ALL ".join(counts)).fetchall())
            (name,) = con.execute("SELECT value FROM release WHERE item = 'release'").fetchall()[0]
            (last,) = con.execute("SELECT max(release) FROM runs").fetchall()[0]
    except duckdb.Error as error:
        return [f"{type(error).__name__}: {str(error)[:200]}"]
    wrong = [f"{table} has {n} rows, not {said[table]}" for table, n in counted.items() if n != said[table]]
    return wrong + ([] if name == last else [f"release {name} holds the runs up to {last}"])


def lake_files(home: Path) -> dict[str, str]:
    """Hashes of the live files of the lake."""
    manifest = json.loads((home / "lake/manifest.json").read_bytes())
    files = {path: home / "lake" / path for path in manifest["files"]}
    return {path: hashlib.sha256(file.read_bytes()).hexdigest() for path, file in files.items()}


def published(home: Path) -> dict[str, str]:
    """Hashes of the Parquet files of the current release, but for those that tell of runs."""
    folder = (home / "current.duckdb").resolve().parent / "parquet"
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.parquet"))
        if path.relative_to(folder).parts[0].removesuffix(".parquet") not in _TOLD_OF_RUNS
    }


def doubled(home: Path) -> list[str]:
    """Rows of the current release that stand there twice, by table."""
    problems = []
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as con:
        for table, key in (
            ("files", "file_id"),
            ("reports", "report_id"),
            ("mentions", "mention_id"),
            ("observations", "(township_code, report_year, metric_id)"),
        ):
            (twice,) = con.execute(f"SELECT count(*) - count(DISTINCT {key}) FROM {table}").fetchall()[0]
            if twice:
                problems.append(f"{twice} rows of {table} twice")
    return problems


def documents(home: Path) -> int:
    """Documents that the lake holds."""
    return len(json.loads((home / "lake/manifest.json").read_bytes())["documents"])
