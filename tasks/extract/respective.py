"""Lists of numbers that answer a list of names one by one: 受理、办结分别为20件、18件; 宣传、培训、调解共18、4、9次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from tasks.extract.quantity import Quantity
from tasks.extract.spans import listed

_SEPARATOR = re.compile("[、，,]?(?:和|及|与|以及)?")
_HEAD = re.compile("(?P<each>[均都]?分别(?:[为达是有占]|达到|完成|办理)?|共计?|合计|各)?[约近超达]{0,2}$")
_CLAUSE = "，。；;：:\n（("
_BARE = re.compile("(?:[0-9]+(?:\\.[0-9]+)?(?:、|和|及))+$")
_LONGEST = 60


class Placed(Protocol):
    """Something at start..end of a sentence that may hold a quantity."""

    start: int
    end: int
    quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class Respective:
    """Which of `size` listed numbers one is (`place`), the span of the name it answers (None: the names were counted
    before), and where the clause and the words before the list end."""

    place: int
    size: int
    name: tuple[int, int] | None
    clause: int
    head: int


def respective(sentence: str, items: Sequence[Placed]) -> dict[int, Respective]:
    """The numbers of the sentence, by their place in `items`, that stand in lists answering lists of names."""
    found: dict[int, Respective] = {}
    first = 0
    while first < len(items):
        last = first
        while last + 1 < len(items) and _continues(sentence, items[last], items[last + 1]):
            last += 1
        size = last - first + 1
        if size > 1:
            found.update(_answers(sentence, items, first, size))
        first = last + 1
    return found


def _continues(sentence: str, one: Placed, other: Placed) -> bool:
    if one.quantity is None or other.quantity is None or not one.end < other.start <= one.end + 3:
        return False
    return _SEPARATOR.fullmatch(sentence, one.end, other.start) is not None


def _answers(sentence: str, items: Sequence[Placed], first: int, size: int) -> dict[int, Respective]:
    start = items[first].start
    begin = max(0, start - _LONGEST)
    clause = max((sentence.rfind(mark, begin, start) for mark in _CLAUSE), default=-1) + 1
    head = _HEAD.search(sentence, max(clause, begin), start)
    at = head.start() if head else start
    previous = max((i.end for i in items[:first]), default=0)
    names = listed(sentence, max(clause, previous), at)
    if len(names) == size:
        return {first + k: Respective(k, size, names[k], clause, at) for k in range(size)}
    said = head is not None and (head["each"] or "").endswith(
        ("分别", "分别为", "分别是", "分别达", "分别有", "分别达到")
    )
    if said and len(names) <= 1:
        return {first + k: Respective(k, size, None, clause, at) for k in range(size)}
    return {}


def share_units(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities, with bare digits before a listed one that share its unit (18、4、9次) as quantities of their own."""
    found: list[Quantity] = []
    for q in quantities:
        if text[q.start - 1 : q.start] in ("、", "和", "及") and text[q.start - 2 : q.start - 1].isdigit():
            found += _sharing(text, q, found[-1].end if found else 0)
        found.append(q)
    return found


def _sharing(text: str, q: Quantity, after: int) -> list[Quantity]:
    chain = _BARE.search(text, max(after, q.start - 40), q.start)
    if chain is None or q.unit is None or q.low is None or text[chain.start() - 1 : chain.start()] in "第.-－—/":
        return []
    numbers = list(re.finditer(r"[0-9]+(?:\.[0-9]+)?", chain[0]))
    head = _HEAD.search(text, max(0, chain.start() - 8), chain.start())
    begin = max(0, chain.start() - _LONGEST)
    clause = max(begin, *(text.rfind(mark, begin, chain.start()) + 1 for mark in _CLAUSE))
    named = len(listed(text, clause, chain.start())) == len(numbers) + 1
    if not named and not (head and head["each"]):
        return []
    factor = q.low / float(q.numeral) if q.numeral.replace(".", "", 1).isdigit() and float(q.numeral) else 1.0
    made = []
    for number in numbers:
        start, end = chain.start() + number.start(), chain.start() + number.end()
        value = round(float(number[0]) * factor, 6)
        made.append(
            replace(
                q,
                start=start,
                end=end,
                low=value,
                high=value,
                qualifier="exact",
                hedge="",
                numeral=number[0],
                numeral_start=start,
            )
        )
    return made
