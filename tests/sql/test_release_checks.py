"""A sound small warehouse passes every claim; each claim is seen to fail on a warehouse that breaks it."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from warehouse import schema
from warehouse.models import run_checks, run_model

A, B = "990101001", "990101002"
TEXT = "青石镇举办宪法宣讲12场𠮷，培训300余人次。"  # 𠮷 is one code point and two UTF-16 units


def mention(number: int, quote: str, low: float, high: float | None, qualifier: str, metric: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {
        "mention_id": f"r1-000{number}",
        "report_id": "r1",
        "char_start": start,
        "char_end": start + len(quote),
        "quote": quote,
        "sentence": TEXT,
        "value_low": low,
        "value_high": high,
        "qualifier": qualifier,
        "metric_id": metric,
    }


def observed(number: int, metric: str, low: float, high: float | None, qualifier: str) -> dict[str, Any]:
    return {
        "township_code": A,
        "report_year": 2023,
        "metric_id": metric,
        "value_low": low,
        "value_high": high,
        "qualifier": qualifier,
        "n_mentions": 1,
        "mention_ids": [f"r1-000{number}"],
        "report_id": "r1",
    }


@pytest.fixture
def sound(build: Any) -> duckdb.DuckDBPyConnection:
    """One report with two values, made into district_metrics and coverage by the models themselves."""
    con: duckdb.DuckDBPyConnection = build(
        townships=[{"township_code": c, "district_code": "990101", "district": "青澜区"} for c in (A, B)],
        metrics=[
            {"metric_id": "lectures", "unit": "场", "aggregation": "sum", "dimensions": ["online"]},
            {"metric_id": "trained", "unit": "人次", "aggregation": "sum"},
        ],
        files=[{"file_id": "f1", "report_id": "r1", "role": "main"}],
        reports=[
            {
                "report_id": "r1",
                "township_code": A,
                "district_code": "990101",
                "report_year": 2023,
                "version": 1,
                "is_current": True,
            }
        ],
        report_texts=[{"report_id": "r1", "text": TEXT}],
        blocks=[{"report_id": "r1", "char_start": 0, "char_end": len(TEXT), "file_id": "f1"}],
        mentions=[
            mention(1, "12场", 12, 12, "exact", "lectures"),
            mention(2, "300余人次", 300, None, "at_least", "trained"),
        ],
        observations=[observed(1, "lectures", 12, 12, "exact"), observed(2, "trained", 300, None, "at_least")],
    )
    year = pa.table({"district_code": ["990101"], "report_year": pa.array([2023], pa.int16())})
    for name, params in (
        ("district_metrics", {"editions": year.append_column("edition", pa.array(["final"]))}),
        ("coverage", {"as_of": date(2024, 5, 1), "configured": year}),
    ):
        con.register("made", run_model(con, name, params))
        con.execute(f"INSERT INTO {name} FROM made")
    return con


BREAKS = {
    "quote_is_the_marked_text": "UPDATE mentions SET char_start = char_start + 1, char_end = char_end + 1",
    "every_report_has_its_text": "DELETE FROM report_texts",
    "every_report_has_one_main_file": "UPDATE files SET role = 'annex'",
    "report_ids_exist": "UPDATE blocks SET report_id = 'r2'",
    "metric_ids_exist": "UPDATE mentions SET metric_id = 'unheard_of'",
    "township_codes_exist": "UPDATE coverage SET township_code = '1'",
    "each_township_and_year_has_one_current_report": "UPDATE reports SET is_current = false",
    "observations_come_from_the_current_report": "UPDATE reports SET is_current = false",
    "mentions_of_observations_exist": "UPDATE observations SET mention_ids = ['r1-0009']",
    "observations_rest_on_achieved_mentions_of_the_township": "UPDATE mentions SET status = 'planned'",
    "lows_are_not_above_highs": "UPDATE district_metrics SET sum_low = sum_high + 1",
    "qualifiers_agree_with_bounds": "UPDATE mentions SET qualifier = 'exact'",
    "each_district_and_year_with_reports_has_every_metric": "DELETE FROM district_metrics WHERE metric_id = 'trained'",
    "every_observation_is_counted_once_in_its_district": "UPDATE district_metrics SET n_values = 0",
    "district_counts_are_nested": "UPDATE district_metrics SET n_reports = 0",
    "every_report_is_in_coverage": "UPDATE coverage SET status = 'missing'",
    "key_of_mentions_is_unique": "INSERT INTO mentions FROM mentions",
    "mentions_section_is_in_its_vocabulary": "UPDATE mentions SET section = 'preface'",
}


def failing(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {r.claim: r.n_failing for r in run_checks(con) if r.n_failing}


def test_a_sound_warehouse_passes_every_claim(sound: duckdb.DuckDBPyConnection) -> None:
    assert failing(sound) == {}


def test_every_claim_is_broken_somewhere_below(sound: duckdb.DuckDBPyConnection) -> None:
    from_the_schema = {f"key_of_{t}_is_unique" for t in schema.tables()} | {
        f"{t.name}_{c.name}_is_in_its_vocabulary" for t in schema.tables().values() for c in t.columns if c.values
    }
    assert {r.claim for r in run_checks(sound)} == from_the_schema | set(BREAKS)


@pytest.mark.parametrize("claim", BREAKS)
def test_a_false_claim_is_reported_with_its_rows(sound: duckdb.DuckDBPyConnection, claim: str) -> None:
    sound.execute(BREAKS[claim])
    (result,) = [r for r in run_checks(sound) if r.claim == claim]
    assert result.n_failing > 0
    assert 0 < len(result.first_rows) <= 5


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE mentions SET scope = 'sub_area'",
        "UPDATE mentions SET dimension = 'online'",  # a part of lectures is not the whole
        "UPDATE mentions SET metric_id = NULL",
    ],
)
def test_stated_values_rest_on_the_whole_of_the_township_itself(sound: duckdb.DuckDBPyConnection, change: str) -> None:
    claim = "observations_rest_on_achieved_mentions_of_the_township"
    sound.execute(change)
    assert claim in failing(sound)
    sound.execute("UPDATE observations SET obs_status = 'computed'")
    assert claim not in failing(sound)  # a computed value may rest on parts and places


def test_a_computed_value_rests_on_achieved_mentions_of_its_metric(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute("UPDATE observations SET obs_status = 'computed'")
    sound.execute("UPDATE mentions SET status = 'planned' WHERE metric_id = 'lectures'")
    assert failing(sound) == {"observations_rest_on_achieved_mentions_of_the_township": 1}


def test_the_dimension_that_defines_a_metric_is_its_whole(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute("UPDATE mentions SET dimension = 'new'")  # not among the parts of either metric
    assert failing(sound) == {}


def test_the_range_of_a_conflict_may_be_open(sound: duckdb.DuckDBPyConnection) -> None:
    sound.execute("UPDATE observations SET qualifier = 'range', obs_status = 'conflict' WHERE value_high IS NULL")
    assert failing(sound) == {}
    sound.execute("UPDATE observations SET obs_status = 'reported'")
    assert failing(sound) == {"qualifiers_agree_with_bounds": 1}
