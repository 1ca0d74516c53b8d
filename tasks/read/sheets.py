"""Spreadsheets → pieces, for every format that is one: titles above tables, tables with headings, notes below.

A sheet counts as a page, and a cell's row is the row of its sheet: that is where a clerk looks it up.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tasks.read import grid
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse

_CELLS = 200_000
_CHARACTERS = 16 << 20
_PLACES = 1_000_000  # that merged cells may cover
_TABLE = 200_000  # places of one table
_ROWS_BETWEEN = 100  # empty rows of which one that is not hidden is looked for
_CAPTIONS = 3
_CAPTION_LENGTH = 80
_NOTE_LENGTH = 20  # characters beyond which a lone cell below a table is a note and not the name of an empty row
_NOTE = re.compile(r"备?注|说明|填[表报]|制表|审核|统计人|负责人|联系")
_NO_NAME = re.compile(r"(sheet|工作表|表格?)\s*\d*", re.IGNORECASE)


@dataclass(slots=True)
class Room:
    """What a whole workbook may still hold: a small file can repeat one long text a hundred thousand times."""

    cells: int = _CELLS
    characters: int = _CHARACTERS

    def take(self, characters: int, cells: int = 1) -> None:
        """Use some.

        Raises:
            Unreadable: too_large, where it does not fit.
        """
        self.cells -= cells
        self.characters -= characters * cells
        if self.cells < 0 or self.characters < 0:
            raise refuse("too_large", "单元格过多", "too many cells")


@dataclass(slots=True)
class Sheet:
    """One sheet: its cells by row and column from 0, as a person sees them, and what is hidden of it.

    `merged` holds the first row and column and the last row and column of each merged area.
    """

    name: str
    room: Room
    hidden: bool = False
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def put(self, row: int, column: int, text: str) -> None:
        """Set a cell; one that shows nothing is none.

        Raises:
            Unreadable: too_large.
        """
        text = text.strip()
        if text:
            self.room.take(len(text))
            self.cells[row, column] = text


@dataclass(slots=True)
class _Row:
    """A row that holds text: its number in the sheet, its cells by column, the columns that cells from above take."""

    number: int
    cells: dict[int, grid.Cell]
    hanging: set[int] = field(default_factory=set)
    after_gap: bool = False

    @property
    def is_line(self) -> bool:
        """Whether it stands for itself: one text, or only such as say what they are (填报单位：…　单位：件)."""
        if self.hanging:
            return False
        if len(self.cells) == 1:
            ((column, cell),) = self.cells.items()
            return column == 0 or cell.columns == 1  # '2023年' over two of three columns is a heading
        return all("：" in cell.label or ":" in cell.label for cell in self.cells.values())

    @property
    def is_heading(self) -> bool:
        """Whether a table can begin with it."""
        return len(self.cells) > 1 and not any(cell.is_value for cell in self.cells.values())

    @property
    def is_note(self) -> bool:
        text = "".join(cell.label for cell in self.cells.values())
        return self.is_line and (len(text) > _NOTE_LENGTH or "：" in text or _NOTE.match(text) is not None)


def pieces(sheets: Sequence[Sheet], findings: Findings) -> list[Piece]:
    """Pieces of all sheets that are shown; what is hidden is recorded."""
    found: list[Piece] = []
    visible = []
    for number, sheet in enumerate(sheets, 1):
        if sheet.hidden:
            findings.remove("hidden", f"{sheet.name}: {next(iter(sheet.cells.values()), '')}")
            continue
        _drop_hidden(sheet, findings)
        if sheet.cells:
            visible.append((number, sheet))
    table = 0
    for number, sheet in visible:
        rows = _rows(sheet)
        if len(visible) > 1 and not _NO_NAME.fullmatch(sheet.name) and not _says(rows[0], sheet.name):
            found.append(Piece(sheet.name, "heading", page=number))
        for part in _parts(rows):
            table += 1
            for piece in _part(part, table):
                piece.page = number
                found.append(piece)
    return found


def _says(row: _Row, name: str) -> bool:
    return any(name in cell.label for cell in row.cells.values())


def _drop_hidden(sheet: Sheet, findings: Findings) -> None:
    hidden = [p for p in sheet.cells if p[0] in sheet.hidden_rows or p[1] in sheet.hidden_columns]
    texts = [sheet.cells.pop(place) for place in hidden]
    if texts:
        findings.remove("hidden", f"{sheet.name}: {len(texts)} cells: {' '.join(texts[:8])}")


def _rows(sheet: Sheet) -> list[_Row]:
    """The rows that hold text, only with columns that hold text."""
    numbers = sorted({number for number, _ in sheet.cells})
    columns = sorted({column for _, column in sheet.cells})
    row_at = {number: at for at, number in enumerate(numbers)}
    column_at = {number: at for at, number in enumerate(columns)}
    rows = [_Row(number + 1, {}) for number in numbers]
    for (number, column), text in sorted(sheet.cells.items()):
        rows[row_at[number]].cells[column_at[column]] = grid.Cell([t for t in text.splitlines() if t.strip()])
    places = _PLACES
    for top, left, bottom, right in sheet.merged:
        if (top, left) not in sheet.cells:
            continue
        covered = rows[row_at[top] : bisect_right(numbers, bottom)]
        across = range(column_at[left], bisect_right(columns, right))
        places -= len(covered) * len(across)
        if places < 0:
            break
        _merge(covered, across)
    for before, row in pairwise(rows):
        between = set(range(before.number, min(row.number - 1, before.number + _ROWS_BETWEEN)))
        row.after_gap = not between <= sheet.hidden_rows
    return [row for row in rows if row.cells or row.hanging]


def _merge(rows: list[_Row], columns: range) -> None:
    """Let the first cell cover the others; what it lies upon is not seen."""
    cell = rows[0].cells.get(columns[0]) if rows and columns else None
    if cell is None:
        return
    cell.rows, cell.columns = len(rows), len(columns)
    for row in rows:
        for column in columns:
            if row.cells.get(column) is not cell:
                row.cells.pop(column, None)
        if row is not rows[0]:
            row.hanging.update(columns)


def _parts(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Rows of one table each with the lines around it: an empty row and then a new heading row begin the next one."""
    start = 0
    for at in range(1, len(rows)):
        if rows[at].after_gap and not rows[at].hanging:
            below = next((row for row in rows[at : at + _CAPTIONS + 1] if not row.is_line), None)
            if below is not None and below.is_heading:
                yield rows[start:at]
                start = at
    yield rows[start:]


def _part(rows: list[_Row], table: int) -> Iterator[Piece]:
    """Lines, table, lines; a part without a table gives its cells line by line."""
    first = next((at for at, row in enumerate(rows) if not row.is_line), len(rows))
    last = len(rows)
    while last > first and rows[last - 1].is_note:
        last -= 1
    columns = sorted({column for row in rows[first:last] for column in row.cells})
    if last - first < 2 or len(columns) < 2 or (last - first) * (columns[-1] + 1) > _TABLE:
        for row in rows:
            yield from _lines(row, "paragraph")
        return
    captions = first
    while captions > max(first - _CAPTIONS, 0) and _is_caption(rows[captions - 1]):
        captions -= 1
    for row in rows[:captions]:
        yield from _lines(row, "paragraph")
    for row in rows[captions:first]:
        yield from _lines(row, "caption", table)
    body = rows[first:last]
    _merge_headings(body, columns)
    for piece in grid.cells(_filled(body, columns), table):
        piece.row = body[(piece.row or 1) - 1].number
        yield piece
    for row in rows[last:]:
        yield from _lines(row, "paragraph")


def _merge_headings(body: list[_Row], columns: list[int]) -> None:
    """Merge two heading rows where the file does not, as csv never does: the lower one fills what the upper one leaves."""
    upper, lower = body[0].cells, body[1].cells
    if not (body[0].is_heading and body[1].is_heading) or columns[0] in lower or columns[0] not in upper:
        return
    if (
        any(cell.rows > 1 or cell.columns > 1 for cell in upper.values())
        or not set(columns) <= upper.keys() | lower.keys()
    ):
        return
    heading, last = upper[columns[0]], columns[0]
    for column in columns:
        if column not in lower:
            upper[column].rows = 2
            body[1].hanging.add(column)
        elif column not in upper and heading.rows == 1:
            heading.columns += column - last
        heading, last = upper.get(column, heading), column


def _is_caption(row: _Row) -> bool:
    text = "".join(cell.label for cell in row.cells.values())
    return len(text) <= _CAPTION_LENGTH and "。" not in text


def _lines(row: _Row, kind: str, table: int | None = None) -> Iterator[Piece]:
    for cell in row.cells.values():
        for text in cell.lines:
            yield Piece(text, kind, table, row.number if table else None)


def _filled(body: list[_Row], columns: list[int]) -> grid.Rows:
    """The rows with a cell at each place that no merged cell covers; columns empty in this table left out."""
    filled = []
    for at, row in enumerate(body):
        line: list[grid.Cell] = []
        covered = 0
        for column in columns:
            cell = row.cells.get(column)
            if cell is not None:
                end = column + cell.columns
                cell.columns = max(bisect_left(columns, end) - bisect_left(columns, column), 1)
                cell.rows = min(cell.rows, len(body) - at)
                covered = end
                line.append(cell)
            elif column >= covered and column not in row.hanging:
                line.append(grid.Cell([]))
        filled.append(line)
    return filled
