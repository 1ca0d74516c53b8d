"""Sentences as clerks write them: whose figures they are, of which time, and what a phrase or a list says."""

from __future__ import annotations

import pytest
from texts import CATALOGUE, mentions, published, read

from tasks.resolve.resolve import resolve


@pytest.mark.parametrize(
    ("text", "quote", "role"),
    [
        ("设立镇村人民调解委员会14个。", "14个", ("achieved", "township")),
        ("举办村屯干部法治培训班2期。", "2期", ("achieved", "township")),
        ("利用镇村集市开展宣传活动21场。", "21场", ("achieved", "township")),
        ("调解成功146件，其中柳湾村调委会调处24件。", "24件", ("achieved", "sub_area")),
        ("其中村调委会调解88件。", "88件", ("achieved", "township")),
        ("调解成功151件，其中溪头村“老船长调解室”调解船员工资纠纷22件。", "22件", ("achieved", "sub_area")),
        ("发现隐患59处，其中集镇所在的白石社区16处，已整改58处。", "16处", ("achieved", "sub_area")),
        ("发现隐患59处，其中集镇所在的白石社区16处，已整改58处。", "58处", ("achieved", "township")),
        ("县综合执法局、市场监管局、自然资源和规划局等部门下沉18人。", "18人", ("achieved", "township")),
        ("满意率95.3%，而全区平均满意率为94.2%。", "94.2%", ("achieved", "higher")),
        ("全市要求每个社区配备法律顾问1名，我街道已全部配备。", "1名", ("norm", "sub_area")),
        ("对未落实测温要求的16家场所责令停业。", "16家", ("achieved", "township")),
        ("渔民因网箱缠绕发生争吵，一方要求赔偿4万元。", "4万元", ("achieved", "case")),
        ("7月，上坝村邢某骑车撞伤邻居，双方为1.5万元医药费闹僵。", "1.5万元", ("achieved", "case")),
        ("乡政府常务会议今年以来专题研究法治工作4次。", "4次", ("achieved", "township")),
        ("自2020年农村房屋安全隐患排查整治启动以来，排查自建房4300户。", "4300户", ("cumulative", "township")),
        ("法律明白人培养工程实施以来累计培养77名。", "77名", ("cumulative", "township")),
        ("“八五”普法期间累计新建长廊5处，省级民主法治示范村达到4个。", "4个", ("achieved", "township")),
        ("未整改的2处因施工顺延至明年；作出行政处罚6件。", "6件", ("achieved", "township")),
        ("利用每周一干部例会组织学法20余次。", "20余次", ("achieved", "township")),
        ("各村法律顾问均已配备。", "均已配备", ("achieved", "township")),
        ("调解邻里纠纷501桩，双方握手言和的494桩。", "494桩", ("achieved", "township")),
        ("沈某因鱼塘转租闹僵，退还租金2.5万元了事。群众来信来访125件。", "125件", ("achieved", "township")),
        ("各社区现有法律明白人82名。", "82名", ("achieved", "township")),
        ("班子成员每周1天接访。", "1天", ("frequency", "township")),
        ("“八五”普法以来累计培训340人次，在册法律明白人66名。", "66名", ("achieved", "township")),
        ("“八五”普法这几年下来，已办普法活动210多场。", "210多场", ("cumulative", "township")),
        ("完成县下达年度任务的106%。", "106%", ("achieved", "township")),
        ("县政府办下达公开任务150条，实际公开182条。", "182条", ("achieved", "township")),
        ("计划建成法治文化广场2处，建成1处。", "2处", ("planned", "township")),
        ("计划建成法治文化广场2处，建成1处。", "1处", ("achieved", "township")),
        ("县定按时办结率目标98%以上，实际达到99.5%。", "98%以上", ("planned", "township")),
        ("县定按时办结率目标98%以上，实际达到99.5%。", "99.5%", ("achieved", "township")),
        ("原定的旁听庭审改为线上观看，组织1次。", "1次", ("achieved", "township")),
        ("开展案卷自查2次（计划2024年增加到4次）。", "2次", ("achieved", "township")),
        ("县司法局抽评我镇案卷3卷。", "3卷", ("achieved", "township")),
        ("通过社区公告栏公开征求意见126条。", "126条", ("achieved", "township")),
        ("室主任汤某个人调成45件。", "45件", ("achieved", "sub_area")),
        ("驻镇法庭全年立案167件。", "167件", ("achieved", "higher")),
        ("区市场监管分局驻街道的市场监管所立案28件。", "28件", ("achieved", "higher")),
        ("县农业综合行政执法大队在我镇查处农资案3件。", "3件", ("achieved", "higher")),
        ("与法庭建立对接机制以来，累计诉前调解成功47件。", "47件", ("cumulative", "township")),
        ("集中宣传只开展29场次，比计划的40场次少。", "29场次", ("achieved", "township")),
        ("集中宣传只开展29场次，比计划的40场次少。", "40场次", ("planned", "township")),
        ("调解成功率98.1%，实现了年初98%的目标。", "98%", ("planned", "township")),
        ("年初安排中心组学法5次，截至11月底完成4次。", "5次", ("planned", "township")),
        ("年初安排中心组学法5次，截至11月底完成4次。", "4次", ("achieved", "township")),
        ("示范社区3个，占全区总数（11个）的比重较大。", "11个", ("achieved", "higher")),
        ("区司法局随机抽查街道案卷5卷。", "5卷", ("achieved", "township")),
        ("执法队应配30人，目前仍有缺口。", "30人", ("norm", "township")),
        ("李姓和王姓两家闹得不可开交，最终王家赔偿7000元。", "7000元", ("achieved", "case")),
        ("按照每半月排查一次的要求开展排查。", "一次", ("frequency", "township")),
        ("天鹅湾社区“法律明白人”仅3名。", "3名", ("achieved", "sub_area")),
        ("深入各社区定期开展反诈宣传12次。", "12次", ("achieved", "township")),
        ("完成县定任务培养法律明白人36名。", "36名", ("achieved", "township")),
        ("通过每月召开1次例会推进工作。", "1次", ("frequency", "township")),
        ("充分发挥村调委会作用化解矛盾纠纷85起。", "85起", ("achieved", "township")),
        ("辖区村调解委员会共调解纠纷126件。", "126件", ("achieved", "township")),
        ("按照上级要求各村开展普法宣传36次。", "36次", ("achieved", "township")),
        ("计划新建法治广场2处，新增1个省级民主法治示范村。", "1个", ("planned", "township")),
        ("主题教育活动开展以来，走访群众320人次。", "320人次", ("achieved", "township")),
        ("镇党委会年初安排专题学法4次。", "4次", ("achieved", "township")),
        ("自2021年以来累计培养法律明白人56名，发放宣传资料达1.2万份。", "1.2万份", ("cumulative", "township")),
        ("为有效防范邻里之间因琐事发生冲突，镇综治中心排查矛盾纠纷56起。", "56起", ("achieved", "township")),
        ("因邻里琐事发生争执，到镇里反映的有36件。", "36件", ("achieved", "township")),
        ("市容执法大队开展巡查120次，立案12起。", "12起", ("achieved", "township")),
        ("全区抽查的120份案卷平均得分92分。", "120份", ("achieved", "higher")),
        ("受理单位和个人参与学法考试320人。", "320人", ("achieved", "township")),
        ("实现一村一法律顾问全覆盖。", "全覆盖", ("achieved", "township")),
    ],
)
def test_whose_figure_it_is(text: str, quote: str, role: tuple[str, str]) -> None:
    mention = read(text)[quote]
    assert (mention.status, mention.scope) == role


def test_end_of_a_paragraph_without_its_full_stop_is_no_heading() -> None:
    text = (
        "一、主要工作\n（一）加强领导。召开会议3次。制定了年度工作计划，并纳入考评\n（二）加强学习。组织法治培训2期。"
    )
    assert [m.status for m in mentions(text)] == ["achieved", "achieved"]


def test_quarters_are_parts_of_the_year() -> None:
    text = "12345平台转办诉求1684件，一季度512件，二季度346件，三季度331件，四季度495件；办结1671件。"
    found = mentions(text)
    assert [(m.metric_id, "part" in m.flags) for m in found] == [
        ("hotline_12345_orders", False),
        *[("hotline_12345_orders", True)] * 4,
        ("hotline_12345_closed", False),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("成功调解邻里纠纷23起、土地纠纷12起。", {}),
        ("成功调解纠纷50起，其中邻里纠纷23起、土地纠纷12起。", {"people_mediation_success": 50}),
        ("聘请法律顾问2名、村居法律顾问15名。", {"legal_advisors": 2, "village_legal_advisors": 15}),
    ],
)
def test_kinds_of_one_thing_are_no_wholes(text: str, expected: dict[str, float]) -> None:
    assert published(text) == expected


def test_what_is_left_undone_is_no_count_of_what_was_done() -> None:
    assert read("发现隐患51处，还有2处没有改完。")["2处"].metric_id is None


def test_part_that_says_only_where_is_one_of_the_total() -> None:
    found = read("发现隐患59处，其中集镇所在的白石社区16处，已整改58处。")
    assert [found[quote].metric_id for quote in ("16处", "58处")] == ["hazards_found", "hazards_rectified"]


@pytest.mark.parametrize(
    ("text", "quote", "metric_id"),
    [
        ("未发生因矛盾纠纷引发的民转刑案件。", "未发生因矛盾纠纷引发的民转刑案件", "serious_incidents"),
        ("调解纠纷19起，全部调解成功。", "全部调解成功", "people_mediation_success_rate"),
        ("在册社区矫正对象9人，无脱管漏管现象。", "无脱管漏管现象", None),
        ("在册社区矫正对象9人，无人脱管漏管。", "无人脱管漏管", None),
        ("化解积案3件，无进京赴省集访。", "无进京赴省集访", "serious_incidents"),
        ("行政诉讼2件，败诉率为0。", "0", "litigation_loss_rate"),
        ("行政诉讼2件，均由分管负责人出庭应诉。", "均由分管负责人出庭应诉", "head_court_appearance_rate"),
        ("信访事项27件，全部按期答复。", "全部按期答复", "petition_closure_rate"),
        ("41名干部参加学法考试，个个及格。", "个个及格", "law_exam_pass_rate"),
        ("被申请行政复议3件，无一被纠正。", "无一被纠正", "reconsideration_corrected_cases"),
        ("拆除违法建设27处，其余7处分布在沿河各村。", "7处", "illegal_buildings_removed"),
        ("法律顾问2名列席会议。", "2名", "legal_advisors"),
        ("告乡政府的官司今年没有一起，复议1件。", "没有一起", "administrative_litigation_cases"),
        ("重要时段没有一人进京上访。", "没有一人进京上访", "serious_incidents"),
        ("今年乡里没有新发行政规范性文件。", "没有新发行政规范性文件", "normative_documents_issued"),
        ("全县平均合格率为97.6%。", "97.6%", "law_exam_pass_rate"),
        ("村（社区）法律顾问均已配齐。", "均已配齐", "village_legal_advisor_coverage"),
        ("调解成功率98.3%，其中物业类占46.5%。", "46.5%", None),
    ],
)
def test_what_a_phrase_says(text: str, quote: str, metric_id: str | None) -> None:
    assert read(text)[quote].metric_id == metric_id


@pytest.mark.parametrize(
    "text", ["组织普法小分队用二人转宣传。", "十户长上报情况。", "其余2起草场纠纷。", "发现一起查处一起。"]
)
def test_number_words_of_names_and_verbs(text: str) -> None:
    assert list(read(text)) == [quote for quote in ("2起",) if quote in text]


def test_what_is_lacking_does_not_contradict_what_there_is() -> None:
    text = "一、工作情况\n持有执法证的人员15名。\n二、存在问题\n15名队员中4名持有执法证的人员长期借调。"
    observations, findings = resolve(text, mentions(text), CATALOGUE)
    values = {o.metric_id: (o.value_low, o.obs_status) for o in observations}
    assert values["enforcement_officers"] == (15, "reported")
    assert not findings


@pytest.mark.parametrize(
    ("text", "metric_id", "value"),
    [
        (
            "全年调解236件，成功率97.5%。受理欠薪纠纷5件，全部调解成功。",
            "people_mediation_success_rate",
            (97.5, "reported"),
        ),
        (
            "一、工作情况\n化解率98%。\n二、存在问题\n矛盾纠纷化解率仅为90%。",
            "people_mediation_success_rate",
            (90, "conflict"),
        ),
        ("新建法治公园一个、广场一个。", "rule_of_law_culture_sites", (1, "reported")),
    ],
)
def test_what_is_published(text: str, metric_id: str, value: tuple[float, str]) -> None:
    observations, _ = resolve(text, mentions(text), CATALOGUE)
    assert {o.metric_id: (o.value_low, o.obs_status) for o in observations}[metric_id] == value
