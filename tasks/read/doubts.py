"""Characters that were recognised with little confidence: where they stand in the text in the end.

Lines are sorted, joined and cut into cells on their way into the text, so a doubtful character is found again by its
surroundings. Where these occur several times, each occurrence is doubtful: a number is flagged once too often rather
than once too little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tasks.read.document import Document

SURE = 0.9
"""Confidence from which on a character is taken as read."""

_SIGNS = ".,%．％"  # that change a number; the widths of brackets and commas are never sure, and do no harm
_MIXED = re.compile("[0-9][A-Za-z]|[A-Za-z][0-9]")  # 9o% is 90% perhaps
_AROUND = (6, 3)  # characters on both sides that find a doubtful one again
_BAD = 0.1  # share of doubtful characters from which on a page is doubtful as a whole


class Doubt(NamedTuple):
    """A character at `at` of the characters of a page without white space, or of one line of it."""

    around: str
    at: int


def doubts(lines: Sequence[tuple[str, Sequence[float]]]) -> list[list[Doubt]]:
    """For each doubtful character of a page the ways to find it, best first; lines with confidences by character."""
    pairs = [
        (char, sure) for text, given in lines for char, sure in zip(text, given, strict=True) if not char.isspace()
    ]
    page = "".join([char for char, _ in pairs])
    weak = {n for n, (char, sure) in enumerate(pairs) if sure < SURE and (char.isalnum() or char in _SIGNS)}
    if len(weak) > _BAD * len(page):
        weak = set(range(len(page)))
    weak.update(at for match in _MIXED.finditer(page) for at in range(*match.span()))
    starts, at = [0], 0
    for text, _ in lines:
        at += len("".join(text.split()))
        starts.append(at)
    return [list(_ways(page, number, starts)) for number in sorted(weak)]


def _ways(page: str, number: int, starts: Sequence[int]) -> Iterator[Doubt]:
    for n in _AROUND:
        first = max(0, number - n)
        yield Doubt(page[first : number + n + 1], number - first)
    line = bisect_left(starts, number + 1) - 1
    yield Doubt(page[starts[line] : starts[line + 1]], number - starts[line])
    first = number
    while first > starts[line] and page[first - 1].isascii():
        first -= 1
    end = number + 1
    while end < starts[line + 1] and page[end].isascii():
        end += 1
    yield Doubt(page[first:end], number - first)


def mark(document: Document, by_page: Mapping[int, Sequence[Sequence[Doubt]]]) -> Document:
    """The document with the spans of its doubtful characters; of a word or number in ASCII the whole."""
    if not by_page:
        return document
    places = [place for place, char in enumerate(document.text) if not char.isspace()]
    bare = "".join([document.text[place] for place in places])
    found: set[int] = set()
    for page, doubtful in by_page.items():
        first, end = (bisect_left(places, place) for place in _span(document, page))
        for ways in doubtful:
            hits = next((hits for way in ways if (hits := list(_hits(bare, way, first, end)))), [])
            found.update(place for hit in hits for place in _whole(document.text, places[hit]))
    return replace(document, doubtful=tuple(_spans(sorted(found))))


def _span(document: Document, page: int) -> tuple[int, int]:
    """The characters that may stand on a page: those of its blocks, and of the one before, which may go on there."""
    on = [number for number, block in enumerate(document.blocks) if (block.page or 0) < page]
    first = document.blocks[on[-1]].char_start if on else 0
    ends = [block.char_end for block in document.blocks if (block.page or 0) <= page]
    return first, ends[-1] if ends else 0


def _hits(bare: str, way: Doubt, first: int, end: int) -> Iterator[int]:
    at = bare.find(way.around, first, end)
    while at >= 0:
        yield at + way.at
        at = bare.find(way.around, at + 1, end)


def _whole(text: str, place: int) -> range:
    """The word or number in ASCII that stands around a character; else the character."""
    if not text[place].isascii():
        return range(place, place + 1)
    first = place
    while first and text[first - 1].isascii() and not text[first - 1].isspace():
        first -= 1
    end = place + 1
    while end < len(text) and text[end].isascii() and not text[end].isspace():
        end += 1
    return range(first, end)


def _spans(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Places that follow each other, as spans."""
    start = before = None
    for place in places:
        if before is None or place != before + 1:
            if start is not None and before is not None:
                yield start, before + 1
            start = place
        before = place
    if start is not None and before is not None:
        yield start, before + 1
