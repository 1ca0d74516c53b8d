"""Decisions that a command writes into the home: checked against those that are there, then written as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from flows.errors import BadInput
from flows.job import read_corrections, read_knowledge
from flows.settings import today
from warehouse.catalogue import Catalogue
from warehouse.corrections import Correction, Corrections, Entry, NewEntry, resolved, write_entries
from warehouse.home import Home
from warehouse.register import Register


@dataclass(frozen=True, slots=True)
class Signature:
    """Who decides, why, and what it rests on."""

    who: str
    why: str
    source: str = ""


def signed(fields: Mapping[str, str | Sequence[str]], by: Signature, *words: str) -> NewEntry:
    """An entry of today; `words` say what it is about."""
    signature = {"who": by.who, "decided_on": today().isoformat(), "why": by.why, "source": by.source}
    return NewEntry({**fields, **signature}, words)


class Decisions:
    """The corrections of a home and the knowledge that their names are resolved by.

    Raises:
        BadInput: an entry of the home is broken.
    """

    def __init__(self, home: Path) -> None:
        self.home = Home(home.absolute())
        catalogue, register = read_knowledge(self.home)
        self.catalogue: Catalogue = catalogue
        self.register: Register = register
        self.corrections: Corrections = read_corrections(self.home, catalogue, register)

    def add(self, entries: Sequence[NewEntry], replaced: Correction | None = None) -> Path:
        """Writes entries to a new file of `corrections/`, or in the place of the entry that they replace; gives the path.

        Raises:
            BadInput: an entry is not valid, or decides what another one decides; nothing is written.
            OSError: the folder cannot be written.
        """
        kept = [entry for entry in self.corrections.entries if entry is not replaced]
        new = [self._resolved(entry, f"entry {n}") for n, entry in enumerate(entries, 1)]
        try:
            corrections = Corrections.of([*kept, *new])
        except ValueError as error:
            raise BadInput(f"{error}; nothing was written") from error
        path = write_entries(self.home.corrections, entries, over=self._file_of(replaced) if replaced else None)
        self.corrections = corrections
        return path

    def named(self, path: Path) -> str:
        """A file of the home as entries and errors name it."""
        return path.relative_to(self.home.root).as_posix()

    def about(self, slot: tuple[object, ...]) -> Correction | None:
        """The entry on file that decides this (see `Correction.slots`); None where there is none."""
        return next((entry for entry in self.corrections.entries if slot in entry.slots), None)

    def _resolved(self, entry: NewEntry, where: str) -> Correction:
        try:
            return resolved(Entry.model_validate(dict(entry.fields)), where, self.register, self.catalogue)
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"{where}: {name + ': ' if name else ''}{first['msg']}; nothing was written") from error
        except ValueError as error:
            raise BadInput(f"{error}; nothing was written") from error

    def _file_of(self, entry: Correction) -> Path:
        """The file of an entry that stands in it alone.

        Raises:
            BadInput: others stand there too.
        """
        name = entry.where.partition(",")[0]
        if sum(other.where.startswith(f"{name},") for other in self.corrections.entries) > 1:
            raise BadInput(f"{entry.where} stands in a file with other entries; change it there, or delete it first")
        return self.home.root / name
