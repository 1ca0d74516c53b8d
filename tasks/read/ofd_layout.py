"""Runs of text at places on pages → lines, paragraphs and tables; numbers of pages and running heads are taken out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise

from tasks.read import grid
from tasks.read.lines import join, width
from tasks.read.piece import Findings, Piece

_NUMBER = re.compile(
    r"[-—–－\s]*第?\s*\d{1,4}\s*页?[-—–－\s]*|第\s*\d+\s*页\s*[,，/]?\s*共\s*\d+\s*页|\d{1,4}\s*/\s*\d{1,4}"
)
_GAP = 1.2  # sizes of a character: a wider gap separates the columns of a table
_SPACE = 0.4  # and one that is wider than this a Latin word
_CLOSE = 1.6  # how far from the margin a full line may end
_INDENT = 0.8
_NARROWEST = 20  # characters in a full line at least
_EDGES = 3  # lines at the top and bottom of a page that may be running heads
_LEAST = 3  # lines that must have a margin in common


@dataclass(slots=True)
class Run:
    """Text at a place: left and right edge, base line, size of its characters, in millimetres from the top left."""

    left: float
    base: float
    right: float
    size: float
    text: str

    @property
    def natural(self) -> float:
        """Width of the text, a Han character as wide as it is high and any other half of that."""
        return width(self.text) * self.size / 2


@dataclass(slots=True)
class _Line:
    page: int
    left: float
    base: float
    right: float
    size: float
    columns: list[str]

    @property
    def text(self) -> str:
        return " ".join(self.columns)

    @property
    def is_row(self) -> bool:
        return len(self.columns) > 1


def pieces(pages: list[list[Run]], findings: Findings) -> list[Piece]:
    """Paragraphs and tables of all pages; a paragraph may run over the end of a page and stands on the first one."""
    lines = [_lines(runs, number) for number, runs in enumerate(pages, 1)]
    heads = _running(lines)
    kept = [line for page in lines for line in _without_furniture(page, heads, findings)]
    found: list[Piece] = []
    table = 0
    left, right = _margins(kept)
    for (is_row, _), run in groupby(kept, key=lambda line: (line.is_row, len(line.columns) if line.is_row else 0)):
        group = list(run)
        if is_row and len(group) > 1:
            table += 1
            found += _table(group, table)
        else:
            found += _paragraphs(group, left, right)
    return found


def _lines(runs: list[Run], page: int) -> list[_Line]:
    """Lines from top to bottom: runs on one base line, near ones joined to a column."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: (run.base, run.left)):
        if lines and run.base - lines[-1][0].base < 0.5 * min(run.size, lines[-1][0].size):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [_line(sorted(line, key=lambda run: run.left), page) for line in lines]


def _line(runs: list[Run], page: int) -> _Line:
    first = runs[0]
    size = max(run.size for run in runs)
    columns: list[list[Run]] = []
    for run in runs:
        if columns and _gap(columns[-1][-1], run) <= _GAP * size:
            columns[-1].append(run)
        else:
            columns.append([run])
    right = max(run.right for run in runs)
    return _Line(page, first.left, first.base, right, size, [_column(column) for column in columns])


def _gap(before: Run, run: Run) -> float:
    return run.left - min(before.right, before.left + before.natural)


def _column(runs: list[Run]) -> str:
    """The text of runs side by side; Latin words keep their distance."""
    parts = [runs[0].text]
    for before, run in pairwise(runs):
        if _gap(before, run) > _SPACE * run.size and before.text[-1:].isascii() and run.text[:1].isascii():
            parts.append(" ")
        parts.append(run.text)
    return "".join(parts).strip()


def _running(pages: list[list[_Line]]) -> set[str]:
    """What stands in one place at the top or bottom of most pages of three or more."""
    if len(pages) < _LEAST:
        return set()
    seen = Counter(key for page in pages for key in {_key(line) for line in page[:_EDGES] + page[-_EDGES:]})
    return {key for key, count in seen.items() if count > len(pages) / 2}


def _key(line: _Line) -> str:
    return f"{round(line.base / 2)} {line.text}"


def _without_furniture(page: list[_Line], heads: set[str], findings: Findings) -> list[_Line]:
    kept = []
    for at, line in enumerate(page):
        edge = at in (0, len(page) - 1)
        if edge and not line.is_row and _NUMBER.fullmatch(line.text.strip()):
            findings.remove("page_number", line.text)
        elif (at < _EDGES or at >= len(page) - _EDGES) and _key(line) in heads:
            findings.remove("running_head", line.text)
        else:
            kept.append(line)
    return kept


def _margins(lines: list[_Line]) -> tuple[float, float]:
    """Left and right margin: the outermost edges, to a millimetre, that several lines have in common."""
    plain = [line for line in lines if not line.is_row]
    lefts, rights = Counter(round(line.left) for line in plain), Counter(round(line.right) for line in plain)
    left = min((at for at, count in lefts.items() if count >= _LEAST), default=min(lefts, default=0))
    right = max((at for at, count in rights.items() if count >= _LEAST), default=max(rights, default=0))
    return left, right


def _paragraphs(lines: list[_Line], left: float, right: float) -> list[Piece]:
    """Lines joined where one is full and the next begins at the margin."""
    paragraphs: list[list[_Line]] = []
    for line in lines:
        before = paragraphs[-1][-1] if paragraphs else None
        runs_on = (
            before is not None
            and abs(before.size - line.size) < 0.1 * line.size
            and before.right > max(right - _CLOSE * line.size, left + _NARROWEST * line.size)
            and line.left < left + _INDENT * line.size
        )
        if runs_on:
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [Piece(join([line.text for line in part]), page=part[0].page) for part in paragraphs]


def _table(lines: list[_Line], table: int) -> list[Piece]:
    cells = [[grid.Cell([column]) for column in line.columns] for line in lines]
    found = grid.cells(cells, table)
    for piece in found:
        piece.page = lines[(piece.row or 1) - 1].page
    return found
