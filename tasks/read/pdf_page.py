"""What stands on a page of a PDF, turned upright, with y growing downwards, in points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks.read.doubts import Doubt
from tasks.read.pdf_lines import Line, Right, lines
from tasks.read.pdf_shapes import Rule, shapes
from tasks.read.pdf_tables import Table, tables
from tasks.read.pdf_text import Box, PageText, turned
from tasks.read.pdf_words import Word, quarters, spans, words


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its lines in reading order, its ruled tables, its box (left, top, right, bottom).

    `slanted` are the characters that stand at another angle than most: watermarks and stamps. `count` and
    `unknown` are the numbers of all characters and of those whose font does not say what they are; `pictures` says whether there are images.
    `scanned` pages were recognised from a picture; `doubts` are the ways to find each doubtful character again.
    """

    lines: list[Line]
    tables: list[Table]
    box: Box
    slanted: str
    count: int
    unknown: int
    pictures: bool
    scanned: bool = False
    doubts: Sequence[Sequence[Doubt]] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height as it is read, in points."""
        left, top, right, bottom = self.box
        return round(right - left), round(bottom - top)


def sheet(page: pdfium.PdfPage, number: int, most: int) -> Sheet:
    """The contents of page `number`, of at most `most` characters.

    Raises:
        Unreadable: too_large.
        pdfium.PdfiumError: the page cannot be read.
    """
    opened = raw.FPDFText_LoadPage(page.raw)
    if not opened:
        raise pdfium.PdfiumError("The text of a page cannot be read.")
    try:
        text = PageText(opened, most)
        found = spans(text)
        turns = quarters(text, found)
        rules, pictures = shapes(page, text.turn)
        box = turned(page.get_bbox(), text.turn)
        upright, slanted = words(text, found, turns, rules, box)
        ruled, plain = laid_out(upright, rules, number, lambda character: text.box(character)[2])
        return Sheet(plain, ruled, box, slanted, text.count, text.unknown(), pictures)
    finally:
        raw.FPDFText_ClosePage(opened)


def laid_out(words: list[Word], rules: Sequence[Rule], page: int, right: Right) -> tuple[list[Table], list[Line]]:
    """Tables of a page, and the lines that stand in none."""
    found, rest = tables(rules, words, right, page)
    return found, lines(rest, right, page)
