"""What a run has to do: which documents the lake does not hold as they should be, and which fall with them."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.ingest.model import Arrival
from tasks.publish.lake_sql import DECIDED, lake_connection, register_lake
from warehouse.fingerprint import sha256_of
from warehouse.home import Home
from warehouse.manifest import LakeManifest, load_manifest, year_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to do.

    `process` are documents that are new, moved, or were made by other code; limits of a run (year, district) may leave
    some of them out. `repair` are to be processed without limits: they were held by lake files that are lost, or are about
    what people decide now and did not decide before. `removed` are ids that left the raw store; what was grouped with
    them is found by find_groups. `states` gives, for every arrival, the hash of all that its rows depend on, `places`
    where it lies, `corrections` the state of what people decided by report and file. `manifest` is the sound part of the
    lake.
    """

    manifest: LakeManifest
    process: tuple[Arrival, ...]
    repair: tuple[Arrival, ...]
    removed: frozenset[str]
    states: Mapping[str, str]
    places: Mapping[str, Sequence[str]]
    fingerprints: Mapping[str, str]
    damaged: frozenset[str]
    corrections: Mapping[str, str]


def make_plan(
    home: Home, arrivals: Sequence[Arrival], fingerprints: Mapping[str, str], corrections: Mapping[str, str]
) -> Plan:
    """Compares what the raw store holds with what the lake holds; every live file of the lake is hashed.

    `fingerprints` name all that rows depend on besides the documents (code, catalogue, register, settings) and besides
    `corrections`, on whose states by report and file only the rows of these depend. Nothing is written, except that files
    which no manifest names, left by an earlier run, are removed.
    """
    on_disk = load_manifest(home.lake / "manifest.json")
    _remove_unnamed(home.lake, on_disk)
    damaged = {path for path in on_disk.files if not _is_sound(home.lake, path, on_disk)}
    for path in sorted(damaged):
        log.warning("lake file %s is missing or damaged; the documents of its year are processed again", path)
    manifest = on_disk.without_years({year_of(path) for path in damaged})
    basis = "\n".join(f"{name}={value}" for name, value in sorted(fingerprints.items()))
    states = {a.file_id: hashlib.sha256(f"{a.hints_hash}\n{basis}".encode()).hexdigest() for a in arrivals}
    lost = on_disk.documents.keys() - manifest.documents.keys()
    decided = _decided(home, manifest, corrections)
    undone = [a for a in arrivals if _state(manifest, a.file_id) != states[a.file_id] or a.file_id in decided]
    unlimited = lost | decided
    return Plan(
        manifest=manifest,
        process=tuple(a for a in undone if a.file_id not in unlimited),
        repair=tuple(a for a in undone if a.file_id in unlimited),
        removed=frozenset(manifest.documents.keys() - states.keys()),
        states=states,
        places={a.file_id: a.told for a in arrivals},
        fingerprints=fingerprints,
        damaged=frozenset(damaged),
        corrections=corrections,
    )


def _decided(home: Home, manifest: LakeManifest, corrections: Mapping[str, str]) -> set[str]:
    """Documents of the lake about which people decide something else now than when their rows were made."""
    changed = {name for name, _ in manifest.corrections.items() ^ corrections.items()}
    if not changed:
        return set()
    reports = [name for name in changed if name.startswith("report:")]
    with lake_connection(home) as con:
        register_lake(con, home, manifest, {int(name[-4:]) for name in reports})
        found = con.execute(DECIDED, {"reports": reports}).fetchall()
    files = {name.removeprefix("file:") for name in changed}
    return (files & manifest.documents.keys()) | {file_id for (file_id,) in found}


def _state(manifest: LakeManifest, file_id: str) -> str | None:
    held = manifest.documents.get(file_id)
    return held.state if held else None


def _is_sound(lake: Path, path: str, manifest: LakeManifest) -> bool:
    expected = manifest.files[path]
    try:
        return (lake / path).stat().st_size == expected.size and sha256_of(lake / path) == expected.sha256
    except OSError:
        return False


def _remove_unnamed(lake: Path, manifest: LakeManifest) -> None:
    for path in lake.glob("*/year=*/*"):
        if path.relative_to(lake).as_posix() not in manifest.files:
            path.unlink()
