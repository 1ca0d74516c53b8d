"""Word document (docx) → document: what a reader sees with all tracked changes accepted.

Insertions, text boxes, content controls, footnotes and tables are in the text; deletions, moved-away text, hidden text,
fallback copies of text boxes, tables of contents, headers and footers are not.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from tasks.read import finish
from tasks.read.document import Document
from tasks.read.docx_numbering import Numbering, W
from tasks.read.docx_package import Package
from tasks.read.formats import FORMATS
from tasks.read.lines import broken
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse
from tasks.read.tables import Cell, Tables

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_P, _R, _T, _TBL, _TR, _TC, _SDT = (f"{W}{name}" for name in ("p", "r", "t", "tbl", "tr", "tc", "sdt"))
_TAB, _BR, _CR, _HYPHEN = f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"
_NOTES = {f"{W}footnoteReference": "footnotes.xml", f"{W}endnoteReference": "endnotes.xml"}
_DEL, _MOVED, _RUBY, _VANISH, _GALLERY, _BOX = (
    f"{W}{name}" for name in ("del", "moveFrom", "rt", "vanish", "docPartGallery", "txbxContent")
)
_PPR, _STYLE, _NUMBERED, _OUTLINE, _TCPR, _VMERGE, _SPAN, _TRPR, _HEADER, _VAL = (
    f"{W}{name}"
    for name in ("pPr", "pStyle", "numPr", "outlineLvl", "tcPr", "vMerge", "gridSpan", "trPr", "tblHeader", "val")
)
_PROPERTIES = frozenset((f"{W}rPr", _TRPR, _PPR))
_TEXTLESS = _PROPERTIES | {_TCPR, f"{W}tblPr", f"{W}tblGrid", f"{W}sectPr"}
_BLOCKS = _TEXTLESS | {_TBL, _P}
_PLAIN = {_TAB: "\t", _BR: "\n", _CR: "\n", _HYPHEN: "-"}
_SHOWN = (_T, _MATH, *_PLAIN, *_NOTES)
_OFF = ("0", "false", "off")


def read(data: bytes) -> Document:
    """Document of a docx.

    Raises:
        Unreadable: damaged, encrypted, hostile or no_text.
    """
    package = Package(data)
    root = package.tree(package.main)
    body = root.find(f"{W}body")
    if body is None:
        raise refuse("damaged", "没有正文", "it has no body")
    findings = Findings()
    reading = _Reading(package, findings)
    reading.prune(root)
    return finish.finish(list(reading.blocks(body)), findings, FORMATS["docx"].media_type, "docx")


class _Reading:
    """One pass over a document's body."""

    def __init__(self, package: Package, findings: Findings) -> None:
        self._package = package
        self._findings = findings
        self._numbering: Numbering | None = None
        self._notes: dict[str, dict[str, etree._Element]] = {}
        self._boxes: dict[etree._Element, list[etree._Element]] = {}
        self._joined: set[etree._Element] = set()  # paragraphs whose end mark is deleted
        self._carry = ""
        self._tables = Tables()

    def prune(self, root: etree._Element) -> None:
        """Take out what no reader sees, and set text boxes aside with the paragraph they hang on."""
        for node in list(root.iter(_FALLBACK, _DEL, _MOVED, _RUBY, _VANISH, _GALLERY, _BOX)):
            parent = node.getparent()
            if parent is None:
                continue
            if node.tag == _BOX:
                host = next(node.iterancestors(_P), None)
                if host is not None:
                    self._boxes.setdefault(host, []).append(node)
                    parent.remove(node)
            elif node.tag == _VANISH:
                self._hide(node)
            elif node.tag == _GALLERY:
                self._drop_contents(node)
            elif parent.tag not in _PROPERTIES:
                parent.remove(node)
            elif node.tag == _DEL and (paragraph := _mark_of(parent)) is not None:
                self._joined.add(paragraph)

    def blocks(self, container: etree._Element) -> Iterator[Piece]:
        """Pieces of a body, a cell, a text box or whatever wraps them."""
        for node in container:
            if node.tag == _P:
                yield from self._paragraph(node)
            elif node.tag == _TBL:
                yield from self._table(node)
            elif node.tag not in _TEXTLESS:
                yield from self.blocks(node)

    def _paragraph(self, node: etree._Element) -> Iterator[Piece]:
        properties = _child(node, _PPR)
        style = _child_value(properties, _STYLE)
        parts: list[str] = []
        notes: list[etree._Element] = []
        for shown in node.iter(*_SHOWN):
            tag = shown.tag
            if tag in (_T, _MATH):
                parts.append(shown.text or "")
            elif tag in _NOTES:
                notes += self._note(_NOTES[tag], shown.get(f"{W}id", ""))
            elif shown.get(f"{W}pos") is None:  # a tab stop is no tab
                parts.append(_PLAIN[tag])
        text = self._carry + "".join(parts)
        self._carry = ""
        if node in self._joined:
            self._carry = text
        elif style.lower().startswith("toc"):
            self._findings.remove("contents", text)
        elif text and not text.isspace():
            yield from self._lines(text, properties, style)
        for inner in (*self._boxes.get(node, ()), *notes):
            yield from self.blocks(inner)

    def _lines(self, text: str, properties: etree._Element | None, style: str) -> Iterator[Piece]:
        kind = "paragraph"
        if properties is not None:
            numbered = _child(properties, _NUMBERED)
            if numbered is not None:
                kind = "list_item"
                text = self._label(numbered) + text.lstrip()
            if style.lower().startswith("heading") or _child(properties, _OUTLINE) is not None:
                kind = "heading"
        for line in broken(text):
            yield Piece(line, kind)

    def _label(self, numbered: etree._Element) -> str:
        if self._numbering is None:
            self._numbering = Numbering(self._package.part("numbering.xml"))
        return self._numbering.label(numbered)

    def _note(self, part: str, name: str) -> list[etree._Element]:
        if part not in self._notes:
            root = self._package.part(part)
            self._notes[part] = {} if root is None else {note.get(f"{W}id", ""): note for note in root}
        note = self._notes[part].get(name)
        return [] if note is None else [note]

    def _table(self, node: etree._Element) -> list[Piece]:
        rows: list[list[Cell]] = []
        for row in _inside(node, _TR):
            properties = _child(row, _TRPR)
            if _child(properties, _DEL) is None:
                heading = _child(properties, _HEADER) is not None
                rows.append([self._cell(cell, heading) for cell in _inside(row, _TC)])
        return self._tables.pieces(rows)

    def _cell(self, node: etree._Element, heading: bool) -> Cell:
        properties = _child(node, _TCPR)
        merged = _child(properties, _VMERGE)
        span = _child_value(properties, _SPAN)
        return Cell(
            pieces=list(self.blocks(node)),
            columns=int(span) if span.isdecimal() and 0 < len(span) < 4 else 1,
            heading=heading,
            continues=merged is not None and merged.get(_VAL, "continue") == "continue",
        )

    def _hide(self, vanish: etree._Element) -> None:
        run = next(vanish.iterancestors(_R), None)
        if vanish.get(_VAL) in _OFF or run is None or run.find(f"{W}rPr/{W}vanish") is not vanish:
            return
        self._findings.remove("hidden", "".join(text.text or "" for text in run.iter(_T)))
        _detach(run)

    def _drop_contents(self, gallery: etree._Element) -> None:
        control = next(gallery.iterancestors(_SDT), None)
        if gallery.get(_VAL) == "Table of Contents" and control is not None:
            self._findings.remove("contents", "".join(text.text or "" for text in control.iter(_T)))
            _detach(control)


def _detach(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _mark_of(run_properties: etree._Element) -> etree._Element | None:
    """The paragraph whose end mark these run properties describe."""
    paragraph_properties = run_properties.getparent()
    if paragraph_properties is None or paragraph_properties.tag != f"{W}pPr":
        return None
    return paragraph_properties.getparent()


def _child(node: etree._Element | None, tag: str) -> etree._Element | None:
    return None if node is None else next(node.iterchildren(tag), None)


def _child_value(node: etree._Element | None, tag: str) -> str:
    found = _child(node, tag)
    return found.get(_VAL, "") if found is not None else ""


def _inside(node: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those wrapped in content controls or insertions."""
    for child in node:
        if child.tag == tag:
            yield child
        elif child.tag not in _BLOCKS:
            yield from _inside(child, tag)
