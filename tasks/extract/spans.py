"""Sorted, non-overlapping spans, looked up by position."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence


def inside(spans: Sequence[tuple[int, int]], position: int) -> bool:
    """Whether a position lies in one of the spans (start inclusive, end exclusive); logarithmic in their number."""
    at = bisect_right(spans, (position, float("inf"))) - 1
    return at >= 0 and position < spans[at][1]
