"""Tables of formats that know no tables, only paragraphs and marks where a cell and a row end (doc, rtf)."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.read.piece import Piece
from tasks.read.refusal import refuse
from tasks.read.tables import Place, Tables, by_edges

_MOST = 200_000  # paragraphs and rows


@dataclass(slots=True)
class _Open:
    """A table that is being read: its rows, the ended cells of the row that is open, and what is in the open cell."""

    rows: list[tuple[list[list[Piece]], list[Place], bool]] = field(default_factory=list)
    cells: list[list[Piece]] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)


class TableFlow:
    """Takes paragraphs and marks in their order; a depth of 0 is outside of tables, 2 a table in a table."""

    def __init__(self, tables: Tables) -> None:
        """`tables` numbers those of the whole document, of which notes and text boxes have a flow of their own."""
        self._tables = tables
        self._events = 0
        self._open = [_Open()]  # the first is the text outside of tables

    def add(self, pieces: list[Piece], depth: int) -> None:
        """Text at `depth`."""
        self._count()
        self._at(depth).pieces += pieces

    def end_cell(self, depth: int) -> None:
        """The cell at `depth` ends."""
        table = self._at(depth)
        table.cells.append(table.pieces)
        table.pieces = []

    def end_row(self, depth: int, places: list[Place], heading: bool) -> None:
        """The row at `depth` ends: where its cells stand, and whether it is a heading row."""
        self._count()
        table = self._at(depth)
        if table.pieces:
            self.end_cell(depth)
        table.rows.append((table.cells, places, heading))
        table.cells = []

    def close(self) -> list[Piece]:
        """All pieces, once the text has ended."""
        return self._at(0).pieces

    def _count(self) -> None:
        self._events += 1
        if self._events > _MOST:
            raise refuse("hostile", "段落过多", "it has more paragraphs than any report")

    def _at(self, depth: int) -> _Open:
        """The open table at `depth`; those in it end."""
        while len(self._open) > depth + 1:
            table = self._open.pop()
            if table.pieces:
                table.cells.append(table.pieces)
            if table.cells:
                table.rows.append((table.cells, [], False))
            self._open[-1].pieces += self._tables.pieces(by_edges(table.rows))
        while len(self._open) <= depth:
            self._open.append(_Open())
        return self._open[-1]
