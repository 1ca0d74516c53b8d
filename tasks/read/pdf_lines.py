"""Characters of a page → lines in reading order: spaces are those that stand there, not those that layout makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tasks.read.pdf_page import Glyph

_SAME_LINE = 0.35  # of the size, by which baselines of one line may differ
_BREAK = 1.5  # em of a gap at which a run of characters ends
_COLUMN = 1.0  # em of a gap that separates columns
_WORD_GAP = 0.2  # em of a gap between two words in Latin letters, or two numbers
_STRETCH = 2.0  # a gap so many times the usual one of its line is meant
_LONG = 8  # em of a run that may be a line of a column of text
_MANY = 5  # lines on either side of a gutter
# what no program parts at the end of a line: brackets and what they hold to, a word or number, its closing marks
_CLOSING = "，。、；：！？）》”’〕】％…—,.;:)"
_UNIT = re.compile(r"[（《“‘〔【(]*(?:[!-~]+|.)" + f"[{_CLOSING}]*")


Part = tuple[str, float, float]


@dataclass(slots=True)
class Line:
    """One line: where it stands, its size (em), the width of its first word.

    `column` is 1 or 2 in a page's left or right column, else 0. `parts` are what wide gaps, like those of a table, part, with their left and right edges: one, where there is none;
    `edge` is where it ends without closing marks, which may hang over the edge of the column.
    """

    text: str
    x0: float
    x1: float
    y: float
    em: float
    edge: float = 0.0
    word: float = 0.0
    parts: tuple[Part, ...] = ()
    page: int = 0
    column: int = 0

    @property
    def width(self) -> float:
        """From the first to the last character."""
        return self.x1 - self.x0


def lines(glyphs: Sequence[Glyph]) -> list[Line]:
    """Lines of these characters; of two columns of text, the left one comes first."""
    runs = _runs(glyphs)
    gutter = _gutter(runs)
    if gutter is None:
        return _rows(runs, 0)
    found: list[Line] = []
    left: list[list[Glyph]] = []
    right: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda run: run[0].y):
        if run[0].x0 < gutter < run[-1].x1:  # a headline over both columns
            found += [*_rows(left, 1), *_rows(right, 2), *_rows([run], 0)]
            left, right = [], []
        else:
            (left if run[0].x0 < gutter else right).append(run)
    return [*found, *_rows(left, 1), *_rows(right, 2)]


def _runs(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Characters that were drawn one after another and stand side by side."""
    runs: list[list[Glyph]] = []
    before: Glyph | None = None
    for glyph in glyphs:
        size = glyph.size
        if (
            before is not None
            and abs(glyph.y - before.y) < _SAME_LINE * min(size, before.size)
            and before.x0 - 0.1 * size <= glyph.x0 < before.x1 + _BREAK * size
        ):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
        before = glyph
    return [run for run in runs if any(not glyph.char.isspace() for glyph in run)]


def _gutter(runs: list[list[Glyph]]) -> float | None:
    """The middle between two columns of text, None where there is one column: no word of a table makes one."""
    long = [run for run in runs if run[-1].x1 - run[0].x0 > _LONG * run[0].size]
    if len(long) < 2 * _MANY:
        return None
    middle = (min(run[0].x0 for run in long) + max(run[-1].x1 for run in long)) / 2
    left = [run for run in long if run[-1].x1 < middle]
    right = [run for run in long if run[0].x0 > middle]
    if min(len(left), len(right)) < _MANY or len(left) + len(right) < 0.7 * len(long):
        return None
    return (max(run[-1].x1 for run in left) + min(run[0].x0 for run in right)) / 2


def _rows(runs: list[list[Glyph]], column: int) -> list[Line]:
    """Lines from the top down; runs of one baseline are one line, from left to right."""
    rows: list[list[Glyph]] = []
    for run in sorted(runs, key=lambda run: run[0].y):
        if rows and run[0].y - rows[-1][0].y < _SAME_LINE * min(run[0].size, rows[-1][0].size):
            rows[-1] += run
        else:
            rows.append(list(run))
    lines = [_line(sorted(row, key=lambda glyph: glyph.x0)) for row in rows]
    return [replace(line, column=column) for line in lines if line.text]


def _line(row: list[Glyph]) -> Line:
    seen = [glyph for glyph in row if not glyph.char.isspace()]
    if not seen:
        return Line("", 0, 0, 0, 1)
    em = _em(seen)
    row = [glyph for glyph in row if seen[0].x0 <= glyph.x0 and (glyph.x0 < seen[-1].x1 or not glyph.char.isspace())]
    between = [after.x0 - before.x1 for before, after in pairwise(seen)]
    usual = max(0.0, median(between)) if len(between) > 3 else 0.0
    text = ""
    cuts = [(0, seen[0].x0)]  # where a part begins
    ends: list[float] = []  # right edge of each character of the text
    last: Glyph | None = None
    for glyph in row:
        if last is not None and not glyph.char.isspace():
            gap = glyph.x0 - last.x1
            if glyph.char == last.char and glyph.x0 - last.x0 < 0.3 * min(em, last.x1 - last.x0):
                continue  # printed twice, to look bold
            if gap > _STRETCH * usual:
                space = "" if text[-1].isspace() else _space(last.char, glyph.char, gap / em)
                text += space
                ends += [glyph.x0] * len(space)
                if gap > _COLUMN * em:
                    cuts.append((len(text), glyph.x0))
        text += glyph.char
        ends += [glyph.x1] * len(glyph.char)
        last = last if glyph.char.isspace() else glyph
    edge = next((glyph.x1 for glyph in reversed(seen) if glyph.char not in _CLOSING), seen[-1].x1)
    unit = _UNIT.match(text)
    word = (ends[unit.end() - 1] if unit else seen[0].x1) - seen[0].x0
    parts = tuple(
        (part := text[start:end].rstrip(), x0, ends[start + len(part) - 1])
        for (start, x0), (end, _) in pairwise([*cuts, (len(text), 0.0)])
    )
    return Line(text, seen[0].x0, seen[-1].x1, seen[0].y, em, edge, word, parts)


def _space(before: str, after: str, gap: float) -> str:
    """The space that a gap of so many em stands for."""
    if gap > _COLUMN:
        return "  "
    return " " if gap > _WORD_GAP and before.isascii() and after.isascii() else ""


def _em(glyphs: list[Glyph]) -> float:
    """Width of a Han character of a line, or its size where it has none."""
    wide = [glyph.x1 - glyph.x0 for glyph in glyphs if "\u3400" <= glyph.char <= "\u9fff"]
    return max(median(wide or [glyph.size for glyph in glyphs]), 1.0)
