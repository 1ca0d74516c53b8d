"""Pictures of text, and PDFs that hold pictures, for tests of recognition; and the mark of tests that need it."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_maker import packed, pages
from PIL import Image

from tasks.read.ocr import is_installed

SCANS = Path(__file__).parents[2] / "fixtures" / "scans"

with_ocr = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed: make ocr")


def fixture(name: str) -> bytes:
    return (SCANS / name).read_bytes()


def table() -> Image.Image:
    """The scanned page with a table."""
    return Image.open(SCANS / "table.jpg")


def lines(first: int = 200, last: int = 320) -> Image.Image:
    """Two lines of it: 法治体检。二是新聘专职调解员2名，争取热线工单满意率达 / 到98%。三是继续办好居民法治夜校，每月开设1期。"""
    return table().crop((100, first, 1150, last))


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of an image file."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def pdf_with_picture(image: Image.Image, content: bytes) -> bytes:
    """A PDF whose page shows `content`; /P Do in it draws the image as large as a page."""
    shown = image.convert("L")
    width, height = shown.size
    form = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8" % (width, height)
    picture = packed(shown.tobytes()).replace(b"<<", b"<<" + form, 1)
    plain = pages([content])
    return _with_object(plain, picture)


def _with_object(data: bytes, extra: bytes) -> bytes:
    """Another object for the first page, under the name P; readers mend the table of objects."""
    number = data.count(b" obj\n") + 1
    data = data.replace(b"/XObject<</I 4 0 R>>", b"/XObject<</I 4 0 R/P %d 0 R>>" % number)
    body, _, _ = data.rpartition(b"xref\n0")
    return body + b"%d 0 obj\n%s\nendobj\ntrailer<</Size %d/Root 1 0 R>>\n%%%%EOF\n" % (number, extra, number + 1)


def joined(*parts: tuple[bytes, list[int]]) -> bytes:
    """A PDF of some pages (from 0) of others."""
    out = io.BytesIO()
    with pdfium.PdfDocument.new() as made:
        for data, numbers in parts:
            with pdfium.PdfDocument(data) as source:
                made.import_pages(source, numbers)
        made.save(out)
    return out.getvalue()
