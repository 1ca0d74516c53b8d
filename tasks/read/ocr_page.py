"""Picture of a page → `Sheet`, as if its words and rules had stood in the file: the rest is the PDF reader's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING

from tasks.read import ocr, ocr_rules, ocr_upright
from tasks.read.doubts import doubts
from tasks.read.ocr import Run
from tasks.read.pdf_lines import lines
from tasks.read.pdf_page import Sheet
from tasks.read.pdf_shapes import Rule
from tasks.read.pdf_tables import tables
from tasks.read.pdf_words import Word

if TYPE_CHECKING:
    from tasks.read.ocr import Box, Picture

A4 = 842.0
"""Points of the longer side of a page, where its file does not say."""

_LEAST = 32  # pixels of a side below which a picture holds no line
_NARROWEST, _WIDEST = 0.2, 1.1  # em that a character takes that is no Han character
_APART = 1.0  # em of a gap that separates columns
_MARGIN = 0.12  # of its height, by which the box of a line is wider than its characters, on each side
_LIKE = 0.12  # share by which sizes on a page may differ and be one
_LIKE_SHORT = 0.2  # the same, where the height of a line alone tells
_TELLING = 5  # distances of Han characters that tell the size of a line
_HAN_HIGH, _DIGIT_HIGH = 0.9, 0.72  # em that Han characters, and digits, are high
_BASE = 0.38  # em from the middle of a line down to where its characters stand
_HAN = re.compile("[\u3400-\u9fff]")
_PAGE_NUMBER = re.compile(r"[-—–一_~]{0,3}\s*(\d{1,3})\s*[-—–一_~]{1,3}|[-—–一_~]{1,3}\s*(\d{1,3})")


def sheet(picture: Picture, number: int, longer_side: float = A4) -> Sheet:
    """The lines and tables of page `number`, whose longer side measures so many points."""
    ocr.begin_page()
    picture, strokes, places = _levelled(picture) if min(picture.shape[:2]) >= _LEAST else (picture, [], [])
    found = ocr.runs(picture, ocr_rules.cut(places, strokes))
    scale = longer_side / max(picture.shape[:2])
    height, width = (scale * pixels for pixels in picture.shape[:2])
    written = [word for run, em in zip(found, _sizes(picture, found), strict=True) for word in _words(run, em)]
    words: list[Word] = []
    ends: list[float] = []
    for word, edges in written:
        start = len(ends)
        ends += [scale * edge for edge in edges]
        size = scale * word.size
        place = (scale * word.x0, ends[-1], scale * word.y - height)  # as in a PDF, where y is 0 at the bottom
        words.append(Word(word.text, *place, size, size if _HAN.search(word.text) else 0.0, start, word.space))
    scaled = ([scale * place for place in stroke] for stroke in strokes)
    rules = [Rule(x0, top - height, x1, bottom - height) for x0, top, x1, bottom in scaled]
    ruled, rest = tables(rules, words, ends.__getitem__, number)
    if not _enclose(rules, rest):
        ruled, rest = [], words
    return Sheet(
        lines=lines(rest, ends.__getitem__, number),
        tables=ruled,
        box=(0.0, -height, width, 0.0),
        slanted="",
        count=len(ends),
        unknown=0,
        pictures=not words,
        scanned=True,
        doubts=doubts([(run.text, run.confidences) for run in found]),
    )


def _levelled(picture: Picture) -> tuple[Picture, list[ocr_rules.Stroke], list[Box]]:
    """The page right way up and level, without its rules; the rules; where its lines stand."""
    level = ocr_upright.straight(picture)
    rules, bare = ocr_rules.strokes(level)
    places = ocr.boxes(bare)
    if ocr.is_upside_down(bare, places):
        rules, bare = ocr_rules.strokes(level[::-1, ::-1].copy())
        places = ocr.boxes(bare)
    return bare, rules, places


def _enclose(rules: Sequence[Rule], outside: Sequence[Word]) -> bool:
    """Whether all that stands between level rules stands in a cell. Rules that were seen in part would cut a table
    wrong, and give figures to other headings than theirs; lines of as many parts make a better one.
    """
    level = [rule for rule in rules if rule.top == rule.bottom]
    for word in outside:
        beside = [rule.top for rule in level if rule.x0 < (word.x0 + word.x1) / 2 < rule.x1]
        if beside and min(beside) < word.y - word.size / 2 < max(beside):
            return False
    return True


def _sizes(picture: Picture, runs: Sequence[Run]) -> list[float]:
    """The em of each run, in pixels; those that differ by little are one."""
    measured = [_em(run) for run in runs]
    sizes = [
        em or _ink_height(picture, run) / (_HAN_HIGH if _HAN.search(run.text) else _DIGIT_HIGH)
        for em, run in zip(measured, runs, strict=True)
    ]
    usual = median([em for em in measured if em] or sizes or [1.0])
    return [
        usual if abs(size - usual) < (_LIKE if em else _LIKE_SHORT) * usual else size
        for size, em in zip(sizes, measured, strict=True)
    ]


def _ink_height(picture: Picture, run: Run) -> int:
    """Pixels from the highest to the lowest dark one of a line."""
    import cv2
    import numpy as np

    x0, top, x1, bottom = run.box
    grey = cv2.medianBlur(cv2.cvtColor(picture[top:bottom, x0:x1], cv2.COLOR_BGR2GRAY), 3)
    rows = np.flatnonzero((grey < (int(grey.min()) + int(np.median(grey))) / 2).any(axis=1))
    return int(rows[-1] - rows[0]) + 1 if len(rows) else bottom - top


def _em(run: Run) -> float:
    """The usual distance of its Han characters; 0 where these are too few to tell."""
    han = [_HAN.match(char) is not None for char in run.text]
    steps = sorted(run.middles[n + 1] - run.middles[n] for n in range(len(run.text) - 1) if han[n] and han[n + 1])
    if len(steps) < _TELLING:
        return 0.0
    kept = steps[len(steps) // 5 : -(len(steps) // 5)]
    return sum(kept) / len(kept)


def _words(run: Run, em: float) -> Iterator[tuple[Word, list[float]]]:
    """The words of a run, in pixels, each with the right edges of its characters; a gap stays only where it is as wide
    as between columns.

    The places of the recogniser's signals are rough, so no lesser gap means a space; spaces that it reads stand
    between Latin letters or numbers alone.
    """
    text = run.text
    if _PAGE_NUMBER.fullmatch(text.strip()):
        text = re.sub("[一_~]", "—", text)
    parts: list[list[int]] = [[]]
    for n, char in enumerate(text):
        if char.isspace() and not _is_space(text, n):
            continue
        if parts[-1] and run.middles[n] - run.middles[parts[-1][-1]] > (_APART + 1) * em:
            parts.append([])
        parts[-1].append(n)
    margin = _MARGIN * (run.box.bottom - run.box.top)
    y = (run.box.top + run.box.bottom) / 2 + _BASE * em
    for place, part in enumerate(parts):
        first = run.box.x0 + margin if place == 0 else run.middles[part[0]] - em / 2
        last = run.box.x1 - margin if place + 1 == len(parts) else run.middles[part[-1]] + em / 2
        written = "".join([text[n] for n in part])
        edges = _edges(written, first, last, em)
        for match in re.finditer(r"\S+", written):
            start, end = match.span()
            space = " " if end < len(written) else ""
            yield Word(match[0], edges[start], edges[end], y, em, em, 0, space), edges[start + 1 : end + 1]


def _edges(written: str, first: float, last: float, em: float) -> list[float]:
    """Where characters between two edges begin, and where the last one ends: Han ones are an em wide, the others share
    what is left; a few that do not fill the space stand in its middle.
    """
    others = len(_HAN.sub("", written))
    left = (last - first - (len(written) - others) * em) / max(1, others)
    narrow = min(max(left, _NARROWEST * em), _WIDEST * em)
    widths = [em if _HAN.match(char) else narrow for char in written]
    total = sum(widths)
    if len(written) < _TELLING and abs(total - (last - first)) < em:
        return list(accumulate(widths, initial=(first + last - total) / 2))
    spread = (last - first) / total
    return list(accumulate([spread * width for width in widths], initial=first))


def _is_space(text: str, n: int) -> bool:
    """Whether white space at `n` stands between two characters in ASCII."""
    before, after = text[:n].rstrip()[-1:], text[n + 1 :].lstrip()[:1]
    return bool(before and after) and before.isascii() and after.isascii() and not text[n - 1].isspace()
