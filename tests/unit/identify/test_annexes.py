"""Attachments that only carry figures: what is one, what it says of whose it is, and whose it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
import xlsxwriter
from docx import Document as Word

from tasks.identify.annex import Annex, annex_of, around, scopes, whose
from tasks.identify.model import NotIdentified
from tasks.read.reader import read_document
from warehouse.register import Register

Rows = Sequence[Sequence[str | int]]
TABLE: Rows = (("事项", "案件数（件）", "罚款金额（元）"), ("行政处罚", 15, 12300), ("合计", 15, 12300))
BARE = "附件1：行政执法情况统计表"
YUNMEN, CHENGGUAN = "990101001", "990101002"


def book(title: str, rows: Rows = TABLE) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        if title:
            sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def word(title: str, rows: Rows = TABLE, *, prose: str = "") -> bytes:
    made = Word()
    made.add_paragraph(title)
    if prose:
        made.add_paragraph(prose)
    table = made.add_table(len(rows), len(rows[0]))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            table.cell(row, column).text = str(value)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def csv(title: str, rows: Rows = TABLE) -> bytes:
    lines = [[title, "", ""], *rows]
    return "".join(",".join(map(str, line)) + "\r\n" for line in lines).encode("gb18030")


@pytest.fixture
def found(register: Register) -> Callable[..., Annex | None]:
    return lambda data, *places: annex_of(read_document(data), places or ("a.xlsx",), register)


@pytest.mark.parametrize("make", [book, word, csv])
def test_a_table_called_an_annex_is_one_in_every_format(found, make: Callable[[str], bytes]) -> None:
    assert found(make(BARE)) == Annex((), ())
    assert found(make("云门镇2023年行政执法情况统计表"), "附件.bin") == Annex((YUNMEN,), (2023,))


def test_the_former_name_in_the_heading_and_the_present_one_in_the_folder_are_one_township(found) -> None:
    annex = found(book("水土镇2017年行政执法情况统计表"), "两江新区/水土街道/附件.xlsx")
    assert annex == Annex(("500157005",), (2017,))


def test_a_sheet_about_law_government_work_needs_no_such_name(found) -> None:
    assert found(book("行政执法情况统计表")) == Annex((), ())
    assert found(word("行政执法情况统计表")) is None
    assert found(book("食堂采购", (("品名", "数量"), ("大米", 30), ("食用油", 12)))) is None


def test_prose_and_tables_without_figures_are_no_annex(found) -> None:
    assert (
        found(word("附件：典型案例", prose="某村村民因相邻通行发生纠纷，司法所上门调解，双方达成协议。" * 20)) is None
    )
    assert found(book(BARE, (("姓名", "职务"), ("张某", "组长"), ("李某", "组员")))) is None


def test_a_table_of_several_townships_is_no_annex_of_one(found) -> None:
    rows = (("乡镇", "行政处罚（件）"), ("云门镇", 3), ("城关镇", 5))
    assert found(book("附件：各镇行政处罚情况", rows)) is None


@pytest.mark.parametrize(
    ("title", "place", "expected"),
    [
        (BARE, "青澜区/2023/附件.xlsx", Annex((), (2023,))),
        (BARE, "青澜区/云门镇2023附件1.xlsx", Annex((YUNMEN,), (2023,))),
        (BARE, "990101001/2023/附件1.xlsx", Annex((YUNMEN,), (2023,))),
        ("附件：青澜区城关镇2022年统计表", "附件.xlsx", Annex((CHENGGUAN,), (2022,))),
        ("附件：2022年、2023年对比表", "2023/附件.xlsx", Annex((), (2023,))),
        ("附件：2022年、2023年对比表", "附件.xlsx", Annex((), (2022, 2023))),
        ("附件：统计表（填报时间：2024年1月）", "附件.xlsx", Annex((), ())),
        ("附件：统计表 2024年1月18日", "附件.xlsx", Annex((), ())),
        ("附件：2023年1—12月统计表", "附件.xlsx", Annex((), (2023,))),
    ],
)
def test_heading_and_places_say_whose_it_is(found, title: str, place: str, expected: Annex) -> None:
    assert found(book(title), place) == expected


def test_a_name_that_many_townships_bear_stays_open_without_its_district(found) -> None:
    everywhere = found(book("附件：城关镇2023年统计表"), "附件.xlsx")
    assert len(everywhere.townships) > 10
    assert found(book("附件：城关镇2023年统计表"), "青澜区/附件.xlsx") == Annex((CHENGGUAN,), (2023,))


def test_a_folder_that_contradicts_the_heading_is_a_conflict(found) -> None:
    with pytest.raises(NotIdentified) as refused:
        found(book("附件：云门镇2023年统计表"), "大足区/附件.xlsx")
    assert refused.value.reason == "hint_conflict"


REPORT, OTHER, LAST_YEAR = (YUNMEN, 2023), (CHENGGUAN, 2023), (YUNMEN, 2022)


@pytest.mark.parametrize(
    ("annex", "beside", "known", "expected"),
    [
        (Annex((), ()), [REPORT], [REPORT, OTHER], REPORT),
        (Annex((), ()), [REPORT, OTHER], [REPORT, OTHER], None),
        (Annex((), ()), [], [REPORT], None),
        (Annex((YUNMEN,), ()), [REPORT, OTHER], [REPORT, OTHER], REPORT),
        (Annex((), (2022,)), [REPORT, LAST_YEAR], [REPORT, LAST_YEAR], LAST_YEAR),
        (Annex((YUNMEN,), (2023,)), [], [REPORT], REPORT),
        (Annex((YUNMEN,), (2023,)), [OTHER], [REPORT, OTHER], REPORT),
        (Annex((YUNMEN,), (2023,)), [OTHER], [OTHER], None),
        (Annex((), (2022,)), [REPORT], [REPORT, LAST_YEAR], None),
        (Annex((YUNMEN, CHENGGUAN), (2023,)), [], [REPORT], None),
    ],
)
def test_an_annex_belongs_to_the_one_report_that_it_can_mean(annex, beside, known, expected) -> None:
    assert whose(annex, beside, known.__contains__) == expected


def test_where_the_report_of_an_annex_may_lie() -> None:
    assert list(scopes("青澜区/云门镇/附件.xlsx")) == [("青澜区/云门镇", False)]
    assert list(scopes("云门镇/附件/1.xlsx")) == [("云门镇/附件", False), ("云门镇", False)]
    assert list(scopes("a/报告.zip/附件/1.xlsx")) == [
        ("a/报告.zip/附件", False),
        ("a/报告.zip", False),
        ("a/报告.zip", True),
    ]
    assert list(scopes("a.zip/附件.zip/1.xlsx")) == [
        ("a.zip/附件.zip", False),
        ("a.zip/附件.zip", True),
        ("a.zip", True),
    ]
    assert ("报告.zip", True) in set(around("报告.zip/正文/云门镇.docx"))
