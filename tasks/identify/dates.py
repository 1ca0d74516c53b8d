"""Dates and years as reports write them: 2024年1月30日, 2024-01-30, 二〇二四年一月三十日, ２０２４ 年。"""

from __future__ import annotations

import re
from datetime import date

_ZERO = "〇零○◯ＯOo0О"  # what people and fonts make of 〇; the last one is Cyrillic
_HAN = {**dict.fromkeys(_ZERO, 0), **{char: n for n, char in enumerate("一二三四五六七八九", 1)}, "元": 1}
_TENS = str.maketrans({"廿": "二十", "卅": "三十"})

YEAR = rf"(?<!\d)(?:[2２][0０][0-4０-４]\d|二[{_ZERO}][{_ZERO}一二三四五六七八九]{{2}})(?!\d)"
"""Pattern of a year without 年; full-width digits match too, and `year_number` reads all of them."""

_SMALL = r"(?:\d{1,2}|[元一二三四五六七八九十廿卅]{1,3})"
DATE = (
    rf"{YEAR}\s*(?:年\s*{_SMALL}\s*月\s*{_SMALL}(?!\d)\s*[日号]?"
    rf"|[./\-－—]\s*{_SMALL}\s*[./\-－—]\s*{_SMALL}(?!\d))"
)
"""Pattern of a full date; `first_date` reads it."""

_DATE = re.compile(DATE)
_PARTS = re.compile(r"[\s年月日号./\-－—]+")


def year_number(text: str) -> int:
    """The year that a match of `YEAR` stands for."""
    return int("".join(str(_HAN[char]) if char in _HAN else str(int(char)) for char in text))


def first_date(text: str) -> date | None:
    """The first date in the text that exists in the calendar; None where there is none."""
    for match in _DATE.finditer(text):
        year, month, day = _PARTS.split(match.group().rstrip("日号 \t\u3000"))[:3]
        try:
            return date(year_number(year), _small(month), _small(day))
        except ValueError:
            continue
    return None


def _small(text: str) -> int:
    """1 to 39, in digits or words: 30, 三十, 廿一."""
    if text[0].isdigit():
        return int(text)
    tens, ten, ones = text.translate(_TENS).rpartition("十")
    return (_HAN.get(tens, 1) * 10 if ten else 0) + (_HAN[ones] if ones else 0)
