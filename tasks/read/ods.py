"""OpenDocument spreadsheet (ods) → document: the file holds each cell as it was shown."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tasks.read import finish, sheets
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.piece import Findings
from tasks.read.refusal import refuse
from tasks.read.sheets import Sheet
from tasks.read.zip_package import ZipPackage

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE, _TEXT, _STYLE, _OFFICE = (f"{{{_OASIS}:{name}:1.0}}" for name in ("table", "text", "style", "office"))
_ROW_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows"))
_COLUMN_GROUPS = tuple(f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns"))
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_PLAIN = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_UNSEEN = (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text")
_ROWS, _COLUMNS = 1 << 20, 1 << 14


def read(data: bytes) -> Document:
    """Document of a spreadsheet.

    Raises:
        Unreadable: damaged, encrypted, hostile, too_large or no_text.
    """
    package = ZipPackage(data)
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and any("encryption-data" in str(n.tag) for n in package.tree(manifest).iter()):
        raise refuse("encrypted")
    root = package.tree("content.xml")
    book = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if book is None:
        raise refuse("damaged", "没有表格", "it has no sheets")
    hidden = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(p.get(f"{_TABLE}display") == "false" for p in style.iterfind(f"{_STYLE}table-properties"))
    }
    room = sheets.Room()
    found = []
    for table in book.iterfind(f"{_TABLE}table"):
        is_hidden = table.get(f"{_TABLE}style-name") in hidden
        sheet = Sheet(table.get(f"{_TABLE}name", ""), room, is_hidden)
        _fill(sheet, table)
        found.append(sheet)
    findings = Findings()
    return finish.finish(sheets.pieces(found, findings), findings, FORMATS["ods"].media_type, "ods")


def _fill(sheet: Sheet, table: etree._Element) -> None:
    at = 0
    for column in _inside(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
        end = min(at + _count(column, "number-columns-repeated"), _COLUMNS)
        if _is_hidden(column):
            sheet.hidden_columns.update(range(at, end))
        at = end
    at = 0
    for row in _inside(table, f"{_TABLE}table-row", _ROW_GROUPS):
        end = min(at + _count(row, "number-rows-repeated"), _ROWS)
        if _is_hidden(row):
            sheet.hidden_rows.update(range(at, end))
        _fill_row(sheet, row, range(at, end))
        at = end


def _fill_row(sheet: Sheet, row: etree._Element, rows: range) -> None:
    at = 0
    for cell in row.iterchildren(*_CELLS):
        end = min(at + _count(cell, "number-columns-repeated"), _COLUMNS)
        text = "\n".join([_shown(paragraph) for paragraph in cell.iterfind(f"{_TEXT}p")]).strip()
        if text:
            down, right = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            for number in rows:
                for column in range(at, end):
                    sheet.put(number, column, text)
                    if down > 1 or right > 1:
                        sheet.merged.append((number, column, number + down - 1, column + right - 1))
        at = end


def _inside(node: etree._Element, tag: str, groups: tuple[str, ...]) -> Iterator[etree._Element]:
    """Rows or columns of a table, also those in groups."""
    for child in node.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _inside(child, tag, groups)


def _count(node: etree._Element, name: str) -> int:
    text = node.get(f"{_TABLE}{name}", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 9 else 1


def _is_hidden(node: etree._Element) -> bool:
    return node.get(f"{_TABLE}visibility") in ("collapse", "filter")


def _shown(node: etree._Element) -> str:
    """A paragraph as it is seen; n spaces in a row are written as an element."""
    parts = [node.text or ""]
    for child in node.iterchildren():
        if child.tag in _PLAIN:
            parts.append(_PLAIN[str(child.tag)])
        elif child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            parts.append(" " * (int(count) if count.isascii() and count.isdigit() and len(count) < 4 else 1))
        elif child.tag not in _UNSEEN:
            parts.append(_shown(child))
        parts.append(child.tail or "")
    return "".join(parts)
