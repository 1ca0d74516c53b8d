"""Words of a page of a PDF: characters between the gaps that pdfium sees, measured where they begin and end."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tasks.read.pdf_shapes import Rule
from tasks.read.pdf_text import Box, PageText

_ASKEW = 0.02  # quarters of a turn by which text may lean
_HIGH, _LOW = 0.55, 0.15  # of the size, between which the baseline of the first character is above the end of the last
_TIGHT = 0.8  # of the width of its Han characters, below which some of them lie on others
_WORD = re.compile(r"\S+")
_HAN = re.compile("[\u3400-\u9fff]")
_WIDE = re.compile("[、。《》「」『』【】！（），：；？]")

Span = tuple[int, int]
"""The numbers of the first character of a word and of the one behind it."""


class Word(NamedTuple):
    """Characters side by side: their left and right edge, their baseline, their size.

    `em` is the width of a Han character or mark, 0 where there is none; `start` is the number of the first character on its page;
    `space` is the white space that the file has behind it.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    em: float
    start: int = 0
    space: str = ""


def spans(text: PageText) -> list[Span]:
    """Where the words of a page are."""
    return [match.span() for match in _WORD.finditer(text.text)]


def quarters(text: PageText, found: Sequence[Span]) -> list[float]:
    """By how many quarters each word is turned; the page is turned as most are."""
    heads = [start for start, _ in found if not start or text.text[start - 1] == "\n"]
    if not any(text.quarters(heads)):
        return [0.0] * len(found)  # what pdfium takes for one line is level where it begins so
    each = text.quarters([start for start, _ in found])
    turns = Counter[int]()
    for (start, end), quarter in zip(found, each, strict=True):
        if abs(quarter - round(quarter)) < _ASKEW:
            turns[round(quarter) % 4] += end - start
    text.turn = turns.most_common(1)[0][0] if turns else 0
    return each


def words(
    text: PageText, found: Sequence[Span], turns: Sequence[float], rules: Sequence[Rule], box: Box
) -> tuple[list[Word], str]:
    """The words that stand upright on the page, and what is written at another angle.

    A word that is bent, parted by a rule or cut by the edge of the page is taken apart into its characters.
    """
    upright = [rule for rule in rules if rule.x0 == rule.x1]
    places = sorted([rule.x0 for rule in upright])
    top, bottom = min([rule.top for rule in upright], default=0.0), max([rule.bottom for rule in upright], default=0.0)
    kept: list[Word] = []
    slanted: list[str] = []
    for span, turn, word in zip(found, turns, _measured(text, found), strict=True):
        if word is None:
            turn = text.quarters([span[0]])[0]
        if turn != text.turn and abs((turn - text.turn + 2) % 4 - 2) > _ASKEW:
            slanted.append(text.text[span[0] : span[1]])
        elif (
            word
            and _is_within(word, box)
            and not (
                places and top <= word.y <= bottom + word.size and bisect(places, word.x0) != bisect(places, word.x1)
            )
        ):
            kept.append(word)
        else:
            letters = _measured(text, [(n, n + 1) for n in range(*span)])
            kept += [letter for letter in letters if letter and _is_within(letter, box)]
    if not text.is_plain:
        kept = [word._replace(text=_paired(word.text)) for word in kept]
    return kept, "".join(slanted)


def _measured(text: PageText, found: Sequence[Span]) -> Iterator[Word | None]:
    """Words at their places; None where the characters make no straight line."""
    origins, lasts = text.origins([start for start, _ in found]), text.boxes([end - 1 for _, end in found])
    for (start, end), (x0, y), (left, top, x1, bottom) in zip(found, origins, lasts, strict=True):
        written, size = text.text[start:end], bottom - top
        em = 0.0
        if "\u3400" <= written[-1] <= "\u9fff":
            em = x1 - left
        elif han := _HAN.search(written) or _WIDE.search(written):
            place = text.box(start + han.start())
            em = place[2] - place[0]
        short = x1 - x0 < _TIGHT * em * (end - start - 1) and x1 - x0 < _TIGHT * em * len(_HAN.findall(written))
        is_level = bottom - _HIGH * size <= y <= bottom + _LOW * size or end - start == 1
        yield Word(written, x0, x1, y, size, em, start, text.spaces.get(end, "")) if is_level and not short else None


def _paired(written: str) -> str:
    """Characters beyond 16 bits, of which pdfium gives the halves."""
    return written.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _is_within(word: Word, box: Box) -> bool:
    """Whether a word stands on the page; what lies beside it, or nowhere, nobody sees."""
    return box[0] <= word.x0 <= word.x1 <= box[2] + word.size and box[1] <= word.y <= box[3] + word.size
