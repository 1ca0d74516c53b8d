"""What a quantity without a metric counts, in few words, so that like ones can be ranked together."""

from __future__ import annotations

import re

from tasks.extract.empty_words import names_nothing

_OWN = re.compile("[一-龥“”（）()]+$")
_BEHIND = re.compile("[一-龥“”]{1,4}")
_MARKS = re.compile("[“”（）()]")
_LONGEST = 4


def counted(sentence: str, start: int, end: int) -> str:
    """The words that name what the quantity at start..end counts: those behind its unit, else the last ones before it.

    Words that name nothing (全年共, 先后) are left out; an empty string where no word names anything.
    """
    behind = _BEHIND.match(sentence, end)
    if behind:
        return _MARKS.sub("", behind[0])
    before = _OWN.search(sentence, 0, start)
    words = _MARKS.sub("", before[0]) if before else ""
    last = next(cut for cut in range(len(words) + 1) if names_nothing(words, cut, len(words)))
    return words[:last][-_LONGEST:]
