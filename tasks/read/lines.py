"""Lines of plain text → paragraphs and table rows: layout breaks are undone, so that no number is cut from its unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_END = tuple("。！？；：!?;:…")
_START = re.compile(
    r"\s{2,}|　|\t"
    r"|\s*(第?[一二三四五六七八九十]{1,3}[、章节是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d))"
)
_MARKER = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、．.]+|[•·●■◆-]")
_WORD = re.compile(r"[!-~]+")
_RULE = re.compile(r"[\s|:+-]+")
_WIDTHS = range(40, 201)  # columns of a page that was wrapped by hand or by a program; a Han character takes two
_HAN = 2  # columns of a Han character, by which the lines of one page differ
_BAND = 6  # columns by which a full line may fall short
_FULL_LINES = 4  # at least so many lines, and this share of all, are as wide as the page
_SHARE = 0.25


def width(line: str) -> int:
    """Columns a line takes in a fixed-width font: one for ASCII, two for Han characters."""
    return (len(line.encode("utf-8", "replace")) + len(line)) // 2


def unwrap(lines: Sequence[str]) -> list[str]:
    """The paragraphs of `lines`, empty lines dropped.

    Lines are joined only where most of them end in mid-sentence at nearly the same width, and then where the next word
    would not have fitted; an indent, a list marker after a full stop, or a short line begins a new paragraph.
    """
    filled = [line for line in lines if line and not line.isspace()]
    page = _page_width(filled)
    if not page:
        return filled
    paragraphs: list[list[str]] = []
    before = ""
    gap = False
    for line in lines:
        if not line or line.isspace():
            gap = True
            continue
        if before and _runs_on(before, line, page, gap):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before, gap = line, False
    return [_join(paragraph) for paragraph in paragraphs]


def _page_width(lines: list[str]) -> int:
    """The width at which a text was wrapped, 0 where it was not."""
    if len(lines) < _FULL_LINES + 1:
        return 0
    widths = [width(line.rstrip()) for line in lines]
    counts = Counter(w for w in widths if w in _WIDTHS)
    if sum(counts.values()) < _FULL_LINES:
        return 0
    page = max(counts, key=lambda top: (sum(counts[w] for w in range(top - _HAN, top + 1)), -top))
    page = max(w for w in counts if page <= w <= page + _HAN)
    full = [line for line, w in zip(lines, widths, strict=True) if page - _BAND <= w <= page]
    wider = sum(w > page for w in widths)
    is_open = sum(not line.rstrip().endswith(_END) for line in full)
    many = len(full) >= max(_FULL_LINES, _SHARE * len(lines))
    return page if many and wider <= 0.05 * len(lines) and is_open >= 0.5 * len(full) else 0


def _runs_on(before: str, line: str, page: int, gap: bool) -> bool:
    """Whether `line` continues `before` on a page of the given width."""
    word = _WORD.match(line)
    needed = width(word.group()) if word else _HAN
    before = before.rstrip()
    full = width(before) + needed > page - _HAN
    ended = before.endswith(_END)
    if line[0] in " \t　" and _START.match(line):
        return False
    return full and not (ended and (gap or _START.match(line)))


def _join(lines: list[str]) -> str:
    """One paragraph; a space stands between two Latin words, nothing between anything else."""
    text = lines[0].rstrip()
    parts = [text]
    for line in lines[1:]:
        line = line.strip()
        if text[-1:].isascii() and text[-1:].isalpha() and line[:1].isascii() and line[:1].isalpha():
            parts.append(" ")
        parts.append(line)
        text = line
    return "".join(parts)


def table_rows(lines: Sequence[str], start: int) -> list[list[str]]:
    """Rows of a table that begins at `lines[start]`: two or more lines of the same number of tabs or bars, or none.

    A rule in the second line (|---|---|) counts as a line and gives an empty row.
    """
    for split in (_by_bars, _by_tabs):
        first = split(lines[start])
        if not first:
            continue
        rows = [first]
        for line in lines[start + 1 :]:
            row = split(line)
            if len(row) != len(first):
                break
            rows.append([] if len(rows) == 1 and _RULE.fullmatch(line) else row)
        if sum(map(bool, rows)) >= 2:
            return rows
    return []


def _by_tabs(line: str) -> list[str]:
    """Columns between tabs; none where the tab only follows a list marker or an indent."""
    if "\t" not in line.strip():
        return []
    columns = [column.strip() for column in line.rstrip("\r\n").split("\t")]
    words = [column for column in columns if column]
    return [] if len(words) < 3 and (len(words) < 2 or _MARKER.fullmatch(words[0])) else columns


def _by_bars(line: str) -> list[str]:
    """Columns between bars or box-drawing verticals."""
    bare = line.strip().replace("│", "|").replace("┃", "|").replace("｜", "|")
    if bare.count("|") < (2 if bare.startswith("|") else 1):
        return []
    return [column.strip() for column in bare.strip("|").split("|")]
