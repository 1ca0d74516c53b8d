"""Lines of a page → paragraphs: a line that its column cut goes on in the next one."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tasks.read.lines import ends_sentence, join, starts_item
from tasks.read.pdf_lines import Line

_NARROWEST = 12  # em of a column at least; short lines of one width are a list
_SLACK = 0.4  # em by which a full line may fall short of what would have fitted
_INDENT = 0.8  # em from which on a line is indented
_DEEPEST = 4.5  # em of an indent at most; farther to the right stand signatures
_SHORT = 3.0  # em by which a line that ends its paragraph falls short at least, if that is to show
_SHARE = 0.2  # of the lines at the edge that most share, for one that counts
_OPEN = 1.35  # times the usual distance of lines from which on there is an empty one
_LIKE = 0.12  # share by which sizes of one paragraph may differ
_LAYOUT = re.compile(r"(?<=[\u3400-\u9fff]) (?=[0-9])|(?<=[0-9%]) (?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Column:
    """The space that a column of text has, and the usual distance of its lines (0 where it is not known).

    `indents` says that an indent marks the first line of a paragraph here.
    """

    left: float
    right: float
    pitch: float = 0.0
    indents: bool = False


def column_of(lines: Sequence[Line]) -> Column:
    """The column that lines stand in."""
    if not lines:
        return Column(0.0, 0.0)
    em = sorted(line.em for line in lines)[len(lines) // 2]
    steps = sorted(b.y - a.y for a, b in pairwise(lines) if a.page == b.page and 0 < b.y - a.y < 4 * em)
    left, right = _outer([line.x0 for line in lines], em), -_outer([-line.edge for line in lines], em)
    column = Column(left, right, steps[len(steps) // 2] if steps else 0.0)
    if column.right - column.left < _NARROWEST * em:
        return replace(column, right=column.left + 2 * _NARROWEST * em)  # so that no line is full
    after = [_indented(b, column) for a, b in pairwise(lines) if _indented(a, column) and column.right - a.x1 < em]
    return replace(column, indents=sum(after) < len(after) / 2)


def _outer(edges: list[float], em: float) -> float:
    """The least of the edges that, within an em, many lines share; the few that run over do not count."""
    edges = sorted(edges)
    shared = [bisect(edges, edge + em) - number for number, edge in enumerate(edges)]
    many = max(2, _SHARE * max(shared))
    return next((edge for edge, count in zip(edges, shared, strict=True) if count >= many), edges[0])


def fold(lines: Sequence[Line], column: Column) -> list[str]:
    """Paragraphs of these lines, without the spaces that layout sets between Han characters and digits."""
    return [text for text, _ in paragraphs(lines, [column] * len(lines))]


def paragraphs(lines: Sequence[Line], columns: Sequence[Column]) -> Iterator[tuple[str, int]]:
    """Paragraphs of lines, each in its column, with the page on which they begin."""
    run: list[Line] = []
    last: Column | None = None
    for line, column in zip(lines, columns, strict=True):
        if last is not None and not _goes_on(run[-1], last, line, column):
            yield _text(run), run[0].page
            run = []
        run.append(line)
        last = column
    if run:
        yield _text(run), run[0].page


def _text(run: list[Line]) -> str:
    text = join([line.text for line in run])
    return _LAYOUT.sub("", text) if " " in text else text


def _goes_on(before: Line, last: Column, line: Line, column: Column) -> bool:
    """Whether `line` continues `before`: that one fills its column, `last`, and this one is not set apart."""
    em = before.em
    if len(before.parts) > 1 or len(line.parts) > 1 or abs(before.em - line.em) > _LIKE * em:
        return False
    if column.pitch and before.page == line.page and line.y - before.y > max(_OPEN * column.pitch, 2 * em):
        return False
    room = last.right - before.x1
    indent = before.x0 - last.left
    if _centred(before, last) and _centred(line, column) and _indented(line, column):
        return room + indent <= line.word + _SLACK * em and not ends_sentence(before.text)
    if room > line.word + _SLACK * em or indent > _DEEPEST * em:
        return False
    apart = _indented(line, column)
    if column.indents:
        return not apart
    title = column.right - line.x1 > _SHORT * em and not ends_sentence(line.text)  # or a signature
    return not (ends_sentence(before.text) and (apart or title or starts_item(line.text)))


def _centred(line: Line, column: Column) -> bool:
    return abs(line.x0 - column.left - (column.right - line.x1)) < line.em / 2


def _indented(line: Line, column: Column) -> bool:
    return line.x0 - column.left > _INDENT * line.em
