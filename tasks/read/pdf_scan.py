"""Pages of a PDF that are pictures: told from pages of text, and drawn for recognition.

The text that some scanners lay unseen over a picture is a guess of theirs; what a person sees is the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks.read import ocr, ocr_page
from tasks.read.pdf_page import Sheet
from tasks.read.refusal import refuse

if TYPE_CHECKING:
    from tasks.read.ocr import Picture

_COVERED = 0.5  # of a page that pictures cover, if it is a scan
_FEW, _PIECES = 50, 3  # characters, or pieces of text, that may stand on a scan: a page number, a stamp of receipt
_OUTLINES = 200  # shapes on a page without characters that may be letters
_DEEP = 5  # forms within forms in which is looked
_DRAWN = 20_000  # things on a page that are looked at
_SIDE = (1500, 2500)  # pixels of the longer side of the drawn page: at least, at most


def is_scan(page: pdfium.PdfPage, sheet: Sheet) -> bool:
    """Whether what a person reads on a page is a picture, or drawn as shapes."""
    empty = not sheet.lines and not sheet.tables
    if not sheet.pictures:
        return empty and len(list(_drawn(page, raw.FPDF_PAGEOBJ_PATH))) > _OUTLINES
    if empty:
        return True
    width, height = page.get_size()
    covered, pieces = 0.0, 0
    for one in _drawn(page, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT):
        if one.type == raw.FPDF_PAGEOBJ_IMAGE:
            covered += _area(one) / max(1.0, width * height)
            pieces = 0 if covered > _COVERED else pieces  # it lies over what was drawn before
        elif raw.FPDFTextObj_GetTextRenderMode(one) != raw.FPDF_TEXTRENDERMODE_INVISIBLE:
            pieces += 1
    return covered > _COVERED and (pieces <= _PIECES or sheet.count < _FEW)


def recognised(page: pdfium.PdfPage, before: Sequence[Sheet]) -> Sheet:
    """The characters of a page as they are recognised; `before` are the pages before it.

    Raises:
        Unreadable: needs_ocr, where the extra is not installed; too_large.
    """
    number = len(before) + 1
    if not ocr.is_installed():
        raise refuse("needs_ocr", f"第 {number} 页是扫描图片", f"page {number} is a scanned picture")
    ocr.check_pages(1 + sum(sheet.scanned for sheet in before))
    drawn = _picture(page)
    return ocr_page.sheet(drawn, number, max(page.get_size()))


def _picture(page: pdfium.PdfPage) -> Picture:
    """The page as a person sees it, about as fine as the finest picture on it."""
    longer = max(1.0, *page.get_size())
    finest = float(_SIDE[0])
    for one in _drawn(page, raw.FPDF_PAGEOBJ_IMAGE):
        width, height = one.get_px_size()
        ocr.check_size(width, height)
        finest = max(finest, longer * (width * height / max(1.0, _area(one))) ** 0.5)
    bitmap = page.render(scale=min(finest, _SIDE[1]) / longer, may_draw_forms=False, fill_color=(255, 255, 255, 255))
    drawn: Picture = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return drawn


def _drawn(page: pdfium.PdfPage, *kinds: int) -> islice[pdfium.PdfObject]:
    return islice(page.get_objects(list(kinds), max_depth=_DEEP), _DRAWN)


def _area(image: pdfium.PdfImage) -> float:
    """Square points that a picture takes: its matrix sets a square of one point."""
    matrix = image.get_matrix()
    holder = image.container
    while holder is not None:
        matrix = matrix.multiply(holder.get_matrix())
        holder = holder.container
    return float(abs(matrix.a * matrix.d - matrix.b * matrix.c))
