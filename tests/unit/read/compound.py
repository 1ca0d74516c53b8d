"""Makes OLE files and Word 97 files by hand, such as no program at hand writes: pieces in two widths, passwords, lies."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate

SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """An OLE file of these streams, each of 4096 bytes or more so that it lies in sectors of its own."""
    table: list[int] = []
    body = b""
    entries = [_entry("Root Entry", 5, _END, 0, 1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(4096, b"\0")
        following = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, len(table), len(content), _FREE, following))
        body += _sectors(content, table)
    directory = len(table)
    body += _sectors(b"".join(entries), table)
    count = 1
    while (len(table) + count) * 4 > count * SECTOR:
        count += 1
    tables = range(len(table), len(table) + count)
    body += _sectors(struct.pack(f"<{len(table) + count}I", *table, *[_TABLE] * count), []).ljust(
        SECTOR * count, b"\xff"
    )
    header = struct.pack("<8s16x5H6xII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count)
    header += struct.pack("<6I", directory, 0, 4096, _END, 0, _END) + struct.pack("<I", 0)
    return header + struct.pack("<109I", *tables, *[_FREE] * (109 - count)) + body


def _entry(name: str, kind: int, start: int, size: int, child: int, following: int = _FREE) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1)
    return head + struct.pack("<3I", _FREE, following, child) + bytes(36) + struct.pack("<IQ", start, size)


def _sectors(content: bytes, table: list[int]) -> bytes:
    count = -(-len(content) // SECTOR)
    table += [*range(len(table) + 1, len(table) + count), _END]
    return content.ljust(count * SECTOR, b"\0")


def word(
    pieces: Sequence[tuple[str, str]],
    *,
    flags: int = 0,
    magic: int = 0xA5EC,
    version: int = 0xC1,
    length: int | None = None,
) -> bytes:
    """A Word 97 file of (text, encoding) pieces, cp1252 or utf-16-le, stored back to front; no properties at all."""
    stream = bytearray(2048)
    places = [0] * len(pieces)
    for number, (text, encoding) in reversed(list(enumerate(pieces))):
        at = len(stream)
        places[number] = at if encoding == "utf-16-le" else at * 2 | 0x40000000
        stream += text.encode(encoding)
    sizes = [len(text.encode("utf-16-le")) // 2 for text, _ in pieces]
    ends = [0, *accumulate(sizes)]
    plan = struct.pack(f"<{len(ends)}I", *ends) + b"".join(struct.pack("<HIH", 0, place, 0) for place in places)
    table = b"\2" + struct.pack("<I", len(plan)) + plan
    struct.pack_into("<HH", stream, 0, magic, version)
    struct.pack_into("<H", stream, 10, flags)
    struct.pack_into("<i", stream, 0x4C, ends[-1] if length is None else length)
    struct.pack_into("<II", stream, 0x9A + 8 * 33, 0, len(table))
    return compound({"WordDocument": bytes(stream), "0Table": table})
