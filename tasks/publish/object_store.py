"""A release in an object store: Parquet, database, manifest and sums below `releases/<release>/`, then `current.json`.

Objects of a release never change; the pointer is written last, in one step. So a reader of the store sees the release
before or this one, whole, and what was broken off goes on where it was. Needs the extra `s3`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.publish.pointer import DATABASE, SUMS
from tasks.publish.verify import read_sums
from warehouse.fingerprint import sha256_of
from warehouse.releases import MANIFEST

POINTER = "current.json"
_AT_ONCE = 8
_BLOCK = 8 * 1024 * 1024


class StoreRefused(Exception):
    """What stands in the store, or on the disk, cannot be this release; the message says what. The pointer stays."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A release in the store: its address, how many objects it has, how many were written now, whether the pointer moved."""

    address: str
    n_objects: int
    n_written: int
    moved: bool


def open_store() -> Any:
    """The object store that the environment names (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, …, or ~/.aws), as a file system."""
    import s3fs

    config = {"connect_timeout": 10, "read_timeout": 60}
    return s3fs.S3FileSystem(config_kwargs=config, use_listings_cache=False, skip_instance_cache=True)


def publish_to_store(store: Any, root: str, folder: Path, progress: Callable[[int, int], None] | None = None) -> Stored:
    """Brings the release in `folder` below `root` (bucket/prefix) of an fsspec file system, and points to it.

    Every object that is written is read back and must have the sha256 that the release says of it; what is there
    already is read the same way and not written again. Where the pointer names the release already, sizes are compared.

    Raises:
        StoreRefused: another release has this name there, a file on the disk has changed, or an object is not what was sent.
        OSError: the store or the disk cannot be read or written.
    """
    sums = {name: sha256 for name, sha256 in read_sums(folder / SUMS).items() if _goes(name)}
    seal = sha256_of(folder / SUMS)
    place = f"{root}/releases/{folder.name}"
    pointer = {"release": folder.name, "path": f"releases/{folder.name}", "sha256sums": seal}
    there = {path.removeprefix(f"{place}/"): info["size"] for path, info in _found(store, place)}
    pointed = _pointer(store, root) == pointer
    if SUMS in there and _sha256(store, f"{place}/{SUMS}") != seal:
        raise StoreRefused(f"{place} holds another release of that name; choose another prefix for this home")
    todo = [name for name in sums if not pointed or there.get(name) != (folder / name).stat().st_size]
    n_written = 0
    if SUMS not in there:  # first, so that another home finds the name taken
        _write(store, folder / SUMS, f"{place}/{SUMS}", seal)
        n_written += 1
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        running = [
            pool.submit(_bring, store, folder / name, f"{place}/{name}", sums[name], there.get(name)) for name in todo
        ]
        try:
            for done, future in enumerate(as_completed(running), 1):
                n_written += future.result()
                if progress:
                    progress(done, len(todo))
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    if not pointed:
        store.pipe_file(f"{root}/{POINTER}", json.dumps(pointer, indent=1).encode() + b"\n")
    return Stored(f"s3://{place}", len(sums) + 1, n_written, not pointed)


def _goes(name: str) -> bool:
    return name in (DATABASE, MANIFEST) or name.startswith("parquet/")


def _found(store: Any, place: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        found: dict[str, dict[str, Any]] = store.find(place, detail=True)
    except FileNotFoundError:
        return
    yield from found.items()


def _pointer(store: Any, root: str) -> Any:
    try:
        return json.loads(store.cat_file(f"{root}/{POINTER}"))
    except (FileNotFoundError, ValueError):
        return None


def _bring(store: Any, file: Path, target: str, sha256: str, size: int | None) -> bool:
    """Whether the object had to be written."""
    if size == file.stat().st_size and _sha256(store, target) == sha256:
        return False
    _write(store, file, target, sha256)
    return True


def _write(store: Any, file: Path, target: str, sha256: str) -> None:
    if sha256_of(file) != sha256:
        raise StoreRefused(f"{file} is not what was published; see `township verify`, and publish another release")
    store.put_file(str(file), target)
    if _sha256(store, target) != sha256:
        raise StoreRefused(f"{target} is not what was sent to it; try again, and look at the store")


def _sha256(store: Any, path: str) -> str:
    with store.open(path, "rb", block_size=_BLOCK, cache_type="readahead") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
