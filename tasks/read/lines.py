"""Lines of plain text → paragraphs and table rows: layout breaks are undone, so that no number is cut from its unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

_END = tuple("。！？；：!?;:…")
_START = re.compile(
    r"\s{2,}|　|\t"
    r"|\s*(第?[一二三四五六七八九十]{1,3}[、章节是]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.](?!\d))"
)
_MARKER = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[）)、．.]+|[•·●■◆-]")
_WORD = re.compile(r"[!-~]+")
_FIGURE = re.compile(r"[0-9０-９][0-9０-９,，.．]*[%％]?|[/／—–-]+|无")
_PARTED = re.compile(r"[\s|│┃｜]")  # what stands between the columns of a table
_RULE = re.compile(r"[\s|:+-]+")
_NARROWEST, _WIDEST = 20, 100  # Han characters in a line of a page that was wrapped by hand or by a program
_BAND = 3  # Han characters by which a full line may fall short
_FULL_LINES = 4  # at least so many lines, and this share of all, are as wide as the page
_SHARE = 0.25
_WRAPPED = 5  # lines between breaks from which on a paragraph may be hard-wrapped text
_WIDER = 0.05  # share of lines that may be wider than the page


def width(line: str) -> int:
    """Columns a line takes in a fixed-width font: one for ASCII, two for Han characters."""
    return (len(line.encode("utf-8", "replace")) + len(line)) // 2


_MEASURES: tuple[tuple[Callable[[str], int], int], ...] = ((width, 2), (len, 1))


def unwrap(lines: Sequence[str]) -> list[str]:
    """The paragraphs of `lines`, empty lines dropped.

    Lines are joined only where most of them end in mid-sentence at nearly the same width (in columns, or in characters),
    and then where the next word would not have fitted; an indent, a list marker after a full stop, or a short line
    begins a new paragraph.
    """
    filled = [line for line in lines if line and not line.isspace()]
    if len(filled) <= _FULL_LINES or sum(len(line) > 2 * _WIDEST for line in filled) > _WIDER * len(filled):
        return filled
    fits = [_fit([measure(line.rstrip()) for line in filled], filled, han) for measure, han in _MEASURES]
    best = max(range(len(fits)), key=lambda n: fits[n])
    even, page = fits[best]
    return _paragraphs(lines, page, *_MEASURES[best]) if even else filled


def broken(text: str) -> list[str]:
    """Lines of a paragraph that has line breaks in it: joined again where it is hard-wrapped text."""
    lines = text.split("\n")
    return unwrap(lines) if len(lines) >= _WRAPPED else lines


def _paragraphs(lines: Sequence[str], page: int, measure: Callable[[str], int], han: int) -> list[str]:
    """Lines of a page of this width as paragraphs; `han` is what a Han character measures."""
    paragraphs: list[list[str]] = []
    before = ""
    gap = False
    for line in lines:
        if not line or line.isspace():
            gap = True
            continue
        word = _WORD.match(line)
        full = measure(before.rstrip()) + (measure(word.group()) if word else han) > page - han
        if before and full and _runs_on(before, line, gap):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before, gap = line, False
    return [join(paragraph) for paragraph in paragraphs]


def _fit(widths: list[int], lines: list[str], han: int) -> tuple[int, int]:
    """How many lines reach the width at which the text was wrapped, and this width; 0, 0 where it was not."""
    least, most, band = (han * characters for characters in (_NARROWEST, _WIDEST, _BAND))
    counts = Counter(w for w in widths if least <= w <= most)
    if sum(counts.values()) < _FULL_LINES:
        return 0, 0
    page = max(counts, key=lambda top: (sum(counts[w] for w in range(top - han, top + 1)), -top))
    page = max(w for w in counts if page <= w <= page + han)
    full = [line for line, w in zip(lines, widths, strict=True) if page - band <= w <= page]
    wider = sum(w > page for w in widths)
    is_open = sum(not line.rstrip().endswith(_END) for line in full)
    many = len(full) >= max(_FULL_LINES, _SHARE * len(lines))
    if not many or wider > _WIDER * len(lines) or is_open < 0.5 * len(full):
        return 0, 0
    return sum(counts[w] for w in range(page - han + 1, page + 1)), page


def _runs_on(before: str, line: str, gap: bool) -> bool:
    """Whether `line` continues the full line `before`."""
    starts = starts_item(line)
    if starts and line[0] in " \t\xa0　":
        return False
    return not (ends_sentence(before) and (gap or starts))


def ends_sentence(line: str) -> bool:
    """Whether a line ends where a sentence or a clause may."""
    return line.rstrip().endswith(_END)


def starts_item(line: str) -> bool:
    """Whether a line begins with an indent or the number of a heading or of an item."""
    return _START.match(line) is not None


def join(lines: Sequence[str]) -> str:
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

    A rule in the second line (|---|---|) counts as a line and gives an empty row. Columns between spaces make a table
    only of three or more lines, all but the first of them a name and its figures.
    """
    if not _PARTED.search(lines[start]):
        return []
    for split in (_by_bars, _by_tabs):
        first = split(lines[start])
        if not first:
            continue
        rows = [first]
        for at in range(start + 1, len(lines)):  # no slice: a file may hold a hundred thousand tables
            row = split(lines[at])
            if len(row) != len(first):
                break
            rows.append([] if len(rows) == 1 and _RULE.fullmatch(lines[at]) else row)
        if sum(map(bool, rows)) >= 2:
            return rows
    return _spaced_rows(lines, start)


def _spaced_rows(lines: Sequence[str], start: int) -> list[list[str]]:
    """Rows of words and figures between spaces ('办结（件） 34 29'), below a line of as many column names."""
    first = lines[start].split()
    if not 2 <= len(first) <= 12 or any(_FIGURE.fullmatch(name) for name in first):
        return []
    rows = [first]
    for at in range(start + 1, len(lines)):
        row = lines[at].split()
        if len(row) != len(first) or not all(map(_FIGURE.fullmatch, row[1:])) or _FIGURE.fullmatch(row[0]):
            break
        rows.append(row)
    return rows if len(rows) >= 3 else []


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
