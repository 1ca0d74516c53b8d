"""Lists that answer lists of names, subjects said before, and words that name nothing."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tasks.extract.empty_words import names_nothing
from tasks.extract.engine import Extractor
from warehouse.catalogue import load_catalogue

EXTRACTOR = Extractor(load_catalogue())
REPORT = SimpleNamespace(report_year=2024, signed_on=None, period_end=None)


def linked(text: str) -> list[tuple[str, str | None]]:
    return [(text[m.char_start : m.char_end], m.metric_id) for m in EXTRACTOR.extract(text, (), REPORT)]


def test_numbers_answer_names_one_by_one() -> None:
    assert linked("矛盾纠纷排查数、成功数分别为120件、108件。") == [
        ("120件", "disputes_screened"),
        ("108件", "people_mediation_success"),
    ]


def test_numbers_answer_the_figures_before() -> None:
    text = "共立案23件，处罚21件，罚款4.6万元；上年同期分别为18件、15件、3.2万元。"
    before, after = linked(text)[:3], linked(text)[3:]
    assert [metric for _, metric in before] == [metric for _, metric in after]
    assert [m.status for m in EXTRACTOR.extract(text, (), REPORT)][3:] == ["prior_period"] * 3


def test_one_unit_holds_for_a_list_of_numbers() -> None:
    mentions = EXTRACTOR.extract("宣传、培训、调解共18、4、9次。", (), REPORT)
    assert [(m.value_low, m.unit) for m in mentions] == [(18, "次"), (4, "次"), (9, "次")]


@pytest.mark.parametrize("text", ["制定第1、2、3号文件。", "3、5日召开会议。", "（1）、2次"])
def test_lists_of_ordinals_and_days_share_no_unit(text: str) -> None:
    assert all(m.value_low not in (1, 3, 5) for m in EXTRACTOR.extract(text, (), REPORT))


def test_what_is_counted_stands_behind_two_numbers() -> None:
    assert linked("接待12批40人次来访群众。") == [("12批", "petition_batches"), ("40人次", "petition_persons")]


@pytest.mark.parametrize(
    ("text", "quote", "metric"),
    [
        ("接到热线工单3286宗。已经办理完毕的3271宗。", "3271宗", "hotline_12345_closed"),
        ("一、学法用法\n中心组6次，会前12次。", "12次", "party_meeting_law_study"),
        ("行政处罚：简易程序20件，普通程序5件，合计25件。", "25件", "administrative_penalties"),
        ("法律明白人由上年的96名增加到131名。", "131名", "legal_literacy_persons"),
    ],
)
def test_the_subject_may_be_said_before(text: str, quote: str, metric: str) -> None:
    assert (quote, metric) in linked(text)


@pytest.mark.parametrize("words", ["", "，全年共", "其中", "由2023年的", "先后开展了", "增加到"])
def test_words_that_name_nothing(words: str) -> None:
    assert names_nothing(words, 0, len(words))


@pytest.mark.parametrize("words", ["纠纷", "全年调解", "共12"])
def test_words_that_name_something(words: str) -> None:
    assert not names_nothing(words, 0, len(words))


@pytest.mark.parametrize(
    ("text", "quote", "status", "scope"),
    [
        ("立案120件，去年95件，处罚80件。", "80件", "achieved", "township"),
        ("“七五”普法期间，全镇共举办讲座120场。", "120场", "cumulative", "township"),
        ("年底前将组织14名干部述法。", "14名", "planned", "township"),
        ("全区开展活动300场；我镇开展宣传12场。", "12场", "achieved", "township"),
        ("在全县17个乡镇中率先挂牌，立案316起。", "316起", "achieved", "township"),
        ("值得一提的是南门村，自建法治长廊1条。", "1条", "achieved", "sub_area"),
        ("某五金加工场夜间排污，最后罚款1.2万元。", "1.2万元", "achieved", "case"),
        ("按照《纲要（2021－2025年）》要求，开展检查12次。", "12次", "achieved", "township"),
    ],
)
def test_status_and_scope_end_where_they_should(text: str, quote: str, status: str, scope: str) -> None:
    found = {text[m.char_start : m.char_end]: (m.status, m.scope) for m in EXTRACTOR.extract(text, (), REPORT)}
    assert found[quote] == (status, scope)
