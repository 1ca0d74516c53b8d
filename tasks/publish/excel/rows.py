"""A worksheet that takes its rows as whole columns: a third of the time of a call for each cell.

xlsxwriter asks a sheet for its rows in `_write_rows` and for its links in `_write_hyperlinks`; all else (notes, widths,
filter, print set-up) stays its own. Text is written inline and never as a formula; what XML cannot hold is left out, what
is longer than a cell is cut.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tasks.publish.excel.figures import RANGES_AT_MOST, Figure
from tasks.publish.excel.notes import Notes

_SPECIAL = re.compile("[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CELL_LIMIT = 32_767 // 2  # in code points: Excel counts 32,767 UTF-16 units
_DAY_ZERO = date(1899, 12, 30).toordinal()
_MARKS: dict[str, dict[str, Any]] = {
    "": {},
    "conflict": {"bg_color": "#F8CBAD"},
    "doubtful": {"bg_color": "#FFF2CC"},
    "corrected": {"bg_color": "#DDEBF7"},
    "computed": {"italic": True},
}
_BASE: dict[str, Any] = {"valign": "vcenter", "font_name": "宋体", "font_size": 10}
_LOOKS = {"wrapped": (1.05, 13), "small": (1.35, 12)}
"""Of styles that wrap: characters, of which a Chinese one is two, that a unit of width holds, and points of a line."""

_ROW, _ROW_AT_MOST = 15.0, 400.0
"""Points of a row of one line, and of the highest that Excel takes, nearly."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence in which a number is marked, where it stands there once."""

    sentence: str
    quote: str


Value = str | float | date | Figure | Marked | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its header, width in characters, and the values below; None leaves the cell empty.

    `style` is one of the named styles of text (`wrapped`, `small`, `centred`); numbers and dates bring their own.
    """

    header: str
    width: float
    values: Sequence[Value]
    style: str = "wrapped"


class Styles:
    """The cell formats of a workbook, each made when it is first asked for; asking gives its number in the file."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[tuple[str, str], int] = {}
        self._ranges: set[str] = set()
        self._named = {
            "title": self._format(bold=True, font_size=12, valign="vcenter"),
            "header": self._format(
                bold=True, text_wrap=True, valign="vcenter", align="center", bg_color="#DCE6F1", border=1
            ),
            "wrapped": self._format(text_wrap=True),
            "small": self._format(text_wrap=True, font_size=8),
            "centred": self._format(align="center"),
        }

    def __getitem__(self, name: str) -> int:
        number: int = self._named[name]._get_xf_index()
        return number

    def number(self, num_format: str, mark: str = "") -> int:
        """The style of a number with this format and mark."""
        key = num_format, mark
        if key not in self._numbers:
            self._numbers[key] = self._format(num_format=num_format, **_MARKS[mark])._get_xf_index()
        return self._numbers[key]

    def figure(self, figure: Figure) -> int | None:
        """The style of a figure; None for a range when the workbook holds as many formats of ranges as it may."""
        num_format = figure.num_format
        if figure.is_range and num_format not in self._ranges:
            if len(self._ranges) == RANGES_AT_MOST:
                return None
            self._ranges.add(num_format)
        return self.number(num_format, figure.mark)

    def marked(self, mark: str) -> int:
        """The style of text that stands for a number with this mark."""
        return self.number("@", mark)

    def _format(self, **properties: Any) -> Format:
        return self._book.add_format(_BASE | properties)


class ColumnSheet(Worksheet):  # type: ignore[misc]  # the library is untyped
    """A worksheet of a title, a row of headers and columns of values."""

    def fill(
        self, styles: Styles, title: str, columns: Sequence[Column], links: Mapping[str, str] | None = None
    ) -> None:
        """Give the sheet its content; `links` leads from cells (C5) to places in the workbook ('原文依据'!A7)."""
        letters = [xl_col_to_name(n) for n in range(len(columns))]
        headers = (_text(f"{c}2", column.header, styles["header"]) for c, column in zip(letters, columns, strict=True))
        cells = [_cells(c, column, styles) for c, column in zip(letters, columns, strict=True)]
        self.links = links or {}
        self.row_xml = [
            f'<row r="1" ht="24" customHeight="1">{_text("A1", title, styles["title"])}</row>',
            f'<row r="2" ht="30" customHeight="1">{"".join(headers)}</row>',
            *(
                f'<row r="{n}" ht="{height:g}" customHeight="1">{"".join(row)}</row>'
                for n, (height, *row) in enumerate(zip(_heights(columns), *cells, strict=True), FIRST_ROW)
            ),
        ]
        self.dim_rowmin, self.dim_colmin = 0, 0
        self.dim_rowmax, self.dim_colmax = len(self.row_xml) - 1, len(columns) - 1

    def add_notes(self, notes: Notes) -> None:
        """Notes of cells, in the order of rows and columns."""
        self.cell_notes = {at: allowed(text) for at, text in sorted(notes.items())}
        self.has_vml = self.has_comments = bool(notes)

    def _prepare_vml_objects(self, data_id: int, shape_id: int, drawing: int, comment: int) -> int:
        super()._prepare_vml_objects(data_id, shape_id, drawing, comment)
        blocks = range(data_id, data_id + 1 + len(self.cell_notes) // 1024)  # ids are given out in blocks of 1024
        self.vml_data_id = ",".join(map(str, blocks))
        return len(self.cell_notes)

    def _write_rows(self) -> None:
        self.fh.write("".join(self.row_xml))

    def _write_hyperlinks(self) -> None:
        if self.links:
            links = (f'<hyperlink ref="{cell}" location="{place}"/>' for cell, place in self.links.items())
            self.fh.write(f"<hyperlinks>{''.join(links)}</hyperlinks>")


FIRST_ROW = 3
"""The first row of values, counted from 1: below the title and the headers."""


def _heights(columns: Sequence[Column]) -> list[float]:
    """Points that each row needs for its text: not every program measures rows that have no height."""
    heights = [_ROW] * len(columns[0].values)
    for column in columns:
        if column.style in _LOOKS:
            per_width, line = _LOOKS[column.style]
            room = max(1, int(column.width * per_width) - 2)  # a line ends early, so that none begins with a comma
            for n, value in enumerate(column.values):
                text = value.sentence if isinstance(value, Marked) else value
                if isinstance(text, str) and 2 * len(text) > room:
                    heights[n] = max(heights[n], min(_ROW_AT_MOST, line * -(-_width(text) // room) + 3))
    return heights


def _width(text: str) -> int:
    """Columns on a terminal or a sheet, nearly: a Chinese character has three bytes and is two wide."""
    return (len(text) + len(text.encode("utf-8", "replace"))) // 2


def _cells(letter: str, column: Column, styles: Styles) -> list[str]:
    """The XML of a column's cells."""
    text_style, day_style = styles[column.style], styles.number("yyyy-mm-dd")
    cells = []
    for row, value in enumerate(column.values, FIRST_ROW):
        if value is None or value == "":
            cells.append("")
        elif isinstance(value, str):
            cells.append(_text(f"{letter}{row}", value, text_style))
        elif isinstance(value, Figure):
            cells.append(_figure(f"{letter}{row}", value, styles))
        elif isinstance(value, Marked):
            cells.append(f'<c r="{letter}{row}" s="{text_style}" t="inlineStr"><is>{_marked(value)}</is></c>')
        elif isinstance(value, date):
            cells.append(_number(f"{letter}{row}", value.toordinal() - _DAY_ZERO, day_style))
        else:
            cells.append(_figure(f"{letter}{row}", Figure(value, value), styles))
    return cells


def _figure(cell: str, figure: Figure, styles: Styles) -> str:
    style, number = styles.figure(figure), figure.number
    if style is None or number is None:
        return _text(cell, figure.text, styles.marked(figure.mark))
    return _number(cell, number, style)


def _number(cell: str, value: float, style: int) -> str:
    return f'<c r="{cell}" s="{style}"><v>{value:.16G}</v></c>'


def _text(cell: str, text: str, style: int) -> str:
    return f'<c r="{cell}" s="{style}" t="inlineStr"><is>{_inline(text)}</is></c>'


@lru_cache(maxsize=8192)  # names of metrics, places and files stand in many cells of many workbooks
def _inline(text: str) -> str:
    escaped = _SPECIAL.sub(_entity, text[:_CELL_LIMIT])
    space = ' xml:space="preserve"' if escaped != escaped.strip() or "\n" in escaped else ""
    return f"<t{space}>{escaped}</t>"


def _marked(value: Marked) -> str:
    if not value.quote or value.sentence.count(value.quote) != 1 or len(value.sentence) > _CELL_LIMIT:
        return _inline(value.sentence)
    before, _, after = value.sentence.partition(value.quote)
    return "".join(
        f'<r><rPr>{look}<sz val="10"/><rFont val="宋体"/></rPr><t xml:space="preserve">{_SPECIAL.sub(_entity, text)}</t></r>'
        for text, look in ((before, ""), (value.quote, '<b/><color rgb="FFC00000"/>'), (after, ""))
        if text
    )


def _entity(special: re.Match[str]) -> str:
    return _ENTITIES.get(special[0], "")


def allowed(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _SPECIAL.sub(lambda special: special[0] if special[0] in _ENTITIES else "", text)
