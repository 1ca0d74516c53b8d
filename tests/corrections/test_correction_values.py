"""Values as people write them, and the anchors of entries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.corrections import Value, item_id, mention_hash, parse_value, same_value, value_text

BOUNDS = st.integers(0, 10**12).map(float) | st.integers(0, 10**9).map(lambda n: n / 100)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120", (120, 120, "exact")),
        ("1,200", (1200, 1200, "exact")),
        ("１２０", (120, 120, "exact")),
        ("98.5%", (98.5, 98.5, "exact")),
        ("1.36万", (13600, 13600, "exact")),
        ("2亿", (2e8, 2e8, "exact")),
        ("约120", (120, 120, "approx")),
        ("1500左右", (1500, 1500, "approx")),
        ("≥120", (120, None, "at_least")),
        (">=120", (120, None, "at_least")),
        ("120余", (120, None, "at_least")),
        ("约700余", (700, None, "at_least")),
        ("不少于120", (120, None, "at_least")),
        ("≤400", (None, 400, "at_most")),
        ("近400", (None, 400, "at_most")),
        ("不足400", (None, 400, "at_most")),
        ("100–120", (100, 120, "range")),
        ("100-120", (100, 120, "range")),
        ("3至5", (3, 5, "range")),
        ("7-7", (7, 7, "exact")),
        ("0", (0, 0, "exact")),
    ],
)
def test_a_value_is_read_with_its_hedge(text: str, value: tuple[float | None, float | None, str]) -> None:
    assert parse_value(text, "%") == value


def test_the_unit_of_the_metric_may_stand_behind() -> None:
    assert parse_value("120余人次", "人次") == (120, None, "at_least")


@pytest.mark.parametrize("text", ["", "很多", "12人", "-5", "5-3", "1.2.3", "120 130", "1e5", "nan", "≥", "0x10"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_value(text, "件")


@given(BOUNDS, BOUNDS, st.sampled_from(["exact", "approx", "at_least", "at_most", "range"]))
def test_a_written_value_is_read_back(one: float, other: float, qualifier: str) -> None:
    low, high = sorted((one, other))
    value = {
        "exact": Value(low, low, qualifier),
        "approx": Value(low, low, qualifier),
        "at_least": Value(low, None, qualifier),
        "at_most": Value(None, high, qualifier),
        "range": Value(low, high, qualifier if low < high else "exact"),
    }[qualifier]
    read = parse_value(value_text(value))
    assert read.qualifier == value.qualifier
    assert same_value(read, value)


def test_a_conflict_without_bounds_is_written_and_read_back() -> None:
    open_ = Value(None, None, "range")
    assert same_value(parse_value(value_text(open_)), open_)


def test_an_approximation_is_another_value_than_an_exact_one() -> None:
    assert not same_value(parse_value("约52"), parse_value("52"))
    assert same_value(Value(100, None, "range"), parse_value("≥100"))  # a conflict whose top is open


def test_an_anchor_forgets_white_space_and_widths_and_nothing_else() -> None:
    name = mention_hash("52名", "全镇已培育法律明白人52名。")
    assert mention_hash("５２名", "全镇已培育 法律明白人\n５２名。") == name
    assert mention_hash("53名", "全镇已培育法律明白人53名。") != name
    assert mention_hash("52名", "全镇现有法律明白人52名。") != name


def test_an_item_is_named_by_what_it_says_in_any_order() -> None:
    named = ("990101002", 2023, None)
    assert item_id("conflict", named, ["a", "b"]) == item_id("conflict", named, ["b", "a"])
    assert item_id("conflict", named, ["a", "b"]) != item_id("rate_mismatch", named, ["a", "b"])
