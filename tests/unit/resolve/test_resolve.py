"""What a statistician would sign: wholes before parts, repeated statements once, contradictions marked."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from tasks.extract.doubtful import flag_doubtful
from tasks.extract.engine import Extractor
from tasks.resolve.model import Finding, Observation
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REPORT = SimpleNamespace(report_year=2024, signed_on=date(2025, 1, 20), period_end=None)


def read(text: str) -> tuple[dict[str, Observation], list[Finding]]:
    mentions = EXTRACTOR.extract(text, (), REPORT)
    observations, findings = resolve(text, mentions, CATALOGUE)
    return {o.metric_id: o for o in observations}, findings


def shown(observation: Observation) -> tuple[float | None, float | None, str, str]:
    return observation.value_low, observation.value_high, observation.qualifier, observation.obs_status


def test_a_repeated_statement_is_one_value() -> None:
    found, findings = read("全年调处矛盾纠纷96件。\n（三）调解。共调处矛盾纠纷96件。")
    assert shown(found["people_mediation_cases"]) == (96, 96, "exact", "reported")
    assert len(found["people_mediation_cases"].mentions) == 2
    assert findings == []


def test_a_sharper_statement_stands_before_a_vaguer_one_that_it_satisfies() -> None:
    found, _ = read("发放宣传资料4600余份。全年发放宣传资料4682份。")
    assert shown(found["publicity_materials"]) == (4682, 4682, "exact", "reported")


def test_a_contradiction_is_a_conflict_from_lowest_to_highest() -> None:
    found, findings = read("全年调处矛盾纠纷96件。我镇共调处矛盾纠纷94件。")
    assert shown(found["people_mediation_cases"]) == (94, 96, "range", "conflict")
    assert [f.check for f in findings] == ["conflict"]


def test_a_doubtful_number_is_a_finding_and_no_observation_alone_or_in_a_sum() -> None:
    for text, number in (("全年调处矛盾纠纷96件。", "96"), ("辖12个村3个社区。", "12")):
        mentions = EXTRACTOR.extract(text, (), REPORT)
        sure, _ = resolve(text, mentions, CATALOGUE)
        assert len(sure) == 1
        at = text.index(number)
        flag_doubtful(mentions, [(at, at + 1)])
        observations, findings = resolve(text, mentions, CATALOGUE)
        assert observations == []
        assert [(f.check, f.metric_id) for f in findings] == [("doubtful_character", sure[0].metric_id)]
        assert number in findings[0].zh


def test_plans_norms_parts_and_other_bodies_are_no_observation() -> None:
    text = "计划新建法治广场2处。每年中心组学法不少于4次。全区化解矛盾纠纷900件。青石村化解矛盾纠纷5件。上年受理信访事项20件。同比增长12%。"
    assert read(text)[0] == {}


def test_the_whole_stands_before_its_parts() -> None:
    found, _ = read("立案41件，其中简易程序35件、普通程序6件。")
    assert shown(found["enforcement_cases_filed"]) == (41, 41, "exact", "reported")
    assert shown(found["summary_procedure_cases"]) == (35, 35, "exact", "reported")


def test_parts_that_are_all_are_added() -> None:
    found, _ = read("全镇辖12个村3个社区。")
    assert shown(found["villages_communities"]) == (15, 15, "exact", "computed")


def test_the_same_parts_stated_again_count_once() -> None:
    found, _ = read("全镇辖12个村3个社区。\n（一）概况。\n全镇辖12个村3个社区。")
    assert shown(found["villages_communities"]) == (15, 15, "exact", "computed")
    assert len(found["villages_communities"].mentions) == 4


def test_a_count_far_below_the_largest_is_of_another_whole_but_a_lost_digit_is_a_slip() -> None:
    found, _ = read("开展法治宣传活动118场。\n共享法庭举办普法宣传35场。")
    assert shown(found["legal_publicity_events"]) == (118, 118, "exact", "reported")
    found, findings = read("开展法治宣传活动118场。\n举办普法宣传活动18场。")
    assert shown(found["legal_publicity_events"]) == (18, 118, "range", "conflict")
    assert [f.check for f in findings] == ["conflict"]


def test_the_townships_share_of_a_district_is_its_own_figure() -> None:
    found, _ = read("全县共调解各类纠纷2860件，其中我镇214件。")
    assert shown(found["people_mediation_cases"]) == (214, 214, "exact", "reported")


def test_a_figure_for_each_person_is_no_count() -> None:
    assert read("力量不足，人均审核合同超过200份。")[0] == {}


def test_parts_that_differ_are_a_conflict() -> None:
    found, findings = read("全镇辖12个村3个社区。\n全镇共辖12个村4个社区。")
    assert shown(found["villages_communities"]) == (15, 16, "range", "conflict")
    assert [f.check for f in findings] == ["conflict"]


def test_one_part_alone_is_no_whole() -> None:
    assert "mediators" not in read("全镇共有专职人民调解员5名。")[0]


def test_each_of_two_things_is_added() -> None:
    found, _ = read("全年宪法宣讲、禁毒宣讲各2场。")
    assert shown(found["legal_publicity_events"]) == (4, 4, "exact", "computed")


def test_a_count_in_each_of_the_stated_places() -> None:
    found, _ = read("12个村各设置法治宣传栏1块。")
    assert shown(found["publicity_boards"]) == (12, 12, "exact", "computed")


def test_a_rate_is_computed_only_where_none_is_stated() -> None:
    found, findings = read("受理矛盾纠纷23件，成功化解21件。")
    assert shown(found["people_mediation_success_rate"]) == (91.3, 91.3, "exact", "computed")
    stated, findings = read("受理矛盾纠纷42件，成功化解40件，调解成功率99%。")
    assert shown(stated["people_mediation_success_rate"]) == (99, 99, "exact", "reported")
    assert [f.check for f in findings] == ["rate_mismatch"]
    assert "95.2" in findings[0].zh


def test_an_inexact_count_gives_no_rate() -> None:
    assert "people_mediation_success_rate" not in read("受理矛盾纠纷20余件，成功化解21件。")[0]


def test_a_whole_year_stands_before_a_part_of_it() -> None:
    found, _ = read("截至10月底，受理信访事项30件。全年受理信访事项38件。")
    assert shown(found["petitions_received"]) == (38, 38, "exact", "reported")
    assert found["petitions_received"].period_end is None


def test_only_a_partial_year_keeps_its_last_day() -> None:
    found, _ = read("截至10月底，受理信访事项30件。")
    assert found["petitions_received"].period_end == date(2024, 10, 31)


def test_figures_side_by_side_in_one_sentence_are_kinds_and_no_contradiction() -> None:
    found, findings = read("逢赶场天摆摊宣讲27场，进寨串户开院坝会110余场。")
    assert "legal_publicity_events" not in found
    assert findings == []


def test_what_each_place_has_is_multiplied_by_the_places_that_the_report_states() -> None:
    found, _ = read("街道辖10个社区。每个社区建有法治宣传栏1块、配有法律顾问1名。")
    assert shown(found["publicity_boards"]) == (10, 10, "exact", "computed")
    assert shown(found["village_legal_advisors"]) == (10, 10, "exact", "computed")
    assert len(found["publicity_boards"].mentions) == 2


def test_each_village_and_community_takes_both_numbers() -> None:
    found, _ = read("全镇辖12个村3个社区。每个村（社区）建有法治宣传栏2块。")
    assert shown(found["publicity_boards"]) == (30, 30, "exact", "computed")


def test_what_a_rule_asks_of_each_place_gives_nothing() -> None:
    found, _ = read("全镇辖12个村。按照每村至少3名法律明白人的要求开展培育。")
    assert "legal_literacy_persons" not in found


def test_a_share_of_a_group_named_before_is_its_part() -> None:
    found, _ = read("现有持证执法人员9名。9名持证人员中能够独立办案的只有3人。")
    assert shown(found["enforcement_officers"]) == (9, 9, "exact", "reported")


def test_how_some_of_them_ended_is_part_of_all() -> None:
    found, _ = read("我镇被申请行政复议9宗，维持6宗，驳回2宗，撤销1宗。")
    assert shown(found["administrative_reconsideration_cases"]) == (9, 9, "exact", "reported")


def test_what_there_is_now_stands_before_what_came_to_it() -> None:
    found, _ = read("今年培养法律明白人40名，目前共有190名。")
    assert shown(found["legal_literacy_persons"]) == (190, 190, "exact", "reported")


def test_one_in_each_school_is_multiplied_by_the_schools() -> None:
    found, _ = read("“开学第一课”走进7所中小学，各1场。")
    assert shown(found["school_law_lessons"]) == (7, 7, "exact", "computed")


def test_a_kind_that_the_metric_counts_is_all_of_it() -> None:
    found, _ = read("送审事项206件：合同类151件、文件类38件。物业类纠纷调处12件。")
    assert shown(found["contracts_reviewed"]) == (151, 151, "exact", "reported")
    assert "people_mediation_cases" not in found


def test_a_helper_s_share_is_no_other_statement_of_the_whole() -> None:
    found, _ = read("镇调委会受理调解纠纷112件。法律顾问参与调处纠纷38件。")
    assert shown(found["people_mediation_cases"]) == (112, 112, "exact", "reported")


def test_old_cases_and_one_workroom_s_are_no_other_statement_of_the_whole() -> None:
    found, _ = read("信访件47件，办结信访件46件。包案化解信访积案6件。")
    assert shown(found["petitions_closed"]) == (46, 46, "exact", "reported")
    found, _ = read("全年成功调解矛盾纠纷428起。“老杨说事室”成功调解纠纷61起。")
    assert shown(found["people_mediation_success"]) == (428, 428, "exact", "reported")
