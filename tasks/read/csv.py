"""Delimited text (csv) → document, read like a sheet."""

from __future__ import annotations

from tasks.read import encoding, finish, sheets
from tasks.read.delimited import delimiter, rows
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.piece import Findings
from tasks.read.refusal import refuse

_LARGEST = 64 << 20
_FIELDS = 4_000_000  # empty ones too
_HEAD = 1 << 18  # characters that tell the delimiter


def read(data: bytes) -> Document:
    """Document of a csv file; `meta['encoding']` names its encoding.

    Raises:
        Unreadable: binary, too_large, no_text.
    """
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
    text, name = encoding.decode(data)
    sign = delimiter(text[:_HEAD]) or ","
    if text.count(sign) > _FIELDS:
        raise refuse("too_large", "单元格过多", "too many cells")
    sheet = sheets.Sheet("", sheets.Room())
    for number, row in enumerate(rows(text, sign)):
        for column, field in enumerate(row):
            sheet.put(number, column, field)
    findings = Findings({"encoding": name})
    return finish.finish(sheets.pieces([sheet], findings), findings, FORMATS["csv"].media_type, "csv")
