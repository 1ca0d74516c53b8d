"""Reads overlays of the register: CSV files in which people add or replace townships."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import MAXYEAR, date
from itertools import pairwise
from pathlib import Path

from warehouse.register.register import Township

REQUIRED = ("township_code", "township", "township_type", "district_code", "district", "city", "province")
OPTIONAL = ("valid_from", "valid_to")

_FIELDS = {
    "township_code": (re.compile(r"[0-9]{9}"), "9 digits"),
    "township": (re.compile(r"\S+"), "a name without spaces"),
    "township_type": (re.compile(r"\S+"), "镇, 乡, 街道, 苏木 or another type"),
    "district_code": (re.compile(r"[0-9]{6}"), "6 digits"),
    "district": (re.compile(r"\S+"), "a name without spaces"),
    "city": (re.compile(r"\S*"), "a name without spaces, or nothing"),
    "province": (re.compile(r"\S+"), "a name without spaces"),
    "valid_from": (re.compile(r"(?:[0-9]{4})?"), "a year, or nothing"),
    "valid_to": (re.compile(r"(?:[0-9]{4})?"), "a year, or nothing"),
}


def read_overlays(folder: Path, as_of: date) -> list[Township]:
    """Rows of all `*.csv` in the folder, by code and in order of time; UTF-8 with or without BOM.

    `as_of` is the date of the register that they are laid over. A code may stand in several lines, each for years of its
    own: what the unit was called, or what its district was, before.

    Raises:
        ValueError: a file is not valid, or a code stands in two lines for one year; names file, line, field and what to
            do.
    """
    found = [
        (_township(where, cells, as_of), where)
        for path in sorted(folder.glob("*.csv"))
        for where, cells in _lines(path)
    ]
    by_time = sorted(found, key=lambda line: (line[0].township_code, line[0].valid_from or 0))
    for (row, first), (later, where) in pairwise(by_time):
        if row.township_code == later.township_code and (row.valid_to or MAXYEAR) >= (later.valid_from or 0):
            first, where = sorted((first, where), key=[w for _, w in found].index)
            raise ValueError(
                f"{where}: township_code {row.township_code} also in {first}; delete one of them, or give them years that "
                "do not overlap in valid_from and valid_to"
            )
    return [row for row, _ in by_time]


def _lines(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """'file, line' and the cells by column name, of each line that is not empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        raise ValueError(f"{path.name}: not UTF-8 (byte {fault.start}); save it as CSV UTF-8") from None
    lines = csv.reader(text.splitlines())
    header = tuple(cell.strip() for cell in next(lines, []))
    if header not in (REQUIRED, REQUIRED + OPTIONAL):
        raise ValueError(f"{path.name}, line 1: the header must be {','.join(REQUIRED)}[,{','.join(OPTIONAL)}]")
    for line in lines:
        where = f"{path.name}, line {lines.line_num}"
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise ValueError(f"{where}: {len(cells)} fields, the header has {len(header)}; add or remove commas")
        yield where, dict(zip(header, cells, strict=True))


def _township(where: str, cells: dict[str, str], as_of: date) -> Township:
    for field, value in cells.items():
        pattern, want = _FIELDS[field]
        if not pattern.fullmatch(value):
            raise ValueError(f"{where}: {field} is '{value}'; write {want}")
    code, district = cells["township_code"], cells["district_code"]
    if not code.startswith(district):
        raise ValueError(
            f"{where}: township_code {code} does not begin with district_code {district}; correct one of them"
        )
    first, last = (int(cells.get(field) or 0) or None for field in OPTIONAL)
    if first and last and first > last:
        raise ValueError(f"{where}: valid_from {first} is after valid_to {last}; swap them")
    return Township(
        township_code=code,
        nbs_code=None,
        township=cells["township"],
        township_type=cells["township_type"],
        district_code=district,
        district=cells["district"],
        city=cells["city"] or None,
        province=cells["province"],
        scheme="overlay",
        as_of=as_of,
        valid_from=first,
        valid_to=last,
    )
