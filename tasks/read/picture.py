"""Images (png, jpg, tiff of several pages, bmp, gif) → document: each image is a page, recognised by the extra `ocr`."""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tasks.read import ocr, ocr_page, pdf
from tasks.read.document import Document
from tasks.read.formats import FORMATS, extension_of
from tasks.read.refusal import refuse

if TYPE_CHECKING:
    from PIL import Image

    from tasks.read.ocr import Picture

_LARGEST = 64 << 20
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "GIF")
# what decoders raise for broken files
_BROKEN = (OSError, SyntaxError, TypeError, ValueError, EOFError, OverflowError, struct.error, zlib.error)
_SIDE = 2500  # pixels of the longer side that are recognised
_LONG = 2.2  # times its width is a picture of several screens


def read(data: bytes) -> Document:
    """Document of an image, of a TIFF with all of its pages.

    Raises:
        Unreadable: needs_ocr, where the extra is not installed; damaged, too_large, or no_text.
    """
    kind = FORMATS[extension_of(data)]
    if not ocr.is_installed():
        raise refuse("needs_ocr", f"这是{kind.zh}", f"it is {kind.en}")
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
    sheets = [ocr_page.sheet(page, number) for number, page in enumerate(_pages(data), 1)]
    if all(sheet.pictures for sheet in sheets):
        raise refuse("no_text", "图片里没有认出文字", "no text could be recognised in the picture")
    return pdf.document(sheets, kind.media_type, ocr.OCR)


def _pages(data: bytes) -> Iterator[Picture]:
    """The images of a file, one after another.

    Raises:
        Unreadable: damaged or too_large.
    """
    from PIL import Image

    with _decoding():
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    with image:
        number = 0
        while number == 0 or _next(image, number):
            number += 1
            ocr.check_pages(number)
            ocr.check_size(*image.size)
            with _decoding():
                pixels = _pixels(image)
            yield from _screens(pixels)


def _next(image: Image.Image, number: int) -> bool:
    """Whether a TIFF has another image; it is the one to read then. Of other formats the first one counts."""
    if image.format != "TIFF":
        return False
    with _decoding():
        try:
            image.seek(number)
        except EOFError:
            return False
    return True


@contextmanager
def _decoding() -> Iterator[None]:
    """What decoders raise and say of broken files, as a refusal."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError as error:  # some unpack when they are opened; its limit is twice ours
        raise refuse("too_large", "图片像素过多", "a picture of too many pixels") from error
    except _BROKEN as error:
        raise refuse("damaged", "图片无法解码", "the image cannot be decoded") from error


def _pixels(image: Image.Image) -> Picture:
    """The image upright as its camera says, on white paper, as fine as it is recognised."""
    import numpy as np
    from PIL import Image, ImageOps

    frame = image
    if frame.mode.startswith("I"):  # 16 bits a pixel
        frame = frame.point(lambda value: value / 256).convert("L")
    if frame.mode not in ("L", "RGB", "RGBA"):
        frame = frame.convert("RGBA" if "transparency" in frame.info or frame.mode in ("LA", "PA") else "RGB")
    fine = _SIDE * max(1.0, max(frame.size) / (_LONG * min(frame.size)))
    frame.thumbnail((fine, fine), reducing_gap=2.0)
    frame = ImageOps.exif_transpose(frame)
    if frame.mode == "RGBA":
        paper = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(paper, frame)
    return np.ascontiguousarray(np.asarray(frame.convert("RGB"))[:, :, ::-1])


def _screens(picture: Picture) -> Iterator[Picture]:
    """A picture of several screens in pieces of a page each, cut where a row is blank."""
    height, width = picture.shape[:2]
    page = int(_LONG * width)
    start = 0
    while height - start > page:
        rows = picture[start + page // 2 : start + page].std(axis=(1, 2))
        end = start + page - 1 - int(rows[::-1].argmin())
        yield picture[start:end]
        start = end
    yield picture[start:]
