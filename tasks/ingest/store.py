"""The raw store: documents named by their sha256, a sidecar beside each, and an index that saves reading sidecars.

The sidecars are the record. The index is removed before a run changes the first of them and written after the last, so
a run that dies leaves none, and the next one reads the sidecars.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from warehouse.atomic import write_atomic

log = logging.getLogger(__name__)

_INDEX_VERSION = 2

_as_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """What the store knows of a document: type (file ending), size in bytes, places of the last run that saw it, and
    hints that came with it from the web."""

    type: str
    size: int
    places: tuple[str, ...]
    first_seen: str
    hints: tuple[str, ...] = ()

    def at(self, places: tuple[str, ...]) -> Entry:
        """The same document at other places."""
        return replace(self, places=places)


@dataclass(slots=True)
class RawStore:
    """The folder `raw/` and what is in it.

    `entries` holds every document with a sidecar, `intact` the ids whose bytes are there in full length. `orphans` are
    documents whose sidecar is lost or damaged: they are read on without hints, named by their file, and become entries
    again when an inbox shows where they belong. `damaged` are ids whose bytes are to be written again, whatever is there.
    """

    root: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    intact: set[str] = field(default_factory=set)
    orphans: dict[str, Entry] = field(default_factory=dict)
    index_is_current: bool = False
    damaged: frozenset[str] = frozenset()

    @classmethod
    def open(cls, root: Path, damaged: frozenset[str] = frozenset()) -> RawStore:
        """Lists the store; a document whose sidecar cannot be read is an orphan, with a warning."""
        store = cls(root, damaged=damaged)
        index = store._read_index()
        sizes: dict[str, int] = {}
        names: dict[str, str] = {}
        for item in _documents(root):
            file_id, _, ending = item.name.partition(".")
            if ending != "json":
                sizes[file_id], names[file_id] = item.stat().st_size, item.name
            elif entry := index.get(file_id) or _entry(item.path):
                store.entries[file_id] = entry
        store.intact = {i for i, entry in store.entries.items() if sizes.get(i) == entry.size} - damaged
        for file_id in sizes.keys() - store.entries.keys():
            name = names[file_id]
            log.warning("raw/%s/%s has no record of where it came from; it is read without hints", name[:2], name)
            store.orphans[file_id] = Entry(name.partition(".")[2], sizes[file_id], (name,), "")
        store.index_is_current = store.entries == index
        return store

    def file(self, file_id: str, ending: str) -> str:
        """Where the bytes of a document stand, or its sidecar (json): text, since a Path takes as long as to hash it."""
        return f"{self.root}/{file_id[:2]}/{file_id}.{ending}"

    def put(self, file_id: str, type_: str, data: bytes) -> None:
        """Writes the bytes of a document, unless they are there; it counts as stored once `record` has run."""
        path = self.file(file_id, type_)
        try:
            if file_id not in self.damaged and os.stat(path).st_size == len(data):  # noqa: PTH116
                return
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        write_atomic(path, data)

    def entry(self, file_id: str) -> Entry | None:
        """What the sidecar of a document says now; None where there is none."""
        return _entry(self.file(file_id, "json"))

    def change(self) -> None:
        """Removes the index, before the first sidecar is written."""
        self._index_path.unlink(missing_ok=True)
        self.index_is_current = False

    def record(self, file_id: str, entry: Entry, inbox: str, now: str) -> None:
        """Writes the sidecar: `entry`, and its places added to the history of all places it ever came from."""
        path = self.file(file_id, "json")
        known = _read(path)
        history: list[dict[str, str]] = known["history"] if known else []
        came_from = {(h["inbox"], h["place"]) for h in history}
        history += [
            {"inbox": inbox, "place": place, "first_seen": now}
            for place in entry.places
            if (inbox, place) not in came_from
        ]
        sidecar = {
            "file_id": file_id,
            "type": entry.type,
            "byte_size": entry.size,
            "first_seen": entry.first_seen,
            "places": entry.places,
            "places_since": now,
            "history": history,
        }
        if entry.hints:
            sidecar["hints"] = entry.hints
        write_atomic(path, _json(sidecar))

    def close(self) -> None:
        """Writes the index, unless it is current."""
        if self.index_is_current or not self.entries:
            return
        documents = {i: [e.type, e.size, e.places, e.first_seen, e.hints] for i, e in sorted(self.entries.items())}
        data = json.dumps({"version": _INDEX_VERSION, "documents": documents}, ensure_ascii=False).encode()
        write_atomic(self._index_path, data, durable=True)
        self.index_is_current = True

    @property
    def _index_path(self) -> Path:
        return self.root / "index.json"

    def _read_index(self) -> dict[str, Entry]:
        try:
            index = json.loads(self._index_path.read_bytes())
            if index["version"] != _INDEX_VERSION:
                return {}
            documents = index["documents"].items()
            return {i: Entry(t, size, tuple(at), seen, tuple(hints)) for i, (t, size, at, seen, hints) in documents}
        except FileNotFoundError:
            return {}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s is damaged (%s); it is made again from the sidecars", self._index_path, error)
            return {}


def _documents(root: Path) -> Iterator[os.DirEntry[str]]:
    if not root.is_dir():
        return
    with os.scandir(root) as folders:
        names = sorted(f.path for f in folders if f.is_dir())
    for name in names:
        with os.scandir(name) as files:
            yield from (f for f in files if not f.name.startswith("."))


def _entry(path: str) -> Entry | None:
    sidecar = _read(path)
    if sidecar is None:
        return None
    hints = tuple(sidecar.get("hints", ()))
    return Entry(sidecar["type"], sidecar["byte_size"], tuple(sidecar["places"]), sidecar["first_seen"], hints)


def _read(path: str) -> dict[str, Any] | None:
    """A sidecar, None where there is none, or, with a warning, where it is damaged."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            sidecar: dict[str, Any] = json.load(file)
        if not {"type", "byte_size", "places", "first_seen", "history"} <= sidecar.keys():
            raise ValueError("fields are missing")
    except FileNotFoundError:
        return None
    except (ValueError, AttributeError) as error:
        log.warning("sidecar %s is damaged (%s); put its document into the inbox again", path, error)
        return None
    return sidecar


def _json(value: dict[str, Any]) -> bytes:
    """JSON with one field a line: a person can read it, and it takes a third of the time of an indented one."""
    fields = (f' "{name}": {_as_json(field)}' for name, field in value.items())
    return ("{\n" + ",\n".join(fields) + "\n}\n").encode()
