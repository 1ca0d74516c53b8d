"""Figures in which two files of one report differ. Where they stand on the page, and in what order, is no difference."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.extract.doubtful import DOUBTFUL
from tasks.extract.model import Mention

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[〇零一二三四五六七八九十百千万亿两]+")
_OUTSIDE = re.compile(r"[^\w%#]+")
_BEFORE, _AFTER = 10, 5  # characters around a figure that must be the same where two files state it

_Value = tuple[float | None, float | None, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What one file states: its text, in simplified characters, and the mentions found in it."""

    text: str
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that two files state differently, or (None) that stands in one only; positions in their mentions."""

    one: int | None
    other: int | None


def differences(one: Stated, other: Stated, *, excerpt: Literal["one", "other"] | None = None) -> list[Difference]:
    """Figures in which two files differ, in the order of the first; linear in the length of both.

    `excerpt` names the file that only quotes from the other: what it leaves out is no difference. A figure that the other
    file has in other surroundings has moved, and one that was recognised with doubt may say anything: no differences either.
    """
    ours, theirs = _unmatched(one, other)
    pairs, ours, theirs = _paired(one, ours, other, theirs)
    found = [Difference(a, b) for a, b in pairs if not _written_alike(one, a, other, b)]
    if excerpt != "other":
        found += [Difference(a, None) for a in _missing(one, ours, other)]
    if excerpt != "one":
        found += [Difference(None, b) for b in _missing(other, theirs, one)]
    found = [d for d in found if not (_is_doubtful(one, d.one) or _is_doubtful(other, d.other))]
    return sorted(found, key=lambda d: (d.one is None, d.one or 0, d.other or 0))


def _is_doubtful(stated: Stated, position: int | None) -> bool:
    return position is not None and DOUBTFUL in stated.mentions[position].flags


def _unmatched(one: Stated, other: Stated) -> tuple[list[int], list[int]]:
    """Mentions without one of the same value in the same surroundings, each counted as often as it stands there."""
    ours, theirs = _places(one), _places(other)
    keys_one = [(_value(m), place) for m, place in zip(one.mentions, ours, strict=True)]
    keys_other = [(_value(m), place) for m, place in zip(other.mentions, theirs, strict=True)]
    return list(_left_over(keys_one, Counter(keys_other))), list(_left_over(keys_other, Counter(keys_one)))


def _left_over(keys: Sequence[object], taken: Counter[object]) -> Iterator[int]:
    for position, key in enumerate(keys):
        if taken[key]:
            taken[key] -= 1
        else:
            yield position


def _paired(
    one: Stated, ours: list[int], other: Stated, theirs: list[int]
) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Mentions in the same surroundings, two by two in order; and what is left on either side."""
    places_one, places_other = _places(one), _places(other)
    waiting: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for b in reversed(theirs):
        waiting[places_other[b]].append(b)
    pairs, alone = [], []
    for a in ours:
        if waiting[places_one[a]]:
            pairs.append((a, waiting[places_one[a]].pop()))
        else:
            alone.append(a)
    met = {b for _, b in pairs}
    return pairs, alone, [b for b in theirs if b not in met]


def _missing(one: Stated, positions: list[int], other: Stated) -> Iterator[int]:
    """Those whose number stands in the other text less often: elsewhere it was only read or laid out in another way."""
    if not positions:
        return
    ours, theirs, whole = _numbers(one.text), _numbers(other.text), _plain(other.text)
    for position in positions:
        words = _words(one, position)
        numbers = _numbers(words)
        lacking = [n for n in numbers if ours[n] > theirs[n]]
        if lacking or (not numbers and _plain(words) not in whole):
            ours.subtract(lacking)
            yield position


def _written_alike(one: Stated, a: int, other: Stated, b: int) -> bool:
    """Whether two mentions are written with the same characters, and only one file's layout shows the unit."""
    units = {one.mentions[a].unit, other.mentions[b].unit} - {None}
    return len(units) < 2 and _plain(_words(one, a)) == _plain(_words(other, b))


def _places(stated: Stated) -> list[tuple[str, str]]:
    """The words before and behind each mention, without layout, all numbers in them made alike."""
    text = stated.text
    before = (text[max(0, m.char_start - 4 * _BEFORE) : m.char_start] for m in stated.mentions)
    after = (text[m.char_end : m.char_end + 4 * _AFTER] for m in stated.mentions)
    return [(_masked(b)[-_BEFORE:], _masked(a)[:_AFTER]) for b, a in zip(before, after, strict=True)]


def _masked(text: str) -> str:
    return _OUTSIDE.sub("", _NUMBER.sub("#", unicodedata.normalize("NFKC", text)))


def _plain(text: str) -> str:
    return _OUTSIDE.sub("", unicodedata.normalize("NFKC", text).replace(".", "#"))


def _numbers(text: str) -> Counter[str]:
    """Numbers in digits or in words, as they are written but for their width and separators."""
    return Counter(n.replace(",", "") for n in _NUMBER.findall(unicodedata.normalize("NFKC", text)))


def _words(stated: Stated, position: int) -> str:
    mention = stated.mentions[position]
    return stated.text[mention.char_start : mention.char_end]


def _value(mention: Mention) -> _Value:
    return mention.value_low, mention.value_high, mention.qualifier
