"""What the places of a file say: folders and file names that name a province, city, district, township or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tasks.identify.dates import YEAR, year_number
from tasks.identify.names import places_named, township_names
from warehouse.register import Register, Township

_TOKEN = re.compile(r"[^\s_\-—·,，、.。()（）\[\]【】〔〕+&!:：]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_YEAR = re.compile(rf"(?<![A-Za-z])({YEAR})(?![-./]\d|_\d{{1,2}}_\d)(?!年\d{{1,2}}月)")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a place says. `kind` is above (province, city or district), township or year.

    `value` is the name as written, or the year; `source` is folder or file_name; `place` is the whole path or address.
    """

    kind: str
    value: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Hints:
    """All hints of a document, from every place where it was seen."""

    hints: tuple[Hint, ...] = ()

    def of(self, kind: str) -> tuple[Hint, ...]:
        """Hints of one kind, in the order of the places."""
        return tuple(hint for hint in self.hints if hint.kind == kind)


def read_hints(places: Sequence[str], register: Register) -> Hints:
    """Hints of a document's places: paths below the inbox, members of archives (a.zip/大足区/x.docx), web addresses.

    A part of a path counts where it is, or contains, a name or code that the register knows (大足区, 大足, 500111,
    雍溪镇), or a year (2023, 2023年度) that is not part of a date.
    """
    return Hints(tuple(dict.fromkeys(hint for place in places for hint in _of_place(place, register))))


def _of_place(place: str, register: Register) -> Iterator[Hint]:
    parts = [part for part in re.split(r"[/\\]", unquote(place.partition("://")[2]) or place) if part]
    for position, part in enumerate(parts):
        source = "file_name" if position == len(parts) - 1 else "folder"
        if source == "file_name":
            part = _EXTENSION.sub("", part)
        for year in _YEAR.findall(part):
            yield Hint("year", str(year_number(year)), source, place)
        for token in _TOKEN.findall(part):
            for kind, value in _names(token, register):
                yield Hint(kind, value, source, place)


def _names(token: str, register: Register) -> Iterator[tuple[str, str]]:
    """What a token names: a code, a short form by itself (大足), or full names in a run of text (大足区雍溪镇报告)."""
    if token in register.by_code:
        yield "township", token
    elif token in register.districts or token in register.places:
        yield "above", token
    elif _HAN.search(token):
        names = [name for name in township_names(token, register) if name.rows]
        for name in names:
            yield "township", name.text
        before = token[: names[0].start] if names else token
        for found in places_named(before, register):
            yield "above", found


def fits(hint: Hint, row: Township, register: Register) -> bool:
    """Whether a township can be the one that a hint of kind above or township means."""
    if hint.kind == "township":
        return hint.value == row.township_code or row in register.by_name.get(hint.value, ())
    return row.district_code == hint.value or row.district_code in register.places.get(hint.value, ())
