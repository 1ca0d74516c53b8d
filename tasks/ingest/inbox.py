"""Takes every file below an inbox into the raw store."""

from __future__ import annotations

import errno
import hashlib
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tasks.ingest.model import Arrival, IngestReport
from tasks.ingest.store import Entry, RawStore
from warehouse.home import Home

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are no reports; the limit also bounds the memory of a run."""

_READ_WHOLE = 16 * 1024 * 1024
"""Files up to this size are read once; of larger ones the hash is taken first, because most are known."""

_PASSED_OVER = (".", "~$")  # hidden files and folders, locks of office programs
_PASSED_OVER_NAMES = frozenset({"Thumbs.db", "desktop.ini"})


def ingest_inbox(
    home: Home,
    inbox: Path,
    *,
    now: datetime,
    inbox_label: str,
    extension_of: Callable[[bytes], str],
    progress: Callable[[int, int], None] | None = None,
) -> IngestReport:
    """Takes every regular file below `inbox`, in any depth, into the raw store of `home`.

    Hidden files and folders, locks of office programs and the home itself are passed over; links are not followed but
    reported. `now` (with time zone) and `inbox_label` go to the sidecars. `extension_of` names a document's type by its
    bytes. `progress` is called with files done and files in all. With nothing new nothing is written.

    Raises:
        OSError: the inbox cannot be listed, or the home cannot be written.
    """
    found = _walk(inbox, home.root)
    store = RawStore.open(home.raw)
    places: defaultdict[str, set[str]] = defaultdict(set)
    types: dict[str, tuple[str, int]] = {}
    for done, (path, place) in enumerate(found.files, 1):
        try:
            file_id, data = _read(path, store.intact)
        except OSError as error:
            found.failed.append((place, error.strerror or str(error)))
            continue
        places[file_id].add(place)
        if data is not None:
            types[file_id] = (extension_of(data), len(data))
            store.put(file_id, types[file_id][0], data)
        if progress:
            progress(done, len(found.files))

    stamp = now.astimezone(UTC).isoformat(timespec="seconds")
    new = moved = 0
    for file_id, here in places.items():
        before = store.entries.get(file_id)
        current = tuple(sorted(here))
        if before is None:
            new += 1
            store.record(file_id, Entry(*types[file_id], current, stamp), inbox_label, stamp)
        elif before.places != current:
            moved += 1
            store.record(file_id, before.at(current), inbox_label, stamp)
    store.close()
    return IngestReport(len(found.files), new, moved, len(places) - new - moved, sorted(found.failed))


def list_arrivals(home: Home) -> list[Arrival]:
    """Every document of the raw store, by file id, those without a sidecar too; writes nothing.

    An empty list where there is no store.
    """
    store = RawStore.open(home.raw)
    return [
        Arrival(file_id, store.path(file_id, entry.type), entry.places, entry.first_seen)
        for file_id, entry in sorted({**store.orphans, **store.entries}.items())
    ]


@dataclass(slots=True)
class _Found:
    """Files below an inbox (path and place), and places that cannot be taken, each with the reason."""

    files: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def _walk(inbox: Path, home: Path) -> _Found:
    found = _Found()
    folders = [(str(inbox.resolve(strict=True)), "")]
    skip = str(home.resolve())
    while folders:
        folder, prefix = folders.pop()
        try:
            with os.scandir(folder) as listing:
                items = sorted(listing, key=lambda item: item.name)
        except OSError as error:
            if not prefix:
                raise
            found.failed.append((prefix, error.strerror or str(error)))
            continue
        for item in items:
            if item.name.startswith(_PASSED_OVER) or item.name in _PASSED_OVER_NAMES or item.path == skip:
                continue
            place = prefix + _readable(item.name)
            if item.is_symlink():
                found.failed.append((place, "a link is not followed; put the file itself into the inbox"))
            elif item.is_dir():
                folders.append((item.path, place + "/"))
            elif item.is_file():
                found.files.append((item.path, place))
            else:
                found.failed.append((place, "not a regular file"))
    return found


def _readable(name: str) -> str:
    """A file name as text; names that are not UTF-8 come from Chinese Windows archives, so they are GB18030."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _read(path: str, known: set[str]) -> tuple[str, bytes | None]:
    """The sha256 of a file, and its bytes where they are not known."""
    with Path(path).open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size > MAX_BYTES:
            raise OSError(errno.EFBIG, f"larger than {MAX_BYTES // 1024**2} MB; split the document or reduce its scans")
        if size > _READ_WHOLE:
            file_id = hashlib.file_digest(file, "sha256").hexdigest()
            if file_id in known:
                return file_id, None
            file.seek(0)
        data = file.read()
    file_id = hashlib.sha256(data).hexdigest()
    return file_id, None if file_id in known else data
