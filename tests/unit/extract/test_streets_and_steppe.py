"""What reports of sub-districts, of remote townships and of their leaders say: items, levels, turns, others' doings."""

from __future__ import annotations

import pytest
from texts import mentions, published, read


@pytest.mark.parametrize(
    "text",
    [
        "二、存在问题\n1.案卷制作不规范；2.8名队员未取得执法证；3.宣传形式单一。",
        "存在不足：1.3名队员未持证；2.办案能力不强。",
    ],
)
def test_the_number_of_an_item_is_no_figure(text: str) -> None:
    assert [m.value_low for m in mentions(text)] in ([8], [3])


@pytest.mark.parametrize(
    "text", ["全年投入2.8万元。", "罚款共计：2.8万元。", "平均每个案卷得分：9.2分。", "用时：1.5小时；2.5天。"]
)
def test_a_decimal_stays_one(text: str) -> None:
    assert all(m.value_low not in (8, 80000, 2, 5) for m in mentions(text))


def test_a_wish_reaches_as_far_as_its_item() -> None:
    found = read("网格员每日巡查，力争早发现、早介入；排查矛盾纠纷418件，调解成功402件。")
    assert {m.status for quote, m in found.items() if quote in ("418件", "402件")} == {"achieved"}
    assert read("力争早发现、早介入，全年纠纷控制在300件以内。")["300件以内"].status == "planned"


@pytest.mark.parametrize(
    ("text", "metric", "value"),
    [
        ("年初、年中分别召开法治工作推进会1次。", "law_gov_meetings", 2),
        ("上、下半年各召开法治建设专题会议1次。", "law_gov_meetings", 2),
        ("4月和11月分别组织班子成员旁听庭审1次。", "court_hearing_observations", 2),
        ("上半年和下半年分别召开法治建设专题会议1次、2次。", "law_gov_meetings", None),
    ],
)
def test_what_is_done_at_each_of_several_times_is_added(text: str, metric: str, value: float | None) -> None:
    assert value is None or published(text).get(metric) == value
    assert value is not None or published(text).get(metric) in (None, 3)


@pytest.mark.parametrize(
    "text",
    [
        "街道调委会1个、社区调委会8个。",
        "建成嘎查村调委会8个，镇调委会1个，聘用调解员30名。",
        "乡调委会1个，村调委会8个，人民调解员30人。",
    ],
)
def test_committees_of_both_levels_are_all(text: str) -> None:
    assert published(text)["mediation_committees"] == 9


def test_what_others_hold_is_not_the_townships() -> None:
    assert read("参加县委党校法治专题班1期。")["1期"].scope == "higher"
    assert read("参加县司法局举办的执法培训2次。")["2次"].scope == "township"
    assert read("参加县级法治工作会议3次。")["3次"].scope == "higher"
    assert read("参加县司法局组织的执法资格考试12人次。")["12人次"].scope == "township"
    assert read("处理焚烧秸秆7起，由生态环境部门罚款3500元，公安机关行政拘留1人。")["3500元"].scope == "higher"


def test_what_the_reporting_leader_did_alone_is_no_figure_of_the_township() -> None:
    assert read("本人包抓信访积案2件，已息诉罢访1件；坐班接访群众17批。")["17批"].scope == "sub_area"
    assert read("本人坚持到中心坐班，接访下访43批次。")["43批次"].scope == "sub_area"


def test_a_list_of_plans_goes_on() -> None:
    text = "三、问题\n执法力量薄弱。明年，一是配强审核力量；二是组织执法人员培训4期；三是创建民主法治示范村1个。"
    assert {m.status for m in mentions(text)} == {"planned"}
    assert {m.status for m in mentions("下步工作：一是专题研究法治工作4次；二是开展普法活动6场。")} == {"planned"}
    done = "全年工作扎实。一是召开法治专题会议4次；二是开展普法活动6场。"
    assert {m.status for m in mentions(done)} == {"achieved"}


def test_what_this_year_is_compared_with_is_last_years() -> None:
    assert read("立案处罚9起，罚款11430元，较去年同期处罚15起下降40%。")["15起"].status == "prior_period"
    assert read("行政诉讼案件较去年8宗大幅上升。")["8宗"].status == "prior_period"


def test_a_demand_beside_what_was_done_is_a_norm() -> None:
    found = read("全年学法不少于12次，实际学习14次。")
    assert (found["不少于12次"].status, found["14次"].status) == ("norm", "achieved")


def test_not_one_is_none() -> None:
    (none,) = (m for m in mentions("全苏木没有一名执业律师。"))
    assert (none.value_low, none.value_high, none.metric_id) == (0, 0, None)
    assert [m.value_low for m in mentions("乡里没有一名干部通过法律职业资格考试。")] == [0]


def test_a_second_look_at_papers_is_no_plan() -> None:
    assert read("司法所协助审查合同54份，退回重拟3份。")["3份"].status == "achieved"


def test_two_rates_whose_names_share_a_character() -> None:
    found = {m.metric_id for m in mentions("全镇97名干部参考率、及格率均达100%。")}
    assert {"law_exam_participation_rate", "law_exam_pass_rate"} <= found


def test_laws_that_were_studied_are_not_counted() -> None:
    found = published("党委理论学习中心组集体学习习近平法治思想和《宪法》《草原法》等3次。")
    assert found["central_group_law_study"] == 3


def test_places_among_problems_are_some() -> None:
    assert "villages_communities" not in published("二、存在问题\n一是4个社区法律明白人作用发挥不明显。")
    of_all = "二、存在的主要问题\n三是普法不够深入，14个村（社区）中仍有3个法治宣传栏破损。"
    assert published(of_all)["villages_communities"] == 14


def test_a_quarrel_told_with_its_place_is_a_story() -> None:
    told = "如隆木村与邻乡争议1800亩草场，经我和包片领导7次上门，双方终于签字。"
    assert {m.scope for m in mentions(told)} == {"case"}


def test_an_item_on_last_year_is_last_years_to_its_end() -> None:
    found = read("全年调解纠纷268件，成功262件；上年调解301件，成功290件。")
    assert [found[q].status for q in ("262件", "290件")] == ["achieved", "prior_period"]
    assert read("立案120件，去年95件；处罚80件。")["80件"].status == "achieved"


def test_none_behind_a_noun_is_zero() -> None:
    found = published("全年审查合同229件、规范性文件无、重大决策2件。行政诉讼无，行政复议1件。")
    assert found["documents_legality_reviewed"] == found["administrative_litigation_cases"] == 0
    assert (found["contracts_reviewed"], found["decision_legality_reviews"]) == (229, 2)


def test_a_total_counts_what_its_parts_count() -> None:
    assert published("受理网上信访74件、来信3件、来访41件，共计118件。")["petitions_received"] == 118
    assert published("上半年拆除违建9处，下半年拆除13处。")["illegal_buildings_removed"] == 22
    assert published("办理检察建议2份、司法建议1份。")["judicial_suggestions"] == 3


def test_a_story_in_brackets_leaves_the_year_before_it() -> None:
    text = "全年没有发生行政复议案件，发生行政诉讼1件（原告为某村村民赵某，要求确认拆除其房屋60平方米违法）。"
    assert published(text)["administrative_litigation_cases"] == 1


def test_what_a_review_of_the_county_ended_in_is_the_townships() -> None:
    assert read("全年行政复议5起，被县政府撤销2起。")["2起"].scope == "township"
    assert read("乡市场监管所立案2件。")["2件"].scope == "higher"


def test_an_average_counts_no_whole() -> None:
    assert read("农家书屋普法书籍平均80册。")["80册"].metric_id is None
