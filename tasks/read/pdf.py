"""PDF with text → document: lines joined into paragraphs, ruled tables in their place, furniture out, pages noted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks.read import doubts, finish, grid, ocr_pile, pdf_furniture, pdf_guard, pdf_scan
from tasks.read.document import Document, Unreadable
from tasks.read.formats import FORMATS
from tasks.read.lines import table_rows
from tasks.read.ocr import OCR
from tasks.read.pdf_lines import Line
from tasks.read.pdf_page import Sheet, sheet
from tasks.read.pdf_paragraphs import Column, column_of, paragraphs
from tasks.read.pdf_tables import Table, aligned, extend
from tasks.read.pdf_text import CHARACTERS
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse

_LARGEST = 64 << 20
_PAGES = 500
_UNKNOWN = 0.2  # share of characters without a meaning from which on a text is none
_PDFIUM = threading.Lock()  # it bears one thread at a time

Flow = list[Line | Table]
Columns = dict[tuple[int, int], Column]


def read(data: bytes) -> Document:
    """Document of a PDF that holds text, of up to 500 pages; one that only an owner's password guards is read.

    Raises:
        Unreadable: damaged, encrypted, hostile, too_large, no_text, or needs_ocr where pages are pictures.
    """
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:  # a cut file would open, and lack pages
        raise _damaged("末尾缺失", "its end is missing")
    pdf_guard.check(data)
    with _PDFIUM:
        sheets = _sheets(data)
    parser = f"pdf+{OCR}" if any(page.scanned for page in sheets) else "pdf"
    return document(sheets, FORMATS["pdf"].media_type, parser)


def document(sheets: list[Sheet], media_type: str, parser: str) -> Document:
    """Document of pages, whether their words stood in the file or were recognised.

    Raises:
        Unreadable: no_text.
    """
    findings = Findings()
    sheets = ocr_pile.pile(sheets)
    flow = _flow(sheets, findings)
    if not flow:
        raise _no_text(sheets)
    columns = _columns(flow, sheets)
    made = finish.finish(list(_pieces(flow, columns)), findings, media_type, parser)
    return doubts.mark(made, {number: page.doubts for number, page in enumerate(sheets, 1) if page.doubts})


def _sheets(data: bytes) -> list[Sheet]:
    """The pages of a PDF."""
    try:
        with pdfium.PdfDocument(data) as document:
            if len(document) > _PAGES:
                raise refuse(
                    "too_large", f"{len(document)} 页，最多 {_PAGES} 页", f"{len(document)} pages, at most {_PAGES}"
                )
            sheets: list[Sheet] = []
            left = CHARACTERS
            for number, page in enumerate(document, 1):
                made = sheet(page, number, left)
                sheets.append(pdf_scan.recognised(page, sheets) if pdf_scan.is_scan(page, made) else made)
                page.close()
                left -= sheets[-1].count
            return sheets
    except pdfium.PdfiumError as error:
        is_locked = error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        if is_locked and b"/Encrypt" in data:  # of a file without pages the code is that of an earlier file
            raise refuse("encrypted") from error
        raise _damaged("目录或页面不完整", "its page tree or a page is broken") from error


def _flow(sheets: list[Sheet], findings: Findings) -> Flow:
    """Lines and tables of all pages in reading order, furniture left out."""
    if sum(page.unknown for page in sheets) > _UNKNOWN * sum(page.count for page in sheets):
        raise refuse(
            "no_text",
            "字体不带文字编码，读出来是乱码；请用办公软件另存，或当作扫描件做文字识别",
            "its fonts do not say which characters they show: save it anew in an office program, or treat it as a scan",
        )
    for number, page in enumerate(sheets, 1):
        if page.slanted.strip():
            findings.remove("watermark", page.slanted)
        if page.pictures and not page.lines and not page.tables:
            findings.remove("picture", f"page {number}")
    flow: Flow = []
    for page, left in zip(sheets, pdf_furniture.clear(sheets, findings), strict=True):
        page_flow = _page_flow(left, page.tables)
        if flow and page_flow and _extends(flow[-1], page_flow[0]):
            del page_flow[0]
        flow += page_flow
    return flow


def _page_flow(plain: list[Line], found: list[Table]) -> Flow:
    """Lines and tables of a page: each table before the first line that stands below its top."""
    flow: Flow = []
    waiting = sorted(found, key=lambda table: table.top)
    for line in plain:
        while waiting and waiting[0].top < line.y:
            flow.append(waiting.pop(0))
        flow.append(line)
    return flow + waiting


def _extends(before: Line | Table, item: Line | Table) -> bool:
    return isinstance(before, Table) and isinstance(item, Table) and extend(before, item)


def _columns(flow: Flow, sheets: list[Sheet]) -> Columns:
    """The columns of text by page and number: those of all pages of one shape are alike."""
    shapes = [sheet.shape for sheet in sheets]
    held: dict[tuple[tuple[int, int], int], list[Line]] = {}
    for item in flow:
        if isinstance(item, Line):
            held.setdefault((shapes[item.page - 1], item.column), []).append(item)
    columns = {key: column_of(lines) for key, lines in held.items()}
    return {
        (number, place): columns[shape, place]
        for number, shape in enumerate(shapes, 1)
        for place in range(3)
        if (shape, place) in columns
    }


def _pieces(flow: Flow, columns: Columns) -> Iterator[Piece]:
    """Paragraphs and tables, numbered as they come."""
    number = 0
    for is_table, items in groupby(flow, key=lambda item: isinstance(item, Table)):
        if is_table:
            for table in items:
                if isinstance(table, Table):
                    number += 1
                    yield from _cells(table.rows, table.pages, number)
            continue
        run = [item for item in items if isinstance(item, Line)]
        texts = [line.text for line in run]
        at = start = 0
        while at < len(run):
            rows = aligned(run, at) or [_row(row) for row in table_rows(texts, at)]
            if not rows:
                at += 1
                continue
            yield from _prose(run[start:at], columns)
            number += 1
            pages = [line.page for row, line in zip(rows, run[at:], strict=False) if row]
            yield from _cells([row for row in rows if row], pages, number)
            at = start = at + len(rows)
        yield from _prose(run[start:], columns)


def _cells(rows: grid.Rows, pages: list[int], number: int) -> Iterator[Piece]:
    for piece in grid.cells(rows, number):
        piece.page = pages[(piece.row or 1) - 1]
        yield piece


def _row(columns: list[str]) -> list[grid.Cell]:
    return [grid.Cell([text] if text else []) for text in columns]


def _prose(run: list[Line], columns: Columns) -> Iterator[Piece]:
    for text, page in paragraphs(run, [columns[line.page, line.column] for line in run]):
        yield Piece(text, page=page)


def _no_text(sheets: list[Sheet]) -> Unreadable:
    if any(page.pictures for page in sheets):
        return refuse(
            "no_text",
            "每页只有图片，是扫描件，但没有认出文字，请改用原来的电子版",
            "its pages are pictures, a scan in which no text could be recognised: use the original file",
        )
    return refuse("no_text", "各页都没有文字", "no page has any")


def _damaged(zh: str, en: str) -> Unreadable:
    return refuse("damaged", zh, en)
