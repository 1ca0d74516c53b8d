"""The workbook as openpyxl reads it: numbers that show how sharp they are, notes and links, nothing evaluated."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.publish.excel import workbook, write_workbook
from tasks.publish.excel.figures import RANGES_AT_MOST, Figure
from tasks.publish.tables_csv import DistrictYear

LECTURES = {"指标": "宪法宣讲", "指标代码": "lectures"}
TOWN = {"乡镇": "青石镇", "乡镇代码": "990101001"}
METRIC: dict[str, Any] = {
    "类别": "普法宣传",
    **LECTURES,
    "单位": "场",
    "加权比率": None,
    "合计下限": 1234.0,
    "合计上限": None,
    "中位数下限": 40.0,
    "中位数上限": 40.5,
    "最小值": 0.0,
    "最大值": None,
    "增减下限": -3.0,
    "增减上限": None,
    "可比乡镇": 9,
    "说明": "只含有数的12个乡镇，不是全青澜区的数",
    "版次": "初版",
    "乡镇总数": 15,
    "报告数": 13,
    "有数乡镇": 12,
    "确数乡镇": 11,
}
VALUE: dict[str, Any] = {
    **TOWN,
    **LECTURES,
    "单位": "场",
    "下限": 1234.0,
    "上限": None,
    "确切程度": "下限",
    "取得方式": "原文陈述",
    "截止日期": None,
    "原文字样": "1234余场",
    "来源句": "全年宣讲1234余场。",
}
PLACE = {"章节": "主要工作", "文件": "青澜区/2023/青石镇.txt", "位置": "第10–15字"}
COVERAGE: dict[str, Any] = {
    **TOWN,
    "报送状态": "逾期发布",
    "发布日期": date(2024, 4, 2),
    "日期依据": "网页",
    "超期天数": 2,
    "数量条数": 31,
    "指标数": 18,
}
REMARK: dict[str, Any] = {
    "种类": "更正",
    "事项": "更正",
    **TOWN,
    **LECTURES,
    "原为": "1234",
    "改为": "1240",
    "说明": "来函更正",
    "依据": "函〔2024〕3号",
    "决定人": "李四",
    "日期": date(2024, 5, 1),
}
CATALOGUE = {
    **LECTURES, "单位": "场", "性质": "当年发生数", "汇总方法": "合计", "分子": None, "分母": None, "定义": "Talks", "不计入": ""
}  # fmt: skip


def rows(*found: dict[str, Any], like: dict[str, Any]) -> pa.Table:
    kinds = {"下限": pa.float64(), "上限": pa.float64(), "截止日期": pa.date32(), "日期": pa.date32()}
    kinds |= {"发布日期": pa.date32()} | {
        n: pa.float64() for n in METRIC if n.endswith(("限", "值")) or n == "加权比率"
    }
    whole = {n: pa.int32() for n, v in like.items() if isinstance(v, int)}
    schema = pa.schema([(n, kinds.get(n) or whole.get(n) or pa.string()) for n in like])
    return pa.Table.from_pylist(list(found), schema)


def district(*values: dict[str, Any], remarks: tuple[dict[str, Any], ...] = ()) -> DistrictYear:
    silent = {
        "指标": "执法检查",
        "指标代码": "checks",
        "合计下限": None,
        "有数乡镇": 0,
        "说明": "没有乡镇提及，不等于零",
    }
    return DistrictYear(
        "990101",
        "青澜区",
        2023,
        metrics=rows(METRIC, METRIC | silent, like=METRIC),
        values=rows(*values, like=VALUE),
        coverage=rows(
            COVERAGE, COVERAGE | {"乡镇": "石桥镇", "乡镇代码": "990101002", "报送状态": "未见报告"}, like=COVERAGE
        ),
        evidence=rows(*(v | PLACE for v in values), like=VALUE | PLACE),
        remarks=rows(*remarks, like=REMARK),
        catalogue=rows(CATALOGUE, like=CATALOGUE),
    )


def read(data: DistrictYear) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(data)))


def row_of(sheet: Any, number: int = 3) -> dict[str, Any]:
    return {str(name.value): cell for name, cell in zip(sheet[2], sheet[number], strict=True)}


def test_sheets_have_a_title_headers_that_stay_and_a_page_for_paper() -> None:
    book = read(district(VALUE))
    assert book.sheetnames == ["汇总", "乡镇明细", "原文依据", "报送情况", "指标说明", "更正与存疑", "说明"]
    for sheet in book:
        assert sheet["A1"].value.startswith(f"青澜区2023年度（初版）{sheet.title}　")
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.print_title_rows, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("$1:$2", True)
        assert sheet.freeze_panes.endswith("3")
        assert sheet.auto_filter.ref.startswith("A2:")


def test_the_district_sheet_holds_numbers_that_show_their_hedges() -> None:
    sheet = read(district(VALUE))["汇总"]
    found = row_of(sheet)
    assert (found["合计"].value, found["合计"].number_format) == (1234, '"≥"#,##0')
    assert (found["中位数"].value, found["中位数"].number_format) == (40, '#,##0"–40.5"')
    assert found["可比乡镇比上年增减"].number_format.split(";") == ['"≥"+#,##0', '"≥"-#,##0', '"≥"#,##0']
    assert (found["有数乡镇"].value, found["合计上限"].value) == ("12/15", None)
    silent = row_of(sheet, 4)
    assert (silent["合计"].value, silent["说明"].value) == (None, "没有乡镇提及，不等于零")
    assert "空白：报告没有提及，不等于零" in sheet["A1"].value


def test_a_value_leads_to_its_sentence_and_carries_it_as_a_note() -> None:
    book = read(district(VALUE))
    cell = row_of(book["乡镇明细"])["青石镇"]
    assert (cell.value, cell.number_format, cell.comment.text) == (1234, '"≥"#,##0', VALUE["来源句"])
    name, _, place = cell.hyperlink.location.rpartition("!")
    assert name == "'原文依据'"
    evidence = {
        str(h.value): c.value
        for h, c in zip(book["原文依据"][2], book["原文依据"][book["原文依据"][place].row], strict=True)
    }
    assert (evidence["乡镇"], evidence["数值"], evidence["来源句"]) == ("青石镇", 1234, VALUE["来源句"])
    assert (evidence["文件"], evidence["位置"]) == (PLACE["文件"], PLACE["位置"])
    silent = row_of(book["乡镇明细"])["石桥镇\n未见报告"]
    assert (silent.value, silent.comment, silent.hyperlink) == (None, None, None)


def test_what_is_unusual_about_a_value_is_coloured_and_said() -> None:
    half = VALUE | {"取得方式": "推算", "截止日期": date(2023, 11, 30)}
    cell = row_of(read(district(half))["乡镇明细"])["青石镇"]
    assert cell.font.i
    assert cell.comment.text == "推算；截至2023-11-30\n全年宣讲1234余场。"
    corrected = VALUE | {"取得方式": "更正", "来源句": None}
    book = read(district(corrected, remarks=(REMARK,)))
    cell = row_of(book["乡镇明细"])["青石镇"]
    assert cell.comment.text == "更正：来函更正；函〔2024〕3号；李四 2024-05-01"
    assert cell.fill.bgColor.rgb or cell.fill.fgColor.rgb
    found = {name: c.value for name, c in row_of(book["更正与存疑"]).items()}
    assert found == {n: REMARK[n] for n in found} | {"日期": datetime(2024, 5, 1)}
    doubtful = read(district(VALUE, remarks=(REMARK | {"种类": "存疑"},)))["乡镇明细"]
    assert row_of(doubtful)["青石镇"].fill.fgColor.rgb == "FFFFF2CC"


def test_coverage_has_real_dates_and_the_guide_says_what_the_figures_mean() -> None:
    book = read(district(VALUE))
    found = {name: cell.value for name, cell in row_of(book["报送情况"]).items()}
    assert found == {n: COVERAGE[n] for n in found} | {"发布日期": datetime(2024, 4, 2)}
    said = {str(name): str(text) for name, text in book["说明"].iter_rows(min_row=3, values_only=True)}
    assert (said["版次"], said["报告"]) == ("初版", "15个乡镇中有13个有报告")
    assert "不等于零" in said["空白"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=cmd|'/c calc'!A1", "=cmd|'/c calc'!A1"),
        ("<script>&\"c'", "<script>&\"c'"),
        ("坏\x00字\x0b符号\uffff", "坏字符号"),
        ("𠮷\u202e从右", "𠮷\u202e从右"),
        ("长" * 10_000, "长" * 10_000),
        ("长" * 40_000, "长" * 16_383),
    ],
)
def test_text_stays_text_whatever_it_holds(text: str, shown: str) -> None:
    book = read(district(VALUE | {"来源句": text, "原文字样": text[:3]}))
    cell = row_of(book["原文依据"])["来源句"]
    assert (cell.value, cell.data_type) == (shown, "s")
    assert row_of(book["乡镇明细"])["青石镇"].comment.text == shown[:1000].rstrip("\n")


def test_the_number_is_marked_in_its_sentence_where_it_stands_there_once() -> None:
    twice = VALUE | {"来源句": "1234余场，即1234余场", **TOWN}
    for value, n_marks in ((VALUE, 1), (twice, 0)):
        with zipfile.ZipFile(io.BytesIO(workbook(district(value)))) as archive:
            sheet = archive.read("xl/worksheets/sheet3.xml").decode()
        assert sheet.count('<b/><color rgb="FFC00000"/>') == n_marks


def test_more_ranges_than_excel_has_formats_for_become_text() -> None:
    values = [
        VALUE | {"指标代码": f"m{n}", "下限": 1.0, "上限": float(n), "确切程度": "区间"}
        for n in range(2, RANGES_AT_MOST + 9)
    ]
    sheet = read(district(*values))["原文依据"]
    shown = [row_of(sheet, n)["数值"] for n in range(3, len(values) + 3)]
    assert [c.value for c in shown if c.data_type == "s"] == [f"1–{v['上限']:.0f}" for v in values[-8:]]
    assert {c.value for c in shown[:-8]} == {1}


@given(
    st.floats(-1e9, 1e9).map(lambda x: round(x, 4)),
    st.sampled_from(["low", "high", "both"]),
    st.booleans(),
    st.booleans(),
)
def test_a_figure_holds_the_bound_that_is_known(value: float, known: str, about: bool, signed: bool) -> None:
    figure = Figure(None if known == "high" else value, None if known == "low" else value, about=about, signed=signed)
    assert figure.number == value
    mark = {"low": "≥", "high": "≤", "both": "约" if about else ""}[known]
    assert figure.text.startswith(mark)
    assert float(figure.text.removeprefix(mark).replace(",", "")) == value
    assert all(part.startswith(f'"{mark}"' if mark else ("#", "+", "-")) for part in figure.num_format.split(";"))


def test_a_district_without_values_still_has_its_sheets() -> None:
    book = read(district())
    assert (book["原文依据"].max_row, book["原文依据"]["A2"].value) == (2, "乡镇")
    assert book["更正与存疑"]["A1"].value.endswith("没有更正，也没有存疑。")


def test_the_same_data_gives_the_same_bytes(tmp_path: Path) -> None:
    data = district(VALUE)
    path = write_workbook(data, tmp_path)
    assert path.name == "990101_青澜区_2023.xlsx"
    assert path.read_bytes() == workbook(data)
    assert read(data).properties.created == datetime(2024, 1, 1)
    with zipfile.ZipFile(path) as archive:
        assert {i.date_time[0] for i in archive.infolist()} == {1980}
