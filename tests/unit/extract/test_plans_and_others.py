"""Plans beside what was done, years gone by, and what other bodies do: status and scope of single clauses."""

from __future__ import annotations

import pytest
from texts import mentions, read


def roles(text: str, year: int = 2024) -> dict[str, tuple[str, str]]:
    """Status and scope of each mention, by its quote."""
    return {quote: (m.status, m.scope) for quote, m in read(text, year).items()}


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("联合检查计划26次，实施31次。", "26次", ("planned", "township")),
        ("联合检查计划26次，实施31次。", "31次", ("achieved", "township")),
        ("原计划举办法治培训4期，因防汛只办了3期。", "3期", ("achieved", "township")),
        ("2023年度全年立案18件，本年度立案24件。", "18件", ("prior_period", "township")),
        ("2023年度全年立案18件，本年度立案24件。", "24件", ("achieved", "township")),
        ("每名法律明白人每年至少参与调解2起。", "2起", ("norm", "township")),
        ("法律顾问到岗12次，低于合同约定的24次。", "24次", ("norm", "township")),
        ("接受区委依法治区办法治督察1次。", "1次", ("achieved", "higher")),
        ("县法院来我镇开展巡回审判4场。", "4场", ("achieved", "higher")),
        ("个别村普法活动一年不到2场。", "不到2场", ("achieved", "sub_area")),
        ("律师每月坐班2天。", "2天", ("frequency", "township")),
        ("年度任务数为调解150件，完成168件。", "150件", ("planned", "township")),
        ("年度任务数为调解150件，完成168件。", "168件", ("achieved", "township")),
        ("比年初计划多开展宣传7场。", "7场", ("achieved", "township")),
        ("完善机制，确保调解成功率稳定在98%以上。", "98%以上", ("planned", "township")),
        ("罚款5000元以上的案件提交集体讨论。", "5000元以上", ("norm", "township")),
        ("综合行政执法队组建至今，立案64起。", "64起", ("cumulative", "township")),
        ("共享法庭今年3月挂牌以来，调解纠纷36件。", "36件", ("achieved", "township")),
        ("镇里原有调解室4个，今年扩建到9个。", "4个", ("prior_period", "township")),
        ("去年持证人员只有6名，现在已有13名。", "13名", ("achieved", "township")),
        ("上年度县考核反馈的4个问题全部整改。", "4个", ("achieved", "township")),
        ("邻近的乌石镇立案31起，而我镇立案12起。", "31起", ("achieved", "higher")),
        ("邻近的乌石镇立案31起，而我镇立案12起。", "12起", ("achieved", "township")),
        ("县普法办发放宣传资料5000份，镇自行印制3200份。", "3200份", ("achieved", "township")),
        ("我镇调解案件数占全县的8.6%。", "8.6%", ("achieved", "township")),
        ("仅“老娘舅”调解室一年就调处76件。", "76件", ("achieved", "sub_area")),
        ("最多的是柳林社区，一年调解42件。", "42件", ("achieved", "sub_area")),
        ("新桥社区建成法治长廊1条，举办讲座5场。", "5场", ("achieved", "sub_area")),
        ("一对夫妻因彩礼12万元闹到司法所。", "12万元", ("achieved", "case")),
        ("今年调解纠纷136件，最典型的是山林案，涉及43户。", "136件", ("achieved", "township")),
        ("今年调解纠纷136件，最典型的是山林案，涉及43户。", "43户", ("achieved", "case")),
    ],
)
def test_whose_figure_it_is_and_of_which_time(text: str, quote: str, role: tuple[str, str]) -> None:
    assert roles(text)[quote] == role


def test_a_plan_of_legal_education_is_the_year_alone_in_its_first_year() -> None:
    text = "“八五”普法启动以来，举办普法宣传32场。"
    assert roles(text, 2021)["32场"] == ("achieved", "township")
    assert roles(text, 2023)["32场"] == ("cumulative", "township")


@pytest.mark.parametrize("text", ["今年没有一起“民转刑”。", "批评教育后放行、没有立案的41起。", "12345件2688件。"])
def test_what_is_denied_and_a_hotline_are_no_count_of_one(text: str) -> None:
    assert not {"一起", "没有立案的41起", "12345件"} & roles(text).keys()


def test_both_listed_acts_count_where_the_number_is_of_each() -> None:
    text = "行政规范性文件制定数、备案数均为0件。"
    assert {m.metric_id for m in mentions(text, 2024)} == {
        "normative_documents_issued",
        "normative_documents_filed",
    }
