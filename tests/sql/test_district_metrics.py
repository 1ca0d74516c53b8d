"""Every figure of the published table, with the numbers worked out by hand in the test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from district_tables import METRICS, A, B, C, D, editions, exact, home, report, row, township, value

from warehouse import schema
from warehouse.models import run_model


def test_an_open_high_opens_the_sum_and_an_unknown_low_counts_zero(build: Any) -> None:
    con = home(
        build,
        value(A, 2023, "lectures", 120, None, "at_least"),  # 120余
        value(B, 2023, "lectures", 1500, 1500, "approx"),  # 约1500
        value(C, 2023, "lectures", None, 400, "at_most"),  # 近400
        exact(D, 2023, "lectures", 40),
    )
    found = row(con, "lectures")
    assert (found["sum_low"], found["sum_high"]) == (120 + 1500 + 0 + 40, None)
    assert (found["min"], found["max"]) == (0, None)
    # lows 0, 40, 120, 1500: between 40 and 120; highs 40, 400, 1500, infinite: between 400 and 1500
    assert (found["median_low"], found["median_high"]) == (80, 950)
    assert (found["n_townships"], found["n_reports"], found["n_values"], found["n_exact"]) == (4, 4, 4, 1)
    assert (found["district"], found["edition"], found["unit"]) == ("青澜区", "final", "场")


def test_closed_intervals_add_up_to_a_closed_interval(build: Any) -> None:
    con = home(
        build,
        value(A, 2023, "fines", 3, 5, "range"),
        value(B, 2023, "fines", None, 400, "at_most"),
        exact(C, 2023, "fines", 40),
    )
    found = row(con, "fines")
    assert (found["sum_low"], found["sum_high"]) == (3 + 0 + 40, 5 + 400 + 40)
    # lows 0, 3, 40; highs 5, 40, 400
    assert (found["median_low"], found["median_high"]) == (3, 40)
    assert (found["min"], found["max"]) == (0, 400)
    assert (found["n_townships"], found["n_values"]) == (4, 3)


@pytest.mark.parametrize(
    ("highs", "median_high"),
    [
        ([5, None, None], None),  # odd, the middle one is infinite
        ([5, 7, None], 7),  # odd, it is not
        ([5, 7, None, None], None),  # even, the mean of 7 and infinite
        ([5, 7, 9, None], 8),  # even, the mean of 7 and 9
        ([None], None),
        ([0], 0),
    ],
)
def test_the_median_of_the_highs_takes_open_ones_as_infinite(
    build: Any, highs: list[float | None], median_high: float | None
) -> None:
    values = [
        value(code, 2023, "score", 1, high, "at_least" if high is None else "range")
        for code, high in zip((A, B, C, D), highs, strict=False)
    ]
    assert row(home(build, *values), "score")["median_high"] == median_high


def test_rates_and_medians_are_never_added(build: Any) -> None:
    con = home(build, exact(A, 2023, "pass_rate", 90), exact(B, 2023, "pass_rate", 100), exact(A, 2023, "score", 95.5))
    found = row(con, "pass_rate")
    assert (found["sum_low"], found["sum_high"]) == (None, None)
    assert (found["median_low"], found["median_high"], found["n_values"]) == (95, 95, 2)
    found = row(con, "score")
    assert (found["sum_low"], found["sum_high"], found["median_low"]) == (None, None, 95.5)


def test_a_metric_nobody_states_has_a_row_without_figures(build: Any) -> None:
    found = row(home(build), "lectures")
    figures = ["sum_low", "sum_high", "median_low", "median_high", "min", "max", "rate", "change_low", "change_high"]
    assert [found[f] for f in figures] == [None] * 9
    assert (found["n_townships"], found["n_reports"]) == (4, 4)
    assert [found[n] for n in ("n_values", "n_exact", "n_partial", "n_rate", "n_matched")] == [0] * 5


def test_an_explicit_zero_is_a_value(build: Any) -> None:
    found = row(home(build, exact(A, 2023, "lectures", 0)), "lectures")
    assert (found["sum_low"], found["sum_high"], found["n_values"], found["min"], found["max"]) == (0, 0, 1, 0, 0)


def test_values_of_a_partial_year_are_counted(build: Any) -> None:
    con = home(build, exact(A, 2023, "lectures", 5) | {"period_end": date(2023, 11, 30)}, exact(B, 2023, "lectures", 6))
    found = row(con, "lectures")
    assert (found["n_values"], found["n_partial"], found["sum_low"]) == (2, 1, 11)


def test_the_rate_rests_on_townships_with_two_point_values(build: Any) -> None:
    con = home(
        build,
        *(exact(A, 2023, "passed", 45), exact(A, 2023, "sat", 50)),
        *(value(B, 2023, "passed", 90, 90, "approx"), exact(B, 2023, "sat", 100)),
        *(value(C, 2023, "passed", 120, None, "at_least"), exact(C, 2023, "sat", 130)),  # kept out: 120余
        exact(D, 2023, "sat", 70),  # kept out: no numerator
        exact(C, 2023, "pass_rate", 99),  # what C says of itself stays in the median,
    )
    found = row(con, "pass_rate")
    assert (found["rate"], found["n_rate"]) == (90, 2)  # 100 * (45 + 90) / (50 + 100)
    assert (found["median_low"], found["n_values"]) == (99, 1)
    assert (row(con, "passed")["rate"], row(con, "passed")["n_rate"]) == (None, 0)


def test_a_rate_over_nobody_is_null(build: Any) -> None:
    found = row(home(build, exact(A, 2023, "passed", 0), exact(A, 2023, "sat", 0)), "pass_rate")
    assert (found["rate"], found["n_rate"]) == (None, 1)


def test_the_rate_is_rounded_at_nine_decimals(build: Any) -> None:
    assert row(home(build, exact(A, 2023, "passed", 1), exact(A, 2023, "sat", 3)), "pass_rate")["rate"] == 33.333333333


def test_change_compares_the_sums_of_the_townships_of_both_years(build: Any) -> None:
    con = home(
        build,
        *(value(A, 2022, "lectures", 3, 5, "range"), exact(A, 2023, "lectures", 10)),
        *(exact(B, 2022, "lectures", 20), value(B, 2023, "lectures", None, 30, "at_most")),
        exact(C, 2023, "lectures", 1000),  # only this year
        exact(D, 2022, "lectures", 2000),  # only the year before,
    )
    found = row(con, "lectures")
    # this year 10–40, the year before 23–25
    assert (found["n_matched"], found["change_low"], found["change_high"]) == (2, 10 - 25, 40 - 23)
    assert row(con, "lectures", 2022)["n_matched"] == 0


def test_change_is_open_where_one_side_is(build: Any) -> None:
    con = home(
        build,
        *(value(A, 2022, "lectures", 20, None, "at_least"), exact(A, 2023, "lectures", 50)),
        *(exact(A, 2022, "fines", 20), value(A, 2023, "fines", 50, None, "at_least")),
    )
    found = row(con, "lectures")
    assert (found["change_low"], found["change_high"]) == (None, 50 - 20)
    found = row(con, "fines")
    assert (found["change_low"], found["change_high"]) == (50 - 20, None)


def test_change_of_rates_compares_medians_in_percentage_points(build: Any) -> None:
    con = home(
        build,
        *(exact(A, 2022, "pass_rate", 90.1), exact(B, 2022, "pass_rate", 96.1)),  # median 93.1
        *(exact(A, 2023, "pass_rate", 95), exact(B, 2023, "pass_rate", 97)),  # median 96
        exact(C, 2023, "pass_rate", 10),  # not matched
        *(exact(A, 2022, "score", 80), value(A, 2023, "score", 85, None, "at_least")),
    )
    found = row(con, "pass_rate")
    assert (found["n_matched"], found["change_low"], found["change_high"]) == (2, 2.9, 2.9)
    found = row(con, "score")
    assert (found["change_low"], found["change_high"]) == (5, None)


def test_superseded_versions_make_no_report(build: Any) -> None:
    reports = [report(A, 2023), report(A, 2023, report_id="old", is_current=False), report(B, 2023)]
    assert row(home(build, reports=reports), "lectures")["n_reports"] == 2


def test_sums_depend_neither_on_order_nor_on_threads(build: Any) -> None:
    codes = [f"9901010{n:02}" for n in range(1, 61)]
    numbers = [0.1 * n + 1e9 * (n % 2) for n in range(60)]
    rows = [exact(c, 2023, "fines", n) for c, n in zip(codes, numbers, strict=True)]
    more = {"townships": [township(c) for c in codes], "reports": [report(c, 2023) for c in codes]}
    forward, backward = home(build, *rows, **more), home(build, *rows[::-1], **more)
    backward.execute("SET threads = 1")
    assert row(forward, "fines") == row(backward, "fines")
    assert row(forward, "fines")["sum_low"] == 30e9 + 177  # 0.1 * (0 + … + 59) and thirty times 1e9, nothing beside


def test_the_result_has_the_schema_and_the_order_of_the_table(build: Any) -> None:
    result = run_model(
        home(build, exact(A, 2023, "lectures", 2)), "district_metrics", {"editions": editions(2022, 2023)}
    )
    assert result.schema.equals(schema.table("district_metrics").arrow(), check_metadata=True)
    keys = [(r["district_code"], r["report_year"], r["metric_id"]) for r in result.to_pylist()]
    assert keys == sorted(keys)
    assert len(keys) == 2 * len(METRICS)


def test_a_district_year_without_an_edition_is_refused(build: Any) -> None:
    with pytest.raises(ValueError, match="'edition' with null values"):
        run_model(home(build), "district_metrics", {"editions": editions(2023)})
