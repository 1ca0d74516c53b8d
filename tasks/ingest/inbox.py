"""Takes every file below an inbox into the raw store."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TypeVar

from tasks.ingest.model import Arrival, IngestReport
from tasks.ingest.place import is_web, readable
from tasks.ingest.store import Entry, RawStore
from tasks.ingest.take import Unpack, record_entries, take_files, unreadable
from warehouse.home import Home
from warehouse.processes import in_order, processes

_IN_PROCESS_UP_TO = 1000
"""New files for which starting processes costs more than it gains."""

_A_TURN = 200
_SHOWN_EVERY = 100

T = TypeVar("T")

_PASSED_OVER = (".", "~$")  # hidden files and folders, locks of office programs
_PASSED_OVER_NAMES = frozenset({"Thumbs.db", "desktop.ini"})


def ingest_inbox(
    home: Home,
    inbox: Path,
    *,
    now: datetime,
    inbox_label: str,
    extension_of: Callable[[bytes], str],
    unpack: Unpack,
    damaged: frozenset[str] = frozenset(),
    workers: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> IngestReport:
    """Takes every regular file below `inbox`, in any depth, into the raw store of `home`.

    Hidden files and folders, locks of office programs and the home itself are passed over; links are not followed but
    reported. `now` (with time zone) and `inbox_label` go to the sidecars. `extension_of` names a document's type by its
    bytes, `unpack` opens archives, whose documents are taken one by one at places below the archive's. `damaged` are ids whose
    stored bytes are not theirs: they are put back where the inbox holds them. Where many files are new, `workers` processes take them. `progress` is called with files done and files in all.
    With nothing new nothing is written.

    Raises:
        OSError: the inbox cannot be listed, or the home cannot be written.
    """
    found = _walk(inbox, home.root)
    store = RawStore.open(home.raw, damaged)
    many = len(found.files) - len(store.entries) > _IN_PROCESS_UP_TO
    places: defaultdict[str, set[str]] = defaultdict(set)
    types: dict[str, tuple[str, int]] = {}
    stamp = now.astimezone(UTC).isoformat(timespec="seconds")
    with processes(workers if many else 0) as pool:
        known = RawStore(home.raw, intact=set() if many else store.intact, damaged=damaged)
        take = partial(take_files, known, extension_of, unpack)
        for done, taken in enumerate(chain.from_iterable(in_order(pool, take, _turns(found.files))), 1):
            if taken.error:
                found.failed.append((taken.place, taken.error))
                continue
            places[taken.file_id].add(taken.place)
            if taken.type:
                types[taken.file_id] = (taken.type, taken.size)
            if progress and (done % _SHOWN_EVERY == 0 or done == len(found.files)):
                progress(min(done, len(found.files)), len(found.files))

        changes = {}
        for file_id, here in places.items():
            before = store.entries.get(file_id)
            current = tuple(sorted(here if before is None else here.union(filter(is_web, before.places))))
            if before is None:
                changes[file_id] = Entry(*types[file_id], current, stamp)
            elif before.places != current:
                changes[file_id] = before.at(current)
        if changes:
            store.change()
        record = partial(record_entries, RawStore(home.raw), inbox_label, stamp)
        for _ in in_order(pool, record, _turns(list(changes.items()))):
            pass
    moved = len(changes.keys() & store.entries.keys())
    store.entries |= changes
    store.close()
    return IngestReport(
        seen=len(found.files),
        new=len(changes) - moved,
        moved=moved,
        known=len(places) - len(changes),
        failed=sorted(found.failed),
    )


def list_arrivals(home: Home) -> list[Arrival]:
    """Every document of the raw store, by file id, those without a sidecar too; writes nothing.

    An empty list where there is no store.
    """
    store = RawStore.open(home.raw)
    return [
        Arrival(file_id, store.file(file_id, entry.type), entry.places, entry.first_seen, hints=entry.hints)
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
            found.failed.append((prefix, unreadable(error)))
            continue
        for item in items:
            if item.name.startswith(_PASSED_OVER) or item.name in _PASSED_OVER_NAMES or item.path == skip:
                continue
            place = prefix + readable(item.name)
            if item.is_symlink():
                found.failed.append(
                    (place, "链接不跟随，请放入文件本身 / a link is not followed; put the file itself into the inbox")
                )
            elif item.is_dir():
                folders.append((item.path, place + "/"))
            elif item.is_file():
                found.files.append((item.path, place))
            else:
                found.failed.append((place, "不是普通文件，请移走 / not a regular file; take it away"))
    return found


def _turns(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[at : at + _A_TURN] for at in range(0, len(items), _A_TURN))
