"""Rich text (rtf) → document: what a reader sees with all tracked changes accepted.

Insertions, text boxes, notes, list numbers and tables are in the text; deletions, hidden text, instructions of fields,
tables of contents, comments, headers and footers are not. A file whose groups do not close was cut and is refused.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tasks.read import finish
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.lines import broken
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse
from tasks.read.rtf_state import BODY_LEVEL, UNREAD, WALKED, Group, Row, Text
from tasks.read.rtf_text import Fonts, joined
from tasks.read.tables import Place, Tables

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d+)? ?|((?:\\'[0-9a-fA-F]{2})+)|\\(.)|([{}])|([^\\{}\r\n]+)|[\r\n]+", re.DOTALL
)
_LARGEST = 64 << 20
_DIGITS = 11  # of a number, all that a sound one has
_MOST = 1_000_000  # words, groups and runs of text
_DEEPEST = 1000  # groups in groups
_MOST_PLACES = 100  # cells of a row
_DEEPEST_TABLE = 5
_PLAIN = {
    "tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005",
}  # fmt: skip
_SYMBOLS = {"~": "\xa0", "_": "-"}
_PAGES = {"mac": 10000, "pc": 437, "pca": 850}


def read(data: bytes) -> Document:
    """Document of an RTF file.

    Raises:
        Unreadable: damaged (cut short), hostile, too_large or no_text.
    """
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
    findings = Findings()
    pieces = _Reading(findings).pieces(data[data.find(b"{") :].decode("latin-1"))
    return finish.finish(pieces, findings, FORMATS["rtf"].media_type, "rtf")


class _Reading:
    """One pass over a document's groups and words."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._fonts = Fonts()
        self._font = 0
        self._tables = Tables()
        self._texts = [Text(self._tables)]
        self._group = Group(self._texts[0].parts)
        self._outer: list[Group] = []
        self._bytes = bytearray()
        self._skip = 0
        self._optional = False
        self._hidden: list[str] = []
        self._label: list[str] = []

    def pieces(self, source: str) -> list[Piece]:
        """Pieces of the whole document."""
        at = 0
        for _ in range(_MOST):
            match = _TOKEN.match(source, at)
            if match is None:
                raise refuse("damaged", "文件没有结尾，只有一部分", "it breaks off before its end")
            at = match.end()
            word, number, code, symbol, brace, text = match.groups()
            if text is not None:
                self._add(text.encode("latin-1"))
            elif code is not None:
                self._add(bytes.fromhex(code.replace("\\'", "")))
            elif word == "bin":
                at += max(int((number or "0")[:_DIGITS]), 0)
            elif word is not None:
                self._skip = 0
                self._word(word, None if number is None else int(number[:_DIGITS]))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace == "{":
                self._open()
            elif brace == "}" and self._close():
                self._end_paragraph(0)
                return self._texts[0].flow.close()
        raise refuse("hostile", "控制字过多", "it has more control words than any report")

    def _open(self) -> None:
        self._flush()
        self._skip = 0
        if len(self._outer) >= _DEEPEST:
            raise refuse("hostile", "分组嵌套过深", "its groups are nested too deep")
        self._outer.append(self._group)
        self._group = replace(self._group, ends="")

    def _close(self) -> bool:
        """End a group; whether it was the outermost."""
        self._flush()
        self._skip = 0
        ended = self._group
        self._group = self._outer.pop() if self._outer else ended
        if ended.ends == "label":
            label = joined(self._label).strip()
            self._texts[-1].label = label if any(map(str.isalnum, label)) else ""
        elif ended.ends == "text" and len(self._texts) > 1:
            self._end_paragraph(0)
            inner = self._texts.pop()
            self._texts[-1].apart += inner.flow.close()
        elif ended.ends == "contents" and ended.into:
            self._findings.remove("contents", joined(ended.into))
        return not self._outer

    def _add(self, data: bytes) -> None:
        if self._skip:
            data, self._skip = data[self._skip :], max(self._skip - len(data), 0)
        if self._group.into is not None:
            self._bytes += data

    def _flush(self) -> None:
        """Put the bytes so far where they belong; in the properties that hold so far."""
        if self._bytes:
            self._put(self._fonts.decode(bytes(self._bytes), self._group.font))
            self._bytes.clear()

    def _put(self, text: str) -> None:
        group = self._group
        if group.into is None or group.deleted:
            return
        (self._hidden if group.hidden else group.into).append(text)

    def _symbol(self, symbol: str) -> None:
        if symbol in "\\{}":
            self._add(symbol.encode())
            return
        self._skip = 0
        if symbol == "*":
            self._optional = True
        elif symbol in "\r\n":
            self._word("par", None)
        elif symbol in _SYMBOLS:
            self._flush()
            self._put(_SYMBOLS[symbol])

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        optional, self._optional = self._optional, False
        group = self._group
        if word in UNREAD or (optional and word not in WALKED):
            group.into = None
        elif word == "u" and number is not None:
            self._put(chr(number % 0x10000 if number < 0x10000 else min(number, 0x10FFFF)))
            self._skip = group.skipped
        elif word in _PLAIN:
            self._put(_PLAIN[word])
        elif word in ("par", "sect", "cell", "nestcell", "row", "nestrow"):
            self._end(word)
        elif not self._begins(word):
            self._property(word, number)

    def _begins(self, word: str) -> bool:
        """Whether a word begins a group of its own kind."""
        group, text = self._group, self._texts[-1]
        if word in ("listtext", "pntext") and group.into is text.parts:
            self._label.clear()
            group.into, group.ends = self._label, "label"
        elif word in ("footnote", "shptxt", "dptxbxtext") and group.into is text.parts:
            self._texts.append(Text(self._tables))
            group.into, group.ends = self._texts[-1].parts, "text"
            group.in_table, group.depth, group.outline = False, 1, BODY_LEVEL
        elif word == "field":
            group.instruction = []
        elif word == "fldinst":
            group.into = group.instruction
        elif word == "fldrslt" and group.into is not None and "".join(group.instruction or ()).split()[:1] == ["TOC"]:
            group.into, group.ends = [], "contents"
        elif word == "fonttbl":
            group.into, group.in_fonts = None, True
        elif word == "nesttableprops":
            group.in_row = True
        else:
            return False
        return True

    def _property(self, word: str, number: int | None) -> None:
        group = self._group
        value = number or 0
        if word == "f":
            group.font = value
        elif word == "fcharset" and group.in_fonts:
            self._fonts.set_charset(group.font, value)
        elif word == "plain":
            group.font, group.deleted, group.hidden = self._font, False, False
        elif word == "pard":
            group.in_table, group.depth, group.outline = False, 1, BODY_LEVEL
        elif word in ("deleted", "v"):
            setattr(group, "deleted" if word == "deleted" else "hidden", number != 0)
        elif word == "uc":
            group.skipped = max(value, 0)
        elif word == "intbl":
            group.in_table = True
        elif word == "itap":
            group.in_table, group.depth = value > 0, min(max(value, 1), _DEEPEST_TABLE)
        elif word == "outlinelevel":
            group.outline = value
        elif word == "ansicpg" or word in _PAGES:
            self._fonts.set_page(_PAGES.get(word, value))
        elif word == "deff":
            self._font = group.font = value
        elif word.startswith(("tr", "cl", "cellx")):
            self._row_property(word, value)

    def _row_property(self, word: str, value: int) -> None:
        rows = self._texts[-1].rows
        depth = self._group.depth if self._group.in_row else 1
        row = rows.setdefault(depth, Row())
        if word == "trowd":
            rows[depth] = Row()
        elif word == "trhdr":
            row.heading = True
        elif word == "clvmrg":
            row.goes_up = True
        elif word == "clmrg":
            row.goes_left = True
        elif word == "cellx" and len(row.places) < _MOST_PLACES:
            row.places.append(Place(value, row.goes_left, row.goes_up))
            row.goes_up = row.goes_left = False

    def _end(self, word: str) -> None:
        """A paragraph, a cell or a row ends."""
        group, text = self._group, self._texts[-1]
        depth = group.depth if group.in_table or word.startswith("nest") else 0
        if group.into is not text.parts:
            return
        if word in ("par", "sect"):
            if not group.deleted:
                self._end_paragraph(depth)
            return
        depth = depth if word.startswith("nest") else 1
        if word.endswith("cell"):
            self._end_paragraph(depth)
            text.flow.end_cell(depth)
        else:
            row = text.rows.get(depth, Row())
            text.flow.end_row(depth, row.places, row.heading)

    def _end_paragraph(self, depth: int) -> None:
        text = self._texts[-1]
        line = joined(text.parts)
        text.parts.clear()
        pieces: list[Piece] = []
        if line and not line.isspace():
            kind = "paragraph" if text.label is None else "list_item"
            kind = kind if self._group.outline >= BODY_LEVEL else "heading"
            pieces = [Piece(part, kind) for part in broken(line if text.label is None else text.label + line.lstrip())]
        if self._hidden:
            self._findings.remove("hidden", joined(self._hidden))
            self._hidden.clear()
        text.flow.add([*pieces, *text.apart], depth)
        text.label = None
        text.apart = []
