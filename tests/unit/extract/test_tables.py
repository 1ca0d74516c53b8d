"""Bare figures in table cells: unit, year and wholes come from the headings around them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from tasks.read.reader import read_document
from warehouse.catalogue import load_catalogue

EXTRACTOR = Extractor(load_catalogue())
REPORT = SimpleNamespace(report_year=2024, signed_on=None, period_end=None)


def read(table: str) -> dict[str, Mention]:
    document = read_document(
        f"某镇2024年法治政府建设报告\n一、主要工作\n{table}\n二、存在问题\n队伍力量不足。".encode()
    )
    mentions = EXTRACTOR.extract(document.text, document.blocks, REPORT)
    return {document.text[m.char_start : m.char_end]: m for m in mentions}


def test_a_column_of_units_gives_the_unit() -> None:
    found = read("项目\t单位\t数量\n立案查处\t件\t42\n罚款金额\t万元\t3.5")
    assert (found["42"].unit, found["42"].metric_id) == ("件", "enforcement_cases_filed")
    assert (found["3.5"].value_low, found["3.5"].metric_id) == (35000, "fines_amount")
    assert found["42"].flags == ()


@pytest.mark.parametrize("line", ["行政执法情况（单位：件）", "行政执法情况表 单位：件"])
def test_the_line_above_gives_the_unit_of_a_whole_table(line: str) -> None:
    found = read(f"{line}\n领域\t立案\t处罚\n市容\t42\t31\n应急\t5\t4")
    assert (found["42"].unit, found["31"].unit) == ("件", "件")


def test_rows_beside_a_sum_are_its_parts() -> None:
    found = read("领域\t立案（件）\t罚款（元）\n市容\t42\t5000\n应急\t5\t800\n合计\t47\t5800")
    assert "part" in found["42"].flags
    assert found["47"].flags == ()


def test_rows_of_another_metric_are_no_parts_of_the_sum() -> None:
    found = read("项目\t数量（件）\n立案\t47\n其中：简易程序\t40")
    assert found["40"].metric_id == "summary_procedure_cases"
    assert "part" not in found["40"].flags


def test_a_column_of_last_year_is_last_year_s() -> None:
    found = read("项目\t2023年\t2024年\n立案（件）\t40\t42")
    assert (found["40"].status, found["42"].status) == ("prior_period", "achieved")


def test_rows_below_a_heading_that_names_the_metric_are_parts_without_a_sum_too() -> None:
    found = read("领域\t立案（件）\n市容\t42\n应急\t5")
    assert found["42"].metric_id == found["5"].metric_id == "enforcement_cases_filed"
    assert (found["42"].flags, found["5"].flags) == (("part",), ("part",))


def test_a_single_row_is_the_whole() -> None:
    assert read("项目\t立案（件）\n数量\t42")["42"].flags == ()


def test_rows_of_villages_are_figures_of_these_villages() -> None:
    found = read("村（社区）\t法律明白人（名）\n东街村\t12\n新桥社区\t9\n合计\t21")
    assert {quote: m.scope for quote, m in found.items()} == {"12": "sub_area", "9": "sub_area", "21": "township"}


def test_rows_of_a_log_are_single_events() -> None:
    found = read("时间\t活动\t发放资料（份）\n3月8日\t妇女权益保护宣传\t300\n4月15日\t国家安全教育日\t500")
    assert found["300"].metric_id == "publicity_materials"
    assert "part" in found["300"].flags
    assert "part" in found["500"].flags
