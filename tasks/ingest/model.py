"""Records of ingest: what arrived, and what a run of it did."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Arrival:
    """One document of the raw store.

    `file_id` is the sha256 of its bytes, `file` where they stand, `places` the sorted paths below the inbox where the
    last run that saw the document saw it, and web addresses that it was collected from (never empty), `first_seen` an
    ISO time in UTC. `hints` stand for folders of what was collected: district, page, and what the site calls it.
    `damaged`: the bytes are not those that came in.
    """

    file_id: str
    file: str
    places: tuple[str, ...]
    first_seen: str
    damaged: bool = False
    hints: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All that tells whose report it may be: places and hints."""
        return self.places + self.hints

    @property
    def path(self) -> Path:
        """Where the bytes stand; made when it is asked for, since most arrivals of a run are known."""
        return Path(self.file)

    @property
    def hints_hash(self) -> str:
        """sha256 of what comes with a document besides its bytes; another hash means that it is processed again."""
        hints = (*(("damaged",) if self.damaged else ()), self.first_seen, *self.told)
        return hashlib.sha256("\n".join(hints).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run of ingest did.

    `seen` counts files below the inbox; `new`, `moved` (known, but at other places now) and `known` count documents, so
    that two files with the same bytes are one. `failed` lists place and error of what could not be taken.
    """

    seen: int
    new: int
    moved: int
    known: int
    failed: list[tuple[str, str]]
