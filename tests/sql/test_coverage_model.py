"""The state of each township and year, on each side of each border."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from warehouse import schema
from warehouse.models import run_model

A, B = "990101001", "990101002"
NOBODY = pa.table({"district_code": pa.array([], pa.string()), "report_year": pa.array([], pa.int16())})
NEVER = date(2100, 1, 1)


def township(code: str, **more: Any) -> dict[str, Any]:
    return {"township_code": code, "district_code": code[:6], "district": "青澜区", **more}


def report(code: str, year: int, published: date | None, **more: Any) -> dict[str, Any]:
    return {
        "report_id": f"{code}-{year}",
        "township_code": code,
        "report_year": year,
        "township": "青石镇",
        "district_code": code[:6],
        "district": "青澜区",
        "published_on": published,
        "date_basis": "unknown" if published is None else "header",
        "version": 1,
        "is_current": True,
        **more,
    }


def coverage(con: Any, as_of: date = NEVER, configured: pa.Table = NOBODY) -> dict[tuple[str, int], dict[str, Any]]:
    rows = run_model(con, "coverage", {"as_of": as_of, "configured": configured}).to_pylist()
    return {(r["township_code"], r["report_year"]): r for r in rows}


@pytest.mark.parametrize(
    ("year", "published", "status", "days"),
    [
        (2023, date(2023, 12, 20), "published", -102),  # 11 days of December, 31 + 29 + 31 of 2024
        (2023, date(2024, 3, 31), "published", 0),
        (2023, date(2024, 4, 1), "late", 1),
        (2019, date(2020, 4, 1), "late", 1),  # the first year with a deadline
        (2018, date(2019, 12, 1), "published", None),  # none yet
        (2023, None, "published", None),  # on hand, date unknown
    ],
)
def test_a_report_is_late_after_31_march(
    build: Any, year: int, published: date | None, status: str, days: int | None
) -> None:
    con = build(townships=[township(A)], reports=[report(A, year, published)])
    found = coverage(con)[A, year]
    assert (found["status"], found["days_after_deadline"], found["published_on"]) == (status, days, published)


@pytest.mark.parametrize(
    ("year", "as_of", "status"),
    [
        (2023, date(2024, 3, 31), "pending"),
        (2023, date(2024, 4, 1), "missing"),
        (2019, date(2020, 4, 1), "missing"),
        (2018, NEVER, "pending"),  # no deadline can pass
    ],
)
def test_a_township_without_a_report_is_missing_from_1_april(build: Any, year: int, as_of: date, status: str) -> None:
    con = build(townships=[township(A), township(B)], reports=[report(A, year, None)])
    found = coverage(con, as_of)[B, year]
    assert (found["status"], found["published_on"], found["date_basis"], found["days_after_deadline"]) == (
        status,
        None,
        None,
        None,
    )
    assert (found["n_mentions"], found["n_observations"]) == (0, 0)


@pytest.mark.parametrize("as_of", [date(2024, 1, 1), NEVER])
def test_only_unusable_files_make_a_township_quarantined(build: Any, as_of: date) -> None:
    unusable = [{"file_id": n, "township_code": c, "report_year": 2023} for n, c in (("1", A), ("2", B), ("3", B))]
    con = build(townships=[township(A), township(B)], reports=[report(A, 2023, None)], quarantine=unusable)
    found = coverage(con, as_of)
    assert (found[A, 2023]["status"], found[B, 2023]["status"]) == ("published", "quarantined")


def test_every_township_of_a_district_with_a_report_has_a_row_for_that_year(build: Any) -> None:
    con = build(
        townships=[township(A), township(B), township("990102001"), township("990101009", valid_to=2021)],
        reports=[report(A, 2021, None), report(A, 2023, None)],
    )
    assert sorted(coverage(con)) == [(A, 2021), (A, 2023), (B, 2021), (B, 2023), ("990101009", 2021)]


def test_configured_districts_and_years_have_rows_without_any_report(build: Any) -> None:
    configured = pa.table({"district_code": ["990102"], "report_year": pa.array([2024], pa.int16())})
    found = coverage(build(townships=[township(A), township("990102001")]), date(2025, 1, 1), configured)
    assert {k: r["status"] for k, r in found.items()} == {("990102001", 2024): "pending"}


def test_the_first_publication_decides_among_versions(build: Any) -> None:
    versions = [
        report(A, 2023, date(2024, 3, 1), report_id="first", is_current=False, date_basis="page"),
        report(A, 2023, date(2024, 5, 1), report_id="second", version=2),
    ]
    found = coverage(build(townships=[township(A)], reports=versions))[A, 2023]
    assert (found["status"], found["published_on"], found["date_basis"]) == ("published", date(2024, 3, 1), "page")


def test_counts_are_those_of_the_current_report(build: Any) -> None:
    con = build(
        townships=[township(A)],
        reports=[report(A, 2023, None), report(A, 2023, None, report_id="old", version=2, is_current=False)],
        mentions=[{"mention_id": str(n), "report_id": f"{A}-2023"} for n in range(3)]
        + [{"mention_id": "x", "report_id": "old"}],
        observations=[{"township_code": A, "report_year": 2023, "metric_id": m} for m in ("lectures", "fines")],
    )
    found = coverage(con)[A, 2023]
    assert (found["n_mentions"], found["n_observations"]) == (3, 2)


def test_the_result_has_the_schema_of_the_table(build: Any) -> None:
    con = build(townships=[township(A)], reports=[report(A, 2023, None)])
    result = run_model(con, "coverage", {"as_of": NEVER, "configured": NOBODY})
    assert result.schema.equals(schema.table("coverage").arrow(), check_metadata=True)
