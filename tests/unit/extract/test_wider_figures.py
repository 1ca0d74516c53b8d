"""A figure of something wider before the one that a metric names, and figures that outgrow or complete each other."""

from __future__ import annotations

import pytest
from texts import mentions, published


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("全年召开党委会31次，其中专题研究法治政府建设4次。", "law_gov_meetings", 4),
        ("镇党委理论学习中心组集中学习13次，其中法治专题5次。", "central_group_law_study", 5),
        ("把习近平法治思想纳入中心组学习内容，全年组织学习15次，其中法治专题6次。", "central_group_law_study", 6),
        (
            "全年共受理各类工单8126件，其中12345热线7015件、数字城管1111件，按时办结率100%。",
            "hotline_12345_orders",
            7015,
        ),
        ("受理矛盾纠纷212件，成功调解206件，调解率100%，调解成功率97.2%。", "people_mediation_success_rate", 97.2),
    ],
)
def test_the_figure_whose_clause_names_the_metric_is_its_own(text: str, metric: str, value: float) -> None:
    assert published(text)[metric] == value


def test_a_whole_that_names_the_metric_itself_stays() -> None:
    found = published("镇党委理论学习中心组学法13次，其中专题学习习近平法治思想5次。")
    assert found["central_group_law_study"] == 13


def test_what_loses_its_metric_has_the_unit_of_its_own_family() -> None:
    wider, own = mentions("全年召开党委会31场次，其中专题研究法治政府建设4场次。")
    assert (wider.metric_id, wider.unit_canonical, own.part_of) == (None, "次", 0)
    assert "part" not in own.flags


def test_reports_that_were_heard_are_beside_the_meetings() -> None:
    assert published("召开法治建设专题会议3次，听取法治工作汇报5次。")["law_gov_meetings"] == 3
    assert published("党工委会议听取法治政府建设工作汇报2次。")["law_gov_meetings"] == 2


def test_eleven_months_that_gave_more_are_no_part_of_a_smaller_year() -> None:
    text = "截至11月底，综合治理中心受理矛盾纠纷396件，化解388件。“金桥调解室”全年化解矛盾纠纷61件。"
    assert published(text)["people_mediation_success"] == 388


def test_what_some_leaders_did_and_what_the_others_did_is_all() -> None:
    found = published("书记、乡长接访19次，其他班子成员接访72次。")
    assert found["leader_receptions"] == 91


def test_of_those_in_it_says_nothing_of_all() -> None:
    assert published("镇综合行政执法中队13人中持证9人。")["enforcement_staff"] == 13
    assert published("镇综合执法中队16名队员全部取得执法证。")["enforcement_staff"] == 16


def test_those_who_sat_an_exam_are_beside_those_who_passed() -> None:
    assert published("参加行政执法资格考试21人，通过17人。")["enforcement_cert_new"] == 17


def test_what_is_likelier_a_part_contradicts_nothing() -> None:
    text = "“法律明白人”参与调解57起。全年调解矛盾纠纷64起，调解成功62起。"
    assert published(text)["people_mediation_cases"] == 64


def test_figures_that_add_up_to_what_they_are_a_share_of_are_all() -> None:
    court = published("镇政府作为被告的行政诉讼案件5件，本人出庭2件，分管副镇长出庭3件，无败诉案件。")
    assert (court["head_court_appearances"], court["head_court_appearance_rate"]) == (5, 100)
    checks = published("检查“九小场所”153家，发现隐患87处，当场整改60处，限期整改27处，目前均已整改到位。")
    assert (checks["hazards_rectified"], checks["hazard_rectification_rate"]) == (87, 100)
    fewer = published("镇政府作为被告的行政诉讼案件6件，本人出庭2件，分管副镇长出庭3件。")
    assert "head_court_appearances" not in fewer


def test_kinds_after_a_word_for_all_are_added() -> None:
    assert published("全年共审查镇级合同163份、村级合同208份。")["contracts_reviewed"] == 371
    assert published("审核村级合同112份、乡级合同9份。")["contracts_reviewed"] == 121


def test_what_is_not_reached_is_no_share() -> None:
    assert published("合同管理有漏洞，村集体合同合法性审查尚未做到应审尽审。") == {}


@pytest.mark.parametrize(
    "text",
    [
        "开展“综合查一次”29次，比各条线单独检查少进企业210余家次。",
        "执法经费缺口约20万元。",
        "并村后闲置资产全部公开拍卖，没有引发矛盾。",
        "新任中层干部任前法律知识测试6人，全部合格。",
        "区级各部门在我镇执法办案35件，均予以积极配合。",
    ],
)
def test_what_is_another_thing_is_not_published(text: str) -> None:
    assert (
        not {
            "entities_inspected",
            "rule_of_law_funding",
            "people_mediation_cases",
            "law_exam_participants",
            "law_exam_pass_rate",
            "enforcement_cases_filed",
        }
        & published(text).keys()
    )
