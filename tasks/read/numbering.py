"""Labels of automatically numbered paragraphs (一、 （一） 1.), which a file does not hold as characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

_HAN = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographDigital")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, its form by Word's names, and its pattern with a %1 for each number."""

    start: int
    form: str
    pattern: str


class Counters:
    """How far each list of one document has counted as its paragraphs go by."""

    def __init__(self) -> None:
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)

    def label(self, name: str, levels: Mapping[int, Level], depth: int, restart: int | None = None) -> str:
        """Label of the next paragraph at `depth` of the list `name`; '' for bullets and levels that are not defined."""
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters[name]
        counters[depth] = restart if restart is not None else counters.get(depth, level.start - 1) + 1
        for deeper in [d for d in counters if d > depth]:
            del counters[deeper]
        if level.form in ("bullet", "none"):
            return ""

        def place(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            of = levels.get(at, level)
            return _written(counters.get(at, of.start), of.form)

        return _PLACE.sub(place, level.pattern)


def number(text: str, default: int) -> int:
    """A short decimal number out of a file, `default` where it is none."""
    return int(text) if text.isdecimal() and len(text) < 6 else default


def _written(number: int, form: str) -> str:
    """A counter in the form that the list asks for; Arabic digits for forms not known here."""
    if form.startswith(_CHINESE) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (("" if tens == 1 else _HAN[tens]) + "十" if tens else "") + (_HAN[ones] if ones else "")
    if form == "ideographTraditional" and 0 < number <= len(_STEMS):
        return _STEMS[number - 1]
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr((97 if form == "lowerLetter" else 65) + number - 1)
    return str(number)
