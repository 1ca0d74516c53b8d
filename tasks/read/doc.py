"""Word 97 document (doc, and wps, which is the same) → document: what a reader sees with all tracked changes accepted.

Insertions, text boxes, notes, list numbers and tables are in the text; deletions, hidden text, instructions of fields,
tables of contents, comments, headers and footers are not.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from tasks.read import finish
from tasks.read.doc_file import WordFile
from tasks.read.doc_lists import Numbering
from tasks.read.doc_sprm import Properties
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.lines import broken
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse
from tasks.read.table_flow import TableFlow
from tasks.read.tables import Tables

_END = re.compile("[\r\x07\x0c]")
_FIELD = re.compile("[\x13-\x15]")
_PLAIN = str.maketrans(
    {"\x0b": "\n", "\x0e": "\n", "\x1e": "-"} | dict.fromkeys("\0\1\2\3\4\5\6\7\x08\x13\x14\x15\x1f")
)
_ODD = re.compile("[\0-\x1f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTES = (("footnotes", 2, 3), ("endnotes", 46, 47))  # where they are referred to, where they begin
_ANCHORS, _BOXES = 40, 56
_ANCHOR, _BOX = 26, 22
_DEEPEST = 50  # fields in fields


def read(data: bytes) -> Document:
    """Document of a Word 97 file.

    Raises:
        Unreadable: damaged, encrypted, unsupported_format (Word 95 and older), too_large or no_text.
    """
    findings = Findings()
    try:
        pieces = _Reading(WordFile(data), findings).pieces()
    except (struct.error, IndexError) as error:
        raise refuse("damaged", "格式数据不完整", "its data on layout are broken") from error
    return finish.finish(pieces, findings, FORMATS["doc"].media_type, "doc")


class _Reading:
    """One pass over a document's text."""

    def __init__(self, file: WordFile, findings: Findings) -> None:
        self._file = file
        self._findings = findings
        self._numbering = Numbering(file)
        self._deleted, self._unseen = bytearray(len(file.text)), bytearray(len(file.text))
        self._hide_characters()
        self._hide_fields()
        self._apart, self._loose = _Apart(file).found()
        self._hung = [place for place, _, _ in self._apart]
        self._paired = _SURROGATE.search(file.text) is not None
        self._tables = Tables()
        self._flow = TableFlow(self._tables)
        self._carry = ""

    def pieces(self) -> list[Piece]:
        """Pieces of the text, each followed by its notes and text boxes; boxes that hang on nothing come last."""
        start, end = self._file.stories["text"]
        self._walk(start, end)
        for begin, stop in self._loose:
            self._flow.add(self._inner(begin, stop), 0)
        return self._flow.close()

    def _hide_characters(self) -> None:
        text = self._file.text
        hidden: list[list[int]] = []
        for start, end, found in self._file.character_runs():
            ones = b"\1" * (end - start)
            is_sign = found.special and text[start:end] == "("  # of a font of signs
            if found.deleted:
                self._deleted[start:end] = ones
            elif found.hidden and hidden and hidden[-1][1] == start:
                hidden[-1][1] = end
            elif found.hidden:
                hidden.append([start, end])
            if found.deleted or found.hidden or is_sign:
                self._unseen[start:end] = ones
        for start, end in hidden:
            if text[start:end].strip():
                self._findings.remove("hidden", text[start:end])

    def _hide_fields(self) -> None:
        """A field is a mark, its instruction, a mark, its result, a mark; the result alone is seen, of contents nothing."""
        text = self._file.text
        begun: list[list[int]] = []
        for match in _FIELD.finditer(text):
            at = match.start()
            if match.group() == "\x13":
                begun.append([at])
                if len(begun) > _DEEPEST:
                    raise refuse("hostile", "域嵌套过深", "its fields are nested too deep")
            elif match.group() == "\x14" and begun:
                begun[-1].append(at)
            elif begun:
                first, *middle = begun.pop()
                result = middle[0] if middle else at
                is_contents = text[first + 1 : min(result, first + 20)].split()[:1] == ["TOC"]
                if is_contents:
                    self._findings.remove("contents", " ".join(text[result + 1 : at].split()))
                until = at if is_contents else result
                self._unseen[first : until + 1] = b"\1" * (until + 1 - first)

    def _walk(self, start: int, end: int) -> None:
        """Hand the paragraphs between two characters to the flow."""
        while start < end:
            match = _END.search(self._file.text, start, end)
            mark = match.start() if match else end
            found = self._file.paragraph(min(mark, end - 1))
            depth = found.depth if found.in_table else 0
            is_row = found.ends_inner_row or (found.ends_row and self._file.text[mark : mark + 1] == "\x07")
            if depth and is_row:
                self._flow.end_row(depth, found.places, found.heads_table)
            else:
                ends_cell = bool(depth) and (self._file.text[mark : mark + 1] == "\x07" or found.ends_inner_cell)
                joined = mark < end and self._deleted[mark] and not ends_cell
                self._flow.add(list(self._paragraph(start, mark, found, bool(joined))), depth)
                if ends_cell:
                    self._flow.end_cell(depth)
            start = mark + 1

    def _paragraph(self, start: int, mark: int, found: Properties, joined: bool) -> Iterator[Piece]:
        text = self._carry + self._seen(start, mark)
        self._carry = text if joined else ""
        if not joined and text and not text.isspace():
            kind = "paragraph"
            if found.numbering:
                kind = "list_item"
                text = self._numbering.label(found.numbering, found.level) + text.lstrip()
            if found.outline < 9:
                kind = "heading"
            for line in broken(text):
                yield Piece(line, kind)
        if self._hung:
            for _, begin, stop in self._apart[bisect_left(self._hung, start) : bisect_left(self._hung, mark + 1)]:
                yield from self._inner(begin, stop)

    def _inner(self, start: int, end: int) -> list[Piece]:
        """Pieces of a note or a text box."""
        outer, carry = self._flow, self._carry
        self._flow, self._carry = TableFlow(self._tables), ""
        self._walk(start, end)
        pieces = self._flow.close()
        self._flow, self._carry = outer, carry
        return pieces

    def _seen(self, start: int, end: int) -> str:
        text = self._file.text[start:end]
        if 1 in self._unseen[start:end]:
            text = "".join(c for c, unseen in zip(text, self._unseen[start:end], strict=True) if not unseen)
        if _ODD.search(text):
            text = text.translate(_PLAIN)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if self._paired else text


class _Apart:
    """Notes and text boxes: the character they hang on, and where their text begins and ends."""

    def __init__(self, file: WordFile) -> None:
        self._file = file

    def found(self) -> tuple[list[tuple[int, int, int]], list[tuple[int, int]]]:
        """Those that hang on a character, in order, and those that hang on none."""
        boxes = self._boxes()
        anchored = [
            (place, *boxes.pop(anchor[:4]))
            for place, anchor in self._file.places(_ANCHORS, _ANCHOR)[:-1]
            if anchor[:4] in boxes
        ]
        end = self._file.stories["text"][1]  # nothing hangs on a note or a box
        return sorted(apart for apart in (*self._notes(), *anchored) if apart[0] < end), list(boxes.values())

    def _notes(self) -> Iterator[tuple[int, int, int]]:
        for story, references, texts in _NOTES:
            first, last = self._file.stories[story]
            begins = sorted(first + n for n, _ in self._file.places(texts, 0))
            for (place, _), begin, end in zip(self._file.places(references, 2)[:-1], begins, begins[1:], strict=False):
                yield place, begin, min(end, last)

    def _boxes(self) -> dict[bytes, tuple[int, int]]:
        """Text boxes by the number of their shape."""
        first, last = self._file.stories["boxes"]
        entries = sorted(self._file.places(_BOXES, _BOX))
        return {
            record[14:18]: (first + begin, min(first + end, last))
            for (begin, record), (end, _) in pairwise(entries)
            if first + begin < last
        }
