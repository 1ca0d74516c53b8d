"""What pdfium knows of the characters of an open page, which go by their numbers.

A call of it costs more than its answer. So the text of a page comes in one call, and what is asked of many characters is
asked in a row, by functions that take addresses as plain numbers and that Python does not step aside for.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from struct import iter_unpack
from typing import Any

import pypdfium2.raw as raw

from tasks.read.refusal import refuse

CHARACTERS = 300_000
"""Characters that a PDF may hold."""

Box = tuple[float, float, float, float]

_SAMPLE = 16  # characters of a page whose font is asked whether it says what they are
_SPACE = re.compile(r"[^\S\r\n]")
_EITHER = "\ufffe"  # a hyphen at the end of a line, or a character that the font does not tell
_HYPHEN, _UNKNOWN = 2, "\ufffd"
_MEANINGLESS = re.compile(f"[\ue000-\uf8ff{_UNKNOWN}]")

# Some fonts give radicals, which look the same, in place of characters: those that Unicode folds, and those it does not.
_FOLDED = [chr(code) for code in (*range(0x2F00, 0x2FD6), *range(0xF900, 0xFB00))]
_RADICALS = "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻥⻦⻨⻩⻬⻮⻰⻳"
_CHARACTERS = "母民虎西见角贝车长门青韦页风飞食马鱼鸟麦黄齐齿龙龟"
_LOOKALIKES = str.maketrans(
    {char: unicodedata.normalize("NFKC", char) for char in _FOLDED} | dict(zip(_RADICALS, _CHARACTERS, strict=True))
)
_ODD = re.compile(f"[\u2e80-\u2fd5\ud800-\ufaff{_UNKNOWN}]")  # a radical, half of a character, or no character

_PAGE, _NUMBER, _PLACE = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p


def quick(function: Any, result: type, *arguments: type) -> ctypes._FuncPointer:
    """A function of pdfium that is over in no time, to be called by the thousand."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_get_text = quick(raw.FPDFText_GetText, ctypes.c_int, _PAGE, _NUMBER, ctypes.c_int, _PLACE)
_unicode = quick(raw.FPDFText_GetUnicode, ctypes.c_uint, _PAGE, _NUMBER)
_is_generated = quick(raw.FPDFText_IsGenerated, ctypes.c_int, _PAGE, _NUMBER)
_is_untold = quick(raw.FPDFText_HasUnicodeMapError, ctypes.c_int, _PAGE, _NUMBER)
_angle = quick(raw.FPDFText_GetCharAngle, ctypes.c_float, _PAGE, _NUMBER)
_box = quick(raw.FPDFText_GetLooseCharBox, ctypes.c_int, _PAGE, _NUMBER, _PLACE)
_origin = quick(raw.FPDFText_GetCharOrigin, ctypes.c_int, _PAGE, _NUMBER, _PLACE, _PLACE)


def turned(box: Box, turn: int) -> Box:
    """A box (left, bottom, right, top) as (x0, top, x1, bottom), turned back by so many quarters, y downwards."""
    left, bottom, right, top = box
    for _ in range(turn):
        left, bottom, right, top = bottom, -right, top, -left
    return left, -top, right, -bottom


class PageText:
    """The text of an open page of `count` characters, a unit of UTF-16 each; `spaces` are those that the file has.

    It `is_plain` where every unit is a character.

    Whoever sets `turn`, by how many quarters the page is turned, gets all places turned upright, y downwards.

    Raises:
        Unreadable: too_large, where there are more than `most` characters.
    """

    def __init__(self, page: Any, most: int) -> None:
        self._page = ctypes.cast(page, ctypes.c_void_p).value
        self.count: int = raw.FPDFText_CountChars(page)
        if self.count > most:
            raise refuse(
                "too_large", f"文字过多，最多 {CHARACTERS} 字", f"too much text, at most {CHARACTERS} characters"
            )
        self.text = self._read()
        self.is_plain = _ODD.search(self.text) is None
        if not self.is_plain:
            self.text = self.text.translate(_LOOKALIKES)
        self.spaces = self._spaces()
        self.turn = 0
        self._rect = array("f", bytes(16))
        self._at = self._rect.buffer_info()[0]

    def _read(self) -> str:
        units = array("H", bytes(2 * (self.count + 1)))
        written = _get_text(self._page, 0, self.count, units.buffer_info()[0])
        text = units.tobytes().decode("utf-16-le", "replace")[:-1]
        if written != self.count + 1 or len(text) != self.count or _EITHER in text:  # it leaves out what is odd
            codes = list(map(_unicode, repeat(self._page, self.count), range(self.count)))
            text = "".join(["-" if c == _HYPHEN else chr(c) if 0 < c < 0x110000 else _UNKNOWN for c in codes])
        return text

    def unknown(self) -> int:
        """How many characters are such as no font should have, or, by a sample, such as their font does not tell."""
        step = 1 + self.count // _SAMPLE
        untold = list(map(_is_untold, repeat(self._page), range(0, self.count, step))).count(1)
        return max(untold * step, 0 if self.is_plain else len(_MEANINGLESS.findall(self.text)))

    def _spaces(self) -> dict[int, str]:
        """White space within lines that stands in the file, by its first character; the rest is pdfium's, for gaps."""
        numbers = [match.start() for match in _SPACE.finditer(self.text)]
        found: dict[int, str] = {}
        generated = list(map(_is_generated, repeat(self._page), numbers))
        if all(generated):
            return found
        for number, made in zip(reversed(numbers), reversed(generated), strict=True):
            if not made:
                found[number] = self.text[number] + found.get(number + 1, "")
        return found

    def quarters(self, numbers: Sequence[int]) -> list[float]:
        """By how many quarters characters are turned."""
        angles = map(_angle, repeat(self._page), numbers)
        return [-angle / (math.pi / 2) for angle in angles]  # pdfium counts clockwise

    def box(self, number: int) -> Box:
        """The box (x0, top, x1, bottom) of a character, as wide and high as its font has it."""
        _box(self._page, number, self._at)
        x0, top, x1, bottom = self._rect
        return turned((x0, bottom, x1, top), self.turn)

    def boxes(self, numbers: Sequence[int]) -> list[Box]:
        """The boxes of characters."""
        found = array("f", bytes(16 * len(numbers)))
        at = found.buffer_info()[0]
        deque(map(_box, repeat(self._page), numbers, range(at, at + 16 * len(numbers), 16)), maxlen=0)
        if self.turn:
            return [turned((x0, bottom, x1, top), self.turn) for x0, top, x1, bottom in iter_unpack("4f", found)]
        return [(x0, -top, x1, -bottom) for x0, top, x1, bottom in iter_unpack("4f", found)]

    def origins(self, numbers: Sequence[int]) -> list[tuple[float, float]]:
        """Where the baselines of characters begin."""
        found = array("d", bytes(16 * len(numbers)))
        at = found.buffer_info()[0]
        places = range(at, at + 16 * len(numbers), 16), range(at + 8, at + 8 + 16 * len(numbers), 16)
        deque(map(_origin, repeat(self._page), numbers, *places), maxlen=0)
        if self.turn:
            return [turned((x, y, x, y), self.turn)[:2] for x, y in iter_unpack("2d", found)]
        return [(x, -y) for x, y in iter_unpack("2d", found)]
