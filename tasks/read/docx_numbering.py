"""The lists that numbering.xml of a Word document defines, and the labels of their paragraphs."""

from __future__ import annotations

from lxml import etree

from tasks.read.numbering import Counters, Level, number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{W}val"


class Numbering:
    """The lists of one document, counting as its paragraphs go by; `root` is numbering.xml or None."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, str] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counters = Counters()
        if root is None:
            return
        for abstract in root.iterfind(f"{W}abstractNum"):
            levels = dict(_level(node) for node in abstract.iterfind(f"{W}lvl"))
            self._levels[abstract.get(f"{W}abstractNumId", "")] = levels
        for num in root.iterfind(f"{W}num"):
            name = num.get(f"{W}numId", "")
            self._lists[name] = _value(num, "abstractNumId")
            self._restarts[name] = {
                number(o.get(f"{W}ilvl", ""), 0): number(_value(o, "startOverride"), 1)
                for o in num.iterfind(f"{W}lvlOverride")
                if o.find(f"{W}startOverride") is not None
            }

    def label(self, properties: etree._Element) -> str:
        """Label of the next paragraph with these `w:numPr`; '' for bullets and lists that are not defined."""
        num = _value(properties, "numId")
        depth = number(_value(properties, "ilvl"), 0)
        name = self._lists.get(num, "")
        levels = self._levels.get(name, {})
        if depth not in levels:
            return ""
        return self._counters.label(name, levels, depth, self._restarts.get(num, {}).pop(depth, None))


def _level(node: etree._Element) -> tuple[int, Level]:
    form = _value(node, "numFmt") or "decimal"
    level = Level(number(_value(node, "start"), 1), form, _value(node, "lvlText"))
    return number(node.get(f"{W}ilvl", ""), 0), level


def _value(node: etree._Element, child: str) -> str:
    found = node.find(f"{W}{child}")
    return found.get(_VAL, "") if found is not None else ""
