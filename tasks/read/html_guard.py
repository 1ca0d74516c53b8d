"""Limits on a page before it is parsed: the parser is quadratic in nesting and in the attributes of a tag."""

from __future__ import annotations

import re
from collections import Counter

from tasks.read.refusal import refuse

_LARGEST = 16 << 20
_FEW_TAGS = 1000  # a page with fewer is cheap however it is nested
_DEEPEST = 500
_WORK = 500_000  # open formatting tags x tags: each paragraph opens all of them again
_FORMATTING = frozenset((
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
))  # fmt: skip
_CLOSED_BY_THEMSELVES = frozenset((
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
))  # fmt: skip
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]*)", re.IGNORECASE)
_LONG_TAG = re.compile(r"<[^<]{20000,}")
_ATTRIBUTES = 5000


def check_size(data: bytes) -> None:
    """Refuse a page of more than 16 MB.

    Raises:
        Unreadable: too_large.
    """
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")


def check_nesting(text: str) -> None:
    """Refuse a page whose tags lie more than 500 deep, or that would make the parser copy tags without end; linear.

    Raises:
        Unreadable: hostile.
    """
    if any(_many_attributes(tag) for tag in _LONG_TAG.findall(text)):
        raise refuse("hostile", "一个标签有上万个属性", "one tag has thousands of attributes")
    if text.count("<") < _FEW_TAGS:
        return
    tags = _TAG.findall(text)
    still_open: Counter[str] = Counter()
    depth = formatting = 0
    for slash, spelled in tags:
        name = spelled.lower()
        if name in _CLOSED_BY_THEMSELVES:
            continue
        step = -1 if slash else 1
        if slash and not still_open[name]:
            continue
        still_open[name] += step
        depth += step
        formatting += step if name in _FORMATTING else 0
        if depth > _DEEPEST or formatting * len(tags) > _WORK:
            raise refuse("hostile", "标签嵌套过深", "its tags are nested too deep")


def _many_attributes(tag: str) -> bool:
    return len(re.findall(r"[ \t\r\n\f]+[a-zA-Z]", tag.partition(">")[0])) > _ATTRIBUTES
