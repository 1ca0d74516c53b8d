"""Writes entries as a file of their own, which is there whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from warehouse.atomic import write_atomic

_ORDER = ("kind", "township", "year", "metric", "expect", "value", "mention", "file", "about", "item")
_SIGNED = ("who", "decided_on", "why", "source")


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written: its fields, all as text, and lines that say in words what it is about."""

    fields: Mapping[str, str | Sequence[str]]
    words: tuple[str, ...] = ()

    def text(self) -> str:
        """The entry as YAML, with its words as comments above it."""
        comments = "".join(f"# {' '.join(line.split())}\n" for line in self.words)
        named = {name: self.fields[name] for name in (*_ORDER, *_SIGNED) if self.fields.get(name)}
        return comments + str(yaml.safe_dump([named], allow_unicode=True, sort_keys=False, width=10_000))


def write_entries(folder: Path, entries: Sequence[NewEntry], over: Path | None = None) -> Path:
    """Writes entries to one new file in `folder`, named by day, kind and content, or to the file `over`; gives its path.

    Raises:
        OSError: the folder cannot be written.
    """
    data = "\n".join(entry.text() for entry in entries).encode()
    kind = str(entries[0].fields["kind"]) if len(entries) == 1 else "review"
    name = f"{entries[0].fields['decided_on']}-{kind}-{hashlib.sha256(data).hexdigest()[:8]}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    path = over or folder / name
    write_atomic(path, data, durable=True)
    return path
