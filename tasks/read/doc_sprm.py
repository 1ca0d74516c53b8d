"""Properties of a Word 97 file, stored as a list of changes to a style: which number, then its value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from struct import unpack_from

from tasks.read.tables import Place

_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_HEADINGS = range(1, 10)  # the styles Heading 1 to 9
_BODY_LEVEL = 9
_DEEPEST = 5  # tables in tables
_DEFINES_ROW, _GOES_UP, _GOES_LEFT, _TABS, _ELSEWHERE = 0xD608, 0xD62B, 0x5624, 0xC615, 0x6646
_ON = {0x2416: "in_table", 0x2417: "ends_row", 0x244B: "ends_inner_cell", 0x244C: "ends_inner_row"} | {
    0x3404: "heads_table", 0x0800: "deleted", 0x083C: "hidden", 0x0855: "special",
}  # fmt: skip
_NUMBERS = {0x460B: "numbering", 0x260A: "level", 0x6649: "depth", 0x2640: "outline"}


@dataclass(slots=True)
class Properties:
    """What matters of a paragraph or of characters; `places` are the cells of the row that it ends."""

    in_table: bool = False
    ends_row: bool = False
    ends_inner_cell: bool = False
    ends_inner_row: bool = False
    heads_table: bool = False
    deleted: bool = False
    hidden: bool = False
    special: bool = False
    numbering: int = 0
    level: int = 0
    depth: int = 1
    outline: int = _BODY_LEVEL
    places: list[Place] = field(default_factory=list)


def properties(record: bytes, data: bytes) -> Properties:
    """Properties of a record: the number of a style, then changes; `data` is the stream that holds the long ones.

    Raises:
        struct.error, IndexError: damaged.
    """
    found = Properties()
    if len(record) >= 2 and unpack_from("<H", record)[0] in _HEADINGS:
        found.outline = 0
    for change, value in _changes(record[2:], data):
        if change in _ON:
            setattr(found, _ON[change], value[0] & 1 == 1)
        elif change in _NUMBERS:
            setattr(found, _NUMBERS[change], int.from_bytes(value, "little"))
        elif change == _DEFINES_ROW:
            found.places = _places(value)
        elif change == _GOES_UP and len(value) >= 2 and value[0] < len(found.places):
            found.places[value[0]].goes_up = value[1] == 1
        elif change == _GOES_LEFT:
            for place in found.places[value[0] + 1 : value[1]]:
                place.goes_left = True
    found.depth = min(max(found.depth, 1), _DEEPEST)
    return found


def _changes(record: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 < len(record):
        change = unpack_from("<H", record, at)[0]
        at += 2
        size = _SIZES[change >> 13]
        if change == _DEFINES_ROW:
            size = unpack_from("<H", record.ljust(at + 2, b"\0"), at)[0] - 1
            at += 2
        elif not size:
            size = record[at]
            at += 1
            if change == _TABS and size == 255:  # too many to say how long: those taken away, then those added
                size = 1 + 4 * record[at]
                size += 1 + 3 * record[at + size]
        value = record[at : at + size]
        if size < 0 or len(value) < size or not value:
            return
        at += size
        if change == _ELSEWHERE:
            place = int.from_bytes(value, "little")
            length = int.from_bytes(data[place : place + 2], "little")
            yield from _changes(data[place + 2 : place + 2 + length], b"")
        else:
            yield change, value


def _places(value: bytes) -> list[Place]:
    """Cells of a row: how many, the edges, then twenty bytes for each, some of which may be left out."""
    count = value[0]
    edges = unpack_from(f"<{count + 1}h", value.ljust(3 + 2 * count, b"\0"), 1)
    places = []
    for number, edge in enumerate(edges[1:]):
        at = 3 + 2 * count + 20 * number
        flags = int.from_bytes(value[at : at + 2], "little")
        places.append(Place(edge, flags & 3 == 1, flags >> 5 & 3 == 1))
    return places
