"""A workbook for one district and year, for people: the district table, every value with its sentence, who reported.

A number is shown as sharp as its source and no sharper: intervals stand as text (≥120, ≤400, 3–5, 约1500), their bounds
beside them as numbers to calculate with. Text of documents is written as text, never as a formula.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tasks.publish.excel_rows import ColumnSheet
from tasks.publish.tables_csv import COVERAGE, METRICS, VALUES, DistrictYear

_METRIC_COLUMNS = {
    "类别": 24,
    "指标": 26,
    "单位": 7,
    "合计": 14,
    "中位数": 12,
    "加权比率": 10,
    "覆盖": 17,
    "合计下限": 12,
    "合计上限": 12,
    "中位数下限": 11,
    "中位数上限": 11,
    "最小值": 11,
    "最大值": 11,
    "增减下限": 11,
    "增减上限": 11,
    "说明": 48,
    "版次": 7,
}
_VALUE_COLUMNS = {
    "乡镇": 14,
    "指标": 26,
    "数值": 14,
    "单位": 7,
    "下限": 12,
    "上限": 12,
    "备注": 22,
    "原文字样": 20,
    "来源句": 90,
    "版次": 7,
}
_COVERAGE_COLUMNS = {
    "乡镇": 14,
    "报送状态": 14,
    "发布日期": 12,
    "日期依据": 12,
    "超期天数": 10,
    "数量条数": 10,
    "指标数": 10,
    "版次": 7,
}
_STYLES = {
    "header": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DCE6F1", "border": 1},
    "whole": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.0###"},
    "day": {"num_format": "yyyy-mm-dd"},
}


def write_workbook(data: DistrictYear, folder: Path) -> Path:
    """Write `<folder>/<code>_<district>_<year>.xlsx`; same data, same bytes.

    Raises:
        OSError: the folder cannot be written.
    """
    path = folder / f"{data.file_stem}.xlsx"
    path.write_bytes(workbook(data))
    return path


def workbook(data: DistrictYear) -> bytes:
    """The bytes of the workbook: 区县年度汇总, 乡镇年度指标, 报送情况, 说明."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        edition = data.metrics["版次"][0].as_py()
        title = f"{data.district}{data.report_year}年度（{edition}）"
        book.set_properties({"title": title, "created": datetime(data.report_year + 1, 1, 1)})
        styles = {name: book.add_format(properties) for name, properties in _STYLES.items()}
        for name, columns, table in (
            (METRICS, _METRIC_COLUMNS, data.metrics),
            (VALUES, _VALUE_COLUMNS, _with_edition(_with_notes(data.values), edition)),
            (COVERAGE, _COVERAGE_COLUMNS, _with_edition(data.coverage, edition)),
        ):
            sheet = book.add_worksheet(name, worksheet_class=ColumnSheet)
            sheet.fill(table.select(list(columns)), **styles)
            _lay_out(sheet, title, columns, table.num_rows)
        _explain(
            book.add_worksheet("说明"), data, styles["header"], book.add_format({"text_wrap": True, "valign": "top"})
        )
    return buffer.getvalue()


def _with_notes(values: pa.Table) -> pa.Table:
    """Adds 备注: what is unusual about a value; empty for a whole-year figure as stated."""
    notes = [
        "；".join(filter(None, ("" if how == "原文陈述" else how, f"截至{until:%Y-%m-%d}" if until else "")))
        for how, until in zip(values["取得方式"].to_pylist(), values["截止日期"].to_pylist(), strict=True)
    ]
    return values.append_column("备注", pa.array(notes, pa.string()))


def _with_edition(rows: pa.Table, edition: str) -> pa.Table:
    return rows.append_column("版次", pa.array([edition] * rows.num_rows, pa.string()))


def _lay_out(sheet: ColumnSheet, title: str, columns: dict[str, int], n_rows: int) -> None:
    """Column widths, a header row that stays in view and filters, and a page set-up for printing."""
    for n, width in enumerate(columns.values()):
        sheet.set_column(n, n, width)
    sheet.freeze_panes(1, 2)
    sheet.ignore_errors({"number_stored_as_text": f"A2:{xl_col_to_name(len(columns) - 1)}{n_rows + 1}"})
    sheet.autofilter(0, 0, n_rows, len(columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{title.replace('&', '&&')} &A")


def _explain(sheet: Worksheet, data: DistrictYear, header: Format, text_style: Format) -> None:
    """What the figures mean and do not mean, in words."""
    first = data.metrics.slice(0, 1).to_pylist()[0]
    notes = (
        ("区县", f"{data.district}（{data.district_code}）"),
        ("年度", f"{data.report_year}（报告所述年度，不是发布年份）"),
        ("版次", first["版次"]),
        ("报告", f"{first['乡镇总数']}个乡镇中有{first['报告数']}个有报告"),
        ("空白", "报告没有提及，或没有上限（下限）。空白不等于零；明确写“未发生”“无”的才是0。"),
        (
            "数值写法",
            "120：确数；约1500：约数；≥120：至少（如“120余”“超过120”）；≤400：至多（如“近400”“不足400”）；3–5：之间。",
        ),
        (
            "合计",
            "有数乡镇的合计，是区间：下限相加（没有下限按0计），上限相加（有一个没有上限即无上限）。约数按所写数字相加，前面加“约”。",
        ),
        (
            "覆盖",
            "有数乡镇少于乡镇总数时，合计、中位数、最小值、最大值都不是全区县的数。比率和不宜相加的指标没有合计。",
        ),
        ("加权比率", "分子合计除以分母合计，百分数，只计两个数都是确数或约数的乡镇；没有时看中位数。"),
        ("增减", "只比较本年和上年都有这一指标的乡镇；比率为百分点。"),
        ("金额", "单位为元，万元、亿元已换算。"),
        ("来源", "每个数字的原文字样和所在句见“乡镇年度指标”；推算、更正、矛盾等在备注中注明。"),
    )
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 100)
    for n, (name, text) in enumerate(notes):
        sheet.write_string(n, 0, name, header)
        sheet.write_string(n, 1, text, text_style)
