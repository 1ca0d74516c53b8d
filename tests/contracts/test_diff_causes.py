"""Random changes of known cause between two releases: every change is listed, with its cause, and nothing else."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench.diff.trial import Trial, trial
from bench.diff.world import make_base, versions, write_release
from tasks.compare.compare import LEVELS, compare
from tasks.compare.sides import Side
from warehouse.db import connect

FIGURES = "* EXCLUDE (district, edition, n_townships, n_reports)"


@pytest.fixture(scope="module", params=["catalogue", "code"])
def tried(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("diff")
    with connect(memory_limit="512MB") as con:
        yield con, trial(con, folder, n_changes=250, seed=len(request.param), version=request.param), folder


def test_every_change_is_listed_with_its_cause_and_nothing_else(
    tried: tuple[duckdb.DuckDBPyConnection, Trial, Path],
) -> None:
    _, made, _ = tried
    assert made.n_changed >= 200
    assert len(made.expected) > 1000
    assert {e.cause for e in made.expected} >= {"source", "correction", "register"}
    assert (made.missed, made.invented) == (set(), set())


def test_every_change_says_what_shows_its_cause(tried: tuple[duckdb.DuckDBPyConnection, Trial, Path]) -> None:
    con, _, _ = tried
    said = con.execute(
        "SELECT cause, count(why), count(*), min(why) FROM changes WHERE level = 'observation' GROUP BY 1"
    )
    for cause, n_said, n, why in said.fetchall():
        assert n_said == n, cause
        assert why


def test_district_figures_that_differ_are_listed_and_no_others(
    tried: tuple[duckdb.DuckDBPyConnection, Trial, Path],
) -> None:
    con, _, folder = tried
    old, new = (f"(SELECT {FIGURES} FROM '{folder / side / 'district_metrics.parquet'}')" for side in ("old", "new"))
    differ = f"""
        SELECT DISTINCT district_code, report_year, metric_id FROM (
            (FROM {old} EXCEPT FROM {new}) UNION ALL (FROM {new} EXCEPT FROM {old}))
    """
    listed = "SELECT district_code, report_year, metric_id FROM changes WHERE level = 'district_metric'"
    expected = set(con.execute(differ).fetchall())
    assert len(expected) > 500
    assert set(con.execute(listed).fetchall()) == expected


def test_causes_of_a_district_figure_are_those_of_the_observations_below_it(
    tried: tuple[duckdb.DuckDBPyConnection, Trial, Path],
) -> None:
    con, made, folder = tried
    units = f"(FROM '{folder / 'old' / 'townships.parquet'}' UNION FROM '{folder / 'new' / 'townships.parquet'}')"
    district = dict(con.execute(f"SELECT DISTINCT township_code, district_code FROM {units}").fetchall())
    below: dict[tuple[str, int, str], set[str]] = {}
    for code, year, metric, _, cause in made.expected:
        for of_year in (year, year + 1):
            for of_metric in {metric, "m39"} if metric in ("m00", "m01") else {metric}:
                below.setdefault((district[code], of_year, of_metric), set()).add(cause)
    rows = con.execute(
        "SELECT district_code, report_year, metric_id, causes FROM changes WHERE level = 'district_metric'"
    ).fetchall()
    for *cell, causes in rows:
        assert below[tuple(cell)] <= set(causes), cell
        assert "unexplained" not in causes


def test_a_township_that_moved_is_a_cause_in_both_districts(tmp_path: Path) -> None:
    with connect(memory_limit="512MB") as world, connect(memory_limit="512MB") as con:
        make_base(world, n_townships=40, n_years=2)
        write_release(world, tmp_path / "old")
        for table in ("townships", "reports"):
            world.execute(
                f"UPDATE {table} SET district_code = '990001', district = '区1' WHERE township_code = '990000000'"
            )
        write_release(world, tmp_path / "new")
        made = compare(con, Side("old", tmp_path / "old", versions()), Side("new", tmp_path / "new", versions()))
        caused = con.execute("SELECT district_code, level, causes FROM changes WHERE level LIKE 'district%'").fetchall()
        levels = [level for (level,) in con.execute("SELECT level FROM changes").fetchall()]
    assert {code for code, _, _ in caused} == {"990000", "990001"}
    assert {tuple(causes) for _, _, causes in caused} == {("register",)}
    assert [made.causes(level).keys() for level in LEVELS] == [{"register"}] * len(
        LEVELS
    ) or "observation" not in levels
    assert levels == sorted(levels, key=LEVELS.index)
