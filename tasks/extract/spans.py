"""Spans of a text: looked up by position, and those of the names in a list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

_SPLIT = re.compile("、|以及|和|及|与|或")


def inside(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a position lies in one of the spans (start inclusive, end exclusive); logarithmic in their number."""
    at = bisect_right(spans, (position, float("inf"))) - 1
    return at >= 0 and position < spans[at][1]


def listed(sentence: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the listed items between start and end, those of a single character left out (与, 和 inside words)."""
    spans = []
    position = start
    for mark in _SPLIT.finditer(sentence, start, end):
        if mark.start() - position >= 2 and end - mark.end() >= 2:
            spans.append((position, mark.start()))
            position = mark.end()
    spans.append((position, end))
    return spans
