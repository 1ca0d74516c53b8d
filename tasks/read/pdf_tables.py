"""Rules of a page → tables: which cells they enclose, and the words in each."""

from __future__ import annotations

from bisect import bisect
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tasks.read import grid
from tasks.read.pdf_lines import Line, Right, lines
from tasks.read.pdf_paragraphs import Column, fold
from tasks.read.pdf_shapes import Rule
from tasks.read.pdf_text import Box
from tasks.read.pdf_words import Word

_NEAR = 3.0  # points within which rules are one, or meet
_RULES, _CROSSINGS = 400, 3000  # of a page, beyond which it is a drawing; the search takes the square of them
_MIDDLE = 0.3  # of the size: the middle of a character above its baseline

Edge = dict[str, Any]  # what pdfplumber calls an edge


@dataclass(slots=True)
class Table:
    """A table on a page, or on several: its rows of cells, the page of each row, its place on the first page."""

    rows: grid.Rows
    pages: list[int]
    columns: tuple[float, ...]
    top: float


def tables(rules: Sequence[Rule], words: list[Word], right: Right, page: int) -> tuple[list[Table], list[Word]]:
    """Tables that hold data, from the top down, and the words that stand in none."""
    found: list[Table] = []
    for boxes in _boxes(rules):
        frame = _Frame(boxes)
        inside, outside = frame.sort(words)
        rows = frame.rows(inside, right)
        if rows and grid.is_data(rows):
            found.append(Table(rows, [page] * len(rows), tuple(frame.xs), frame.ys[0]))
            words = outside
    return found, words


def extend(table: Table, more: Table) -> bool:
    """Go on with `table` by the one at the top of the next page, if it has the same columns; repeated headings drop."""
    if len(table.columns) != len(more.columns):
        return False
    if any(abs(a - b) > _NEAR for a, b in zip(table.columns, more.columns, strict=True)):
        return False
    again = 0
    while again < min(len(table.rows), len(more.rows)) - 1 and _same(table.rows[again], more.rows[again]):
        again += 1
    table.rows += more.rows[again:]
    table.pages += more.pages[again:]
    return True


def aligned(lines: Sequence[Line], start: int) -> grid.Rows:
    """Rows of a table without rules that begins at `lines[start]`: lines of as many parts, in columns; or none.

    Two parts a line make a table from three lines on.
    """
    width = len(lines[start].parts)
    if width < 2:
        return []
    columns = [(x0, x1) for _, x0, x1 in lines[start].parts]
    rows: grid.Rows = []
    for number in range(start, len(lines)):
        parts = lines[number].parts
        wider = [(min(a, x0), max(b, x1)) for (a, b), (_, x0, x1) in zip(columns, parts, strict=False)]
        if len(parts) != width or any(one[1] > two[0] for one, two in pairwise(wider)):
            break
        columns = wider
        rows.append([grid.Cell([text]) for text, _, _ in parts])
    return rows if len(rows) >= (2 if width > 2 else 3) else []


def _same(row: list[grid.Cell], other: list[grid.Cell]) -> bool:
    """Whether two rows say the same, and are headings: no figure is in them."""
    if any(cell.is_value for cell in row if cell.label):
        return False
    return [cell.label for cell in row] == [cell.label for cell in other]


def _boxes(rules: Sequence[Rule]) -> list[list[Box]]:
    """The cells of each table, by pdfplumber's search for what rules enclose."""
    if len(rules) < 4:
        return []
    from pdfplumber import table as plumber  # half a second to load, and few reports need it

    edges = plumber.merge_edges([_edge(rule) for rule in rules], _NEAR, _NEAR, _NEAR, _NEAR)
    if len(edges) > _RULES:
        return []
    level = [edge for edge in edges if edge["orientation"] == "h"]
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    edges += _ends(level, upright, ("x0", "x1"), ("top", "bottom"))
    edges += _ends(upright, level, ("top", "bottom"), ("x0", "x1"))
    edges = plumber.merge_edges(edges, _NEAR, _NEAR, _NEAR, _NEAR)
    crossings = plumber.edges_to_intersections(edges, _NEAR, _NEAR)
    if len(crossings) > _CROSSINGS:
        return []
    return [list(boxes) for boxes in plumber.cells_to_tables(plumber.intersections_to_cells(crossings))]


def _edge(rule: Rule) -> Edge:
    return {
        "x0": rule.x0,
        "x1": rule.x1,
        "top": rule.top,
        "bottom": rule.bottom,
        "width": rule.x1 - rule.x0,
        "height": rule.bottom - rule.top,
        "orientation": "h" if rule.top == rule.bottom else "v",
    }


def _ends(edges: list[Edge], others: list[Edge], along: tuple[str, str], across: tuple[str, str]) -> list[Edge]:
    """The outer rules that a table without them lacks: where rules end together and one between them crosses both."""
    start, end = along
    side, far = across
    groups: dict[tuple[int, int], list[Edge]] = defaultdict(list)
    for edge in sorted(edges, key=lambda edge: (edge[side], edge[start])):
        groups[round(edge[start] / _NEAR), round(edge[end] / _NEAR)].append(edge)
    made: list[Edge] = []
    for group in groups.values():
        for one, two in pairwise(group):
            low, high = one[side], two[side]
            between = (other for other in others if one[start] < other[start] < one[end])
            if any(other[side] <= low + _NEAR and other[far] >= high - _NEAR for other in between):
                made += [_outer(one[at], low, high, start) for at in along]
    return made


def _outer(at: float, low: float, high: float, axis: str) -> Edge:
    return _edge(Rule(at, low, at, high) if axis == "x0" else Rule(low, at, high, at))


class _Frame:
    """The grid that the cells of one table make."""

    def __init__(self, boxes: list[Box]) -> None:
        self._boxes = boxes
        self.xs = sorted({x for box in boxes for x in (box[0], box[2])})
        self.ys = sorted({y for box in boxes for y in (box[1], box[3])})
        self._owner: dict[tuple[int, int], int] = {}
        for number, (x0, top, x1, bottom) in enumerate(boxes):
            for row in range(self.ys.index(top), self.ys.index(bottom)):
                for column in range(self.xs.index(x0), self.xs.index(x1)):
                    self._owner.setdefault((row, column), number)

    def sort(self, words: list[Word]) -> tuple[dict[int, list[Word]], list[Word]]:
        """Words by the number of the cell they stand in, and those in none."""
        inside: dict[int, list[Word]] = defaultdict(list)
        outside: list[Word] = []
        for word in words:
            row = bisect(self.ys, word.y - _MIDDLE * word.size) - 1
            column = bisect(self.xs, (word.x0 + word.x1) / 2) - 1
            number = self._owner.get((row, column))
            (outside if number is None else inside[number]).append(word)
        return inside, outside

    def rows(self, inside: dict[int, list[Word]], right: Right) -> grid.Rows:
        """Rows from the top down, each with the cells that begin in it."""
        rows: grid.Rows = [[] for _ in self.ys[1:]]
        for number, (x0, top, x1, bottom) in sorted(enumerate(self._boxes), key=lambda item: (item[1][1], item[1][0])):
            held = lines(inside.get(number, []), right)
            cell = grid.Cell(
                fold(held, _column(held, x0, x1)),
                columns=self.xs.index(x1) - self.xs.index(x0),
                rows=self.ys.index(bottom) - self.ys.index(top),
            )
            rows[self.ys.index(top)].append(cell)
        return rows


def _column(held: list[Line], x0: float, x1: float) -> Column:
    """The space for text in a cell: as far from its right rule as the text is from its left one."""
    margin = max(0.0, min((line.x0 - x0 for line in held), default=0.0))
    margin = min(margin, max(0.0, min((x1 - line.x1 for line in held), default=0.0)))
    return Column(x0 + margin, x1 - margin)
