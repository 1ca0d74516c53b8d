"""Mentions whose own characters were recognised with little confidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from tasks.extract.model import Mention

DOUBTFUL = "doubtful_character"
"""Flag of a mention that may say another number than its report; it gives no observation."""


def flag_doubtful(mentions: Iterable[Mention], doubtful: Sequence[tuple[int, int]]) -> None:
    """Flag the mentions that share a character with one of the spans, which are in order and do not overlap."""
    for mention in mentions:
        last = bisect_right(doubtful, (mention.char_end - 1, mention.char_end)) - 1
        if last >= 0 and doubtful[last][1] > mention.char_start and doubtful[last][0] < mention.char_end:
            mention.flags = (*mention.flags, DOUBTFUL)
