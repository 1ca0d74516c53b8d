"""Places as hints: what they say, where they fill in, where they contradict."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tasks.identify.hints import read_hints
from tasks.identify.model import Identity, NotIdentified
from warehouse.register import Register

Identify = Callable[..., Identity]
Refuse = Callable[..., NotIdentified]


@pytest.mark.parametrize(
    ("place", "hints"),
    [
        ("大足区/2023/x.docx", [("above", "大足区", "folder"), ("year", "2023", "folder")]),
        ("大足/x.docx", [("above", "大足", "folder")]),
        ("500111/x.docx", [("above", "500111", "folder")]),
        (
            "大足区_雍溪镇_2023.txt",
            [("year", "2023", "file_name"), ("above", "大足区", "file_name"), ("township", "雍溪镇", "file_name")],
        ),
        ("2023年度/雍溪镇法治政府报告.doc", [("year", "2023", "folder"), ("township", "雍溪镇", "file_name")]),
        (
            "重庆市大足区雍溪镇人民政府.pdf",
            [("township", "雍溪镇", "file_name"), ("above", "重庆市", "file_name"), ("above", "大足区", "file_name")],
        ),
        ("报告.zip/大足区/x.docx", [("above", "大足区", "folder")]),
        ("https://www.example.cn/zwgk/202401/t20240130_123.html", []),
        ("https://www.example.cn/%E5%A4%A7%E8%B6%B3%E5%8C%BA/1.html", [("above", "大足区", "folder")]),
        ("新建文件夹/法治报告20240130.docx", []),
        ("2024年1月30日收到/2024-01-30/x.docx", []),
        ("大足区乡镇报告/城镇.docx", [("above", "大足区", "folder")]),
        ("碧澜区雍溪镇.docx", []),
        ("云门府发〔2024〕12号.docx", []),
        ("[2024]12号/（2024年印发）.docx", []),
        ("2023-2024年度/x.docx", []),
        ("2024/01/30/x.docx", []),
        ("2024/0130/x.docx", []),
        ("IMG_2024.jpg", []),
        ("备份2024/2024年收集/2024年收集的法治报告.docx", []),
        ("https://www.example.cn/2024/x/2023.html", []),
        ("2023/1.docx", [("year", "2023", "folder")]),
        ("报告（2023年）.docx", [("year", "2023", "file_name")]),
        ("二〇二三年法治政府建设报告.docx", [("year", "2023", "file_name")]),
        ("大足区2023.docx", [("year", "2023", "file_name"), ("above", "大足区", "file_name")]),
        ("宝顶/x.docx", [("stem", "宝顶", "folder")]),
    ],
)
def test_what_places_say(register: Register, place: str, hints: list[tuple[str, str, str]]) -> None:
    found = [(hint.kind, hint.value, hint.source) for hint in read_hints([place], register).hints]
    assert sorted(found) == sorted(hints)


def test_folder_fills_in_the_district(known: Identify) -> None:
    identity = known("城关镇2023年法治政府建设情况报告", "", "澜江省/青澜区/2023/x.docx")
    assert (identity.township_code, identity.evidence["district"]) == ("990101002", "folder")
    assert (identity.report_year, identity.evidence["report_year"]) == (2023, "title")


@pytest.mark.parametrize(
    ("place", "evidence"),
    [
        ("澜江省/青澜区/云门镇/2023/报告.docx", "folder"),
        ("青澜区_云门镇_2023.docx", "file_name"),
        ("a.zip/青澜区云门镇/2023年度/1.docx", "folder"),
    ],
)
def test_places_fill_in_everything(known: Identify, place: str, evidence: str) -> None:
    identity = known("法治政府建设报告", "", place)
    assert (identity.township_code, identity.report_year) == ("990101001", 2023)
    assert identity.evidence["township"] == identity.evidence["report_year"] == evidence


def test_folder_year_where_the_text_has_only_a_date(known: Identify) -> None:
    identity = known("云门镇法治政府建设情况报告", "云门镇人民政府\n2024年1月9日", "2023/云门镇.doc")
    assert (identity.report_year, identity.evidence["report_year"]) == (2023, "folder")


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("大足区/2023/x.txt", "大足区"),
        ("青澜区/城关镇/x.txt", "城关镇"),
        ("青澜区_雍溪镇_2023.txt", "雍溪镇"),
        ("重庆市/x.txt", "重庆市"),
    ],
)
@pytest.mark.parametrize("tail", ["", "青澜区云门镇人民政府\n2024年1月30日"])
def test_place_against_text(refused: Refuse, place: str, says: str, tail: str) -> None:
    refusal = refused("云门镇2023年法治政府建设情况报告", tail, place)
    assert (refusal.reason, refusal.report_year) == ("hint_conflict", 2023)
    assert "云门镇" in refusal.zh and says in refusal.zh and place in refusal.zh
    assert "move" in refusal.en


def test_place_against_the_opening_of_a_report_without_title(refused: Refuse) -> None:
    refusal = refused("2023年，青澜区云门镇推进法治政府建设。", "", "青澜区/城关镇/x.txt")
    assert refusal.reason == "hint_conflict"


@pytest.mark.parametrize(
    "head", ["云门镇2023年法治政府建设情况报告", "云门镇法治政府建设情况报告\n2023年，全镇推进法治。"]
)
def test_year_of_a_place_against_text(refused: Refuse, head: str) -> None:
    refusal = refused(head, "", "青澜区/2024/x.txt")
    assert (refusal.reason, refusal.township_code, refusal.district_code) == ("hint_conflict", "990101001", "990101")
    assert "2023" in refusal.zh and "2024" in refusal.zh


@pytest.mark.parametrize("folder", ["平安", "新建", "和平", "城区"])
def test_short_forms_that_are_words(known: Identify, refused: Refuse, folder: str) -> None:
    head = "云门镇2023年法治政府建设情况报告"
    assert known(head, "", f"{folder}/x.txt").township == "云门镇"
    assert refused(head, "", "和平区/x.txt").reason == "hint_conflict"


def test_a_short_form_among_the_candidates(known: Identify) -> None:
    assert known("城关镇2023年法治政府建设情况报告", "", "青澜/x.txt").district == "青澜区"


def test_a_folder_of_another_township_by_its_short_form(refused: Refuse, known: Identify) -> None:
    head = "青澜区云门镇2023年法治政府建设情况报告"
    refusal = refused(head, "", "青澜区/东湾/x.txt")
    assert (refusal.reason, refusal.township_code) == ("hint_conflict", "990101001")
    assert "东湾" in refusal.zh
    for folder in ("云门", "宝顶"):  # its own, and one of another district
        assert known(head, "", f"青澜区/{folder}/x.txt").township == "云门镇"


def test_a_conflict_says_only_what_the_title_says(refused: Refuse) -> None:
    refusal = refused("城关镇2023年法治政府建设情况报告", "", "大足区/x.txt")
    assert refusal.reason == "hint_conflict"
    assert "标题写的是“城关镇”（登记册中为" in refusal.zh
    assert len(refusal.candidates) > 50


def test_a_year_conflict_says_which_is_which(refused: Refuse) -> None:
    refusal = refused("云门镇2022年法治政府建设情况报告", "", "2023/x.txt")
    assert (refusal.report_year, refusal.township_code) == (2022, "990101001")
    assert "标题写的是2022年度" in refusal.zh and "移到2022文件夹" in refusal.zh


def test_one_wrong_place_of_two(refused: Refuse, known: Identify) -> None:
    head = "云门镇2023年法治政府建设情况报告"
    assert refused(head, "", "青澜区/2023/x.txt", "青澜区/2022/x.txt").reason == "hint_conflict"
    assert known(head, "", "青澜区/2023/x.txt", "2023/云门镇.txt").report_year == 2023


def test_a_name_in_the_body_alone_never_conflicts(known: Identify) -> None:
    identity = known("云门镇2023年法治政府建设情况报告", "雍溪镇也开展了活动。\n", "青澜区_云门镇_2023.txt")
    assert identity.township == "云门镇"


def test_places_that_name_two_years_or_townships(refused: Refuse) -> None:
    years = refused("云门镇法治政府建设情况报告", "", "2022/云门镇.txt", "2023/云门镇.txt")
    assert (years.reason, [c["year"] for c in years.candidates]) == ("year_ambiguous", ["2022", "2023"])
    townships = refused("2023年法治政府建设情况报告", "", "云门镇/1.txt", "雍溪镇/1.txt")
    assert townships.reason == "township_ambiguous"
