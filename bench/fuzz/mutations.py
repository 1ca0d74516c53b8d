"""Ways to spoil a document: its bytes, the words of its language, one part of a zip, one stream of an OLE file."""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from tasks.read.ole import Compound
from tests.unit.read.compound import compound

Mutate = Callable[[bytes, random.Random], bytes]

_HOW_OFTEN = (1, 1, 1, 2, 3, 5, 12)
_RUN = 48
_TIMES = (2, 3, 10, 200)
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
_VALUES = (
    b"", b"0", b"-1", b"1", b"255", b"65536", b"2147483648", b"99999999999999999999", b"1e999", b"NaN", b"true", b"A1:",
    b"XFD1048576", b"../../x", b"_xD800_", b"&#55;", b"&#xD800;", b"&lt;", b"%1%9", b"<", b">", b'"', b"\\", b"{", b"}",
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\r", "甲".encode(), "１２万元".encode(), "。".encode(), "\u2028".encode(), "𠮷".encode(),
)  # fmt: skip


def scrambled(data: bytes, dice: random.Random) -> bytes:
    """Bytes flipped, lost, doubled, moved, set to numbers at the edge; sometimes the end cut off."""
    changed = bytearray(data)
    for _ in range(dice.choice(_HOW_OFTEN)):
        at, other, length = dice.randrange(len(changed)), dice.randrange(len(changed)), dice.randrange(1, _RUN)
        match dice.randrange(7):
            case 0:
                changed[at] ^= 1 << dice.randrange(8)
            case 1:
                changed[at] = dice.randrange(256)
            case 2 if len(changed) > 2 * _RUN:
                del changed[at : at + length]
            case 3:
                changed[at:at] = changed[other : other + length] * dice.choice(_TIMES)
            case 4:
                changed[at : at + length] = changed[other : other + length]
            case 5:
                size = dice.choice((1, 2, 4))
                order = dice.choice(("little", "big"))
                changed[at : at + size] = (dice.choice(_NUMBERS) & (1 << 8 * size) - 1).to_bytes(size, order)
            case 6 if dice.random() < 0.2:
                del changed[max(at, 1) :]
    return bytes(changed)


def by_words(pattern: bytes) -> Mutate:
    """Mutates the words of a language, which `pattern` finds: lost, doubled, exchanged, other numbers and values."""
    word = re.compile(pattern, re.DOTALL)

    def mutate(data: bytes, dice: random.Random) -> bytes:
        words = word.findall(data)
        for _ in range(dice.choice(_HOW_OFTEN)):
            if not words:
                break
            _change(words, dice)
        return b"".join(words) or b"\0"

    return mutate


def _change(words: list[bytes], dice: random.Random) -> None:
    at, other, length = dice.randrange(len(words)), dice.randrange(len(words)), dice.randrange(1, 8)
    match dice.randrange(8):
        case 0:
            del words[at : at + length]
        case 1:
            words[at:at] = words[other : other + length] * dice.choice(_TIMES)
        case 2:
            words[at], words[other] = words[other], words[at]
        case 3:
            words[at] = dice.choice(_VALUES)
        case 4:
            words[at] += dice.choice(_VALUES)
        case 5:
            words[at] = re.sub(rb"-?\d+", lambda _: dice.choice(_VALUES[:9]), words[at], count=1)
        case 6:
            words[at] = words[at][:1] + dice.choice(_VALUES) + words[at][-1:]
        case 7:
            words[at] = scrambled(words[at], dice) if words[at] else b""


markup = by_words(rb'<[^\s>"]*|"[^"]*"|[^<"\s]+|\s+|<')
rich_text = by_words(rb"\\[a-zA-Z]+|-?\d+|\\'[0-9a-fA-F]{2}|\\.|[{}]|[^\\{}\d-]+|-")
portable = by_words(rb"/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|<<|>>|[\[\]]|\([^)]*\)|<[0-9a-fA-F]*>|[A-Za-z'\"]+|\s+|.")
plain = by_words(rb"[^\n,\t|]+|.")


def in_a_part(data: bytes, dice: random.Random) -> bytes:
    """A zip with one of its parts spoiled, all checksums right."""
    parts = _parts(data)
    name = dice.choice([name for name in parts if name.endswith((".xml", ".rels", ".txt", ".html"))] or list(parts))
    mutate = markup if dice.random() < 0.8 else scrambled
    content = mutate(parts[name], dice) if parts[name] else b"<"
    return packed({**parts, name: content})


@lru_cache(maxsize=64)
def _parts(data: bytes) -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts, not compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def in_a_stream(data: bytes, dice: random.Random) -> bytes:
    """An OLE file that is sound but for the content of one stream."""
    streams = _streams(data)
    name = dice.choice(list(streams))
    return compound({**streams, name: scrambled(streams[name], dice)})


def in_records(data: bytes, dice: random.Random) -> bytes:
    """An old workbook with records lost, doubled, exchanged, or spoiled within, their sizes right."""
    records = list(_records(_streams(data)["Workbook"]))
    for _ in range(dice.choice(_HOW_OFTEN)):
        at, other = dice.randrange(len(records)), dice.randrange(len(records))
        kind, content = records[at]
        match dice.randrange(5):
            case 0:
                del records[at]
            case 1:
                records[at:at] = [records[other]] * dice.choice(_TIMES)
            case 2:
                records[at], records[other] = records[other], records[at]
            case 3:
                records[at] = records[other][0], content
            case 4 if content:
                records[at] = kind, scrambled(content, dice)[:0x2020]
    return compound({"Workbook": b"".join(struct.pack("<HH", kind, len(c)) + c for kind, c in records)})


@lru_cache(maxsize=16)
def _streams(data: bytes) -> Mapping[str, bytes]:
    file = Compound(data)
    return {name: file.stream(name) for name in sorted(file.names) if len(name) > 1 and name[0] > " "}


@lru_cache(maxsize=16)
def _records(stream: bytes) -> Sequence[tuple[int, bytes]]:
    records, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        if kind:
            records.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return records


_OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
_PACKED = re.compile(rb"/Filter\s*/FlateDecode(.*?>>\s*stream\r?\n)(.*?)\r?\nendstream", re.DOTALL)
_TRAILER = re.compile(rb"trailer\s*(.*?)\s*startxref", re.DOTALL)


def in_objects(data: bytes, dice: random.Random) -> bytes:
    """A PDF of sound structure with one object spoiled, its streams unpacked."""
    objects, trailer = _objects(data)
    number = dice.choice(list(objects))
    mutate = portable if len(objects[number]) < 20_000 else scrambled
    changed = {**objects, number: mutate(objects[number], dice)}
    out, places = bytearray(b"%PDF-1.4\n"), []
    for n in range(1, max(changed) + 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, changed.get(n, b"null"))
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n%s\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + end % (len(places) + 1, table, trailer, len(out))


@lru_cache(maxsize=16)
def _objects(data: bytes) -> tuple[Mapping[int, bytes], bytes]:
    """The objects of a file with a plain table of them, and its trailer."""
    trailer = _TRAILER.findall(data)[-1]
    return {int(number): _PACKED.sub(_unpacked, content) for number, content in _OBJECT.findall(data)}, trailer


def _unpacked(match: re.Match[bytes]) -> bytes:
    try:
        return match[1] + zlib.decompress(match[2]) + b"\nendstream"
    except zlib.error:  # encrypted
        return match[0]
