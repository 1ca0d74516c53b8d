"""Tables → cells that know their row and the headings above and left of them, for every format."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.read.piece import Piece

_LONGEST = 600  # characters in one cell beyond which a table only serves the layout of a page
_HEADING = 40  # characters of a heading at most
_LARGEST = 500_000  # places that the cells of a table may cover
_SPAN = 64  # columns that one cell may cover
_HEADINGS = 4  # headings of a cell in each direction
_VALUE = re.compile(r"\D?[\d０-９][\d０-９,，.．]*\s*[^\d\s年月季]{0,5}|[/／\-—–－]*|无")
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Cell:
    """One cell as its file gives it: its lines, how far it reaches, whether the file calls it a heading.

    `continues` marks the lower part of a cell merged downwards.
    """

    lines: list[str]
    columns: int = 1
    rows: int = 1
    heading: bool = False
    continues: bool = False
    label: str = field(init=False)
    is_value: bool = field(init=False)

    def __post_init__(self) -> None:
        """`label` is the cell as a heading, without spaces; `is_value` says that it is none: a figure, a dash, nothing."""
        self.label = "".join((self.lines[0] if len(self.lines) == 1 else "".join(self.lines)).split())
        self.is_value = _VALUE.fullmatch(self.label) is not None


Rows = list[list[Cell]]


def is_data(rows: Rows) -> bool:
    """Whether a table holds data and not a page's layout: two rows and two columns or more, no essay in a cell.

    One whose merged cells cover absurdly much is none either.
    """
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return False
    if sum([min(cell.columns, _SPAN) * min(cell.rows, len(rows)) for row in rows for cell in row]) > _LARGEST:
        return False
    return max([sum(map(len, cell.lines)) for row in rows for cell in row]) <= _LONGEST


def cells(rows: Rows, table: int) -> list[Piece]:
    """Pieces of a table numbered `table`, row by row: captions for full-width first rows, then cells.

    A cell merged over several rows or columns gives its text once and is a heading for all that it covers. The heading
    path of a cell joins the headings to its left, then those above it.
    """
    grid = _spread(rows)
    width = max((len(row) for row in grid), default=0)
    first = 0
    while first < len(grid) - 1 and width > 1 and len({id(c) for c in grid[first]}) == 1 and len(grid[first]) == width:
        first += 1
    body = first + _heading_rows(rows[first:], grid[first:])
    above = [[grid[r][column] for r in range(first, body) if column < len(grid[r])] for column in range(width)]
    pieces: list[Piece] = []
    seen: set[int] = set()
    for number, line in enumerate(grid):
        for column, cell in enumerate(line):
            if cell is None or id(cell) in seen:
                continue
            seen.add(id(cell))
            if not cell.lines:
                continue
            if number < first:
                pieces += [Piece(text, "caption", table, number + 1) for text in cell.lines]
                continue
            headings: list[Cell | None] = []
            if number >= body:
                # without heading rows, a name among names and values has no heading to its left
                named = body > first or _DIGIT.search(cell.label)
                headings = (_left(line, column, leading=body > first) if named else []) + above[column]
            path = " › ".join(_labels(headings)) if headings else None
            pieces += [Piece(text, "cell", table, number + 1, path or None) for text in cell.lines]
    return pieces


def _spread(rows: Rows) -> list[list[Cell | None]]:
    """A rectangle-like grid in which a merged cell stands at each place it covers."""
    if not any(cell.columns > 1 or cell.rows > 1 or cell.continues for row in rows for cell in row):
        return [list(row) for row in rows]
    grid: list[list[Cell | None]] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # column → cell that reaches down, rows still to cover
    for row in rows:
        line: list[Cell | None] = []
        source = iter(row)
        while True:
            column = len(line)
            if column in hanging:
                cell, rest = hanging.pop(column)
                if rest > 1:
                    hanging[column] = (cell, rest - 1)
                line.append(cell)
                continue
            cell_or_none = next(source, None)
            if cell_or_none is None:
                break
            cell = cell_or_none
            if cell.continues and grid and column < len(grid[-1]):
                cell = grid[-1][column] or cell
            for _ in range(min(cell_or_none.columns, _SPAN)):
                if cell.rows > 1:
                    hanging[len(line)] = (cell, min(cell.rows, len(rows)) - 1)
                line.append(cell)
        grid.append(line)
    return grid


def _heading_rows(rows: Rows, grid: list[list[Cell | None]]) -> int:
    """How many rows at the top are headings: those the file says, else a first row without values and what it spans."""
    said = 0
    while said < min(len(rows) - 1, _HEADINGS) and rows[said] and all(cell.heading for cell in rows[said]):
        said += 1
    if said or len(rows) < 2 or not rows[0] or not _textual(grid[0]):
        return said
    depth = max(min(cell.rows, len(rows) - 1) for cell in rows[0])
    below_is_heading = any(cell.columns > 1 for cell in rows[0]) and len(rows) > 2 and _textual(grid[1])
    return min(max(depth, 2 if below_is_heading else 1), _HEADINGS)


def _textual(line: list[Cell | None]) -> bool:
    filled = [cell for cell in line if cell and cell.label]
    return bool(filled) and not any(cell.is_value for cell in filled)


def _left(line: list[Cell | None], column: int, *, leading: bool) -> list[Cell | None]:
    """Headings in a cell's own row: the words the row begins with, or, without heading rows, those right before it."""
    if column == 0:
        return []
    if not leading:
        near: list[Cell | None] = []
        for cell in reversed(line[max(0, column - _HEADINGS) : column]):
            if cell is None or cell.is_value:
                break
            near.insert(0, cell)
        if near:
            return near
    start = 1 if line and line[0] and line[0].label.isdigit() else 0  # a running number is no heading
    words: list[Cell | None] = []
    for cell in line[start : min(column, start + _HEADINGS)]:
        if cell is None or cell.is_value:
            break
        words.append(cell)
    return words


def _labels(headings: list[Cell | None]) -> list[str]:
    labels = [cell.label for cell in headings if cell]
    return list(dict.fromkeys([label for label in labels if 0 < len(label) <= _HEADING]))
