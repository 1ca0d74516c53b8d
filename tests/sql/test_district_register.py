"""Townships over time in the district table: who is counted, and where."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from district_tables import A, B, C, D, editions, exact, home, report, row, township

from warehouse.models import run_model


def test_townships_are_those_of_the_register_in_that_year(build: Any) -> None:
    con = home(
        build,
        townships=[
            township(A),
            township(B, valid_from=2020),
            township(C, valid_from=2023),  # new in 2023
            township(D, valid_to=2022),  # merged after 2022
            township("990101005", valid_to=2021),
            township("990102001"),  # of another district
        ],
        reports=[report(A, 2022), report(A, 2023)],
    )
    assert (row(con, "lectures", 2022)["n_townships"], row(con, "lectures", 2022)["n_reports"]) == (3, 1)  # A, B, D
    assert row(con, "lectures", 2023)["n_townships"] == 3  # A, B, C


def test_a_township_that_reports_is_counted_whatever_years_the_register_gives(build: Any) -> None:
    con = home(
        build,
        exact(D, 2023, "lectures", 7),
        townships=[township(A), township(D, valid_to=2022)],
        reports=[report(D, 2023)],
    )
    found = row(con, "lectures")
    assert (found["n_townships"], found["n_reports"], found["n_values"], found["sum_low"]) == (2, 1, 1, 7)


def test_a_township_moved_to_another_district_counts_where_it_was(build: Any) -> None:
    moved_from, moved_to = "990102009", "990101009"
    con = home(
        build,
        exact(moved_from, 2022, "lectures", 3),
        exact(moved_to, 2023, "lectures", 4),
        exact(A, 2023, "lectures", 1),
        townships=[township(A), township(moved_from, valid_to=2022), township(moved_to, valid_from=2023)],
        reports=[report(moved_from, 2022), report(moved_to, 2023), report(A, 2023)],
    )
    both = pa.concat_tables([editions(2023), editions(2022, district="990102")])
    rows = run_model(con, "district_metrics", {"editions": both}).to_pylist()
    lectures = [r for r in rows if r["metric_id"] == "lectures"]
    assert [(r["district_code"], r["report_year"], r["n_townships"], r["sum_low"]) for r in lectures] == [
        ("990101", 2023, 2, 5),
        ("990102", 2022, 1, 3),
    ]


def test_a_township_keeps_its_code_when_its_name_or_district_changes(build: Any) -> None:
    """It counts in the district of the year, once, and its two years are compared."""
    moved = B
    con = home(
        build,
        exact(moved, 2022, "lectures", 3),
        exact(moved, 2023, "lectures", 4),
        townships=[township(A), township(moved, valid_from=2023), township("990102001")],
        township_history=[township(moved, district_code="990102", district="碧澜区", valid_to=2022)],
        reports=[report(moved, 2022, district_code="990102", district="碧澜区"), report(moved, 2023)],
    )
    both = pa.concat_tables([editions(2023), editions(2022, district="990102")])
    rows = run_model(con, "district_metrics", {"editions": both}).to_pylist()
    found = [
        (r["district_code"], r["district"], r["report_year"], r["n_townships"], r["n_matched"], r["change_low"])
        for r in rows
        if r["metric_id"] == "lectures"
    ]
    assert found == [("990101", "青澜区", 2023, 2, 1, 1), ("990102", "碧澜区", 2022, 2, 0, None)]
