"""The sheet that a district hands in, filled from its layout: townships in rows, the layout's metrics in columns."""

from __future__ import annotations

import io
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tasks.publish.excel.figures import Figure
from tasks.publish.excel.rows import allowed
from tasks.publish.excel.sheets import figure_of, interval
from tasks.publish.tables_csv import DistrictYear
from warehouse.forms import Form

_READING = "空白：报告没有提及，不等于零。≥ 至少，≤ 至多，约 约数；合计只含有数的乡镇。"
_FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


def write_form(data: DistrictYear, form: Form, folder: Path) -> Path:
    """Write `<folder>/<code>_<district>_<year>_<form>.xlsx`; same data and layout, same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    path = folder / f"{data.file_stem}_{form.name}.xlsx"
    path.write_bytes(filled(data, form))
    return path


def filled(data: DistrictYear, form: Form) -> bytes:
    """The bytes of a workbook of one sheet."""
    buffer = io.BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": datetime(data.report_year + 1, 1, 1)})
        _fill(book.add_worksheet("统计表"), book, data, form)
    return buffer.getvalue()


def _fill(sheet: Worksheet, book: Workbook, data: DistrictYear, form: Form) -> None:
    layout = form.layout
    metrics = {row["指标代码"]: row for row in data.metrics.to_pylist()}
    values = {(row["乡镇代码"], row["指标代码"]): figure_of(row) for row in data.values.to_pylist()}
    first = next(iter(metrics.values()))
    said = partial(
        str.format,
        district=data.district,
        year=data.report_year,
        edition=data.edition,
        n_townships=first["乡镇总数"],
        n_reports=first["报告数"],
    )
    columns = [(group.heading, column) for group in layout.groups for column in group.columns]
    last = len(columns)
    look = _Looks(book)
    _across(sheet, 0, 0, last, allowed(said(layout.title)), look.of(bold=True, font_size=16, align="center"))
    row = 1
    for line in layout.header:
        _across(sheet, row, 0, last, allowed(said(line)), look.of())
        row += 1
    top = row
    head = look.of(bold=True, align="center", text_wrap=True, border=1)
    sheet.merge_range(top, 0, top + 1, 0, "乡镇（街道）", head)
    at = 1
    for group in layout.groups:
        _across(sheet, top, at, at + len(group.columns) - 1, allowed(group.heading), head)
        at += len(group.columns)
    for n, (_, column) in enumerate(columns, 1):
        metric = metrics[column.metric]
        sheet.write_string(top + 1, n, allowed(f"{column.label or metric['指标']}\n（{metric['单位']}）"), head)
    row = top + 2
    for township in data.coverage.select(["乡镇代码", "乡镇"]).to_pylist():
        sheet.write_string(row, 0, allowed(township["乡镇"]), look.of(border=1))
        for n, (_, column) in enumerate(columns, 1):
            _figure(sheet, row, n, values.get((township["乡镇代码"], column.metric)), look)
        row += 1
    if layout.total:
        sheet.write_string(row, 0, "合计", head)
        sheet.write_string(row + 1, 0, "有数乡镇", head)
        for n, (_, column) in enumerate(columns, 1):
            metric = metrics[column.metric]
            _figure(sheet, row, n, interval(metric, "合计"), look)
            sheet.write_string(
                row + 1, n, f"{metric['有数乡镇']}/{metric['乡镇总数']}", look.of(border=1, align="right")
            )
        row += 2
    for line in (_READING, *layout.footer):
        _across(sheet, row, 0, last, allowed(said(line)), look.of(text_wrap=True))
        row += 1
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, last, 11)
    sheet.set_row(0, 32)
    sheet.set_row(top + 1, 34)
    sheet.freeze_panes(top + 2, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top, top + 1)
    sheet.center_horizontally()


class _Looks:
    """The formats of a book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(_FONT | properties)
        return self._made[key]


def _across(sheet: Worksheet, row: int, first: int, last: int, text: str, look: Format) -> None:
    """Text over several columns, which Excel merges only where there are two or more."""
    if first < last:
        sheet.merge_range(row, first, row, last, "", look)
    sheet.write_string(row, first, text, look)


def _figure(sheet: Worksheet, row: int, column: int, figure: Figure | None, look: _Looks) -> None:
    if figure is None or figure.number is None:
        sheet.write_blank(row, column, None, look.of(border=1))
    else:
        sheet.write_number(row, column, figure.number, look.of(border=1, num_format=figure.num_format))
