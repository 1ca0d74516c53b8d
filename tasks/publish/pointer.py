"""Releases on disk: which one is current, how one is sealed, and how `current.duckdb` moves."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tasks.validate.gate import Verdict
from warehouse.atomic import sync_folder, write_atomic
from warehouse.fingerprint import sha256_of
from warehouse.home import Home
from warehouse.releases import current_folder, numbered, read_manifest

DATABASE = "township.duckdb"
SUMS = "SHA256SUMS"
NOT_COMPARED = frozenset({"checks", "release", "runs", "sources"})
"""Tables that tell of the run that made a release, and of what it was compared with."""

_CONFIRMED = "confirmed.json"


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """A release in its place: its folder, and what its manifest says."""

    path: Path
    inputs: Mapping[str, str]
    rows: dict[str, int]
    hashes: Mapping[str, str]
    verdict: Verdict

    @property
    def name(self) -> str:
        """Name of the release, `<number>-<as-of date>`."""
        return self.path.name


def current_release(home: Home) -> PublishedRelease | None:
    """The release that `current.duckdb` points to; None where there is none, or where it is not whole."""
    folder = current_folder(home)
    return published_release(folder) if folder else None


def published_release(folder: Path) -> PublishedRelease | None:
    """The release in a folder; None where it is not whole."""
    try:
        manifest = read_manifest(folder)
        tables = manifest["tables"]
        return PublishedRelease(
            path=folder,
            inputs=manifest["inputs"],
            rows={name: t["rows"] for name, t in tables.items()},
            hashes={name: t.get("compared", t["sha256"]) for name, t in tables.items() if name not in NOT_COMPARED},
            verdict=Verdict(**manifest.get("checks", {})),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def confirmed_inputs(home: Home, current: PublishedRelease) -> Mapping[str, str] | None:
    """The last inputs that were found to give the current release, though they are not those it was built from."""
    try:
        confirmed: dict[str, Any] = json.loads((home.lake / _CONFIRMED).read_bytes())
        return confirmed["inputs"] if confirmed["release"] == current.name else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def confirm(home: Home, current: PublishedRelease, inputs: Mapping[str, str]) -> None:
    """Notes that these inputs give the current release, so that the next run need not build its tables to see it."""
    data = json.dumps({"release": current.name, "inputs": inputs}, ensure_ascii=False, indent=1)
    write_atomic(home.lake / _CONFIRMED, data.encode())


def next_name(home: Home, as_of: date) -> str:
    """The name of the next release: a number above all that ever were, and the day that it stands for."""
    return f"{max(numbered(home), default=0) + 1:04d}-{as_of.isoformat()}"


def newest_table(home: Home, table: str) -> Path | None:
    """The Parquet file of a table in the release made last, whether it is current or was rolled back."""
    newest_first = reversed(numbered(home).values())
    files = (folder / "parquet" / f"{table}.parquet" for folder in newest_first)
    return next((file for file in files if file.is_file()), None)


def seal(folder: Path) -> None:
    """Writes SHA256SUMS over every other file of a release, takes write permission away, and waits for the disk."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    lines = [f"{sha256_of(path)}  {path.relative_to(folder).as_posix()}\n" for path in files]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(path.stat().st_mode & 0o555)
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)


def point_to(home: Home, release: str) -> None:
    """Makes `current.duckdb` point to the database of a release, by a relative link, in one step."""
    link = home.root / ".current.duckdb.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(home.releases.name) / release / DATABASE)
    link.replace(home.current)
    sync_folder(home.root)
