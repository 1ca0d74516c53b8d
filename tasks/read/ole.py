"""Streams of an OLE compound file, the container of doc, xls and ppt; no chain in it is followed twice.

Own, because the libraries at hand take the file's word for how long its tables are, and fill the memory with them.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Sequence
from itertools import islice

from tasks.read.refusal import refuse

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LARGEST = 64 << 20
_SMALL_SECTOR = 64
_LAST = 0xFFFFFFFA  # numbers from here on are no sectors but marks
_STREAM, _ROOT = 2, 5
_ENTRY = 128


class Compound:
    """An opened compound file; `names` are its streams at the top, those of embedded objects are not.

    Raises:
        Unreadable: damaged or too_large.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) > _LARGEST:
            raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
        try:
            self._open(data)
        except (struct.error, IndexError, ValueError) as error:
            raise refuse("damaged", "OLE 结构不完整", "its OLE structure is cut short or broken") from error

    def stream(self, name: str) -> bytes:
        """Content of the stream `name`, whole.

        Raises:
            Unreadable: damaged, where there is none or a part of it is missing.
        """
        try:
            start, size = self._streams[name]
            return self._small(start, size) if size < self._cutoff else self._large(start, size)
        except (KeyError, IndexError, ValueError) as error:
            raise refuse("damaged", f"缺少或不完整的部分 {name}", f"its part {name} is missing or cut short") from error

    def _open(self, data: bytes) -> None:
        if not data.startswith(_MAGIC):
            raise ValueError("no OLE file")
        self._data = data
        self._sector = 1 << struct.unpack_from("<H", data, 30)[0] % 16
        if self._sector < 512:
            raise ValueError("sectors too small")
        self._cutoff: int = struct.unpack_from("<I", data, 56)[0]
        self._table = self._sector_table()
        self._directory = self._large(struct.unpack_from("<I", data, 48)[0], None)
        if self._directory[66] != _ROOT:
            raise ValueError("no root")
        root_start, root_size = self._entry(0)
        self._mini = self._large(root_start, root_size) if root_size else b""
        self._mini_table = _numbers(self._large(struct.unpack_from("<I", data, 60)[0], None))
        self._streams = self._top()
        self.names = frozenset(self._streams)

    def _sector_table(self) -> Sequence[int]:
        """For each sector the one after it; no longer than the file has sectors."""
        sectors = len(self._data) // self._sector + 1
        needed = sectors * 4 // self._sector + 1
        at = list(struct.unpack_from("<109I", self._data, 76))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while more < _LAST and more not in seen and len(at) < needed:
            seen.add(more)
            numbers = _numbers(self._at(more))
            at += numbers[:-1]
            more = numbers[-1]
        tables = islice((number for number in at if number < _LAST), needed)
        return _numbers(b"".join([self._at(number) for number in tables]))

    def _at(self, sector: int) -> bytes:
        """One sector; the last one of a file may be short."""
        start = _HEADER + sector * self._sector if self._sector == _HEADER else (sector + 1) * self._sector
        found = self._data[start : start + self._sector]
        if not found:
            raise IndexError("sector beyond the file")
        return found

    def _large(self, start: int, size: int | None) -> bytes:
        sectors = _chain(start, self._table, None if size is None else -(-size // self._sector))
        return _whole(b"".join([self._at(sector) for sector in sectors]), size)

    def _small(self, start: int, size: int) -> bytes:
        sectors = _chain(start, self._mini_table, -(-size // _SMALL_SECTOR))
        return _whole(b"".join([self._mini[s * _SMALL_SECTOR : (s + 1) * _SMALL_SECTOR] for s in sectors]), size)

    def _entry(self, number: int) -> tuple[int, int]:
        """First sector and size of a directory entry."""
        return struct.unpack_from("<II", self._directory, number * _ENTRY + 116)

    def _top(self) -> dict[str, tuple[int, int]]:
        """The streams right below the root, whose entries form a tree of siblings."""
        found = {}
        waiting, seen = [struct.unpack_from("<I", self._directory, 76)[0]], set[int]()
        while waiting:
            number = waiting.pop()
            if number in seen or (number + 1) * _ENTRY > len(self._directory):
                continue
            seen.add(number)
            at = number * _ENTRY
            length, kind = struct.unpack_from("<HB", self._directory, at + 64)
            waiting += struct.unpack_from("<II", self._directory, at + 68)
            if kind == _STREAM:
                name = self._directory[at : at + min(max(length - 2, 0), 64)].decode("utf-16-le", "replace")
                found[name] = self._entry(number)
        return found


def _chain(start: int, table: Sequence[int], most: int | None) -> list[int]:
    """Sectors from `start` to the end of its chain, or the first `most` of them."""
    sectors: dict[int, None] = {}
    while start < _LAST and (most is None or len(sectors) < most):
        if start in sectors:
            raise ValueError("a chain of sectors runs in a circle")
        sectors[start] = None
        start = table[start]
    return list(sectors)


def _whole(content: bytes, size: int | None) -> bytes:
    if size is None:
        return content
    if len(content) < size:
        raise ValueError("a stream is cut short")
    return content[:size]


def _numbers(content: bytes) -> Sequence[int]:
    numbers = array("I", content[: len(content) // 4 * 4])
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
