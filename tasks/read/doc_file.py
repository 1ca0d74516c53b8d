"""A Word 97 file (doc, wps): its characters in order, and the properties of its paragraphs and characters.

Text is numbered in characters (of UTF-16), which lie in pieces anywhere in the stream; properties are stored for places
in the stream. The layout is that of Microsoft's [MS-DOC].
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from struct import unpack_from

from tasks.read.doc_sprm import Properties, properties
from tasks.read.document import Unreadable
from tasks.read.ole import Compound
from tasks.read.refusal import refuse

_WORD = 0xA5EC
_FIRST_97 = 0x6A  # version number above those of Word 6 and 95
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_LENGTHS, _TABLES = 0x4C, 0x9A  # lengths of the stories; where each table stands
_CHARACTERS, _PARAGRAPHS, _PIECES = 12, 13, 33
_PAGE = 512
_LONGEST, _MOST = 4_000_000, 500_000  # characters; pieces, runs and entries of a table
_STORIES = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int  # in characters
    end: int
    at: int  # in bytes of the stream
    width: int  # bytes a character


class WordFile:
    """An opened Word 97 file; `text` has one character for each unit of UTF-16, of all stories.

    Raises:
        Unreadable: damaged, encrypted, unsupported_format (Word 6 and 95) or too_large.
        struct.error, IndexError: damaged.
    """

    def __init__(self, data: bytes) -> None:
        ole = Compound(data)
        self._stream = ole.stream("WordDocument")
        magic, version = unpack_from("<HH", self._stream, 0)
        if magic != _WORD or version < _FIRST_97:
            raise refuse("unsupported_format", "Word 95 及更早的文档", "a document of Word 95 or older")
        flags = unpack_from("<H", self._stream, 10)[0]
        if flags & _ENCRYPTED:
            raise refuse("encrypted")
        self._tables = ole.stream("1Table" if flags & _TABLE_1 else "0Table")
        self._data = ole.stream("Data") if "Data" in ole.names else b""
        lengths = unpack_from("<8i", self._stream, _LENGTHS)
        self._known: dict[bytes, Properties] = {}
        self._pieces = self._read_pieces()
        self._begins = [piece.start for piece in self._pieces]
        self.text = "".join(self._characters(piece) for piece in self._pieces)
        if min(lengths) < 0 or sum(lengths) > len(self.text):
            raise refuse("damaged", "正文不完整", "a part of its text is missing")
        starts = [sum(lengths[:n]) for n in range(len(lengths))]
        self.stories = {n: (s, s + length) for n, s, length in zip(_STORIES, starts, lengths, strict=True)}
        self._paragraphs = self._runs(_PARAGRAPHS)
        self._starts = [start for start, _, _ in self._paragraphs]

    def table(self, number: int) -> bytes:
        """The table `number`, from its beginning to the end of the stream it stands in, if it has a length."""
        at, length = self._place(number)
        return self._tables[at:] if length else b""

    def places(self, number: int, size: int) -> list[tuple[int, bytes]]:
        """Entries of a table that gives each of its character numbers a record of `size` bytes; the end comes last."""
        at, length = self._place(number)
        count = (length - 4) // (4 + size) if length else 0
        if count <= 0:
            return []
        if count > _MOST:
            raise _too_many()
        numbers = unpack_from(f"<{count + 1}I", self._tables, at)
        records = at + 4 * (count + 1)
        found = [(n, self._tables[records + size * k : records + size * (k + 1)]) for k, n in enumerate(numbers[:-1])]
        return [*found, (numbers[-1], b"")]

    def paragraph(self, mark: int) -> Properties:
        """Properties of the paragraph whose end mark is the character `mark`."""
        piece = self._pieces[bisect_right(self._begins, mark) - 1]
        at = piece.at + (mark - piece.start) * piece.width
        number = bisect_right(self._starts, at) - 1
        _, end, record = self._paragraphs[number] if number >= 0 else (0, 0, b"")
        return self._properties(record if at < end else b"")

    def _properties(self, record: bytes) -> Properties:
        if record not in self._known:
            self._known[record] = properties(record, self._data)
        return self._known[record]

    def character_runs(self) -> Iterator[tuple[int, int, Properties]]:
        """Stretches of characters that have properties of their own: start, end, properties."""
        runs = self._runs(_CHARACTERS)
        ends = [end for _, end, _ in runs]
        for piece in self._pieces:
            last = piece.at + (piece.end - piece.start) * piece.width
            for start, end, changes in islice(runs, bisect_right(ends, piece.at), None):
                if start >= last:
                    break
                first = piece.start + (max(start, piece.at) - piece.at) // piece.width
                found = self._properties(b"\0\0" + changes)
                yield first, piece.start + (min(end, last) - piece.at) // piece.width, found

    def _place(self, number: int) -> tuple[int, int]:
        at, length = unpack_from("<II", self._stream, _TABLES + 8 * number)
        if at + length > len(self._tables):
            raise refuse("damaged", "格式表不完整", "a table of it is cut short")
        return at, length

    def _read_pieces(self) -> list[_Piece]:
        at, length = self._place(_PIECES)
        end = at + length
        while at < end and self._tables[at] == 1:
            at += 3 + unpack_from("<H", self._tables, at + 1)[0]
        if at >= end or self._tables[at] != 2:
            raise refuse("damaged", "没有正文", "it has no text")
        count = (unpack_from("<I", self._tables, at + 1)[0] - 4) // 12
        numbers = unpack_from(f"<{count + 1}I", self._tables, at + 5)
        if numbers[-1] > len(self._stream):
            raise refuse("damaged", "正文不完整", "a part of its text is missing")
        if numbers[-1] > _LONGEST or count > _MOST:
            raise _too_many()
        places = (unpack_from("<I", self._tables, at + 5 + 4 * (count + 1) + 8 * n + 2)[0] for n in range(count))
        return [_piece(*piece) for piece in zip(numbers, numbers[1:], places, strict=False)]

    def _characters(self, piece: _Piece) -> str:
        length = (piece.end - piece.start) * piece.width
        raw = self._stream[piece.at : piece.at + length]
        if len(raw) < length:
            raise refuse("damaged", "正文不完整", "a part of its text is missing")
        if piece.width == 1:
            return raw.decode("cp1252", "replace")
        text = raw.decode("utf-16-le", "surrogatepass")
        return text if 2 * len(text) == length else "".join(map(chr, unpack_from(f"<{length // 2}H", raw)))

    def _runs(self, number: int) -> list[tuple[int, int, bytes]]:
        """Start, end and properties of paragraphs (after the number of their style) or characters, in order, apart."""
        runs: list[tuple[int, int, bytes]] = []
        for run in sorted(self._runs_of_pages(number)):
            if not runs or run[0] >= runs[-1][1]:
                runs.append(run)
        return runs

    def _runs_of_pages(self, number: int) -> Iterator[tuple[int, int, bytes]]:
        left = _MOST
        width = 13 if number == _PARAGRAPHS else 1
        pages = {unpack_from("<I", page)[0] & 0x3FFFFF for _, page in self.places(number, 4)[:-1]}
        for number_of_page in pages:
            page = self._stream[number_of_page * _PAGE : (number_of_page + 1) * _PAGE]
            count = page[_PAGE - 1]
            left -= count
            if left < 0:
                raise _too_many()
            edges = unpack_from(f"<{count + 1}I", page)
            for n in range(count):
                at = 2 * page[4 * (count + 1) + width * n]
                size = page[at] if at else 0
                if width == 13 and at:  # counted in words, the odd ones less a byte
                    at, size = (at, 2 * size - 1) if size else (at + 1, 2 * page[at + 1])
                yield edges[n], edges[n + 1], page[at + 1 : at + 1 + size] if at else b""


def _too_many() -> Unreadable:
    return refuse(
        "hostile", "段落、字符或格式记录过多", "it has more paragraphs, characters or records of layout than any report"
    )


def _piece(start: int, end: int, place: int) -> _Piece:
    if end < start:
        raise refuse("damaged", "正文次序错乱", "the pieces of its text are out of order")
    return _Piece(start, end, (place & 0x3FFFFFFF) // 2, 1) if place & 0x40000000 else _Piece(start, end, place, 2)
