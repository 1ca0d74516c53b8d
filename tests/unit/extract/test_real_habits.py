"""Habits of real reports: titles that name the coming year too, figures in turns, phrases run together."""

from __future__ import annotations

import pytest
from texts import mentions, published, read

TITLES = (
    "青坪镇2023年法治政府建设工作总结和2024年工作计划",
    "青坪镇2023年法治政府建设情况及2024年工作打算",
    "关于青坪镇2023年法治政府建设情况和下一步工作思路的报告",
    "青坪镇主要负责人2023年履行推进法治建设第一责任人职责情况报告",
)


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("first", ["一、2023年工作开展情况\n", "一、工作情况\n（一）抓实学习\n", "（一）抓实学习。"])
def test_a_title_that_names_the_coming_year_makes_no_plan(title: str, first: str) -> None:
    text = f"{title}\n{first}全年调解矛盾纠纷135件。\n二、2024年工作打算\n新聘调解员7名。\n"
    found = read(text)
    assert (found["135件"].status, found["7名"].status) == ("achieved", "planned")


def test_a_heading_of_what_was_done_and_of_problems_leaves_them_to_its_parts() -> None:
    text = "一、主要举措、成效及存在的问题\n（一）主要举措及成效\n调解纠纷35件。\n（二）存在的问题\n村级调解员仅4名。\n"
    found = read(text)
    assert (found["35件"].section, found["4名"].section) == ("achievements", "problems")


def test_a_plan_that_stands_first_ends_where_the_year_is_told() -> None:
    found = read("一、2024年工作计划\n举办法治培训5期。\n二、2023年工作开展情况\n全镇调解矛盾纠纷35件。\n")
    assert (found["5期"].status, found["35件"].status) == ("planned", "achieved")


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("二、下一步工作打算\n当前，执法队持证人员仅6人，与要求还有差距。", "6人", ("achieved", "township")),
        ("二、下一步工作打算\n针对当前短板，举办法治培训4期。", "4期", ("planned", "township")),
        ("二、下一步工作打算\n持证率由目前的72.7%提高到100%。", "72.7%", ("achieved", "township")),
        ("二、下一步工作打算\n持证率由目前的72.7%提高到100%。", "100%", ("planned", "township")),
        ("二、下一步工作打算\n法律明白人由现有46名增加到60名。", "60名", ("planned", "township")),
        ("发现问题34个，剩余1个列入下年度台账；站所负责人述法21名。", "21名", ("achieved", "township")),
        ("围绕上级会议部署召开学习会9次，组织宣讲20余场。", "9次", ("achieved", "township")),
        ("以每季度1次的频次组织中心组学法4次。", "4次", ("achieved", "township")),
        ("村法律顾问每月到岗不少于8小时。", "不少于8小时", ("norm", "township")),
    ],
)
def test_time_and_body(text: str, quote: str, role: tuple[str, str]) -> None:
    mention = read(text)[quote]
    assert (mention.status, mention.scope) == role


@pytest.mark.parametrize(
    ("text", "quote", "metric"),
    [
        ("围绕重大决策、合作协议提出合法性审查意见50余条。", "50余条", "legality_review_opinions"),
        ("研究解决法治阵地提档、执法装备不足等重点问题8项。", "8项", "law_gov_issues_resolved"),
        ("年度学法考试全员优秀通过。", "全员优秀通过", "law_exam_pass_rate"),
        ("干部参加年度学法考试并全员合格通过。", "全员合格通过", "law_exam_pass_rate"),
        ("全年实现零上访、零群体性事件。", "零群体性事件", "serious_incidents"),
        ("复议被纠错1宗，诉讼无败诉。", "无败诉", "litigation_lost_cases"),
        ("11个村（社区）均配备法律顾问。", "均配备法律顾问", "village_legal_advisor_coverage"),
    ],
)
def test_what_is_counted(text: str, quote: str, metric: str) -> None:
    assert read(text)[quote].metric_id == metric


@pytest.mark.parametrize("text", ["受理行政复议、行政诉讼等案件12件。", "对行政处罚、行政强制案件共评查20件。"])
def test_one_number_of_several_kinds_of_cases_is_of_none(text: str) -> None:
    metrics = {mention.metric_id for mention in mentions(text)}
    assert metrics.isdisjoint({"administrative_litigation_cases", "administrative_reconsideration_cases"})
    assert metrics.isdisjoint({"administrative_penalties", "administrative_compulsion_cases"})


@pytest.mark.parametrize("text", ["法治培训不落一人。", "把各方力量拢到一处，统一调度。"])
def test_idioms_count_nothing(text: str) -> None:
    assert read(text) == {}


def test_guests_of_a_lesson_are_counted() -> None:
    assert "2800余名" in read("开展“开学第一课”6堂，2800余名师生参加。")


@pytest.mark.parametrize(
    "text",
    [
        "排查各类安全隐患217处，当场整改189处，限期整改28处，目前已全部整改到位。",
        "排查各类安全隐患486处，当场整改431处，其余55处限期整改到位。",
    ],
)
def test_what_was_mended_in_turns_is_not_all_at_the_first(text: str) -> None:
    found = published(text)
    assert found["hazards_rectified"] == found["hazards_found"] and found["hazard_rectification_rate"] == 100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("聘有专职调解员3名、兼职调解员96名。", {"mediators": 99}),
        ("聘请兼职调解员12名。", {"mediators": 12}),
        ("镇村两级现有专兼职人民调解员48名，其中专职6名。", {"mediators": 48}),
        ("办理人大代表建议5件、政协提案3件。", {"deputies_proposals_handled": 8}),
        (
            "办理代表建议、政协提案21件，其中人大代表建议15件、政协提案6件。",
            {"deputies_proposals_handled": 21},
        ),
        ("承办市人大代表建议3件、政协提案2件；承办区人大代表建议4件、政协提案5件。", {}),
        ("收到检察建议2份、回复检察建议2份。", {"judicial_suggestions": 2}),
        ("新培育法律明白人18名、累计培育法律明白人96名。", {"legal_literacy_persons": 96}),
        ("以街道为被申请人的行政复议案件16宗，已审结14宗，维持8宗。", {"administrative_reconsideration_cases": 16}),
        ("行政诉讼案件5件，现已审结3件。", {"administrative_litigation_cases": 5}),
        ("行政复议无逾期答复情形。", {}),
        ("妥善处置零星聚集事件2起。", {}),
    ],
)
def test_kinds_and_ends_of_one_whole(text: str, expected: dict[str, float]) -> None:
    assert published(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "发现安全隐患46处，当场整改41处，其余5处因资金问题尚未整改到位。",
        "排查安全隐患46处，当场整改41处，责令限期整改5处，闭环管理责任落实到位。",
    ],
)
def test_what_was_mended_at_once_is_no_part_where_the_rest_is_open(text: str) -> None:
    assert "part" not in read(text)["41处"].flags


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (
            "砚坪乡2023年工作总结及2024年工作计划\n2023年工作总结\n（一）调解63件。\n2024年工作计划\n一、宣传20场。",
            "planned",
        ),
        ("下一步工作打算\n（一）培育法律明白人15名。\n（二）组织法治宣传20场。", "planned"),
        ("二、主要工作中存在的问题和不足\n阵地偏少。下一步，我镇将补齐短板。开展宣传20场。", "planned"),
        ("一、工作开展情况及存在的问题\n（一）情况。调解41件。\n（三）下一步打算。\n1.组织法治宣传20场。", "planned"),
        ("二、2024年工作计划\n一、巩固2023年普法工作成效，不断深化宣传。\n二、开展宣传20场。", "planned"),
        ("二、下一步工作安排\n当前，基层矛盾易发多发，全年开展宣传20场。", "planned"),
        ("以下事项列入下年度重点：开展法治宣传20场。", "planned"),
        ("上级部署下达后，我镇开展法治宣传20场。", "achieved"),
    ],
)
def test_plans_are_told_from_what_was_done(text: str, status: str) -> None:
    assert read(text)["20场"].status == status


@pytest.mark.parametrize(
    "text", ["摸排邻里纠纷、消防隐患等问题136个。", "针对行政复议、行政诉讼案件136个逐案开展复盘。"]
)
def test_lists_of_counted_things_are_joint(text: str) -> None:
    assert read(text)["136个"].metric_id is None
