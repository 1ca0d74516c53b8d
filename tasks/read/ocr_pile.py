"""Scanned pages laid on one another: sheets slip on a scanner, and what is a margin or an indent shows by all pages."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

from tasks.read.pdf_page import Sheet
from tasks.read.pdf_paragraphs import column_of

_FARTHEST = 26.0  # points that a sheet slips; an indent is wider
_ALIKE = 0.04  # share by which the sizes of sheets of one size differ
_LINES = 3  # lines that show a margin


def pile(sheets: list[Sheet]) -> list[Sheet]:
    """The sheets, the scanned ones moved sideways so that their left margins are in one place, and of one size."""
    if not any(sheet.scanned for sheet in sheets):
        return sheets
    lefts = [column_of(sheet.lines).left if len(sheet.lines) >= _LINES else None for sheet in sheets]
    usual = median([left for left in lefts if left is not None] or [0.0])
    return [
        _moved(sheet, usual - left if left is not None else 0.0, sheets[0]) if sheet.scanned else sheet
        for sheet, left in zip(sheets, lefts, strict=True)
    ]


def _moved(sheet: Sheet, by: float, first: Sheet) -> Sheet:
    if abs(by) < _FARTHEST:
        for line in sheet.lines:
            line.x0, line.x1, line.edge = line.x0 + by, line.x1 + by, line.edge + by
            line.parts = tuple((text, x0 + by, x1 + by) for text, x0, x1 in line.parts)
        for table in sheet.tables:
            table.columns = tuple(x + by for x in table.columns)
    alike = all(abs(own - other) < _ALIKE * other for own, other in zip(sheet.shape, first.shape, strict=True))
    return replace(sheet, box=first.box) if alike else sheet
