"""The phenomena of the language, one row each: what a clause states, as (quote, low, high, qualifier, …)."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from warehouse.catalogue import load_catalogue

EXTRACTOR = Extractor(load_catalogue())
REPORT = SimpleNamespace(report_year=2024, signed_on=date(2025, 1, 20), period_end=None)


def read(text: str, report: SimpleNamespace = REPORT) -> list[Mention]:
    return EXTRACTOR.extract(text, (), report)


def values(text: str) -> list[tuple[str, float | None, float | None, str]]:
    return [(text[m.char_start : m.char_end], m.value_low, m.value_high, m.qualifier) for m in read(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("发放手册3600余份。", ("3600余份", 3600, None, "at_least")),
        ("提出意见17余条。", ("17余条", 17, None, "at_least")),
        ("发放手册1.2万余份。", ("1.2万余份", 12000, None, "at_least")),
        ("惠及群众1万2千余人次。", ("1万2千余人次", 12000, None, "at_least")),
        ("受众万余人。", ("万余人", 10000, None, "at_least")),
        ("开展宣讲上百场。", ("上百场", 100, None, "at_least")),
        ("培训近400名干部。", ("近400名", None, 400, "at_most")),
        ("受众约1500人次。", ("约1500人次", 1500, 1500, "approx")),
        ("办理60件左右。", ("60件左右", 60, 60, "approx")),
        ("参训达210人次。", ("210人次", 210, 210, "exact")),
        ("受众超过500人次。", ("超过500人次", 500, None, "at_least")),
        ("占比不足30%。", ("不足30%", None, 30, "at_most")),
        ("受众约700余人次。", ("约700余人次", 700, None, "at_least")),
        ("化解三十余起纠纷。", ("三十余起", 30, None, "at_least")),
        ("培训一百二十名干部。", ("一百二十名", 120, 120, "exact")),
        ("投入普法经费3万8千元。", ("3万8千元", 38000, 38000, "exact")),
        ("罚款2亿零300万元。", ("2亿零300万元", 203000000, 203000000, "exact")),
        ("调处两百多起纠纷。", ("两百多起", 200, None, "at_least")),
        ("办结2.36万件。", ("2.36万件", 23600, 23600, "exact")),
        ("受众1，280人次。", ("1，280人次", 1280, 1280, "exact")),
        ("受众1 280人次。", ("1 280人次", 1280, 1280, "exact")),
        ("受理信访23 0件。", ("23 0件", 230, 230, "exact")),
        ("立案１５件。", ("１５件", 15, 15, "exact")),
        ("开展检查3～5次。", ("3～5次", 3, 5, "range")),
        ("参训三四十人。", ("三四十人", 30, 40, "range")),
        ("化解纠纷十几起。", ("十几起", 11, 19, "range")),
        ("发放资料几十份。", ("几十份", 20, 99, "range")),
        ("投入经费5至10万元。", ("5至10万元", 50000, 100000, "range")),
        ("满意度九成以上。", ("九成以上", 90, None, "at_least")),
        ("三分之二的村建成法治广场。", ("三分之二", 66.67, 66.67, "exact")),
        ("合格率百分之百。", ("百分之百", 100, 100, "exact")),
        ("办理260名（人次）。", ("260名（人次）", 260, 260, "exact")),
        ("投入普法经费10余万。", ("10余万", 100000, None, "at_least")),
    ],
)
def test_value(text: str, expected: tuple[str, float, float, str]) -> None:
    assert values(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "落实“1+3+N”模式和“2468”工作法。",
        "坚持“三重一大”和一岗双责。",
        "推进三项制度，做到两个维护。",
        "开展百名法学家百场报告会。",
        "拨打12345热线，号码023-77551234。",
        "依据《某某条例》第十二条处理。",
        "青府发〔2025〕37号文件。",
        "在12·4国家宪法日和6月26日开展宣传。",
        "涉及3组、G348国道和二社。",
        "从三个方面、五项程序抓落实。",
        "联合12部门，修订3条例。",
        "60岁以上老人24小时值守。",
        "对群众诉求零容忍，服务零距离，不存在违规问题。",
        "完善四所一庭机制，推行一件事一次办。",
        "实行无缝衔接、无死角排查。",
    ],
)
def test_no_quantity(text: str) -> None:
    assert values(text) == []


def test_a_rate_list_gives_one_row_a_rate() -> None:
    rows = [(m.metric_id, m.value_low) for m in read("干部学法考试参考率、合格率均为100%。")]
    assert rows == [("law_exam_participation_rate", 100), ("law_exam_pass_rate", 100)]


def test_a_joint_count_belongs_to_none_and_a_joint_zero_to_each() -> None:
    joint = read("办理行政复议、行政诉讼共2件。")
    assert [(m.metric_id, m.flags) for m in joint] == [(None, ("joint",))]
    zero = read("未发生行政复议、行政诉讼案件。")
    assert [(m.metric_id, m.value_high) for m in zero] == [
        ("administrative_reconsideration_cases", 0),
        ("administrative_litigation_cases", 0),
    ]
    assert zero[0].char_start == zero[1].char_start


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("近三年共调解纠纷120件，其中今年40件。", ["cumulative", "achieved"]),
        ("由2023年的20件增加到31件。", ["prior_period", "achieved"]),
        ("自2021年以来累计培养56名。", ["cumulative"]),
        ("2024年以来开展宣讲8场。", ["achieved"]),
        ("力争调解成功率达98%以上。", ["planned"]),
        ("计划新建法治广场2处。", ["planned"]),
        ("每季度召开1次联席会。", ["frequency"]),
        ("坚持每半月排查矛盾纠纷。", ["frequency"]),
        ("每年学习不少于4次。", ["norm"]),
        ("每两月1次，共开展6次。", ["frequency", "achieved"]),
    ],
)
def test_status(text: str, statuses: list[str]) -> None:
    assert [m.status for m in read(text)] == statuses


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("全区开展活动300场，我镇开展12场。", ["higher", "township"]),
        ("市上下达指标5000万元。", ["higher"]),
        ("每村至少3名法律明白人。", ["sub_area"]),
        ("青石村化解纠纷5件。", ["sub_area"]),
        ("张某与李某因地界发生争执，赔偿2.6万元。", ["case"]),
    ],
)
def test_scope(text: str, scopes: list[str]) -> None:
    assert [m.scope for m in read(text)] == scopes


@pytest.mark.parametrize("text", ["同比增长12%。", "较2023年下降5起。", "提高12.5个百分点。", "不降反升15%。"])
def test_change_has_no_metric(text: str) -> None:
    assert [(m.metric_id, m.dimension, m.status) for m in read(text)] == [(None, "change", "achieved")]


def test_parts_point_to_their_total() -> None:
    found = read("立案41件，其中简易程序35件、普通程序6件。")
    assert [(m.metric_id, m.part_of) for m in found] == [
        ("enforcement_cases_filed", None),
        ("summary_procedure_cases", 0),
        ("ordinary_procedure_cases", 0),
    ]


def test_a_part_year_carries_its_last_day() -> None:
    early = SimpleNamespace(report_year=2024, signed_on=date(2024, 12, 10), period_end=None)
    assert [m.period_end for m in read("截至11月底，受理信访事项38件。", early)] == [date(2024, 11, 30)]
    assert [m.period_end for m in read("目前已开展法治宣传活动6次。", early)] == [date(2024, 12, 10)]
    assert [m.period_end for m in read("目前已开展法治宣传活动6次。")] == [None]


def test_a_section_of_plans_makes_plans() -> None:
    text = (
        "一、主要举措\n全年调处矛盾纠纷96件。\n二、存在的问题及2025年工作思路\n专职人员仅有1名。2025年，开展培训6期。"
    )
    assert [(m.section, m.status) for m in read(text)] == [
        ("achievements", "achieved"),
        ("problems", "achieved"),
        ("plan", "planned"),
    ]


def test_a_report_of_half_a_year_gives_its_last_day_to_every_figure() -> None:
    half = SimpleNamespace(report_year=2024, signed_on=date(2024, 7, 3), period_end=date(2024, 6, 30))
    found = read("受理信访事项38件。计划新建法治广场2处。", half)
    assert [(m.status, m.period_end) for m in found] == [("achieved", date(2024, 6, 30)), ("planned", None)]
