"""All corrections of a home, found by what they are about."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import pyarrow as pa

from warehouse.corrections.entry import CorrectionsError
from warehouse.corrections.value import Value
from warehouse.schema import table

_LOOKED_AT = ("accept", "ignore")
"""Kinds that change no row."""

Report = tuple[str, int]
"""Township code and report year."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry with its names resolved; `where` is file and number of the entry, which is no part of what it says.

    `expect` is what it replaces as text; of a correct entry it is a value.
    """

    kind: str
    who: str
    decided_on: date
    why: str
    source: str | None = None
    township_code: str | None = None
    report_year: int | None = None
    metric_id: str | None = None
    expect: str | None = None
    value: Value | None = None
    mention: str | None = None
    files: tuple[str, ...] = ()
    item: str | None = None
    about: str | None = None
    where: str = field(default="", compare=False)

    @property
    def id(self) -> str:
        """Hash of all that the entry says."""
        said = {name: value for name, value in asdict(self).items() if name != "where"}
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def report(self) -> Report | None:
        """The report that it is about, if it names one."""
        return (self.township_code, self.report_year) if self.township_code and self.report_year else None

    @property
    def slots(self) -> list[tuple[object, ...]]:
        """What it decides; of two entries that decide the same one is too many."""
        if self.kind in ("assign", "exclude"):
            return [("file", name) for name in self.files]
        if self.kind in _LOOKED_AT:
            return [("item", self.item)]
        if self.kind == "withdraw":
            return [("withdraw", self.report, name) for name in self.files or ("",)]
        return [("value" if self.value else self.mention, self.report, self.metric_id)]


@dataclass(frozen=True, slots=True)
class Corrections:
    """All entries in the order of their files, and those that change rows by report and by file."""

    entries: tuple[Correction, ...] = ()
    by_report: Mapping[Report, tuple[Correction, ...]] = field(default_factory=dict)
    by_file: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, entries: Iterable[Correction]) -> Corrections:
        """Entries put together.

        Raises:
            CorrectionsError: two of them are the same, or decide the same.
        """
        entries = tuple(entries)
        taken: dict[tuple[object, ...], Correction] = {}
        by_report: dict[Report, tuple[Correction, ...]] = defaultdict(tuple)
        by_file: dict[str, tuple[Correction, ...]] = defaultdict(tuple)
        for entry in entries:
            for slot in entry.slots:
                other = taken.setdefault(slot, entry)
                if other is not entry:
                    how = "says the same as" if other == entry else "decides the same as"
                    raise CorrectionsError(f"{entry.where}: {how} {other.where}; delete one of them")
            if entry.kind in _LOOKED_AT:
                continue
            for file_id in entry.files:
                by_file[file_id] += (entry,)
            if entry.report and entry.kind != "assign":
                by_report[entry.report] += (entry,)
        return cls(entries, dict(by_report), dict(by_file))

    def of_report(self, township_code: str, report_year: int) -> tuple[Correction, ...]:
        """Entries that are about the report of a township and year."""
        return self.by_report.get((township_code, report_year), ())

    def of_file(self, file_id: str, *kinds: str) -> tuple[Correction, ...]:
        """Entries of these kinds that are about a file."""
        return tuple(entry for entry in self.by_file.get(file_id, ()) if entry.kind in kinds)

    @property
    def accepted(self) -> list[str]:
        """What was accepted: items of review, and ids of findings, which then block no release."""
        return [entry.item for entry in self.entries if entry.kind == "accept" and entry.item]

    @property
    def fingerprint(self) -> str:
        """sha256 over what all entries say, in whichever files and order."""
        return hashlib.sha256("\n".join(sorted(entry.id for entry in self.entries)).encode()).hexdigest()

    @property
    def states(self) -> dict[str, str]:
        """What rows depend on: the ids of its entries for each report ('report:990101001/2023') and file ('file:…')."""
        states = {f"report:{code}/{year}": _state(found) for (code, year), found in self.by_report.items()}
        return states | {f"file:{file_id}": _state(found) for file_id, found in self.by_file.items()}

    def with_files(self, found: Mapping[str, str]) -> Corrections:
        """With names of documents replaced by their sha256, as far as they were found.

        Raises:
            CorrectionsError: two entries turn out to decide the same.
        """
        named = (replace(e, files=tuple(found.get(name, name) for name in e.files)) for e in self.entries)
        return Corrections.of(named)

    def arrow(self) -> pa.Table:
        """The table `corrections`."""
        rows = [_row(entry) for entry in self.entries]
        return pa.Table.from_pylist(rows, schema=table("corrections").arrow())


def _state(entries: Iterable[Correction]) -> str:
    return "+".join(sorted(entry.id for entry in entries))


def _row(entry: Correction) -> dict[str, object]:
    low, high, qualifier = entry.value or (None, None, None)
    row: dict[str, object] = {name: getattr(entry, name) for name in table("corrections").names if hasattr(entry, name)}
    return row | {
        "correction_id": entry.id,
        "value_low": low,
        "value_high": high,
        "qualifier": qualifier,
        "mention_hash": entry.mention,
        "file_ids": list(entry.files),
    }
