"""Words of a page → lines in reading order: spaces are those that stand there, not those that layout makes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tasks.read.pdf_words import Word

_SAME_LINE = 0.35  # of the size, by which baselines of one line may differ
_BREAK = 1.5  # em of a gap at which a run of words ends
_COLUMN = 1.0  # em of a gap that separates columns
_WORD_GAP = 0.2  # em of a gap between two words in Latin letters, or two numbers
_STRETCH = 2.0  # a gap so many times the usual one of its line is meant
_TWICE = 0.3  # em by which the second print of a word may be moved
_LONG = 8  # em of a run that may be a line of a column of text
_MANY = 5  # lines on either side of a gutter
_CLOSING = "，。、；：！？）》”’〕】％…—,.;:)"  # marks that may hang over the edge of a column
# what no program parts at the end of a line: brackets and what they hold to, a word or number, its closing marks
_UNIT = re.compile(r"[（《“‘〔【(]*(?:[!-~]+|.)" + f"[{_CLOSING}]*")

Part = tuple[str, float, float]
Right = Callable[[int], float]
"""Where the character of this number ends."""


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


def lines(words: Sequence[Word], right: Right, page: int = 0) -> list[Line]:
    """Lines of these words of a page; of two columns of text, the left one comes first."""
    found: list[Line] = []
    for column, runs in _columns(_runs(words)):
        for row in _rows(runs):
            line = _line(row, right)
            line.page, line.column = page, column
            found.append(line)
    return found


def _columns(runs: list[list[Word]]) -> Iterator[tuple[int, list[list[Word]]]]:
    """Runs in the order in which they are read: a column of text at a time."""
    gutter = _gutter(runs)
    if gutter is None:
        yield 0, runs
        return
    left: list[list[Word]] = []
    right: list[list[Word]] = []
    for run in sorted(runs, key=lambda run: run[0].y):
        if run[0].x0 < gutter < run[-1].x1:  # a headline over both columns
            yield from ((1, left), (2, right), (0, [run]))
            left, right = [], []
        else:
            (left if run[0].x0 < gutter else right).append(run)
    yield from ((1, left), (2, right))


def _runs(words: Sequence[Word]) -> list[list[Word]]:
    """Words that were drawn one after another and stand side by side."""
    runs: list[list[Word]] = []
    before: Word | None = None
    for word in words:
        if (
            before is not None
            and abs(word.y - before.y) < _SAME_LINE * min(word.size, before.size)
            and before.x0 - 0.1 * word.size <= word.x0 < before.x1 + _BREAK * word.size
        ):
            runs[-1].append(word)
        else:
            runs.append([word])
        before = word
    return runs


def _gutter(runs: list[list[Word]]) -> float | None:
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


def _rows(runs: list[list[Word]]) -> list[list[Word]]:
    """Words of each line, from left to right, the lines from the top down; runs of one baseline are one line."""
    rows: list[list[Word]] = []
    for run in sorted(runs, key=lambda run: run[0].y):
        if rows and run[0].y - rows[-1][0].y < _SAME_LINE * min(run[0].size, rows[-1][0].size):
            rows[-1] += run
        else:
            rows.append(list(run))
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _line(row: list[Word], right: Right) -> Line:
    em = max(_middle([word.em for word in row if word.em] or [word.size for word in row]), 1.0)
    wide = _STRETCH * _usual_gap(row)
    first = last = row[0]
    text = first.text
    start, x0 = 0, first.x0  # of the part that is open
    parts: list[Part] = []
    for word in row[1:]:
        gap = word.x0 - last.x1
        if word.text == last.text and word.x0 - last.x0 < _TWICE * min(em, last.x1 - last.x0):
            continue  # printed twice, to look bold
        space = last.space
        if gap > wide:
            space = space or _space(last.text[-1], word.text[0], gap / em)
            if gap > _COLUMN * em:
                parts.append((text[start:], x0, last.x1))
                start, x0 = len(text) + len(space), word.x0
        text += space + word.text
        last = word
    parts.append((text[start:], x0, last.x1))
    unit = _unit_end(row, text, right) - first.x0
    return Line(text, first.x0, last.x1, first.y, em, _edge(row, right), unit, tuple(parts))


def _unit_end(row: list[Word], text: str, right: Right) -> float:
    """Where the first unit of a line ends."""
    unit = _UNIT.match(text)
    length = unit.end() if unit else 1
    for word in row:
        if length <= len(word.text):
            return _end(word, length, right)
        length -= len(word.text)
    return row[-1].x1


def _edge(row: list[Word], right: Right) -> float:
    """Where a line ends without its closing marks."""
    for word in reversed(row):
        length = len(word.text.rstrip(_CLOSING))
        if length:
            return _end(word, length, right)
    return row[-1].x1


def _end(word: Word, length: int, right: Right) -> float:
    """Where the first characters of a word end."""
    return word.x1 if length == len(word.text) else right(word.start + length - 1)


def _usual_gap(row: list[Word]) -> float:
    """The median of the gaps between characters of a line; there is none within a word."""
    within, between = sum([len(word.text) for word in row]) - len(row), len(row) - 1
    if between < within or between + within <= 3:
        return 0.0
    gaps = sorted([after.x0 - before.x1 for before, after in pairwise(row)])
    return max(0.0, gaps[(between - within) // 2])


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def _space(before: str, after: str, gap: float) -> str:
    """The space that a gap of so many em stands for."""
    if gap > _COLUMN:
        return "  "
    return " " if gap > _WORD_GAP and before.isascii() and after.isascii() else ""
