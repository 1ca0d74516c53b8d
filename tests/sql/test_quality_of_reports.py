"""Each check of a report with itself: a case worked out by hand in which it fails, one in which it holds, one with nothing
to compare."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from quality_world import TEXT, YEAR, World

from warehouse.quality import load_checks

Case = Callable[[], World]


def one() -> World:
    """One report, dated as usual."""
    return World().report(signed_on=date(2024, 1, 20))


def parts(low: float) -> World:
    return one().figure(0, "filed", 24).figure(0, "summary", low)


def rate(settled: tuple[float, float], said: float) -> World:
    return one().figure(0, "received", 42).figure(0, "settled", *settled).figure(0, "settled_rate", said)


def within(part: float) -> World:
    """处理24件，其中农村{part}件: no metric of its own."""
    return (
        one()
        .mention(0, number=1, low=24, unit_canonical="件")
        .mention(0, number=2, low=part, unit_canonical="件", part_of="r0-1")
    )


def versions(new: float) -> World:
    world = one().report(version=2, signed_on=date(2024, 3, 1))
    world.rows["reports"][0]["is_current"] = False
    return world.mention(0, "r0", 1, 40, metric_id="received").mention(0, "r0v2", 1, new, metric_id="received")


SAID_OTHERWISE = TEXT + "\n{year}年1月，云岭乡开会。云岭乡检查。云岭乡总结。"
OLD = TEXT.replace("\n{year}年，", "\n") + "\n2022年召开会议。2022年开展检查。2022年组织培训。"

CASES: dict[str, tuple[Case, Case, Case]] = {
    "values_are_possible": (
        lambda: one().figure(0, "settled_rate", 986),
        lambda: one().figure(0, "settled_rate", 98.6).figure(0, "fines", 2e7),
        lambda: one().figure(0, "settled_rate", 986, obs_status="corrected"),
    ),
    "values_are_plausible": (
        lambda: one().figure(0, "filed", 1_501),
        lambda: one().figure(0, "filed", 1_500),
        lambda: one().figure(0, "filed", 1_501, obs_status="supplied"),
    ),
    "parts_are_not_above_their_total": (lambda: parts(25), lambda: parts(24), one),
    "parts_add_up_to_no_more_than_their_total": (
        lambda: parts(16).figure(0, "ordinary", 9),
        lambda: parts(16).figure(0, "ordinary", 8),
        lambda: parts(16),
    ),
    "parts_of_a_sentence_are_not_above_their_total": (lambda: within(25), lambda: within(24), one),
    # of 42 taken up 40 or 41 were settled: 95.2 to 97.6 %
    "stated_rates_fit_their_counts": (
        lambda: rate((40, 41), 99),
        lambda: rate((40, 41), 97),
        lambda: one().figure(0, "received", 42),
    ),
    "figures_are_in_the_unit_of_their_metric": (
        lambda: one().mention(0, metric_id="staff", flags=["unit_mismatch"]),
        lambda: one().mention(0, metric_id="staff", flags=["unit_mismatch"]).figure(0, "staff", 7),
        one,
    ),
    "reports_cover_the_whole_year": (lambda: World().report(period_end=date(2023, 9, 30)), one, World),
    "reports_are_dated": (lambda: World().report(), lambda: World().report(published_on=date(2024, 2, 1)), World),
    "reports_are_dated_after_their_year": (
        lambda: World().report(signed_on=date(2023, 3, 5)),
        lambda: World().report(signed_on=date(2023, 12, 20)),
        lambda: World().report(),
    ),
    "reports_state_achievements": (lambda: World().report(achieved=False), one, World),
    "reports_have_the_required_parts": (
        lambda: World().report(text=TEXT.replace("存在的问题：力量不足。", "")),
        one,
        World,
    ),
    "texts_speak_of_their_own_year": (lambda: World().report(text=OLD), one, World),
    "texts_speak_of_their_own_township": (lambda: World().report(text=SAID_OTHERWISE), one, World),
    "versions_state_the_same": (lambda: versions(43), lambda: versions(40), one),
}


def test_every_check_of_a_report_has_its_cases() -> None:
    assert set(CASES) == {check.name for check in load_checks() if check.group == "report"}


@pytest.mark.parametrize("name", CASES)
def test_a_check_fails_holds_or_has_nothing_to_compare(name: str) -> None:
    wrong, right, nothing = (make().run()[0][name] for make in CASES[name])
    assert (wrong.result, wrong.n_failing) == ("fails", 1)
    assert (right.result, right.n_failing) == ("holds", 0)
    assert right.n_looked_at > 0
    assert nothing.result == "nothing_to_compare"


@pytest.mark.parametrize("name", CASES)
def test_a_finding_names_place_and_rows_and_says_what_to_do(name: str) -> None:
    (found,) = [f for f in CASES[name][0]().run()[1] if f["check_name"] == name]
    assert (found["township_code"], found["district_code"], found["report_year"]) == ("990101001", "990101", YEAR)
    assert found["report_id"] in ("r0", "r0v2")
    assert found["message_zh"].endswith("。") and "{" not in found["message_zh"] + found["message_en"]
    assert "请" in found["message_zh"]


def test_a_finding_shows_the_sentence_and_the_number() -> None:
    (found,) = one().figure(0, "settled_rate", 986).run()[1]
    assert found["mention_ids"] == ["r0-900"]
    assert "为986%" in found["message_zh"] and "“第900句，7件。”" in found["message_zh"]


def test_an_id_stands_for_what_is_found_and_not_for_when_it_was_read() -> None:
    def ids(world: World) -> set[str]:
        return {f["finding_id"] for f in world.run()[1]}

    first, again = one().figure(0, "filed", 1_501), one().figure(0, "filed", 1_501, mention_ids=["r0-3"])
    assert ids(first) == ids(again)
    assert not ids(first) & ids(one().figure(0, "filed", 1_502))


def test_a_blocking_finding_that_was_accepted_is_a_warning() -> None:
    world = one().figure(0, "settled_rate", 986)
    (found,) = world.run()[1]
    (accepted,) = world.run([found["finding_id"]])[1]
    assert (found["severity"], accepted["severity"]) == ("block", "warn")
    assert {**found, "severity": "warn"} == accepted


def test_what_was_told_of_exact_counts_when_the_report_was_read_is_not_told_again() -> None:
    world = rate((40, 41), 99).add(
        "findings", finding_id="f", check_name="rate_mismatch", report_id="r0", metric_id="settled_rate"
    )
    assert world.run()[0]["stated_rates_fit_their_counts"].result == "holds"
