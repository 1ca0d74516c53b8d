"""Running headers, footers, page numbers and tables of contents of a PDF go, and are recorded."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from tasks.read.pdf_lines import Line
from tasks.read.pdf_page import Sheet
from tasks.read.piece import Findings

_MARGIN = 0.13  # of the page's height, at its top and bottom, where furniture stands
_CANDIDATES = 3  # lines of a page, from the top and from the bottom, that may be furniture
_PLACE, _SCANNED = 4.0, 18.0  # points by which a header may move from page to page, as sheets lie on a scanner
_ALIKE = 0.8  # share of the characters of a header that are recognised alike
_NUMBER = re.compile(r"\d+")
_HAN = "[一二三四五六七八九十百]"
_MARKED = re.compile(
    rf"[-—–－─·•~]+\s*\d{{1,4}}\s*[-—–－─·•~]+|第\s*(\d{{1,4}}|{_HAN}{{1,5}})\s*页([，,/／\s]*共\s*(\d{{1,4}}|{_HAN}{{1,5}})\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d+(\s*of\s*\d+)?"
)
_DOTS = re.compile(r"[.…·．⋯]\s*[.…·．⋯]|目")  # a quick look for the next one
_CONTENTS = re.compile(r"\S.*?([.…·．⋯]\s*){4,}[(（]?\d{1,4}[)）]?|目\s*录")


def clear(sheets: Sequence[Sheet], findings: Findings) -> list[list[Line]]:
    """Lines of each page without furniture: what stands in the margins of several pages alike, and numbers of pages."""
    margins = [_margin(sheet) for sheet in sheets]
    kept: list[list[Line]] = []
    for number, sheet in enumerate(sheets):
        lines = sheet.lines
        gone = {id(line) for line in margins[number] if _is_furniture(line, number, margins, sheets)}
        gone |= {id(line) for line in margins[number] if _is_page_number(line, number, lines, gone)}
        for line in lines:
            if id(line) in gone:
                findings.remove("page_furniture", line.text)
        kept.append([line for line in lines if id(line) not in gone])
    return _without_contents(kept, findings)


def _margin(sheet: Sheet) -> list[Line]:
    """The outermost lines of a page that stand in its margins."""
    by_place = sorted(sheet.lines, key=lambda line: line.y)
    _, top, _, bottom = sheet.box
    depth = _MARGIN * (bottom - top)
    above = [line for line in by_place[:_CANDIDATES] if line.y < top + depth]
    below = [line for line in by_place[-_CANDIDATES:] if line.y > bottom - depth]
    return list({id(line): line for line in (*above, *below)}.values())


def _is_furniture(line: Line, number: int, margins: list[list[Line]], sheets: Sequence[Sheet]) -> bool:
    """Whether the page before or after, or the next but one, has the same line in the same place."""
    for step in (-1, 1, -2, 2):
        if 0 <= number + step < len(margins):
            scanned = sheets[number].scanned or sheets[number + step].scanned
            place = _SCANNED if scanned else _PLACE
            for other in margins[number + step]:
                if abs(other.y - line.y) < place and _same(line.text, other.text, step, scanned):
                    return True
    return False


def _same(text: str, other: str, step: int, scanned: bool) -> bool:
    """Whether two lines are the same, or nearly so on scans, but for numbers that grow by one a page."""
    words, others = _NUMBER.sub("#", text), _NUMBER.sub("#", other)
    if words != others and not (scanned and SequenceMatcher(None, words, others).ratio() >= _ALIKE):
        return False
    ours, theirs = _NUMBER.findall(text), _NUMBER.findall(other)
    return len(ours) == len(theirs) and all(
        a == b or (len(a) < 5 > len(b) and int(b) - int(a) == step) for a, b in zip(ours, theirs, strict=True)
    )


def _is_page_number(line: Line, number: int, lines: list[Line], gone: set[int]) -> bool:
    """Whether a line is the outermost of its page, furniture aside, and nothing but a number of a page."""
    if line.text != str(number + 1) and not _MARKED.fullmatch(line.text):
        return False
    left = [other.y for other in lines if id(other) not in gone]
    return bool(left) and line.y in (min(left), max(left))


def _without_contents(pages: list[list[Line]], findings: Findings) -> list[list[Line]]:
    """Drop the lines of a table of contents: words, dots, a number."""
    found = [[line for line in lines if _DOTS.search(line.text) and _CONTENTS.fullmatch(line.text)] for lines in pages]
    if sum(map(len, found)) < 3:
        return pages
    for lines, contents in zip(pages, found, strict=True):
        for line in contents:
            findings.remove("contents", line.text)
            lines.remove(line)
    return pages
