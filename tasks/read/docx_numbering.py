"""Labels of automatically numbered paragraphs (一、 （一） 1.), which the file does not hold as characters."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"
_HAN = "〇一二三四五六七八九"
_CHINESE = ("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographDigital")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    pattern: str


class Numbering:
    """The lists of one document, counting as its paragraphs go by; `root` is numbering.xml or None."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        if root is None:
            return
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = dict(_level(node) for node in abstract.iterfind(f"{W}lvl"))
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in root.iterfind(f"{W}num"):
            name = num.get(f"{W}numId", "")
            self._lists[name] = _value(num, "abstractNumId")
            self._restarts[name] = {
                _number(o.get(f"{W}ilvl", ""), 0): _number(_value(o, "startOverride"), 1)
                for o in num.iterfind(f"{W}lvlOverride")
                if o.find(f"{W}startOverride") is not None
            }

    def label(self, properties: etree._Element) -> str:
        """Label of the next paragraph with these `w:numPr`; '' for bullets and lists that are not defined."""
        number = _value(properties, "numId")
        depth = _number(_value(properties, "ilvl"), 0)
        name = self._lists.get(number, "")
        levels = self._levels.get(name, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._counters[name]
        restart = self._restarts.get(number, {}).pop(depth, None)
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


def _level(node: etree._Element) -> tuple[int, _Level]:
    form = _value(node, "numFmt") or "decimal"
    level = _Level(_number(_value(node, "start"), 1), form, _value(node, "lvlText"))
    return _number(node.get(f"{W}ilvl", ""), 0), level


def _value(node: etree._Element, child: str) -> str:
    found = node.find(f"{W}{child}")
    return found.get(_VAL, "") if found is not None else ""


def _number(text: str, default: int) -> int:
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
