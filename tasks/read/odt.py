"""OpenDocument text (odt) → document: what a reader sees with all tracked changes accepted.

Insertions, text boxes, notes, lists with their numbers and tables are in the text; deletions, hidden text, comments,
tables of contents, headers and footers are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tasks.read import finish
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.lines import broken
from tasks.read.numbering import number
from tasks.read.odt_numbering import TEXT, Styles
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse
from tasks.read.tables import Cell, Tables
from tasks.read.zip_package import ZipPackage

_OFFICE, _TABLE, _DRAW = (f"{{urn:oasis:names:tc:opendocument:xmlns:{n}:1.0}}" for n in ("office", "table", "drawing"))
_ENCRYPTED = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}encryption-data"
_MANIFEST = "META-INF/manifest.xml"
_P, _H, _LIST, _HEADER, _ITEM = (f"{TEXT}{name}" for name in ("p", "h", "list", "list-header", "list-item"))
_SPACES, _NOTE, _CONTENTS, _SECTION = (f"{TEXT}{name}" for name in ("s", "note-body", "table-of-content", "section"))
_TAB, _BREAK = f"{TEXT}tab", f"{TEXT}line-break"
_ROW, _CELL, _HEADING_ROWS = (f"{_TABLE}{name}" for name in ("table-row", "table-cell", "table-header-rows"))
_APART = (_NOTE, f"{_DRAW}text-box")  # what hangs on a paragraph and is read after it
_UNSEEN = frozenset((
    f"{TEXT}tracked-changes", f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{TEXT}hidden-text", f"{TEXT}script",
    f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_OFFICE}event-listeners", f"{_DRAW}object", f"{_TABLE}shapes",
    f"{_TABLE}title", f"{_TABLE}desc", f"{_TABLE}covered-table-cell",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
))  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 40


def read(data: bytes) -> Document:
    """Document of an odt.

    Raises:
        Unreadable: damaged, encrypted, hostile or no_text.
    """
    package = ZipPackage(data)
    if _MANIFEST in package.names and next(package.tree(_MANIFEST).iter(_ENCRYPTED), None) is not None:
        raise refuse("encrypted")
    content = package.tree("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise refuse("damaged", "没有正文", "it has no body")
    findings = Findings()
    styles = Styles([package.tree(name) for name in ("styles.xml",) if name in package.names] + [content])
    pieces = list(_Reading(styles, findings).blocks(body))
    return finish.finish(pieces, findings, FORMATS["odt"].media_type, "odt")


class _Reading:
    """One pass over a document's body."""

    def __init__(self, styles: Styles, findings: Findings) -> None:
        self._styles = styles
        self._findings = findings
        self._tables = Tables()

    def blocks(self, container: etree._Element) -> Iterator[Piece]:
        """Pieces of a body, a cell, a text box or whatever wraps them."""
        for node in container:
            if node.tag == _P or node.tag == _H:
                yield from self._paragraph(node)
            elif node.tag == _LIST:
                yield from self._list(node, self._styles.begin(node), node.get(f"{TEXT}style-name", ""), 0)
            elif node.tag == f"{_TABLE}table":
                yield from self._tables.pieces([self._row(row) for row in _rows(node)])
            elif node.tag == _CONTENTS:
                self._findings.remove("contents", _all_text(node))
            elif node.tag == _SECTION and node.get(f"{TEXT}display") == "none":
                self._findings.remove("hidden", _all_text(node))
            elif node.tag not in _UNSEEN:
                yield from self.blocks(node)

    def _paragraph(self, node: etree._Element, label: str | None = None) -> Iterator[Piece]:
        """Lines of a paragraph, then what hangs on it; `label` is that of its list item, '' for one without."""
        parts: list[str] = []
        apart: list[etree._Element] = []
        self._inline(node, parts, apart)
        text = "".join(parts)
        if text and not text.isspace():
            kind = "paragraph" if label is None else "list_item"
            if node.tag == _H:
                kind = "heading"
                label = self._styles.heading(node) if label is None else label
            for line in broken((label or "") + text.lstrip() if label is not None else text):
                yield Piece(line, kind)
        for inner in apart:
            yield from self.blocks(inner)

    def _inline(self, node: etree._Element, parts: list[str], apart: list[etree._Element]) -> None:
        """What `node` shows in its line goes to `parts`, what stands elsewhere on the page to `apart`."""
        if node.get(f"{TEXT}style-name") in self._styles.hidden:
            self._findings.remove("hidden", _all_text(node))
            return
        parts.append(_SPACE.sub(" ", node.text or ""))
        for child in node:
            if child.tag == _SPACES:
                parts.append(" " * min(number(child.get(f"{TEXT}c", ""), 1), _MOST_SPACES))
            elif child.tag == _TAB:
                parts.append("\t")
            elif child.tag == _BREAK:
                parts.append("\n")
            elif child.tag in _UNSEEN:
                pass
            elif child.tag in _APART or child.find(_P) is not None:  # a shape holds its paragraphs itself
                apart.append(child)
            else:
                self._inline(child, parts, apart)
            parts.append(_SPACE.sub(" ", child.tail or ""))

    def _list(self, node: etree._Element, name: str, style: str, depth: int) -> Iterator[Piece]:
        for item in node:
            label = None if item.tag == _ITEM else ""
            for part in item if item.tag in (_ITEM, _HEADER) else ():
                if part.tag == _LIST:
                    yield from self._list(part, name, part.get(f"{TEXT}style-name", style), depth + 1)
                elif part.tag == _P or part.tag == _H:
                    if label is None:
                        label = self._styles.label(name, style, depth, item)
                    yield from self._paragraph(part, label)
                    label = ""
                else:
                    yield from self.blocks(part)

    def _row(self, row: etree._Element) -> list[Cell]:
        parent = row.getparent()
        heading = parent is not None and parent.tag == _HEADING_ROWS
        return [self._cell(cell, heading) for cell in row if cell.tag == _CELL]

    def _cell(self, node: etree._Element, heading: bool) -> Cell:
        repeated = number(node.get(f"{_TABLE}number-columns-repeated", ""), 1)  # only empty cells are
        columns, rows = (number(node.get(f"{_TABLE}number-{of}-spanned", ""), 1) for of in ("columns", "rows"))
        return Cell(list(self.blocks(node)), max(columns, repeated, 1), max(rows, 1), heading)


def _rows(node: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, also those in groups."""
    for child in node:
        if child.tag == _ROW:
            yield child
        elif child.tag not in (f"{_TABLE}table", *_UNSEEN):
            yield from _rows(child)


def _all_text(node: etree._Element) -> str:
    return "".join(str(text) for text in node.itertext())
