"""Takes what was collected from the web into the raw store, one page or attachment at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from filelock import FileLock

from tasks.ingest.store import Entry, RawStore
from tasks.ingest.take import Unpack, take_bytes
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class Collected:
    """Bytes from a web address. `hint` stands for the folders and the name that they would have in an inbox
    (500111/p1a2b3c4d5e6/雍溪镇2023年报告.html): district, the page they belong to, and what the site calls them."""

    address: str
    hint: str
    data: bytes
    source_id: str
    fetched: datetime


def take_collected(
    home: Home, collected: Collected, *, extension_of: Callable[[bytes], str], unpack: Unpack
) -> tuple[list[str], list[tuple[str, str]]]:
    """Puts the bytes (of an archive, its documents) and their sidecars into the raw store.

    Returns the ids of the documents, and place and reason of those that cannot be taken. Waits while a run holds the home; what
    the store knew of a document already stays, address and hint are added.

    Raises:
        OSError: the home cannot be written.
    """
    home.root.mkdir(parents=True, exist_ok=True)
    store = RawStore(home.raw)
    stamp = collected.fetched.astimezone(UTC).isoformat(timespec="seconds")
    file_id = hashlib.sha256(collected.data).hexdigest()
    with FileLock(home.lock):
        taken = take_bytes(store, extension_of, unpack, file_id, collected.data, collected.address)
        for document in taken:
            if document.error:
                continue
            before = store.entry(document.file_id)
            at = document.place.removeprefix(collected.address)
            hint = collected.hint.rpartition("/")[0] + "/" + at.rpartition("/")[2] if at else collected.hint
            entry = before or Entry(document.type, document.size, (), stamp)
            entry = replace(
                entry,
                places=tuple(sorted({*entry.places, document.place})),
                hints=tuple(sorted({*entry.hints, hint})),
            )
            if entry != before:
                store.change()
                store.record(document.file_id, entry, f"web:{collected.source_id}", stamp)
    return [d.file_id for d in taken if not d.error], [(d.place, d.error) for d in taken if d.error]
