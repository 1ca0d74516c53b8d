"""Office files whose zip is hostile: bombs, overlapping entries, sizes and names that lie, odd packing."""

from __future__ import annotations

import random
import struct
import zipfile
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.office import SHELLS, main_part, office

_MB = 1 << 20
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"


@kind("office: one huge text")
def one_text(dice: random.Random) -> Iterator[Case]:
    """Sixty megabytes of one letter; the same in a file that is hardly packed, which no ratio gives away."""
    for form in SHELLS:
        yield Case(f"packed.{form}", office(form, main_part(form, "a" * (60 * _MB))))
    for form in ("docx", "xlsx"):
        loose = "".join(f"{dice.getrandbits(64):x}" + "a" * 1800 for _ in range(12_000))
        yield Case(f"loose.{form}", office(form, main_part(form, loose)))


@kind("office: millions of elements")
def many_elements(dice: random.Random) -> Iterator[Case]:
    """Three million empty paragraphs or rows, stored unpacked so that no ratio gives them away."""
    for form, shell in SHELLS.items():
        many = main_part(form, more=shell.filler * 3_000_000)
        yield Case(f"stored.{form}", office(form, many, method=zipfile.ZIP_STORED))
    for form, shell in SHELLS.items():
        yield Case(f"some.{form}", office(form, main_part(form, more=shell.filler * 40_000)), TEXT)


@kind("office: thousands of parts")
def many_parts(dice: random.Random) -> Iterator[Case]:
    """Gigabytes in parts that are small each; more parts than any file has; and as many as do no harm, unread."""
    large = bytes(_MB)
    yield Case("empty.docx", office("docx", more_parts={f"x/{n}": b"" for n in range(6000)}))
    for form in ("docx", "ods", "ofd"):
        yield Case(f"gigabytes.{form}", office(form, more_parts={f"x/{n}.xml": large for n in range(270)}))
    yield Case("unread.docx", office("docx", more_parts={f"x/{n}.bin": large for n in range(100)}), TEXT)


@kind("office: overlapping entries")
def overlapping(dice: random.Random) -> Iterator[Case]:
    """Entries of the directory that all share the packed bytes of one part."""
    for form in SHELLS:
        whole = office(form, more_parts={"x/0000.xml": bytes(_MB)})
        start = whole.rfind(_ENTRY)
        entry, end = whole[start : whole.rfind(_END)], whole[whole.rfind(_END) :]
        copies = b"".join(entry.replace(b"x/0000", b"x/%04d" % n) for n in range(1, 2000))
        directory = whole[struct.unpack_from("<I", end, 16)[0] : len(whole) - len(end)] + copies
        count = directory.count(_ENTRY)
        tail = end[:8] + struct.pack("<HHI", count, count, len(directory)) + end[16:]
        yield Case(f"shared.{form}", whole[: struct.unpack_from("<I", end, 16)[0]] + directory + tail)


@kind("office: sizes that lie")
def lying_sizes(dice: random.Random) -> Iterator[Case]:
    """A directory that claims other sizes, places, numbers of entries or checksums than are there."""
    whole = office("docx", main_part("docx", "a" * (30 * _MB)))
    at = whole.rfind(_ENTRY)
    yield Case("small_claimed.docx", whole[: at + 24] + struct.pack("<I", 3000) + whole[at + 28 :])
    sound = office("docx")
    at = sound.rfind(_ENTRY)
    for name, offset, value in (
        ("huge_claimed", 24, 0xFFFFFFF0), ("zip64_claimed", 24, 0xFFFFFFFF), ("packed_to_nothing", 20, 0),
        ("place_beyond", 42, 0x7FFFFFFF), ("place_of_another", 42, 0), ("checksum", 16, 7),
    ):  # fmt: skip
        yield Case(f"{name}.docx", sound[: at + offset] + struct.pack("<I", value) + sound[at + offset + 4 :])
    end = sound.rfind(_END)
    yield Case("directory_beyond.docx", sound[: end + 16] + struct.pack("<I", 0x7FFFFFF0) + sound[end + 20 :])
    yield Case("directory_too_long.docx", sound[: end + 12] + struct.pack("<I", 0x7FFFFFF0) + sound[end + 16 :])


@kind("office: parts of one name")
def names_twice(dice: random.Random) -> Iterator[Case]:
    """Two main parts of one name: which of them is the document depends on who opens it."""
    for form, shell in SHELLS.items():
        yield Case(
            f"two.{form}", _renamed(office(form, more_parts={shell.part[:-1] + "_": main_part(form, "另一份正文。")}))
        )
    yield Case("images.docx", _renamed(office("docx", more_parts={"x/image.pnl": "1", "x/image.pn_": "2"})), TEXT)


def _renamed(data: bytes) -> bytes:
    """A zip in which two names become one; zipfile would warn of writing it."""
    return data.replace(b".xm_", b".xml").replace(b".pn_", b".pnl")


@kind("office: odd packing")
def odd_packing(dice: random.Random) -> Iterator[Case]:
    """Packing that no office program uses, with dictionaries of gigabytes, and methods that nobody knows."""
    yield Case("bzip2.docx", office("docx", method=zipfile.ZIP_BZIP2))
    strong = office("docx", method=zipfile.ZIP_LZMA)
    yield Case("lzma.docx", strong)
    at = strong.find(b"\x05\x00\x5d") + 3  # the properties of a part: size of the dictionary
    yield Case("lzma_dictionary.docx", strong.replace(strong[at : at + 4], b"\xff\xff\xff\xff"))
    bomb = main_part("docx", "a" * (60 * _MB))
    yield Case("bzip2_bomb.docx", office("docx", bomb, method=zipfile.ZIP_BZIP2))
    sound = office("docx")
    for name, method in (("deflate64", 9), ("aes", 99), ("unknown", 77)):
        at, local = sound.rfind(_ENTRY), sound.rfind(b"PK\x03\x04")
        data = bytearray(sound)
        struct.pack_into("<H", data, at + 10, method)
        struct.pack_into("<H", data, local + 8, method)
        yield Case(f"{name}.docx", bytes(data))
