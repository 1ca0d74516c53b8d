"""Whatever the bytes: told by content, read or refused with a reason, and blocks that fit the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.read.document import Document, Unreadable
from tasks.read.formats import FORMATS, extension_of, sniff
from tasks.read.reader import READERS, read_document

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"
NAMES = sorted(path.name for path in DOCUMENTS.iterdir())
READABLE = [name for name in NAMES if name.startswith(("report", "wrapped", "page", "traps"))]
REASONS = {
    "empty",
    "encrypted",
    "damaged",
    "binary",
    "unsupported_format",
    "no_text",
    "needs_ocr",
    "too_large",
    "hostile",
}
IMAGES = {"png", "jpg", "tif", "bmp", "gif"}
REAL = Path(__file__).parents[4] / "shared" / "reports"


def read_or_refuse(data: bytes) -> Document | None:
    """The document, checked; None where it was refused in the proper way."""
    try:
        document = read_document(data)
    except Unreadable as refused:
        assert refused.reason in REASONS
        assert refused.zh and refused.en
        return None
    assert document.text == "\n".join(document.text[b.char_start : b.char_end] for b in document.blocks)
    at = 0
    for block in document.blocks:
        assert block.char_start == at < block.char_end
        at = block.char_end + 1
    assert all(line == line.strip() for line in document.text.split("\n"))
    assert not any("\ud800" <= c <= "\udfff" or (c < " " and c not in "\n\t") for c in document.text)
    return document


@pytest.mark.parametrize("name", READABLE)
def test_blocks_fit_the_text(name: str, fixture_bytes) -> None:
    document = read_or_refuse(fixture_bytes(name))
    assert document is not None
    assert document.blocks[0].kind in ("title", "paragraph")
    assert document.media_type == sniff(fixture_bytes(name))


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_anywhere_is_read_or_refused(name: str, fixture_bytes) -> None:
    data = fixture_bytes(name)
    for end in range(0, len(data), max(1, len(data) // 40)):
        read_or_refuse(data[:end])


def test_a_cut_word_document_is_damaged(fixture_bytes) -> None:
    data = fixture_bytes("report.docx")
    for end in range(1000, len(data) - 30, 1500):
        with pytest.raises(Unreadable) as refused:
            read_document(data[:end])
        assert refused.value.reason == "damaged"


@given(data=st.binary(max_size=2000))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refuse(data)


@given(
    data=st.binary(max_size=300),
    start=st.sampled_from(
        [b"<html>", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
    ),
)
@settings(max_examples=200, deadline=None)
def test_random_bytes_behind_a_known_beginning(data: bytes, start: bytes) -> None:
    read_or_refuse(start + data)


@given(text=st.text(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    read_or_refuse(text.encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("name", ["traps.docx", "page.html"])
@given(at=st.integers(0, 1800), byte=st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_a_changed_byte_is_read_or_refused(name: str, at: int, byte: int) -> None:
    data = bytearray((DOCUMENTS / name).read_bytes())
    data[at] = byte
    read_or_refuse(bytes(data))


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"{\\rtf1\\ansi}", "rtf"),
        (b"\x89PNG\r\n\x1a\n0000", "png"),
        (b"\xff\xd8\xff\xe0000", "jpg"),
        (b"PK\x05\x06" + b"\0" * 18, "zip"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text", "odt"),
        (b"PK\x03\x04" + b"\0" * 26 + b"OFD.xml", "ofd"),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml..xl/workbook.xml", "xlsx"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mht"),
        ("法治政府建设报告".encode("gb18030"), "txt"),
        ("\ufeff \n<!DOCTYPE HTML><html>".encode("utf-16-le"), "html"),
        (b"<?xml version='1.0'?><pkg:package/>", "xml"),
        (bytes(range(256)) * 8, "bin"),
    ],
)
def test_formats_are_told_by_content(data: bytes, extension: str) -> None:
    assert extension_of(data) == extension
    assert sniff(data) == FORMATS[extension].media_type


@pytest.mark.parametrize(("name", "extension"), [("old.doc", "doc"), ("scan.pdf", "pdf"), ("encrypted.docx", "ole")])
def test_fixtures_of_other_formats(name: str, extension: str, fixture_bytes) -> None:
    assert extension_of(fixture_bytes(name)) == extension


@pytest.mark.parametrize(
    ("data", "named"), [(b"Rar!\x1a\x07\x01\0" + b"0" * 64, "RAR"), (b"7z\xbc\xaf\x27\x1c" + b"0" * 64, "7z")]
)
def test_a_format_not_supported_is_named(data: bytes, named: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == "unsupported_format"
    assert named in refused.value.zh
    for advice in (refused.value.zh, refused.value.en):
        advised = set(re.findall(r"[a-z]+", advice))
        assert set(READERS) - IMAGES <= advised, "every format that can be read is advised"
        assert not IMAGES & advised, "but images, which lose what they show"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real report is not shipped with the project")
def test_the_real_report_reads_whole() -> None:
    for path in REAL.glob("*.txt"):
        document = read_or_refuse(path.read_bytes())
        assert document is not None
        assert [b.kind for b in document.blocks[:3]] == ["title", "title", "paragraph"]
        assert document.removed == ("field: [bookmark: _GoBack]",)
        assert document.text.endswith("2024年1月30日")


@pytest.mark.parametrize(
    ("data", "extension"),
    [
        (b"<!---->" * 580, "txt"),
        (b"<!-- a -->\n" * 300 + b"<b>", "html"),
        (b"<!-- a -->\n" * 300 + b"<!doctype html>", "html"),
        (b"<!--" * 1000, "txt"),
    ],
)
def test_comments_without_end_are_passed_over_once(data: bytes, extension: str) -> None:
    assert extension_of(data) == extension


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_more_lines_than_any_report_has_are_too_large(end: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(f"全年12场{end}".encode() * 500_000)
    assert refused.value.reason == "too_large"
