"""The manifest of the lake: which files are live, and which documents they hold."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from warehouse.atomic import write_atomic

log = logging.getLogger(__name__)

SCHEMA_VERSION = 2


@dataclass(frozen=True, slots=True)
class LakeFile:
    """One live Parquet file: sha256 and size of its bytes, number of rows."""

    sha256: str
    size: int
    rows: int


@dataclass(frozen=True, slots=True)
class LakeDocument:
    """One document of the lake: the hash of all that its rows depend on, and the year folder that holds them."""

    state: str
    year: int


@dataclass(frozen=True, slots=True)
class LakeManifest:
    """What the lake holds. `files` by path relative to the lake, `documents` by file id.

    `fingerprints` (code, catalogue, register, …) are those of the last run that stored something, `corrections` the states
    of the corrections that rows were made with, by report and file.
    """

    fingerprints: Mapping[str, str] = field(default_factory=dict)
    documents: Mapping[str, LakeDocument] = field(default_factory=dict)
    files: Mapping[str, LakeFile] = field(default_factory=dict)
    corrections: Mapping[str, str] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """sha256 of the live files' names and bytes; equal content gives an equal hash in every home."""
        lines = (f"{file.sha256}  {path}\n" for path, file in sorted(self.files.items()))
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def of_table(self, table: str) -> dict[str, LakeFile]:
        """The live files of one table, by path, in order of the years."""
        return {path: file for path, file in sorted(self.files.items()) if path.startswith(f"{table}/")}

    def without_years(self, years: set[int]) -> LakeManifest:
        """The manifest without the files and documents of these years."""
        return LakeManifest(
            self.fingerprints,
            {i: d for i, d in self.documents.items() if d.year not in years},
            {p: f for p, f in self.files.items() if year_of(p) not in years},
            self.corrections,
        )


def year_of(path: str) -> int:
    """The report year of a lake file's path, `<table>/year=YYYY/<hash>.parquet`; 0 holds what has no year."""
    return int(path.split("/")[1].removeprefix("year="))


def load_manifest(path: Path) -> LakeManifest:
    """The manifest at `path`; an empty one where there is none, or, with a warning, where it is damaged.

    An empty manifest means that everything is made again from the raw store, so a damaged one costs time, never data.
    """
    try:
        data = json.loads(path.read_bytes())
        if data["version"] != SCHEMA_VERSION:
            raise ValueError(f"version {data['version']} is not {SCHEMA_VERSION}")
        return LakeManifest(
            dict(data["fingerprints"]),
            {file_id: LakeDocument(state, year) for file_id, (state, year) in data["documents"].items()},
            {name: LakeFile(**file) for name, file in data["files"].items()},
            dict(data.get("corrections", {})),
        )
    except FileNotFoundError:
        return LakeManifest()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is damaged (%s); the lake is made again from the raw store", path, error)
        return LakeManifest()


def save_manifest(path: Path, manifest: LakeManifest) -> None:
    """Replaces the manifest at `path` atomically and durably.

    Raises:
        OSError: the folder is not writable or the disk is full.
    """
    data = {
        "version": SCHEMA_VERSION,
        "fingerprints": dict(manifest.fingerprints),
        "corrections": dict(sorted(manifest.corrections.items())),
        "files": {name: asdict(file) for name, file in sorted(manifest.files.items())},
        "documents": {file_id: [d.state, d.year] for file_id, d in sorted(manifest.documents.items())},
    }
    write_atomic(path, json.dumps(data, separators=(",", ":")).encode(), durable=True)
