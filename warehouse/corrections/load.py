"""Reads the corrections of a home and resolves the names in them; a broken entry is refused with its file and number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from warehouse.catalogue import Catalogue, Metric
from warehouse.corrections.collection import Correction, Corrections
from warehouse.corrections.entry import CorrectionsError, Entry
from warehouse.corrections.value import Value, parse_value, value_text
from warehouse.register import Register, Township

_ENDINGS = (".yaml", ".yml")


def load_corrections(folder: Path, register: Register, catalogue: Catalogue) -> Corrections:
    """The entries of all YAML files of a home's `corrections/`, each a list of entries or one; none where there is none.

    Raises:
        CorrectionsError: an entry is not valid, names a township or metric that does not exist, or two entries decide
            the same; the message names file and entry.
        OSError: a file cannot be read.
    """
    if not folder.exists():
        return Corrections()
    files = sorted(p for p in folder.iterdir() if p.suffix in _ENDINGS and not p.name.startswith("."))
    return Corrections.of(
        resolved(entry, where, register, catalogue) for path in files for where, entry in _entries(path)
    )


def resolved(entry: Entry, where: str, register: Register, catalogue: Catalogue) -> Correction:
    """An entry with the codes that its names stand for, and what a correct entry expects in the usual form.

    Raises:
        CorrectionsError: a name stands for nothing or for several, or a value is none.
    """
    township, metric, value, expect = None, None, None, entry.expect
    try:
        township = find_township(entry.township, entry.year, register) if entry.township else None
        metric = _metric(entry.metric, catalogue) if entry.metric else None
        value = _value(entry.value, metric) if entry.value and metric else None
        if entry.kind == "correct" and expect and metric:
            expect = value_text(parse_value(expect, metric.unit))
    except ValueError as error:
        if entry.kind not in ("accept", "ignore"):  # what was looked at may be gone; that stops nothing
            raise CorrectionsError(f"{where}: {error}") from error
    return Correction(
        kind=entry.kind,
        who=entry.who,
        decided_on=entry.decided_on,
        why=entry.why,
        source=entry.source,
        township_code=township.township_code if township else None,
        report_year=entry.year,
        metric_id=metric.id if metric else None,
        expect=expect,
        value=value,
        mention=entry.mention,
        files=entry.file,
        item=entry.item,
        about=entry.about,
        where=where,
    )


def _entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """'file, entry n' and the entry. Scalars are read as text: a code is no number, and 'no' is no false."""
    try:
        data: Any = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorrectionsError(f"corrections/{path.name}: is no valid YAML: {' '.join(str(error).split())}") from error
    for number, written in enumerate(data if isinstance(data, list) else [data] if data else [], 1):
        where = f"corrections/{path.name}, entry {number}"
        try:
            yield where, Entry.model_validate(written)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise CorrectionsError(f"{where}: {field + ': ' if field else ''}{first['msg']}") from error


def find_township(name: str, year: int | None, register: Register) -> Township:
    """The township of that code or name, among several the one that was valid in the year.

    Raises:
        ValueError: there is none, or several; the message lists them.
    """
    found = register.find_townships(name)
    if year is not None and len(found) > 1:
        found = tuple(row for row in found if row.valid_in(year)) or found
    if not found:
        raise ValueError(f"township {name} is not in the register; give its code, or an overlay")
    if len(found) > 1:
        listed = ", ".join(f"{row.township_code} {row.district}" for row in found[:8])
        raise ValueError(f"township {name} is ambiguous, give a code: {listed}")
    return found[0]


def _metric(name: str, catalogue: Catalogue) -> Metric:
    metric = catalogue.find(name)
    if metric is None:
        raise ValueError(f"no metric {name} in the catalogue; give its id or its Chinese name")
    return metric


def _value(text: str, metric: Metric) -> Value:
    value = parse_value(text, metric.unit)
    if value.low is None and value.high is None:
        raise ValueError("value: neither bound is known; delete the entry or write a number")
    return value
