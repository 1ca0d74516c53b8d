"""The page of a report: its text with every number marked, and what is known of each number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.publish.site.marks import Piece, Span, merged, pieces, sentence_range
from tasks.publish.site.pages import Metrics, anchor, render, report_page
from tasks.publish.site.rows import District, Report, Row, by

_HEADINGS = {"title", "heading", "caption"}


@dataclass(frozen=True, slots=True)
class Flow:
    """A paragraph of the shown text (`rows` empty), or a table: rows of cells, each cell in pieces."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


def report_pages(
    district: District, year: int, reports: Sequence[Report], metrics: Metrics, *, whole: bool
) -> Iterator[tuple[str, str]]:
    """The page of each report of a district and year; not `whole`: its sentences with numbers instead of its text."""
    values = by([row for row in district.values if row["report_year"] == year], "township_code")
    findings = by([row for row in district.findings if row["report_year"] == year], "township_code")
    changes = by([row for row in district.corrections if row["report_year"] == year], "township_code")
    for report in reports:
        code = report.row["township_code"]
        path = report_page(district.code, code, year)
        counted = values.get(code, [])
        yield (
            path,
            render(
                "report.html",
                path,
                district=district,
                year=year,
                report=report.row,
                files=report.files,
                whole=whole,
                flow=list(flow(report, whole=whole)),
                mentions={anchor(row["mention_id"]): row for row in report.mentions},
                cells=_cells(counted),
                values=sorted(counted, key=lambda row: metrics[row["metric_id"]]["sort_order"]),
                found=findings.get(code, []),
                changes=changes.get(code, []),
                metrics=metrics,
            ),
        )


def _cells(values: Sequence[Row]) -> dict[str, list[Row]]:
    """The figures that a mention is behind, by its anchor."""
    return by([{"mark": anchor(i)} | row for row in values for i in row["mention_ids"]], "mark")


def flow(report: Report, *, whole: bool) -> Iterator[Flow]:
    """The text of a report, block by block; text between blocks is shown too, so that no character is lost."""
    text = str(report.row["text"])
    spans = [Span(m["char_start"], m["char_end"], anchor(m["mention_id"])) for m in report.mentions]
    shown = [(0, len(text))]
    if not whole:
        shown = merged([sentence_range(text, m["sentence"], s) for m, s in zip(report.mentions, spans, strict=True)])
    begun: set[str] = set()
    table: list[tuple[Any, tuple[Piece, ...]]] = []
    for kind, at, low, high in _blocks(report.blocks, text):
        if kind != "cell" or (table and table[-1][0][:2] != at[:2]):
            yield from _table(table)
            table = []
        for start, end in shown:
            start, end = max(start, low), min(end, high)
            if start >= end or not text[start:end].strip():
                continue
            made = tuple(_once(pieces(text, start, end, _near(spans, start, end)), begun))
            if kind == "cell":
                table.append((at, made))
            else:
                yield Flow("heading" if kind in _HEADINGS else "paragraph", made)
    yield from _table(table)


def _near(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    return [span for span in spans if span.start < end and span.end > start]


def _once(made: Iterator[Piece], begun: set[str]) -> Iterator[Piece]:
    """Pieces in which each mention begins once, though its span may run over the border of a block."""
    for piece in made:
        begins = tuple(key for key in piece.keys if key not in begun)
        begun.update(begins)
        yield piece._replace(begins=begins)


def _blocks(blocks: Collection[Row], text: str) -> Iterator[tuple[str, Any, int, int]]:
    """Kind, place (file, table, row), first and last border of each stretch of the text."""
    at = 0
    for block in blocks:
        low, high = max(at, block["char_start"]), block["char_end"]
        if low > at:
            yield from _lines(text, at, low)
        if high > low:
            yield block["kind"], (block["file_id"], block["table"], block["row"]), low, high
            at = high
    yield from _lines(text, at, len(text))


def _lines(text: str, low: int, high: int) -> Iterator[tuple[str, Any, int, int]]:
    if text[low:high].strip():
        yield "paragraph", None, low, high


def _table(cells: Sequence[tuple[Any, tuple[Piece, ...]]]) -> Iterator[Flow]:
    if cells:
        rows: dict[Any, list[tuple[Piece, ...]]] = {}
        for at, cell in cells:
            rows.setdefault(at, []).append(cell)
        yield Flow("table", rows=tuple(tuple(row) for row in rows.values()))
