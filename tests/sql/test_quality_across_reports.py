"""Each check of reports with others, with the year before and with the last release: failing, holding, nothing to compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from quality_world import YEAR, World

from warehouse.quality import load_checks

Case = Callable[[], World]


def reports(n: int) -> World:
    """Reports of `n` townships."""
    world = World()
    for town in range(n):
        world.report(town, signed_on=date(2024, 1, 20))
    return world


def values(metric: str, numbers: Sequence[float]) -> World:
    """Each township states the metric."""
    world = reports(len(numbers))
    for town, number in enumerate(numbers):
        world.figure(town, metric, number)
    return world


def again(*pairs: tuple[float, float]) -> World:
    """Numbers of a township, this year and the year before."""
    world = reports(1)
    for i, (now, before) in enumerate(pairs):
        world.figure(0, f"flow{i}", now).before(0, f"flow{i}", before)
    return world


def copied(same: int, other: int) -> World:
    """Two townships with `same` equal numbers and `other` that differ."""
    world = reports(2)
    for i in range(same + other):
        world.figure(0, f"flow{i}", 31 + i).figure(1, f"flow{i}", 31 + i if i < same else 81 + i)
    return world


def sentences(n: int, of: int, low: float) -> World:
    """`n` of so many townships write one sentence with one number, the others one of their own."""
    world = reports(of)
    for town in range(of):
        words = "开展活动多场。" if town < n else f"第{town}句。"
        world.mention(town, number=1, low=low, sentence=words)
    return world


def quantities(counts: Sequence[int]) -> World:
    """Townships with so many quantities each, one of them there already."""
    world = reports(len(counts))
    for town, count in enumerate(counts):
        for number in range(1, count):
            world.mention(town, number=number)
    return world


def told(value: float, words: str = "去年为{:g}件") -> World:
    """What the report says of the year before, which was 251."""
    said = {"status": "prior_period", "metric_id": "received", "low": value, "sentence": words.format(value)}
    return reports(1).mention(0, number=1, **said).before(0, "received", 251)


def stated(before: int, now: int) -> World:
    """Six townships with a report, of which so many stated a metric the year before and state it now."""
    world = reports(6)
    for town in range(before):
        world.before(town, "received", 40)
    for town in range(now):
        world.figure(town, "received", 40)
    return world


def metrics(before: int, now: int) -> World:
    world = reports(1)
    for i in range(before):
        world.before(0, f"flow{i}", 5)
    for i in range(now):
        world.figure(0, f"flow{i}", 6)
    return world


def published(*counts: tuple[tuple[int, int], tuple[int, int] | None]) -> World:
    """Townships with quantities and observations in the last release, and now."""
    world = reports(len(counts))
    for town, (before, now) in enumerate(counts):
        world.covered(town, before, now)
    return world


def still(now: int) -> World:
    """Three townships stated a metric in the last release, so many state it now in the same reports."""
    world = values("received", [40] * now)
    for town in range(now, 3):
        world.report(town, signed_on=date(2024, 1, 20))
    for town in range(3):
        row = {
            "township_code": f"99010100{town + 1}",
            "report_year": YEAR,
            "metric_id": "received",
            "report_id": f"r{town}",
        }
        world.add("observations_published", **row)
    return world


GONE = ((30, 20), None)
KEPT = ((30, 20), (30, 20))

CASES: dict[str, tuple[Case, Case, Case]] = {
    # the median is 55; 600 is more than ten times as much, 500 is not
    "values_lie_near_their_districts": (
        lambda: values("received", [40, 45, 50, 52, 58, 60, 65, 70, 600]),
        lambda: values("received", [40, 45, 50, 52, 58, 60, 65, 70, 500]),
        lambda: values("received", [40, 45, 50, 52, 58, 60, 600]),
    ),
    "money_and_areas_are_in_the_unit_of_the_district": (
        lambda: values("fines", [21_000, 18_000, 25_000, 2.3]),
        lambda: values("fines", [21_000, 18_000, 25_000, 2_300]),
        lambda: values("fines", [21_000, 18_000, 2.3]),
    ),
    "sentences_are_not_shared_by_many": (
        lambda: sentences(3, 6, 123), lambda: sentences(3, 6, 12), lambda: sentences(2, 2, 123),
    ),
    "values_are_not_shared_by_many": (
        lambda: values("received", [128, 128, 128, 128, 40, 41, 42]),
        lambda: values("received", [128, 128, 128, 43, 40, 41, 42]),
        lambda: values("received", [128, 128, 128]),
    ),
    "reports_do_not_repeat_another_townships": (lambda: copied(5, 5), lambda: copied(5, 6), lambda: reports(1)),
    # the median of five reports is 15, a third of it 5
    "reports_state_as_much_as_their_district": (
        lambda: quantities([15, 15, 15, 15, 4]), lambda: quantities([15, 15, 15, 15, 5]), lambda: quantities([15, 15, 15, 4]),
    ),
    "values_do_not_jump_tenfold": (lambda: again((400, 50)), lambda: again((390, 50)), lambda: again((400, 0))),
    "values_are_not_last_years_again": (
        lambda: again((1286, 1286)), lambda: again((128, 128), (31, 40), (55, 60)), lambda: again((9, 9)),
    ),
    "last_year_is_told_as_it_was": (lambda: told(215), lambda: told(251), lambda: told(215, "前年为{:g}件")),
    "metrics_do_not_vanish_from_a_district": (lambda: stated(6, 1), lambda: stated(5, 1), lambda: stated(3, 0)),
    "townships_state_as_much_as_before": (lambda: metrics(11, 5), lambda: metrics(10, 5), lambda: metrics(9, 1)),
    "years_keep_half_of_their_rows": (
        lambda: published(((30, 20), (14, 20))), lambda: published(((30, 20), (15, 20))), lambda: reports(1),
    ),
    "years_keep_most_of_their_rows": (
        lambda: published(((30, 20), (26, 20))), lambda: published(((30, 20), (27, 20))), lambda: reports(1),
    ),
    "reports_are_still_there": (lambda: published(KEPT, KEPT, GONE), lambda: published(KEPT, KEPT), lambda: reports(1)),
    "metrics_are_still_stated": (lambda: still(0), lambda: still(1), lambda: reports(1)),
}  # fmt: skip


def test_every_check_across_reports_has_its_cases() -> None:
    assert set(CASES) == {check.name for check in load_checks() if check.group != "report"}


@pytest.mark.parametrize("name", CASES)
def test_a_check_fails_holds_or_has_nothing_to_compare(name: str) -> None:
    wrong, right, nothing = (make().run()[0][name] for make in CASES[name])
    assert (wrong.result, wrong.n_failing) == ("fails", 1)
    assert (right.result, right.n_failing) == ("holds", 0)
    assert right.n_looked_at > 0
    assert nothing.result == "nothing_to_compare"


@pytest.mark.parametrize("name", CASES)
def test_a_finding_names_its_district_and_says_what_to_do(name: str) -> None:
    (found,) = [f for f in CASES[name][0]().run()[1] if f["check_name"] == name]
    assert found["report_year"] == YEAR
    assert found["district_code"] == "990101" or name.startswith("years_")
    assert found["message_zh"].endswith("。") and "{" not in found["message_zh"] + found["message_en"]
    assert "请" in found["message_zh"]


@pytest.mark.parametrize(
    "world",
    [
        lambda decided: (
            values("received", [40, 45, 50, 52, 58, 60, 65, 70])
            .report(8)
            .figure(8, "received", 600, obs_status=decided)
        ),
        lambda decided: values("fines", [21_000, 18_000, 25_000]).report(3).figure(3, "fines", 2.3, obs_status=decided),
        lambda decided: reports(1).figure(0, "received", 400, obs_status=decided).before(0, "received", 50),
        lambda decided: reports(1).figure(0, "received", 1286, obs_status=decided).before(0, "received", 1286),
        lambda decided: told(215).figure(0, "received", 300, obs_status=decided),
    ],
)
@pytest.mark.parametrize("decided", ["corrected", "supplied"])
def test_what_a_person_decided_is_not_doubted(world: Callable[[str], World], decided: str) -> None:
    def warned(made: World) -> list[str]:
        return [f["check_name"] for f in made.run()[1] if f["severity"] != "info"]

    assert warned(world("reported"))
    assert warned(world(decided)) == []


def test_a_metric_that_changes_much_everywhere_jumps_where_it_changes_more() -> None:
    def jumping(*numbers: float) -> int:
        world = reports(len(numbers))
        for town, number in enumerate(numbers):
            world.figure(town, "received", number).before(town, "received", 100)
        return world.run()[0]["values_do_not_jump_tenfold"].n_failing

    assert jumping(100, 110, 90, 105, 1_000) == 1
    assert jumping(300, 40, 350, 30, 1_000) == 0


def test_the_year_before_is_compared_only_where_both_are_whole() -> None:
    part = {"period_end": date(2023, 9, 30)}
    assert (
        reports(1)
        .figure(0, "received", 400, **part)
        .before(0, "received", 50)
        .run()[0]["values_do_not_jump_tenfold"]
        .n_looked_at
        == 0
    )


def test_a_report_that_a_person_excluded_is_not_missed() -> None:
    world = published(KEPT, GONE)
    assert world.run()[0]["reports_are_still_there"].result == "fails"
    world.add("corrections", correction_id="c", kind="exclude", expect=f"990101002 {YEAR}")
    assert world.run()[0]["reports_are_still_there"].result == "holds"


def test_a_report_whose_assignment_was_taken_back_is_not_missed() -> None:
    place = {"township_code": "990101002", "report_year": YEAR}
    world = published(KEPT, GONE).add("corrections_published", correction_id="c", kind="assign", **place)
    assert world.run()[0]["reports_are_still_there"].result == "holds"
    world.add("corrections", correction_id="c", kind="assign", **place)
    assert world.run()[0]["reports_are_still_there"].result == "fails", "the assignment stands, and its report is gone"


def test_a_year_that_is_gone_is_a_block_however_small() -> None:
    found = {f["check_name"]: f["severity"] for f in published(GONE).run()[1]}
    assert found["years_keep_half_of_their_rows"] == "block"


def test_a_finding_of_several_reports_names_their_quantities() -> None:
    (found,) = [f for f in sentences(3, 6, 123).run()[1] if f["check_name"] == "sentences_are_not_shared_by_many"]
    assert found["mention_ids"] == ["r0-1", "r1-1", "r2-1"]
    assert found["township_code"] is None
    assert "青石镇、云岭乡、柳塘镇" in found["message_zh"] and "“开展活动多场。”" in found["message_zh"]
