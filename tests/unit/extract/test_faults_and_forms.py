"""Faults that are denied, forms and audiences that are listed, counts that stand for a share, and what a plan starts from."""

from __future__ import annotations

import pytest
from texts import mentions, published, read


@pytest.mark.parametrize(
    "text",
    [
        "窗口受理政务服务事项2310件，未出现超期办件情况。",
        "全年审议重大行政决策5项，没有发生决策违规情形。",
        "全年从未因文件违法被上级责令改正。",
        "全年未发生因执法不当引发的群体性事件。",
    ],
)
def test_a_fault_that_is_denied_says_nothing_of_the_cases(text: str) -> None:
    assert 0 not in published(text).values()


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("全年未发生行政复议案件。", "administrative_reconsideration_cases"),
        ("行政复议案件5件，无一件被纠错。", "reconsideration_corrected_cases"),
    ],
)
def test_cases_that_are_denied_are_zero(text: str, metric: str) -> None:
    assert published(text)[metric] == 0


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("组织法律进企业、进校园、进社区等普法宣传活动46场。", "legal_publicity_events"),
        ("向群众发放《治安管理处罚法》《行政处罚法》等资料1800份。", "publicity_materials"),
        ("建成镇、村、企业三级调委会15个。", "mediation_committees"),
        ("全年行政处罚案件数87个。", "administrative_penalties"),
        ("全年87个处罚案件里简易程序居多。", "administrative_penalties"),
        ("综合执法中队持证7人。", "enforcement_officers"),
    ],
)
def test_lists_around_a_number_do_not_hide_what_it_counts(text: str, metric: str) -> None:
    assert list(published(text)) == [metric]


def test_study_by_several_bodies_is_of_none_of_them() -> None:
    found = read("通过党委会、中心组学习会、主题党日等形式开展专题学法8次。")
    assert found["8次"].metric_id not in ("central_group_law_study", "party_meeting_law_study")


@pytest.mark.parametrize("phrase", ["均经合法性审查", "全部经过合法性审核", "均经过合法性前置审查"])
def test_that_all_were_reviewed_is_the_whole_share(phrase: str) -> None:
    assert published(f"全年印发规范性文件6件，{phrase}。")["legality_review_coverage_rate"] == 100


def test_what_was_due_stands_for_the_denominator() -> None:
    found = published("行政诉讼案件9件，负责人应出庭5件、实际出庭5件。")
    assert (found["head_court_appearances"], found["head_court_appearance_rate"]) == (5, 100)
    assert published("行政诉讼案件10件，负责人出庭应诉5件。")["head_court_appearance_rate"] == 50


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("二、下一步打算\n2024年，把调解成功率由94%提到97%。", "94%", ("achieved", "township")),
        ("二、下一步打算\n2024年，把调解成功率由94%提到97%。", "97%", ("planned", "township")),
        ("全年培训由2022年的3期增加到5期。", "3期", ("prior_period", "township")),
        ("受理纠纷93件，比2022年全年的110件下降15.5%。", "110件", ("prior_period", "township")),
        ("针对近年来涉企纠纷多发的特点，开展法治体检26次。", "26次", ("achieved", "township")),
        ("近年来，累计开展法治体检26次。", "26次", ("cumulative", "township")),
        ("化解重大纠纷9件，如“1·12”工伤一案，双方达成协议赔偿8万元。", "9件", ("achieved", "township")),
        ("化解重大纠纷9件，如“1·12”工伤一案，双方达成协议赔偿8万元。", "8万元", ("achieved", "case")),
        ("村务公开栏每季度更新一次。", "一次", ("frequency", "township")),
        ("二、下一步打算\n信访总量比2023年的41件下降10%。", "41件", ("achieved", "township")),
        ("二、下一步打算\n信访总量比2022年的41件下降10%。", "41件", ("prior_period", "township")),
        ("区里首批赋权38项。", "38项", ("achieved", "township")),
        ("区里全年开展培训38期。", "38期", ("achieved", "higher")),
        ("本人包案信访件6件，化解5件；接访27批次。", "27批次", ("achieved", "sub_area")),
        ("本人主持会议4次；全镇接访27批次。", "27批次", ("achieved", "township")),
    ],
)
def test_time_and_body(text: str, quote: str, role: tuple[str, str]) -> None:
    mention = read(text)[quote]
    assert (mention.status, mention.scope) == role


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("行政诉讼案件7件，其中征地类5件、信息公开类2件。", "2件"),
        ("食品安全领域罚款3.2万元。", "3.2万元"),
        ("因征地引发行政诉讼2件。", "2件"),
        ("发现隐患70处，立行立改52处，建账限期整改18处，截至12月底销号17处。", "52处"),
    ],
)
def test_some_of_it_is_a_part(text: str, quote: str) -> None:
    assert "part" in read(text)[quote].flags


def test_a_count_by_head_is_no_part_of_the_count() -> None:
    found = {m.value_low: m for m in mentions("全年行政检查930次，其中联合检查120次，人均检查量46.5次。")}
    assert found[46.5].metric_id is None


def test_a_list_of_names_with_their_units_in_brackets_is_read() -> None:
    text = (
        "1.行政检查（次）：173\n2.行政处罚（件）：9\n3.罚款金额（万元）：2.6\n4.行政复议（件）：2；行政诉讼（件）：1\n"
    )
    assert published(text) == {
        "administrative_inspections": 173,
        "administrative_penalties": 9,
        "fines_amount": 26000,
        "administrative_reconsideration_cases": 2,
        "administrative_litigation_cases": 1,
    }


def test_a_second_unit_in_brackets_belongs_to_the_figure() -> None:
    found = read("发放宣传手册2.3万份（册），排查企业614家（户）。")
    assert [(quote, m.unit) for quote, m in found.items()] == [("2.3万份（册）", "份"), ("614家（户）", "家")]


def test_committees_that_receive_disputes_are_no_cases() -> None:
    found = read("13个调委会受理纠纷180件；新建1个物业纠纷人民调解委员会；调处83个邻里纠纷。")
    assert [found[q].metric_id for q in ("13个", "180件")] == ["mediation_committees", "people_mediation_cases"]
    assert found["1个"].metric_id != "people_mediation_cases"
