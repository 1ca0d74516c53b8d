"""The styles of an OpenDocument text that decide what is read: hidden text, and the labels of lists and headings."""

from __future__ import annotations

import re

from lxml import etree

from tasks.read.numbering import Counters, Level, number

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_LIST_FORMAT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}num-list-format"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "一": "chineseCounting", "①": "decimalEnclosedCircle"}
_FORMS |= {"甲": "ideographTraditional", "": "none"}
_PLACE = re.compile(r"%(\d+)%")
_OUTLINE = "\0outline"


class Styles:
    """The styles of one document, from `roots` of its parts; lists count as their paragraphs go by."""

    def __init__(self, roots: list[etree._Element]) -> None:
        self.hidden: set[str] = set()
        self._levels: dict[str, dict[int, Level]] = {}
        self._counters = Counters()
        self._known: dict[str, str] = {}  # id of a list or name of its style → name of the list that it continues
        self._lists = 0
        for root in roots:
            for properties in root.iter(f"{STYLE}text-properties"):
                style = properties.getparent()
                if style is not None and properties.get(f"{TEXT}display") == "none":
                    self.hidden.add(style.get(f"{STYLE}name", ""))
            for style in root.iter(f"{TEXT}list-style"):
                self._levels[style.get(f"{STYLE}name", "")] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self._levels[_OUTLINE] = _levels(style)

    def begin(self, node: etree._Element) -> str:
        """Name of the list that counts for the outermost `text:list` at `node`."""
        style, own = node.get(f"{TEXT}style-name", ""), node.get("{http://www.w3.org/XML/1998/namespace}id", "")
        continued = node.get(f"{TEXT}continue-list", "")
        if not continued and node.get(f"{TEXT}continue-numbering") == "true":
            continued = f"style {style}"
        self._lists += 1
        name = self._known.get(continued) if continued else None
        name = name or str(self._lists)
        self._known[own or name] = self._known[f"style {style}"] = name
        return name

    def label(self, name: str, style: str, depth: int, item: etree._Element) -> str:
        """Label of the first paragraph of a list item at `depth`, from 0, in the list called `name`."""
        start = item.get(f"{TEXT}start-value", "")
        restart = number(start, 1) if start else None
        return self._counters.label(name, self._levels.get(style, {}), depth, restart)

    def heading(self, node: etree._Element) -> str:
        """Label of a heading that stands in no list."""
        if node.get(f"{TEXT}is-list-header") == "true":
            return ""
        depth = number(node.get(f"{TEXT}outline-level", ""), 1) - 1
        return self._counters.label(_OUTLINE, self._levels.get(_OUTLINE, {}), depth)


def _levels(style: etree._Element) -> dict[int, Level]:
    levels = {}
    for node in style:
        depth = number(node.get(f"{TEXT}level", ""), 1) - 1
        form = "bullet" if "bullet" in node.tag or "image" in node.tag else node.get(f"{STYLE}num-format", "")
        form = form if form == "bullet" else _FORMS.get(form[:1], "decimal")
        levels[depth] = Level(number(node.get(f"{TEXT}start-value", ""), 1), form, _pattern(node, depth))
    return levels


def _pattern(node: etree._Element, depth: int) -> str:
    """The label as Word writes it: '%1、', '%1.%2'."""
    written = node.get(_LIST_FORMAT)
    if written is not None:
        return _PLACE.sub(r"%\1", written)
    shown = min(number(node.get(f"{TEXT}display-levels", ""), 1), depth + 1)
    places = ".".join(f"%{place + 1}" for place in range(depth + 1 - shown, depth + 1))
    return node.get(f"{STYLE}num-prefix", "") + places + node.get(f"{STYLE}num-suffix", "")
