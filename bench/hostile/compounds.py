"""OLE files that are hostile: sectors in circles, sizes that lie, Word texts and workbooks that claim what is not there."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path

from bench.hostile.case import TEXT, Case, kind
from tests.unit.read.compound import SECTOR, compound, word

_FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
_FREE, _END = 0xFFFFFFFF, 0xFFFFFFFE


def _set(data: bytes, at: int, number: int, size: int = 4) -> bytes:
    return data[:at] + number.to_bytes(size, "little") + data[at + size :]


def _place(data: bytes, header: int) -> int:
    """Where the sector stands whose number is at a place of the header."""
    return (struct.unpack_from("<I", data, header)[0] + 1) * SECTOR


def _says() -> bytes:
    return word([(TEXT + "\r", "utf-16-le")])


@kind("ole: sectors in circles")
def circles(dice: random.Random) -> Iterator[Case]:
    """Chains of sectors, tables of them and entries of the directory that lead back to themselves."""
    sound = _says()
    table, directory = _place(sound, 76), _place(sound, 48)
    yield Case("stream.doc", _set(sound, table, 0))
    yield Case("stream_of_two.doc", _set(_set(sound, table, 1), table + 4, 0))
    yield Case("directory.doc", _set(sound, table + 4 * struct.unpack_from("<I", sound, 48)[0], 16))
    for name, at, text in (("left", 68, TEXT), ("right", 72, None), ("child", 76, TEXT)):
        yield Case(f"{name}.doc", _set(sound, directory + 128 + at, 1), text)
    yield Case("root_in_itself.doc", _set(sound, directory + 76, 0))
    yield Case("more_tables.doc", _set(_set(sound, 68, 0), 72, 0xFFFFFFFF), TEXT)
    small = (_FIXTURES / "documents" / "old.doc").read_bytes()
    yield Case("small_sectors.doc", _set(small, 60, 0))
    shared = sound.replace(b"0\0T\0a\0b\0l\0e\0", b"W\0o\0r\0d\0D\0o\0")
    yield Case("no_table.doc", shared)


@kind("ole: sizes that lie")
def sizes(dice: random.Random) -> Iterator[Case]:
    """Sectors of no size or of gigabytes, streams and tables of four gigabytes, places beyond the end."""
    sound = _says()
    directory = _place(sound, 48)
    for name, at, number, size in (
        ("sector_of_nothing", 30, 0, 2), ("sector_of_gigabytes", 30, 31, 2), ("tables_by_billions", 44, _FREE, 4),
        ("directory_beyond", 48, 0x7FFFFFFF, 4), ("all_small", 56, _FREE, 4), ("first_table_beyond", 76, 0x7FFFFFFF, 4),
        ("small_table_beyond", 60, 0x7FFFFFFF, 4), ("stream_of_gigabytes", directory + 128 + 120, _FREE, 4),
        ("stream_beyond", directory + 128 + 116, 0x7FFFFFF0, 4), ("long_name", directory + 128 + 64, 0xFFFF, 2),
    ):  # fmt: skip
        yield Case(f"{name}.doc", _set(sound, at, number, size), TEXT if name == "tables_by_billions" else None)
    yield Case("many_entries.doc", compound({f"s{n}": b"" for n in range(1500)}))


@kind("ole: passwords")
def passwords(dice: random.Random) -> Iterator[Case]:
    """Documents that need a password, as Word and Excel write them."""
    yield Case("word.doc", word([(TEXT, "utf-16-le")], flags=0x0100))
    yield Case("package.docx", (_FIXTURES / "documents" / "encrypted.docx").read_bytes())
    yield Case("package_named.xlsx", compound({"EncryptionInfo": b"\4\0\4\0", "EncryptedPackage": bytes(9000)}))
    yield Case("workbook.xls", _workbook([(0x2F, b"\1\0\1\0" + bytes(48))]))


@kind("doc: tables that lie")
def documents(dice: random.Random) -> Iterator[Case]:
    """Pieces by the billion, out of order, upon each other, beyond the file; fields in fields; a million paragraphs."""
    sound = _says()
    plan = sound.rfind(b"\2" + struct.pack("<I", 16))
    for name, at, number in (
        ("pieces_by_billions", plan + 1, 0xFFFFFFF0), ("piece_of_billions", plan + 9, 0x7FFFFFFF),
        ("piece_beyond", plan + 15, 0x3FFFFFF0), ("piece_backwards", plan + 5, 0x7FFFFFFF),
    ):  # fmt: skip
        yield Case(f"{name}.doc", _set(sound, at, number))
    for name, length in (("text_of_billions", 0x7FFFFFFF), ("text_below_zero", -5)):
        yield Case(f"{name}.doc", word([(TEXT, "utf-16-le")], length=length))
    yield Case("fields.doc", word([("\x13" * 100_000 + TEXT, "utf-16-le")]))
    yield Case("field_ends.doc", word([("\x15\x14" * 100_000 + TEXT + "\r", "utf-16-le")]), TEXT)
    yield Case("paragraphs.doc", word([("甲\r" * 1_000_000, "utf-16-le")]))
    yield Case("cells.doc", word([("甲\7" * 500_000, "utf-16-le")]))
    yield Case("word_95.doc", word([(TEXT, "utf-16-le")], version=0x65))
    yield Case("surrogates.doc", _lone(), TEXT[:-1] + "\ufffd")


def _lone() -> bytes:
    """A text with a half of a character: nothing can be seen there, and nothing may break."""
    return _says().replace("。".encode("utf-16-le"), b"\0\xd8")


def _workbook(records: list[tuple[int, bytes]], sheet: list[tuple[int, bytes]] | None = None, places: int = 1) -> bytes:
    """An old workbook of records: the common ones, then those of one sheet that is listed so many times."""
    common = [(0x809, struct.pack("<4H2I", 0x600, 5, 0, 0, 0, 0)), *records]
    name = b"\1\0A"
    start = sum(4 + len(data) for _, data in common) + places * (10 + len(name)) + 4
    common += [(0x85, struct.pack("<IBB", start, 0, 0) + name)] * places + [(0x0A, b"")]
    body = [(0x809, struct.pack("<4H2I", 0x600, 16, 0, 0, 0, 0)), *(sheet or []), (0x0A, b"")]
    return compound({"Workbook": b"".join(struct.pack("<HH", k, len(d)) + d for k, d in (*common, *body))})


def _label(row: int, column: int, text: str) -> tuple[int, bytes]:
    return 0x204, struct.pack("<4HB", row, column, 0, len(text), 1) + text.encode("utf-16-le")


@kind("xls: records that lie")
def workbooks(dice: random.Random) -> Iterator[Case]:
    """Texts, sheets, records and cells by the million, lengths that lie, numbers that are none."""
    said = [_label(0, 0, TEXT)]
    yield Case("sheet_listed_often.xls", _workbook([], said, places=60_000), TEXT)
    yield Case("texts_by_billions.xls", _workbook([(0xFC, struct.pack("<II", 1, 0xFFFFFFFF) + b"\1\0\0A")], said))
    yield Case("text_too_long.xls", _workbook([(0xFC, struct.pack("<II", 1, 1) + b"\xff\xff\1A\0")], said))
    long = [(0xFC, struct.pack("<II", 1, 1) + b"\xff\xff\0" + b"a" * 8000)] + [(0x3C, b"\0" + b"a" * 8000)] * 8
    refers = [(0xFD, struct.pack("<3HI", n % 60_000, n // 60_000, 0, 0)) for n in range(150_000)]
    yield Case("one_text_often.xls", _workbook(long, refers))
    yield Case("continued.xls", _workbook([(0x99, b""), *[(0x3C, b"")] * 1_000_000], said), TEXT)
    yield Case("charts_in_charts.xls", _workbook([], [(0x809, bytes(16))] * 300_000))
    yield Case("far_cell.xls", _workbook([], [*said, _label(65_535, 65_535, "远")]), f"{TEXT}\n远")
    yield Case("numbers.xls", _workbook([], [*said, (0x203, struct.pack("<3Hd", 1, 0, 0, float("nan")))]), TEXT)
    merged = struct.pack("<H", 1027) + struct.pack("<4H", 0, 65_535, 0, 65_535) * 1027
    yield Case("merged.xls", _workbook([], [*said, *[(0xE5, merged)] * 300]), TEXT)
    hidden = (0x7D, struct.pack("<6H", 0, 65_535, 0, 0, 1, 0))
    yield Case("all_hidden.xls", _workbook([], [*[hidden] * 1000, *said]))
    yield Case("format.xls", _workbook([(0x41E, struct.pack("<HHB", 200, 9000, 0) + b"0" * 8000)], said))
