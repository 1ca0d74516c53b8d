"""The year reported on: title, opening, places, text; the date of publication never decides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tasks.identify.identify import identify
from tasks.identify.model import Identity, NotIdentified
from tasks.read.document import Document
from warehouse.register import Register

Identify = Callable[..., Identity]
Refuse = Callable[..., NotIdentified]
PLAN = "三、2024年工作思路\n2024年将继续推进。2024年力争更好。2024年再上台阶。\n"


@pytest.mark.parametrize(
    "head",
    [
        "云门镇2023年法治政府建设情况报告",
        "云门镇2023年度法治政府建设年度报告",
        "云门镇２０２３年法治政府建设情况报告",
        "云门镇二○二三年法治政府建设情况报告",
        "云门镇2023法治政府建设报告",
        "云门镇2023年法治政府建设情况及2024年工作思路的报告",
        "云门镇2023年法治政府建设工作总结和2024年工作计划",
        "云门镇2022—2023年法治政府建设情况报告",
        "云门镇二○二二—二○二三年法治政府建设情况报告",
        "云门镇2022年和2023年法治政府建设情况报告",
        "云门镇2022年及2023年法治政府建设情况报告",
        "云门镇2021—2025年实施纲要落实和2023年法治政府建设情况报告",
        "云门镇2023年法治政府建设情况报告\n2022年，云门镇坚持依法行政。",
        "云门镇关于落实《法治政府建设实施纲要（2021—2025年）》2023年法治建设情况的报告",
    ],
)
def test_title_decides(known: Identify, head: str) -> None:
    identity = known(head, PLAN + "云门镇人民政府\n2024年2月1日")
    assert (identity.report_year, identity.evidence["report_year"]) == (2023, "title")


@pytest.mark.parametrize(
    "opening",
    [
        "2023年，云门镇坚持依法行政。",
        "2023年以来，云门镇坚持依法行政。",
        "区委、区政府：\n二〇二三年，云门镇坚持依法行政，为2024年打下基础。",
        "2024年1月30日，区里召开会议。现将云门镇2023年度法治政府建设情况报告如下：",
        "根据要求，现将2023年法治政府建设有关情况报告如下。2024年，云门镇将继续努力。",
        "自2021年以来，云门镇落实《实施纲要（2021—2025年）》。2023年，全镇推进法治。",
    ],
)
def test_opening_decides_without_a_title_year(known: Identify, opening: str) -> None:
    identity = known("云门镇法治政府建设情况报告\n" + opening, PLAN)
    assert (identity.report_year, identity.evidence["report_year"]) == (2023, "body")


@pytest.mark.parametrize(
    "opening",
    [
        "现将云门镇2022年法治政府建设情况报告如下：",
        "2022年，云门镇坚持依法行政。现将有关情况报告如下：",
    ],
)
def test_title_against_the_report_sentence(refused: Refuse, opening: str) -> None:
    refusal = refused("云门镇2023年法治政府建设情况报告\n" + opening, "", "青澜区/2023/x.txt")
    assert (refusal.reason, refusal.township_code) == ("year_ambiguous", "990101001")
    assert [(c["year"], c["evidence"]) for c in refusal.candidates] == [("2023", "title"), ("2022", "body")]
    assert "文件夹" not in refusal.zh


def test_two_years_outside_the_report_sentence(known: Identify, refused: Refuse) -> None:
    head = "云门镇法治政府建设情况报告\n"
    refusal = refused(head + "2022年及2023年，云门镇被评为先进。")
    assert (refusal.reason, [c["year"] for c in refusal.candidates]) == ("year_ambiguous", ["2022", "2023"])
    assert known(head + "现将2022年及2023年法治政府建设情况报告如下。").report_year == 2023


def test_a_leading_since_is_not_the_report_year(refused: Refuse, known: Identify) -> None:
    head = "云门镇法治政府建设情况报告\n2022年以来，云门镇推进法治，今年成效明显。"
    signed = "云门镇人民政府\n2024年1月30日"
    assert refused(head, signed).reason in ("year_unknown", "year_ambiguous")
    assert known(head, signed, "2023/x.txt").report_year == 2023
    assert known(head.replace("2022", "2023"), signed).report_year == 2023


@pytest.mark.parametrize(
    ("year", "signed"), [(2024, "2023年12月30日"), (2019, "2024年1月30日"), (2032, "2024年1月30日")]
)
def test_a_year_that_the_signature_rules_out(refused: Refuse, year: int, signed: str) -> None:
    refusal = refused(f"云门镇{year}年法治政府建设情况报告", f"云门镇人民政府\n{signed}")
    assert (refusal.reason, refusal.report_year, refusal.township_code) == ("year_ambiguous", year, "990101001")
    assert str(year) in refusal.zh and signed[:4] in refusal.zh


@pytest.mark.parametrize("signed", ["2023年12月20日", "2024年2月1日", "2026年3月1日"])
def test_years_that_a_signature_allows(known: Identify, signed: str) -> None:
    assert known("云门镇2023年法治政府建设情况报告", f"云门镇人民政府\n{signed}").report_year == 2023


def test_a_year_after_publication_or_arrival(refused: Refuse, register: Register) -> None:
    head = "云门镇2024年法治政府建设情况报告"
    refusal = refused(head, meta={"header.发布日期": "2023-01-05"})
    assert (refusal.reason, "2023-01-05" in refusal.zh) == ("year_ambiguous", True)
    with pytest.raises(NotIdentified, match="received on 2023-06-01"):
        identify(
            Document(head + "\n" + "2024年，云门镇推进法治政府建设。" * 9, (), "text/plain", "txt"),
            ["a.txt"],
            register,
            date(2023, 6, 1),
        )


def test_section_heading_and_text(known: Identify) -> None:
    head = "云门镇法治政府建设情况报告"
    section = known(head, body="一、2023年主要举措和成效\n坚持学习，依法行政。" + "认真落实。" * 20 + "\n" + PLAN)
    counted = known(head, body="一、主要举措\n" + "认真落实，2023年开展活动，成效明显。" * 5 + "\n" + PLAN)
    assert section.report_year == counted.report_year == 2023


@pytest.mark.parametrize(("signed", "year"), [("2025年12月18日", 2025), ("2026年4月1日", 2025), ("2025年1月3日", 2025)])
def test_the_date_of_signature_does_not_change_the_year(known: Identify, signed: str, year: int) -> None:
    assert known("云门镇2025年度法治政府建设情况报告", "云门镇人民政府\n" + signed).report_year == year


def test_signature_as_the_last_resort(known: Identify, refused: Refuse) -> None:
    december = known("云门镇法治政府建设情况报告", "云门镇人民政府\n2023年12月21日")
    assert (december.report_year, december.evidence["report_year"]) == (2023, "signature")
    january = refused("云门镇法治政府建设情况报告", "云门镇人民政府\n2024年1月30日")
    assert (january.reason, january.township_code) == ("year_unknown", "990101001")
    assert [candidate["year"] for candidate in january.candidates] == ["2023", "2024"]
    assert "2023" in january.zh


def test_no_year_at_all(refused: Refuse) -> None:
    refusal = refused("云门镇法治政府建设情况报告", meta={"html_meta.PubDate": "2024-01-30"})
    assert (refusal.reason, refusal.candidates) == ("year_unknown", [])


@pytest.mark.parametrize(
    "head",
    [
        "云门镇2022年法治政府建设情况报告、2023年法治政府建设情况报告",
        "云门镇2021年和2023年法治政府建设情况报告",
        "云门镇2022年法治政府建设情况报告（2023年法治政府建设情况报告）",
    ],
)
def test_two_years_in_the_title(refused: Refuse, head: str) -> None:
    refusal = refused(head)
    assert refusal.reason == "year_ambiguous"
    assert {candidate["evidence"] for candidate in refusal.candidates} == {"title"}


def test_title_against_page_title(refused: Refuse) -> None:
    refusal = refused("云门镇2023年法治政府建设情况报告", meta={"html_title": "云门镇2022年法治政府建设情况报告"})
    assert refusal.reason == "year_ambiguous"
    assert [(c["year"], c["evidence"]) for c in refusal.candidates] == [("2023", "title"), ("2022", "header")]


@pytest.mark.parametrize(
    ("title", "end"),
    [
        ("云门镇2025年1—11月法治政府建设情况报告", date(2025, 11, 30)),
        ("云门镇2025年1至10月法治政府建设情况报告", date(2025, 10, 31)),
        ("云门镇2025年上半年法治政府建设情况报告", date(2025, 6, 30)),
        ("云门镇2025年前三季度法治政府建设情况报告", date(2025, 9, 30)),
        ("云门镇2025年法治政府建设情况报告\n截至2025年11月底，云门镇扎实推进。", date(2025, 11, 30)),
        ("云门镇2025年法治政府建设情况报告\n2025年1—11月，云门镇扎实推进。", date(2025, 11, 30)),
        ("云门镇2025年1—12月法治政府建设情况报告", None),
        ("云门镇2025年法治政府建设情况报告", None),
        ("云门镇2025年法治政府建设情况报告\n2025年，云门镇扎实推进，截至11月底成效明显。", None),
    ],
)
def test_period_end(known: Identify, title: str, end: date | None) -> None:
    identity = known(title)
    assert (identity.report_year, identity.period_end) == (2025, end)
