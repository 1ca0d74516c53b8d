"""What stands on a page of a PDF: characters and rules, turned upright, with y growing downwards, in points."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks.read.refusal import refuse

CHARACTERS = 300_000
"""Characters that a PDF may hold."""

_SHAPES = 5000  # shapes, or rules, of a page beyond which it is a map or a picture and no table
_SEGMENTS = 200  # points of one drawn shape beyond which it is no rule
_DEEP = 5  # forms within forms in which rules are looked for
_STRAIGHT = 1.5  # points by which a rule may lean
_SHORTEST = 4.0  # points; shorter ones are dots and dashes
_ASKEW = 0.02  # quarters of a turn by which text may lean
_HYPHEN = 2  # what pdfium makes of a hyphen at the end of a line
_PRIVATE = range(0xE000, 0xF900)
_UNKNOWN = "\ufffd"

# Some fonts give radicals, which look the same, in place of characters: those that Unicode folds, and those it does not.
_FOLDED = [chr(code) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))]
_RADICALS = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳"
_CHARACTERS = "母民虎西见角贝车长门青韦页风飞食马鱼鸟麦黄齐齿龙龟"
_LOOKALIKES = (
    {char: unicodedata.normalize("NFKC", char) for char in _FOLDED}
    | dict(zip(_RADICALS, _CHARACTERS, strict=True))
    | {chr(_HYPHEN): "-"}
)

Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One character: its left and right edge, its baseline, its size."""

    char: str
    x0: float
    x1: float
    y: float
    size: float


class Rule(NamedTuple):
    """A straight line, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float


class _Drawn(NamedTuple):
    """A character as it stands in the file: its box (left, bottom, right, top), its origin, its quarters of a turn."""

    char: str
    box: Box
    origin: tuple[float, float]
    quarter: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its characters in the order in which they were drawn, its rules, its box (left, top, right, bottom).

    `slanted` are the characters that stand at another angle than most: watermarks and stamps. `count` and
    `unknown` are the numbers of all characters and of those whose font does not say what they are; `pictures` says whether there are images.
    """

    glyphs: list[Glyph]
    rules: list[Rule]
    box: Box
    slanted: str
    count: int
    unknown: int
    pictures: bool

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height as it is read, in points."""
        left, top, right, bottom = self.box
        return round(right - left), round(bottom - top)


def sheet(page: pdfium.PdfPage, most: int) -> Sheet:
    """The contents of a page of at most `most` characters.

    Raises:
        Unreadable: too_large.
        pdfium.PdfiumError: the page cannot be read.
    """
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > most:
            raise refuse(
                "too_large", f"文字过多，最多 {CHARACTERS} 字", f"too much text, at most {CHARACTERS} characters"
            )
        drawn, unknown = _drawn(text.raw, count)
    finally:
        text.close()
    turns = Counter(round(one.quarter) % 4 for one in drawn if abs(one.quarter - round(one.quarter)) < _ASKEW)
    turn = turns.most_common(1)[0][0] if turns else 0
    box = _turned(page.get_bbox(), turn)
    glyphs: list[Glyph] = []
    slanted: list[str] = []
    for char, place, (x, y), quarter in drawn:
        if abs((quarter - turn + 2) % 4 - 2) > _ASKEW:
            slanted.append(char)
            continue
        x0, top, x1, bottom = _turned(place, turn)
        glyph = Glyph(char, x0, x1, _turned((x, y, x, y), turn)[1], bottom - top)
        if _is_within(glyph, box):
            glyphs.append(glyph)
    pictures = next(iter(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEP)), None) is not None
    return Sheet(glyphs, _rules(page, turn), box, "".join(slanted), count, unknown, pictures)


def _drawn(text: object, count: int) -> tuple[list[_Drawn], int]:
    """The characters of a page, and how many of them are unknown; calls are few, since all else runs once a page."""
    drawn: list[_Drawn] = []
    unknown = 0
    box = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for number in range(count):
        code = raw.FPDFText_GetUnicode(text, number)
        if code <= 0x20 and code != _HYPHEN and raw.FPDFText_IsGenerated(text, number):
            continue  # a space or a break that pdfium makes of a gap
        char = chr(code) if 0 < code < 0x110000 else _UNKNOWN
        if char == _UNKNOWN or code in _PRIVATE or raw.FPDFText_HasUnicodeMapError(text, number) == 1:
            unknown += 1
        raw.FPDFText_GetLooseCharBox(text, number, box)
        raw.FPDFText_GetCharOrigin(text, number, x, y)
        quarter = -raw.FPDFText_GetCharAngle(text, number) / (math.pi / 2)  # it counts clockwise
        place = box.left, box.bottom, box.right, box.top
        drawn.append(_Drawn(_LOOKALIKES.get(char, char), place, (x.value, y.value), quarter))
    return drawn, unknown


def _turned(box: Box, turn: int) -> Box:
    """A box (left, bottom, right, top) as (x0, top, x1, bottom), turned back by so many quarters, y downwards."""
    left, bottom, right, top = box
    for _ in range(turn):
        left, bottom, right, top = bottom, -right, top, -left
    return left, -top, right, -bottom


def _is_within(glyph: Glyph, box: Box) -> bool:
    """Whether a character stands on the page; what lies beside it, or nowhere, nobody sees."""
    return box[0] <= glyph.x0 <= glyph.x1 <= box[2] + glyph.size and box[1] <= glyph.y <= box[3] + glyph.size


def _rules(page: pdfium.PdfPage, turn: int) -> list[Rule]:
    found: list[Rule] = []
    for number, shape in enumerate(page.get_objects([raw.FPDF_PAGEOBJ_PATH], max_depth=_DEEP)):
        if number > _SHAPES or len(found) > _SHAPES:
            return []
        matrix = shape.get_matrix()
        holder = shape.container
        while holder is not None:
            matrix = matrix.multiply(holder.get_matrix())
            holder = holder.container
        points = [point and matrix.on_point(*point) for point in _points(shape.raw)]
        for start, end in pairwise(points):
            if start is not None and end is not None:
                found += _rule(start, end, turn)
    return found


def _points(path: object) -> Iterator[tuple[float, float] | None]:
    """Points that a shape's straight lines join; None where one ends."""
    count = raw.FPDFPath_CountSegments(path)
    if count > _SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield None
            continue
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield None
            start = x.value, y.value
        yield x.value, y.value
        if raw.FPDFPathSegment_GetClose(segment):
            yield start


def _rule(start: tuple[float, float], end: tuple[float, float], turn: int) -> list[Rule]:
    (x0, y0), (x1, y1) = start, end
    left, top, right, bottom = _turned((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), turn)
    if not all(map(math.isfinite, (left, top, right, bottom))):
        return []
    if bottom - top <= _STRAIGHT and right - left >= _SHORTEST:
        return [Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)]
    if right - left <= _STRAIGHT and bottom - top >= _SHORTEST:
        return [Rule((left + right) / 2, top, (left + right) / 2, bottom)]
    return []
