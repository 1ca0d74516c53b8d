"""The workbook as openpyxl reads it: text as sharp as its source, numbers beside it, nothing evaluated."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest

from tasks.publish.excel import workbook, write_workbook
from tasks.publish.tables_csv import DistrictYear

METRIC: dict[str, Any] = {
    "类别": "普法宣传",
    "指标": "宪法宣讲",
    "单位": "场",
    "合计": "≥1234",
    "中位数": "40",
    "加权比率": None,
    "覆盖": "12/15个乡镇有数",
    "合计下限": 1234.0,
    "合计上限": None,
    "中位数下限": 40.0,
    "中位数上限": 40.5,
    "最小值": 0.0,
    "最大值": None,
    "增减下限": -3.0,
    "增减上限": None,
    "说明": "只含有数的12个乡镇，不是全青澜区的数",
    "版次": "初版",
    "乡镇总数": 15,
    "报告数": 13,
}
VALUE: dict[str, Any] = {
    "乡镇": "青石镇",
    "指标": "宪法宣讲",
    "数值": "≥1234",
    "单位": "场",
    "下限": 1234.0,
    "上限": None,
    "取得方式": "原文陈述",
    "截止日期": None,
    "原文字样": "1234余场",
    "来源句": "全年宣讲1234余场。",
}
COVERAGE: dict[str, Any] = {
    "乡镇": "青石镇",
    "报送状态": "逾期发布",
    "发布日期": date(2024, 4, 2),
    "日期依据": "网页",
    "超期天数": 2,
    "数量条数": 31,
    "指标数": 18,
}
VALUE_TYPES = pa.schema(
    [(n, pa.date32() if n == "截止日期" else pa.float64() if n in ("下限", "上限") else pa.string()) for n in VALUE]
)
METRIC_TYPES = pa.schema(
    [
        (n, pa.string() if isinstance(v, str) else pa.int32() if isinstance(v, int) else pa.float64())
        for n, v in METRIC.items()
    ]
)


def district(values: list[dict[str, Any]] | None = None) -> DistrictYear:
    rows = [VALUE] if values is None else values
    return DistrictYear(
        "990101",
        "青澜区",
        2023,
        pa.Table.from_pylist([METRIC, METRIC | {"指标": "执法检查", "合计": None, "合计下限": None}], METRIC_TYPES),
        pa.Table.from_pylist(rows, VALUE_TYPES),
        pa.Table.from_pylist([COVERAGE]),
    )


def read(data: DistrictYear) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(data)))


def test_the_district_sheet_shows_intervals_as_text_and_bounds_as_numbers() -> None:
    sheet = read(district())["区县年度汇总"]
    header, first, second = sheet.iter_rows(values_only=True)
    found = dict(zip(header, first, strict=True))
    assert found == {name: METRIC[name] for name in header}
    assert (found["合计"], found["合计下限"], found["合计上限"]) == ("≥1234", 1234, None)
    assert dict(zip(header, second, strict=True))["合计"] is None
    formats = {name: sheet.cell(2, n).number_format for n, name in enumerate(header, 1)}
    assert (formats["合计下限"], formats["中位数上限"]) == ("#,##0", "#,##0.0###")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:Q3")
    assert sheet.column_dimensions["B"].width > 20


def test_every_value_stands_with_its_sentence_and_what_is_unusual_about_it() -> None:
    unusual = VALUE | {"取得方式": "推算", "截止日期": date(2023, 11, 30)}
    header, plain, noted = read(district([VALUE, unusual]))["乡镇年度指标"].iter_rows(values_only=True)
    found = dict(zip(header, plain, strict=True))
    assert (found["乡镇"], found["数值"], found["下限"], found["上限"]) == ("青石镇", "≥1234", 1234, None)
    assert (found["原文字样"], found["来源句"], found["备注"]) == ("1234余场", "全年宣讲1234余场。", None)
    assert dict(zip(header, noted, strict=True))["备注"] == "推算；截至2023-11-30"


def test_coverage_has_real_dates_and_the_notes_say_what_the_figures_mean() -> None:
    book = read(district())
    header, row = book["报送情况"].iter_rows(values_only=True)
    assert dict(zip(header, row, strict=True)) == COVERAGE | {"发布日期": datetime(2024, 4, 2), "版次": "初版"}
    notes = {str(name): str(text) for name, text in book["说明"].iter_rows(values_only=True)}
    assert (notes["版次"], notes["报告"]) == ("初版", "15个乡镇中有13个有报告")
    assert "不等于零" in notes["空白"]
    assert book.sheetnames == ["区县年度汇总", "乡镇年度指标", "报送情况", "说明"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "=1+1"),
        ("a<b>&\"c'", "a<b>&\"c'"),
        ("坏\x00字\x0b符号\uffff", "坏字符号"),
        ("长" * 40_000, "长" * 16_383),
    ],
)
def test_text_stays_text_whatever_it_holds(text: str, shown: str) -> None:
    data = district()
    column = pa.array([text])
    values = data.values.set_column(data.values.column_names.index("来源句"), "来源句", column)
    sheet = read(DistrictYear("990101", "青澜区", 2023, data.metrics, values, data.coverage))["乡镇年度指标"]
    cell = sheet["I2"]
    assert (cell.value, cell.data_type) == (shown, "s")


def test_a_district_without_values_still_has_its_sheets() -> None:
    sheet = read(district([]))["乡镇年度指标"]
    assert (sheet.max_row, sheet["A1"].value, sheet.auto_filter.ref) == (1, "乡镇", "A1:J1")


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    path = write_workbook(district(), tmp_path)
    assert path.name == "990101_青澜区_2023.xlsx"
    assert path.read_bytes() == workbook(district())
    assert read(district()).properties.created == datetime(2024, 1, 1)
    with zipfile.ZipFile(path) as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}
