"""Word 97 files that LibreOffice does not write: pieces of two widths, passwords, older versions, lies."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from compound import SECTOR, compound, word

from tasks.read.document import Unreadable
from tasks.read.formats import extension_of
from tasks.read.reader import read_document

REPORT = "望川镇法治报告\r参训150人次。\r"


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    return refused.value.reason


def test_pieces_of_both_widths_lie_anywhere_in_the_file() -> None:
    data = word([("望川镇报告\r12", "utf-16-le"), ("“Café” 3.5", "cp1252"), ("万元，𠮷田村。\r", "utf-16-le")])
    assert extension_of(data) == "doc"
    assert read_document(data).text == "望川镇报告\n12“Café” 3.5万元，𠮷田村。"


def test_fields_show_their_result_and_contents_nothing() -> None:
    contents = "\x13 TOC \\o \x14一、成效\t1\r二、不足\t2\r\x15"
    text = f'{contents}见\x13 HYPERLINK "a" \x14\x13 REF x \x14附件\x15一\x15，共\x13 SEQ 表 \x1412\x15件。\r未结束\x13的域\r'
    document = read_document(word([(text, "utf-16-le")]))
    assert document.text == "见附件一，共12件。\n未结束的域"
    assert document.removed == ("contents: 一、成效 1 二、不足 2",)


def test_signs_of_the_layout_become_characters_or_nothing() -> None:
    text = "第一行\x0b第二行\r接\x1e续\x1f词\x01\x02\x05\t末\r第三页\x0c第四页\r"
    assert read_document(word([(text, "utf-16-le")])).text == "第一行\n第二行\n接-续词\t末\n第三页\n第四页"


@pytest.mark.parametrize(
    ("lie", "expected"),
    [
        ({"flags": 0x0100}, "encrypted"),
        ({"flags": 0x8100}, "encrypted"),
        ({"magic": 0xA5DC, "version": 0x68}, "unsupported_format"),
        ({"length": 100_000}, "damaged"),
        ({"length": -3}, "damaged"),
        ({"flags": 0x0200}, "damaged"),  # names a table that is not there
    ],
)
def test_what_the_file_says_of_itself(lie: dict[str, int], expected: str) -> None:
    assert reason(word([(REPORT, "utf-16-le")], **lie)) == expected


def test_no_text_is_no_success() -> None:
    assert reason(word([("\r\r \x0c\r", "utf-16-le")])) == "no_text"


def test_a_file_that_ends_early_is_damaged(fixture_bytes) -> None:
    data = word([(REPORT * 400, "utf-16-le")])
    for end in range(SECTOR, len(data), SECTOR):
        assert reason(data[:end]) == "damaged"


def test_chains_of_sectors_that_run_in_a_circle_end() -> None:
    data = bytearray(word([(REPORT, "utf-16-le")]))
    table = SECTOR * (1 + struct.unpack_from("<I", data, 76)[0])
    for sector in range(24):
        circle = data.copy()
        struct.pack_into("<I", circle, table + 4 * sector, 0)
        with suppress(Unreadable):
            read_document(bytes(circle))


def test_a_file_that_claims_more_tables_than_it_has_sectors_costs_nothing() -> None:
    data = bytearray(word([(REPORT, "utf-16-le")]))
    struct.pack_into("<I", data, 44, 0xFFFFFFF0)
    struct.pack_into("<2I", data, 68, 0, 0xFFFFFFF0)
    assert read_document(bytes(data)).text.startswith("望川镇")


@pytest.mark.parametrize("text", ["\x13" * 60 + "\x15" * 60, "x\r" * 210_000])
def test_more_than_any_report_has_is_refused(text: str) -> None:
    assert reason(word([(text, "utf-16-le")])) == "hostile"


def test_a_workbook_with_a_document_in_it_is_a_workbook() -> None:
    """Its streams at the top tell, not those of the object, which the file names too."""
    book = compound({"Workbook": b"\0" * 4096, "aside": "WordDocument\0".encode("utf-16-le").ljust(4096, b"\0")})
    assert extension_of(book) == "xls"


def test_a_cut_file_of_an_unknown_kind_is_damaged() -> None:
    assert reason(compound({"Something": b"1" * 5000})[:-1024]) == "damaged"
