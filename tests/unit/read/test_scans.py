"""Scans and images: what is recognised, what is doubtful, what is refused; each page takes seconds, so they are few."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from pdf_maker import PICTURE, column, pages, text
from PIL import Image, ImageDraw
from scan_maker import fixture, joined, lines, pdf_with_picture, saved, table, with_ocr

from bench.ocr.scans import pdf_of
from tasks.extract.doubtful import flag_doubtful
from tasks.extract.engine import Extractor
from tasks.read.document import Document, Unreadable
from tasks.read.picture import _pages
from tasks.read.reader import read_document
from warehouse.catalogue import load_catalogue

PRINTED = Path(__file__).parents[2] / "fixtures" / "pdf"
LINES = "法治体检。二是新聘专职调解员2名，争取热线工单满意率达到98%。三是继续办好居民法治夜校，每月开设1期。"
BODY = ["　　全年办理行政处罚案件15", "件，罚没款3.68万元。"]
SCANNED = b"q 595 0 0 842 0 0 cm /P Do Q\n"


class Reported:
    report_year = 2023
    signed_on = None
    period_end = None


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_document(data)
    return caught.value


def squeezed(words: str) -> str:
    return "".join(words.split()).translate({ord("（"): "(", ord("）"): ")", ord("："): ":", ord("，"): ","})


def cells(document: Document) -> list[tuple[str, int | None, str | None]]:
    return [
        (squeezed(document.text[b.char_start : b.char_end]), b.row, b.header_path and squeezed(b.header_path))
        for b in document.blocks
        if b.kind == "cell"
    ]


@pytest.mark.usefixtures("without_ocr")
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (pages([PICTURE, PICTURE]), "第 1 页是扫描图片"),
        (pages([PICTURE + text(f"- {n} -", 290, 40, 10) for n in (1, 2)]), "第 1 页是扫描图片"),
        (pages([column(BODY * 3), PICTURE]), "第 2 页是扫描图片"),
        (fixture("fax.pdf"), "第 1 页是扫描图片"),
        (fixture("fax.tif"), "图片 (TIFF)"),
        (fixture("table.jpg"), "图片 (JPEG)"),
        (saved(lines(), "PNG"), "图片 (PNG)"),
        (saved(lines(), "BMP"), "图片 (BMP)"),
    ],
)
def test_without_the_extra_a_scan_is_refused_and_the_extra_named(data: bytes, said: str) -> None:
    error = refused(data)
    assert error.reason == "needs_ocr"
    assert said in error.zh
    for words in (error.zh, error.en):
        assert "make ocr" in words
        assert "requirements-ocr.lock" in words


@pytest.mark.usefixtures("without_ocr")
def test_unseen_text_over_a_picture_is_no_text() -> None:
    unseen = text("全年办理行政处罚案件15件，罚没款3.68万元。" * 3, 10, 600, 8).replace(b"BT ", b"BT 3 Tr ")
    assert refused(pdf_with_picture(lines(), SCANNED + unseen)).reason == "needs_ocr"


@pytest.mark.usefixtures("without_ocr")
def test_text_on_a_picture_is_text() -> None:
    document = read_document(pdf_with_picture(lines(), SCANNED + column(BODY * 3)))
    assert "行政处罚案件15件" in document.text


@with_ocr
def test_a_fax_of_two_pages_gives_paragraphs_tables_and_pages() -> None:
    document = read_document(fixture("fax.tif"))
    source = read_document((PRINTED / "zhumayuan_2023.pdf").read_bytes())
    assert (document.media_type, document.parser) == ("image/tiff", "ocr")
    assert "全年办件13600余件,上年为1.12万件" in squeezed(document.text)
    assert cells(document) == cells(source)
    assert [block.page for block in document.blocks] == sorted(block.page or 0 for block in document.blocks)
    assert {block.page for block in document.blocks} == {1, 2}
    starts = {document.text[block.char_start : block.char_start + 3] for block in document.blocks}
    assert "（三）" in starts
    assert len([block for block in document.blocks if block.page == 1]) == 4  # of twenty-four lines


@with_ocr
def test_pages_of_text_are_read_and_scanned_ones_recognised() -> None:
    printed = (PRINTED / "lanyang_2024.pdf").read_bytes()
    source = read_document(printed)
    read = read_document(joined((printed, [0, 1]), (pdf_of([table()], 150), [0])))
    assert read.parser == "pdf+ocr"
    start = source.text.index("法治体检")
    assert read.text[:start] == source.text[:start]
    assert squeezed(read.text[start:]) == squeezed(source.text[start:]).replace("0-合计", "0合计")
    assert cells(read) == [cell for cell in cells(source) if cell[0] != "-"]
    assert [block.page for block in read.blocks] == [
        block.page for block in source.blocks if source.text[block.char_start : block.char_end] != "-"
    ]


@with_ocr
@pytest.mark.parametrize(("image", "quarters"), [(table(), 1), (lines(), 2)])
def test_a_page_that_lies_on_its_side_or_its_head(image: Image.Image, quarters: int) -> None:
    document = read_document(saved(image.rotate(90 * quarters, expand=True), "PNG"))
    assert squeezed(LINES) in squeezed(document.text)


@with_ocr
def test_a_number_that_cannot_be_told_is_flagged_and_only_that() -> None:
    image = lines().convert("L")
    ImageDraw.Draw(image).line((112, 78, 128, 102), fill=30, width=4)  # through the 8 of 98%
    document = read_document(saved(image, "PNG"))
    mentions = Extractor(load_catalogue()).extract(document.text, document.blocks, Reported())
    flag_doubtful(mentions, document.doubtful)
    flagged = {document.text[m.char_start : m.char_end]: "doubtful_character" in m.flags for m in mentions}
    assert flagged.pop("98%")
    assert flagged
    assert not any(flagged.values())


@with_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "GIF", "TIFF"])
def test_an_image_without_text_is_refused(kind: str) -> None:
    error = refused(saved(Image.new("L", (400, 200), 255), kind))
    assert error.reason == "no_text"
    assert "没有认出文字" in error.zh


@with_ocr
@pytest.mark.parametrize("kind", ["PNG", "BMP", "TIFF", "GIF"])
def test_an_image_of_a_billion_pixels_is_refused_unopened(kind: str) -> None:
    error = refused(enlarged(kind))
    assert error.reason == "too_large"
    assert "像素" in error.zh


@with_ocr
def test_a_picture_of_a_billion_pixels_on_a_page_is_refused() -> None:
    claimed = pdf_with_picture(Image.new("L", (64, 64)), SCANNED).replace(
        b"/Width 64/Height 64", b"/Width 40000/Height 40000"
    )
    assert refused(claimed).reason == "too_large"


@with_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP", "TIFF"])
def test_a_cut_image_is_damaged(kind: str) -> None:
    data = saved(lines(), kind)
    for end in (len(data) // 3, len(data) - 200):
        assert refused(data[:end]).reason == "damaged"


@with_ocr
def test_more_than_a_hundred_pages_are_refused() -> None:
    blank = [Image.new("1", (8, 8)) for _ in range(101)]
    assert "最多 100 页" in refused(saved(blank[0], "TIFF", save_all=True, append_images=blank[1:])).zh


def test_a_long_picture_of_a_screen_is_cut_between_lines() -> None:
    screen = Image.new("L", (200, 2000), 255)
    for y in range(0, 2000, 20):
        ImageDraw.Draw(screen).rectangle((20, y, 180, y + 11), fill=0)
    parts = list(_pages(saved(screen, "PNG")))
    assert sum(part.shape[0] for part in parts) == 2000
    assert len(parts) > 4
    assert all(part[0].min() == 255 for part in parts[1:])


def enlarged(kind: str) -> bytes:
    """A small image whose header says that it has 40,000 × 40,000 pixels."""
    image = bytearray(saved(Image.new("L", (64, 64)), kind))
    size = 40_000
    if kind == "PNG":
        header = b"IHDR" + struct.pack(">II", size, size) + bytes(image[24:29])
        image[12:33] = header + struct.pack(">I", zlib.crc32(header))
    elif kind == "BMP":
        image[18:26] = struct.pack("<II", size, size)
    elif kind == "GIF":
        image[6:10] = struct.pack("<HH", size, size)
    else:
        for tag in (256, 257):  # width and length
            at = image.index(struct.pack("<HHII", tag, 4, 1, 64)) + 8
            image[at : at + 4] = struct.pack("<I", size)
    return bytes(image)
