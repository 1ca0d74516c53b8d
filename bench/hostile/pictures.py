"""Pictures that are hostile: of more pixels than any screen, packed to nothing, with pages in circles, cut, and lying."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Iterator

from bench.hostile.case import Case, kind


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png(width: int, height: int, pixels: bytes, more: bytes = b"") -> bytes:
    """A picture in black and white, eight pixels a byte; `pixels` are packed already."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + more + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _tiff(following: int, *entries: tuple[int, int, int, int], count: int = 0) -> bytes:
    """A picture of entries (tag, kind, count, value) and the place of the next one's."""
    listed = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", count or len(entries))
        + listed
        + struct.pack("<I", following)
        + bytes(64)
    )


@kind("picture: bombs and lies")
def pictures(dice: random.Random) -> Iterator[Case]:
    """Nothing of them is text: with the extra for recognition and without it they are refused."""
    white = zlib.compress(bytes(1250 * 10_000), 1)
    yield Case("pixels.png", _png(30_000, 30_000, zlib.compress(bytes(3751 * 30_000), 1)))
    yield Case("pixels_that_are_not_there.png", _png(0x7FFFFFFF, 0x7FFFFFFF, white))
    yield Case("nothing.png", _png(0, 0, white))
    words = zlib.compress(bytes(100 << 20), 1)
    yield Case(
        "words.png", _png(100, 100, white, _chunk(b"zTXt", b"a\0\0" + words) + _chunk(b"iCCP", b"a\0\0" + words))
    )
    yield Case("cut.png", _png(9000, 9000, white)[:400])
    yield Case("pixels.gif", b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x44\x01\0;")
    yield Case("pages.gif", b"GIF89a\1\0\1\0\0\0\0" + b",\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\0" * 100_000 + b";")
    size = 54 + 300
    bitmap = struct.pack("<IIIIiiHH", size, 0, 54, 40, 0x7FFFFFFF, -0x7FFFFFFF, 1, 24)
    yield Case("lies.bmp", (b"BM" + bitmap).ljust(size, b"\0"))
    plain = (
        (256, 4, 1, 60_000),
        (257, 4, 1, 60_000),
        (258, 3, 1, 1),
        (259, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 0xFFFFFFF0),
    )
    yield Case("lies.tif", _tiff(0, *plain))
    small = ((256, 4, 1, 8), (257, 4, 1, 8), (258, 3, 1, 1), (259, 3, 1, 1), (273, 4, 1, 8), (279, 4, 1, 8))
    yield Case("circle.tif", _tiff(8, *small))
    yield Case("entries.tif", _tiff(0, *small, count=0xFFFF))
    yield Case("pixels.jpg", b"\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\1\x11\0\2\x11\0\3\x11\0" + b"\xff\xd9")
    yield Case("noise.jpg", b"\xff\xd8\xff\xe0" + dice.randbytes(5000))
