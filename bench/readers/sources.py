"""What the documents of the bench say: invented reports, as lines of kinds that every writer knows."""

from __future__ import annotations

import random
from collections.abc import Iterator

from make_pdf_fixtures import Line, lines_of, names
from make_pdf_fixtures import report as document_of
from make_samples import Source, cells

from bench.corpus import districts, report, townships

_ACTS = ("行政处罚", "行政强制", "行政检查", "行政许可", "行政调解")
_HEADINGS = "|事项|办理（件）|金额（万元）|"


def written() -> dict[str, Source]:
    """The samples and the annotated reports of the development half, as their plain text has them."""
    return {name.rpartition("/")[2]: Source({}, tuple(_rows(lines_of(document_of(name))))) for name in names()}


def generated(count: int, tables: int = 0, seed: int = 7) -> list[Source]:
    """Reports of the bench's corpus, the first so many of them with a table of figures."""
    rng = random.Random(seed)
    found: list[Source] = []
    for district_code, district in districts(50):
        for _, name, kind in townships(district_code, 20):
            if len(found) == count:
                return found
            title, *body, issuer, day = report(district, name, kind, 2023, rng).splitlines()
            lines = [("title", title), *(("paragraph", text) for text in body)]
            if len(found) < tables:
                lines[5:5] = list(_table(rng))
            found.append(Source({}, (*lines, ("signature", issuer), ("signature", day))))
    return found


def texts(source: Source) -> list[str]:
    """The text of each paragraph and of each cell."""
    return [text for kind, line in source.lines for text in (cells(line) if kind == "row" else [line]) if text]


def rows(source: Source) -> list[list[str]]:
    """The rows of its tables."""
    return [[cell for cell in cells(line) if cell] for kind, line in source.lines if kind == "row"]


def in_tabs(source: Source) -> list[Line]:
    """Its lines with tabs between the cells of a row, as plain text and the printer of pdf have them."""
    return [(kind, "\t".join(cells(text)) if kind == "row" else text) for kind, text in source.lines]


def _rows(lines: list[Line]) -> Iterator[Line]:
    for kind, text in lines:
        yield (kind, f"|{text.replace(chr(9), '|')}|") if kind == "row" else (kind, text)


def _table(rng: random.Random) -> Iterator[Line]:
    yield "row", _HEADINGS
    for act in _ACTS:
        yield "row", f"|{act}|{rng.randint(1, 900)}|{rng.randint(1, 9000) / 100}|"
