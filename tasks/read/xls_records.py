"""The records of an old Excel file (BIFF 5 and 8) and the strings in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.read.document import Unreadable
from tasks.read.refusal import refuse

BOF, EOF, CONTINUE = 0x809, 0x0A, 0x3C
_MOST = 2_000_000  # records read in all, again and again those of sheets that overlap


def damaged() -> Unreadable:
    """The error for records that do not add up."""
    return refuse("damaged", "工作簿记录不完整", "the records of its workbook are cut short")


@dataclass(slots=True)
class Records:
    """The records of a workbook's stream."""

    stream: bytes
    left: int = _MOST

    def substream(self, at: int) -> Iterator[tuple[int, list[bytes]]]:
        """Kind and data of each record from `at` to the end of this part, without the charts within it.

        The data of a record that goes on in others is one item a record, since strings mark where they are cut.

        Raises:
            Unreadable: damaged, or hostile where there is no end to it.
        """
        depth = 0
        pending: tuple[int, list[bytes]] | None = None
        while at + 4 <= len(self.stream):
            self.left -= 1
            if self.left < 0:
                raise refuse("hostile", "记录过多", "too many records")
            kind, size = struct.unpack_from("<HH", self.stream, at)
            data = self.stream[at + 4 : at + 4 + size]
            at += 4 + size
            depth += (kind == BOF) - (kind == EOF)
            if kind == CONTINUE and pending is not None and depth == 1:
                pending[1].append(data)
                continue
            if pending is not None:
                yield pending
            pending = (kind, [data]) if depth == 1 else None
            if depth <= 0:
                return
        raise damaged()


class Strings:
    """Reads strings one after another from the data of a record."""

    def __init__(self, chunks: list[bytes], at: int, *, is_new: bool = True) -> None:
        self._chunks = chunks
        self._chunk = 0
        self._at = at
        self._is_new = is_new

    def plain(self, length_size: int = 2) -> str:
        """A string without formatting; its length takes one or two bytes. Those of BIFF 5 are in the code page."""
        count = int.from_bytes(self._take(length_size), "little")
        if not self._is_new:
            return self._take(count).decode("gb18030", "replace")
        return self._characters(count, wide=bool(self._take(1)[0] & 1))

    def rich(self) -> str:
        """A string of the table of strings, with runs of formatting and readings, which are passed over."""
        count = int.from_bytes(self._take(2), "little")
        flags = self._take(1)[0]
        runs = int.from_bytes(self._take(2), "little") if flags & 8 else 0
        readings = int.from_bytes(self._take(4), "little") if flags & 4 else 0
        text = self._characters(count, wide=bool(flags & 1))
        self._take(4 * runs + readings)
        return text

    def _characters(self, count: int, *, wide: bool) -> str:
        parts = []
        while count:
            if self._at >= len(self._chunks[self._chunk]):
                self._next()
                wide = bool(self._take(1)[0] & 1)
            here = len(self._chunks[self._chunk]) - self._at
            taken = min(count, here // 2 if wide else here)
            if not taken:
                raise damaged()
            data = self._take(2 * taken if wide else taken)
            parts.append(data.decode("utf-16-le", "replace") if wide else data.decode("latin-1"))
            count -= taken
        return "".join(parts)

    def _take(self, size: int) -> bytes:
        parts = []
        while True:
            part = self._chunks[self._chunk][self._at : self._at + size]
            parts.append(part)
            self._at += len(part)
            size -= len(part)
            if not size:
                return b"".join(parts)
            self._next()

    def _next(self) -> None:
        self._chunk += 1
        self._at = 0
        if self._chunk >= len(self._chunks):
            raise damaged()
