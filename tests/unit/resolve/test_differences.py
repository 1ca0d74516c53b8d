"""Differences between files of one report: figures, never layout."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.doubtful import flag_doubtful
from tasks.extract.engine import Extractor
from tasks.read.reader import read_document
from tasks.resolve.differences import Stated, differences
from tasks.resolve.files import Source, file_findings
from warehouse.catalogue import load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REPORT = SimpleNamespace(report_year=2023, signed_on=None, period_end=None)
TEXT = """桐坝镇2023年法治政府建设报告
一、主要工作
（一）全镇现有法律明白人52名，全年开展法治宣传活动31场，发放资料约4000余份。
（二）调解矛盾纠纷118件，调解成功116件，成功率98.3%。未发生行政复议案件。
（三）出动执法人员约400余人次，罚款3.5万元。
领域\t立案（件）\t罚款（元）
市容\t42\t5000
应急\t5\t800
二、下一步打算
2024年计划培育法律明白人60名。"""


def stated(text: str) -> Stated:
    document = read_document(text.encode())
    return Stated(document.text, EXTRACTOR.extract(document.text, document.blocks, REPORT))


MAIN = stated(TEXT)


def quotes(one: Stated, other: Stated, **options: str) -> list[tuple[str | None, str | None]]:
    def quote(of: Stated, position: int | None) -> str | None:
        return None if position is None else of.text[of.mentions[position].char_start : of.mentions[position].char_end]

    return [(quote(one, d.one), quote(other, d.other)) for d in differences(one, other, **options)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("明白人52名", "明白人55名", ("52名", "55名")),
        ("98.3%", "93.8%", ("98.3%", "93.8%")),
        ("约400余人次", "400人次", ("约400余人次", "400人次")),
        ("罚款3.5万元", "罚款35万元", ("3.5万元", "35万元")),
        ("\t42\t", "\t24\t", ("42", "24")),
        ("未发生行政复议案件。", "", ("未发生行政复议案件", None)),
        ("计划培育法律明白人60名", "计划培育更多法律明白人", ("60名", None)),
        ("31场，", "31场，举办培训7期，", (None, "7期")),
    ],
)
def test_a_figure_that_differs_or_is_missing(old: str, new: str, expected: tuple[str | None, str | None]) -> None:
    changed = stated(TEXT.replace(old, new))
    assert quotes(MAIN, changed) == [expected]
    assert quotes(changed, MAIN) == [expected[::-1]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("，", ","),
        ("52名", "５２ 名"),
        ("118件", "118 件"),
        ("4000", "4,000"),
        ("52名", "五十二名"),
        (
            "领域\t立案（件）\t罚款（元）\n市容\t42\t5000\n应急\t5\t800\n",
            "领域 立案（件） 罚款（元） 市容 42 5000 应急 5 800\n",
        ),
        ("（二）", "2."),
    ],
)
def test_layout_and_ways_of_writing_are_no_difference(old: str, new: str) -> None:
    assert old in TEXT
    assert quotes(MAIN, stated(TEXT.replace(old, new))) == []


def test_a_moved_table_is_no_difference() -> None:
    table = "领域\t立案（件）\t罚款（元）\n市容\t42\t5000\n应急\t5\t800\n"
    assert quotes(MAIN, stated(TEXT.replace(table, "") + "\n附表\n" + table.strip())) == []


def test_a_figure_recognised_with_doubt_contradicts_nothing() -> None:
    scan = stated(TEXT.replace("明白人52名", "明白人57名").replace("31场", "37场"))
    at = scan.text.index("57名")
    flag_doubtful(scan.mentions, [(at, at + 2)])
    assert quotes(MAIN, scan) == [("31场", "37场")]


def test_two_figures_that_changed_places_are_two_differences() -> None:
    swapped = stated(TEXT.replace("118件", "@").replace("116件", "118件").replace("@", "116件"))
    assert quotes(MAIN, swapped) == [("118件", "116件"), ("116件", "118件")]


def test_what_an_excerpt_leaves_out_is_no_difference() -> None:
    excerpt = stated(TEXT.split("（二）")[0].replace("31场", "13场"))
    assert quotes(MAIN, excerpt, excerpt="other") == [("31场", "13场")]
    assert quotes(excerpt, MAIN, excerpt="one") == [("13场", "31场")]


@given(st.lists(st.sampled_from(TEXT.split("\n")[2:5]), min_size=1, max_size=8).flatmap(st.permutations))
def test_the_same_sentences_in_another_order_do_not_differ(lines: list[str]) -> None:
    assert differences(stated("\n".join(lines)), stated("\n".join(reversed(lines)))) == []


def test_a_finding_names_both_files_the_sentence_and_both_values() -> None:
    copy = stated(TEXT.replace("明白人52名", "明白人55名").replace("98.3%", ""))
    found = differences(MAIN, copy)
    page = Source("桐坝镇/报告.html", copy.text, copy.mentions)
    first, second = file_findings(Source("桐坝镇/报告.docx", MAIN.text, MAIN.mentions), page, found, CATALOGUE)
    assert (first.check, first.severity, first.metric_id) == ("files_differ", "warn", "legal_literacy_persons")
    for message in (first.zh, first.en):
        for part in ("桐坝镇/报告.docx", "桐坝镇/报告.html", "52名", "55名", "全镇现有法律明白人52名"):
            assert part in message
    assert [MAIN.text[MAIN.mentions[p].char_start : MAIN.mentions[p].char_end] for p in first.mentions] == ["52名"]
    assert "98.3%" in second.zh
    assert "没有此数" in second.zh
