"""Excel workbook (xlsx, also WPS) → document, each number in the format that its cell has.

Own reader: python-calamine knows neither formats of numbers nor hidden rows, and one cell far down makes it ask for the
memory of all cells above.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from tasks.read import finish, sheets
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.number_format import BUILT_IN, DAYS_TO_1904, is_date, shown
from tasks.read.piece import Findings
from tasks.read.refusal import refuse
from tasks.read.sheets import Sheet
from tasks.read.zip_package import ZipPackage

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_ESCAPE = re.compile("_x(00[0-9A-Fa-f]{2})_")
_ROWS, _COLUMNS = 1 << 20, 1 << 14
_TRUE = ("1", "true", "on")


def read(data: bytes) -> Document:
    """Document of a workbook.

    Raises:
        Unreadable: damaged, encrypted, hostile, too_large or no_text.
    """
    findings = Findings()
    pieces = sheets.pieces(_Workbook(ZipPackage(data)).sheets(findings), findings)
    return finish.finish(pieces, findings, FORMATS["xlsx"].media_type, "xlsx")


def sheets_of(data: bytes) -> list[Sheet]:
    """The sheets of a workbook with their cells as a person sees them, for what is filled in and no report.

    Raises:
        Unreadable: as `read`.
    """
    return _Workbook(ZipPackage(data)).sheets(Findings())


class _Workbook:
    """The parts of a workbook; elements are found by their local names, which both editions of the standard share."""

    def __init__(self, package: ZipPackage) -> None:
        self._package = package
        self._main = next(
            (t for kind, t in self._relations("").values() if kind == "officeDocument"), "xl/workbook.xml"
        )
        if self._main not in package.names:
            raise refuse("damaged", "缺少工作簿部分", "its workbook is missing")
        relations = self._relations(self._main)
        parts = dict(relations.values())
        self._targets = {name: target for name, (kind, target) in relations.items() if kind == "worksheet"}
        self._texts = [_text(node) for node in self._children(parts.get("sharedStrings"), "si")]
        self._codes = self._formats(parts.get("styles"))
        self._days = 0

    def sheets(self, findings: Findings) -> list[Sheet]:
        """All sheets that hold cells, in the order of their tabs."""
        root = self._package.tree(self._main)
        for properties in root.iterfind("{*}workbookPr"):
            self._days = DAYS_TO_1904 if properties.get("date1904") in _TRUE else 0
        found = []
        read: set[str] = set()
        room = sheets.Room()
        for node in root.iterfind("{*}sheets/{*}sheet"):
            name = next((value for key, value in node.attrib.items() if str(key).endswith("}id")), "")
            target = self._targets.get(str(name))
            if target is None or target in read:  # a chart; a part that is read again and again for nothing
                continue
            read.add(target)
            sheet = Sheet(node.get("name", ""), room, node.get("state", "visible") != "visible")
            self._fill(sheet, self._package.tree(target), findings)
            found.append(sheet)
        return found

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Kind and target of what a part refers to, by name; '' is the package itself."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._package.names:
            return {}
        return {
            node.get("Id", ""): (
                node.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, node.get("Target", ""))).lstrip("/"),
            )
            for node in self._package.tree(path).iterfind("{*}Relationship")
            if node.get("TargetMode") != "External"
        }

    def _children(self, part: str | None, tag: str) -> Iterator[etree._Element]:
        if part in self._package.names:
            yield from self._package.tree(str(part)).iterfind(f"{{*}}{tag}")

    def _formats(self, part: str | None) -> list[str]:
        """The code of each cell style's format of numbers."""
        if part not in self._package.names:
            return []
        root = self._package.tree(str(part))
        codes = {str(number): code for number, code in BUILT_IN.items()}
        codes |= {n.get("numFmtId", ""): n.get("formatCode", "") for n in root.iterfind("{*}numFmts/{*}numFmt")}
        return [codes.get(style.get("numFmtId", ""), "General") for style in root.iterfind("{*}cellXfs/{*}xf")]

    def _fill(self, sheet: Sheet, root: etree._Element, findings: Findings) -> None:
        done = 0
        for node in root.iterfind("{*}cols/{*}col"):
            first, last = _number(node.get("min"), 1), min(_number(node.get("max"), 0), _COLUMNS)
            if node.get("hidden") in _TRUE:
                sheet.hidden_columns.update(range(max(first - 1, done), last))
            done = max(done, last)
        unknown = 0
        row = -1
        for line in root.iterfind("{*}sheetData/{*}row"):
            row = _number(line.get("r"), row + 2) - 1
            if line.get("hidden") in _TRUE:
                sheet.hidden_rows.add(row)
            column = -1
            for cell in line.iterfind("{*}c"):
                place = _REFERENCE.fullmatch(cell.get("r", ""))
                column = _column(place[1]) if place else column + 1
                if not (0 <= row < _ROWS and 0 <= column < _COLUMNS):
                    raise refuse("damaged", "单元格位置无效", "a cell is out of bounds")
                text = self._shown(cell)
                if not text and cell.find("{*}f") is not None and cell.find("{*}v") is None:
                    unknown += 1
                sheet.put(row, column, text)
        if unknown:
            findings.remove("formulas without a value", f"{sheet.name}: {unknown}")
        for node in root.iterfind("{*}mergeCells/{*}mergeCell"):
            ends = [_REFERENCE.fullmatch(end) for end in node.get("ref", "").split(":")]
            if len(ends) == 2 and ends[0] and ends[1]:
                (left, top), (right, bottom) = (ends[0].groups(), ends[1].groups())
                sheet.merged.append((int(top) - 1, _column(left), int(bottom) - 1, _column(right)))

    def _shown(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(_text(node) for node in cell.iterfind("{*}is"))
        value = cell.findtext("{*}v") or ""
        if kind == "s":
            at = _number(value, -1)
            return self._texts[at] if 0 <= at < len(self._texts) else ""
        if kind == "b":
            return "TRUE" if value in _TRUE else "FALSE"
        if kind != "n" or not value:
            return _unescape(value)
        style = _number(cell.get("s"), 0)
        code = self._codes[style] if style < len(self._codes) else "General"
        try:
            number = float(value)
        except ValueError:
            return value
        return shown(number + (self._days if is_date(code) else 0), code)


def _text(node: etree._Element) -> str:
    """The text of a string with its runs, without the readings above it."""
    parts = [*node.iterfind("{*}t"), *node.iterfind("{*}r/{*}t")]
    return _unescape("".join(part.text or "" for part in parts))


def _unescape(text: str) -> str:
    """Control characters are written as _x000D_."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else default


def _column(letters: str) -> int:
    at = 0
    for letter in letters.upper():
        at = 26 * at + ord(letter) - 64
    return at - 1
