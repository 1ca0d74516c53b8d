"""Records of old Excel files that LibreOffice does not write, put together by hand."""

from __future__ import annotations

import struct

import pytest

from tasks.read.document import Unreadable
from tasks.read.xls import _Workbook
from tasks.read.xls_records import Records

NEW, OLD = 0x600, 0x500
END = b"\x0a\0\0\0"


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def begin(version: int) -> bytes:
    return record(0x809, struct.pack("<HH12x", version, 5))


def cell(kind: int, row: int, column: int, data: bytes, style: int = 0) -> bytes:
    return record(kind, struct.pack("<HHH", row, column, style) + data)


def workbook(*cells: bytes, common: bytes = b"", version: int = NEW) -> bytes:
    """A stream of one sheet, whose styles are General, 0.00% and a date."""
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, number)) for number in (0, 10, 14))
    name = b"\1\0A" if version == NEW else b"\1A"
    head = begin(version) + styles + common
    start = len(head) + 4 + 6 + len(name) + len(END)
    return head + record(0x85, struct.pack("<IBB", start, 0, 0) + name) + END + begin(version) + b"".join(cells) + END


def read(stream: bytes) -> dict[tuple[int, int], str]:
    (sheet,) = _Workbook(Records(stream)).sheets()
    return sheet.cells


def test_results_of_formulas() -> None:
    text = "办结".encode("utf-16-le")
    stream = workbook(
        cell(0x06, 0, 0, struct.pack("<d", 12.5) + bytes(8)),
        cell(0x06, 1, 0, b"\0\0\0\0\0\0\xff\xff" + bytes(8)),
        record(0x207, b"\2\0\1" + text),
        cell(0x06, 2, 0, b"\1\0\1\0\0\0\xff\xff" + bytes(8)),
        cell(0x06, 3, 0, b"\2\0\x07\0\0\0\xff\xff" + bytes(8)),
        cell(0x06, 4, 0, b"\3\0\0\0\0\0\xff\xff" + bytes(8)),
    )
    assert read(stream) == {(0, 0): "12.5", (1, 0): "办结", (2, 0): "TRUE", (3, 0): "#DIV/0!"}


def test_packed_numbers() -> None:
    half = struct.unpack("<Q", struct.pack("<d", 0.5))[0] >> 32
    packed = [12 << 2 | 2, 1234 << 2 | 3, ((-8 & 0x3FFFFFFF) << 2) | 2, half]
    many = b"".join(struct.pack("<HI", 0, number) for number in packed)
    stream = workbook(
        record(0xBD, struct.pack("<HH", 0, 1) + many + struct.pack("<H", 4)),
        cell(0x27E, 1, 0, struct.pack("<I", half), style=1),
        cell(0x203, 2, 0, struct.pack("<d", 45309), style=2),
    )
    assert read(stream) == {
        (0, 1): "12", (0, 2): "12.34", (0, 3): "-8", (0, 4): "0.5", (1, 0): "50.00%", (2, 0): "2024/1/18",
    }  # fmt: skip


def test_dates_from_1904() -> None:
    stream = workbook(
        cell(0x203, 0, 0, struct.pack("<d", 43847), style=2),
        cell(0x203, 0, 1, struct.pack("<d", 7)),
        common=record(0x22, b"\1\0"),
    )
    assert read(stream) == {(0, 0): "2024/1/18", (0, 1): "7"}


def test_a_string_cut_by_records_may_change_its_width() -> None:
    texts = record(0xFC, struct.pack("<II", 2, 2) + b"\5\0\x08\1\0" + b"AB" + b"") + record(
        0x3C, b"\1" + "办结件".encode("utf-16-le") + b"\0\0"
    )
    texts += record(0x3C, b"\0\0" + b"\1\0\4\2\0\0\0" + b"C" + b"\xff\xff")
    stream = workbook(cell(0xFD, 0, 0, struct.pack("<I", 0)), cell(0xFD, 0, 1, struct.pack("<I", 1)), common=texts)
    assert read(stream) == {(0, 0): "AB办结件", (0, 1): "C"}


def test_files_of_excel_95() -> None:
    text = "调解".encode("gb18030")
    assert read(workbook(cell(0x204, 0, 0, struct.pack("<H", 4) + text), version=OLD)) == {(0, 0): "调解"}


@pytest.mark.parametrize(
    ("stream", "reason"),
    [
        (workbook(common=record(0x2F, b"\1\0")), "encrypted"),
        (workbook(common=record(0xFC, struct.pack("<II", 9, 9) + b"\1\0\0A")), "damaged"),
        (workbook(common=record(0xFC, struct.pack("<II", 9, 1 << 31))), "too_large"),
        (workbook()[:-3], "damaged"),
        (begin(NEW) + record(0x99, b"") * 2_000_001, "hostile"),
        (b"", "damaged"),
    ],
)
def test_bad_records_are_refused(stream: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(stream)
    assert refused.value.reason == reason
