"""A workbook for one district and year, for people: the district table, every township's values, their sentences, who
reported, what the metrics mean, what was corrected and what is in doubt.

A number is shown as sharp as its source and no sharper: cells hold numbers to calculate with, their number formats show
≥120, ≤400, 3–5, 约1,500. What nobody stated stays blank. Text of documents is written as text, never as a formula.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

from tasks.publish.excel.notes import NotedWorkbook
from tasks.publish.excel.rows import ColumnSheet, Styles
from tasks.publish.excel.sheets import Sheet, guide, metric_notes, remarks, reporting, sentences, summary
from tasks.publish.excel.townships import by_township
from tasks.publish.tables_csv import DistrictYear

_HEADER_ROWS = 2
_A4 = 9


def write_workbook(data: DistrictYear, folder: Path) -> Path:
    """Write `<folder>/<code>_<district>_<year>.xlsx`; same data, same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    path = folder / f"{data.file_stem}.xlsx"
    path.write_bytes(workbook(data))
    return path


def workbook(data: DistrictYear) -> bytes:
    """The bytes of the workbook: 汇总, 乡镇明细, 原文依据, 报送情况, 指标说明, 更正与存疑, 说明."""
    buffer = io.BytesIO()
    title = f"{data.district}{data.report_year}年度（{data.edition}）"
    with NotedWorkbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": title, "created": datetime(data.report_year + 1, 1, 1)})
        styles = Styles(book)
        evidence = sentences(data)
        for sheet in (
            summary(data),
            by_township(data),
            evidence,
            reporting(data),
            metric_notes(data),
            remarks(data),
            guide(data),
        ):
            _write(book.add_worksheet(sheet.name, worksheet_class=ColumnSheet), sheet, title, styles)
    return buffer.getvalue()


def _write(target: ColumnSheet, sheet: Sheet, title: str, styles: Styles) -> None:
    """The rows of a sheet, headers that stay in view and filter, notes, and a page set-up for A4."""
    target.fill(styles, f"{title}{sheet.name}　{sheet.legend}", sheet.columns, sheet.links)
    n_columns, n_rows = len(sheet.columns), len(sheet.columns[0].values)
    for n, column in enumerate(sheet.columns):
        target.set_column(n, n, column.width)
    target.freeze_panes(_HEADER_ROWS, sheet.frozen)
    target.autofilter(1, 0, n_rows + 1, n_columns - 1)
    target.add_notes(sheet.notes)
    target.hide_gridlines(0)  # the lines of the grid are printed
    target.set_landscape()
    target.set_paper(_A4)
    target.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    target.fit_to_pages(sheet.pages_wide, 0)
    target.repeat_rows(0, _HEADER_ROWS - 1)
    if sheet.pages_wide > 1:
        target.repeat_columns(0, sheet.frozen - 1)
    target.print_area(0, 0, n_rows + 1, (sheet.printed or n_columns) - 1)
    target.set_footer(f"&L{title.replace('&', '&&')}{sheet.name}&R第 &P 页，共 &N 页")
