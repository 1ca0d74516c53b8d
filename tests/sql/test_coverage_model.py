"""The state of each township and year, on each side of each border."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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


@dataclass(frozen=True)
class Case:
    """A township and year: days of publication of its versions (None: not known), and whether an unusable file came."""

    year: int
    published: tuple[date | None, ...]
    unusable: bool

    def status(self, as_of: date) -> str:
        """The contract's words, read off."""
        deadline = date(self.year + 1, 3, 31) if self.year >= 2019 else date.max
        known = [day for day in self.published if day]
        if self.published:
            return "late" if known and min(known) > deadline else "published"
        if self.unusable:
            return "quarantined"
        return "missing" if as_of > deadline else "pending"


YEARS = st.integers(2016, 2025)
AROUND = st.builds(lambda year, days: date(year + 1, 3, 31) + timedelta(days), YEARS, st.integers(-40, 40))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    year = draw(YEARS)
    near = st.integers(-40, 40).map(lambda days: date(year + 1, 3, 31) + timedelta(days))
    return Case(year, tuple(draw(st.lists(near | st.none(), max_size=3))), draw(st.booleans()))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(cases(), min_size=1, max_size=12), as_of=AROUND)
def test_every_status_is_what_the_contract_says(build: Any, found: list[Case], as_of: date) -> None:
    codes = [f"990101{n:03}" for n in range(1, len(found) + 1)]
    years = sorted({case.year for case in found})
    con = build(
        townships=[township(code) for code in codes],
        reports=[
            report(code, case.year, day, report_id=f"{code}-{n}", version=n, is_current=n == len(case.published))
            for code, case in zip(codes, found, strict=True)
            for n, day in enumerate(case.published, 1)
        ],
        quarantine=[
            {"file_id": code, "township_code": code, "report_year": case.year}
            for code, case in zip(codes, found, strict=True)
            if case.unusable
        ],
    )
    asked = pa.table({"district_code": ["990101"] * len(years), "report_year": pa.array(years, pa.int16())})
    rows = coverage(con, as_of, asked)
    assert len(rows) == len(codes) * len(years)
    for code, case in zip(codes, found, strict=True):
        row = rows[code, case.year]
        first = min((day for day in case.published if day), default=None)
        assert (row["status"], row["published_on"]) == (case.status(as_of), first)
        late = (first - date(case.year + 1, 3, 31)).days if first and case.year >= 2019 else None
        assert row["days_after_deadline"] == late


def test_a_row_stands_in_the_district_of_its_year_under_the_name_of_its_year(build: Any) -> None:
    moved = "990101002"
    con = build(
        townships=[township(A, township="青石镇"), township(moved, township="白水街道", valid_from=2022)],
        township_history=[
            township(
                moved, township="白水镇", district_code="990102", district="碧澜区", valid_from=2020, valid_to=2021
            ),
            township(moved, township="白水乡", district_code="990102", district="碧澜区", valid_to=2019),
        ],
        reports=[report(A, 2022, None)],
    )
    years = [2019, 2020, 2021, 2022]
    asked = pa.table({"district_code": ["990102"] * 4, "report_year": pa.array(years, pa.int16())})
    found = coverage(con, NEVER, asked)
    assert {key: (row["township"], row["district"]) for key, row in found.items() if key[0] == moved} == {
        (moved, 2019): ("白水乡", "碧澜区"),
        (moved, 2020): ("白水镇", "碧澜区"),
        (moved, 2021): ("白水镇", "碧澜区"),
        (moved, 2022): ("白水街道", "青澜区"),
    }


def test_a_report_stands_under_the_district_and_the_names_that_it_has(build: Any) -> None:
    """Whatever the register says of its year; and the others of its district are called as the report calls it."""
    con = build(
        townships=[township(A), township(B, township="白水镇", district="青澜区")],
        reports=[report(A, 2012, None, township="青石乡", district="青澜县")],
    )
    found = coverage(con, NEVER)
    assert {code: (row["township"], row["district"]) for (code, _), row in found.items()} == {
        A: ("青石乡", "青澜县"),
        B: ("白水镇", "青澜县"),
    }


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
