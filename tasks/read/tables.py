"""Tables of text documents, whose cells hold paragraphs and tables: as data with headings, or as mere layout."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tasks.read import grid
from tasks.read.piece import Piece

_SAME_EDGE = 30  # twips: edges nearer than this were one line to whoever drew the table


@dataclass(slots=True)
class Cell:
    """One cell with the pieces in it; the rest as in `grid.Cell`, which it becomes if the table holds data."""

    pieces: list[Piece]
    columns: int = 1
    rows: int = 1
    heading: bool = False
    continues: bool = False


@dataclass(slots=True)
class Place:
    """Where a cell ends on the right, in twips, and whether it goes on one that stands left of it or above."""

    edge: int
    goes_left: bool = False
    goes_up: bool = False


class Tables:
    """Numbers the tables of one document."""

    def __init__(self) -> None:
        self._count = 0

    def pieces(self, rows: list[list[Cell]]) -> list[Piece]:
        """Cells that know their headings; of a table that only serves layout, what its cells hold."""
        rows = [row for row in rows if row]
        data = [[_as_data(cell) for cell in row] for row in rows]
        if data and grid.is_data(data):
            self._count += 1
            return grid.cells(data, self._count)
        return [piece for row in rows for cell in row for piece in cell.pieces]


def _as_data(cell: Cell) -> grid.Cell:
    lines = [text for piece in cell.pieces if (text := piece.text.strip())]
    return grid.Cell(lines, cell.columns, cell.rows, cell.heading, cell.continues)


def by_edges(rows: list[tuple[list[list[Piece]], list[Place], bool]]) -> list[list[Cell]]:
    """Cells of rows of (contents, places, whether it is a heading row), where only the edges say what spans what."""
    lines = _lines({place.edge for _, places, _ in rows for place in places})
    table = []
    for contents, places, heading in rows:
        row: list[Cell] = []
        before = -1
        for number, pieces in enumerate(contents):
            place = places[number] if number < len(places) else None
            line = lines[place.edge] if place else before + 1
            if place and place.goes_left and row:
                row[-1].columns += max(line - before, 0)
                row[-1].pieces += pieces
            else:
                row.append(Cell(pieces, max(line - before, 1), 1, heading, place is not None and place.goes_up))
            before = max(line, before + 1)
        table.append(row)
    return table


def _lines(edges: set[int]) -> dict[int, int]:
    """Which vertical line of the table each edge is part of, counted from the left."""
    ordered = sorted(edges)
    lines = dict.fromkeys(ordered[:1], 0)
    for before, edge in pairwise(ordered):
        lines[edge] = lines[before] + (edge - before > _SAME_EDGE)
    return lines
