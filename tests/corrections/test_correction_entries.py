"""Entries of corrections/: what is taken, and what is refused with file and entry before anything is touched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from corrections_home import LITERACY, SAMPLES, Place, entry

from flows.errors import BadInput
from warehouse.catalogue import load_catalogue
from warehouse.corrections import Corrections, CorrectionsError, load_corrections
from warehouse.register import load_register

CORRECT = entry("correct", metric="法律明白人人数", expect=52, value=60)


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    return Place(tmp_path)


REGISTER, CATALOGUE = load_register(SAMPLES / "register"), load_catalogue()


def corrections(place: Place) -> Corrections:
    return load_corrections(place.home / "corrections", REGISTER, CATALOGUE)


def loaded(place: Place) -> Any:
    return corrections(place).entries


def without(entry: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}


def test_names_and_codes_mean_the_same(empty: Place) -> None:
    by_code = CORRECT | {"township": "990101002", "metric": LITERACY, "expect": "52人"}
    empty.decide(CORRECT)
    (one,) = loaded(empty)
    empty.decide(by_code)
    (other,) = loaded(empty)
    assert one == other
    assert (one.id, one.report, one.metric_id) == (other.id, ("990101002", 2023), LITERACY)


def test_a_file_holds_a_list_or_one_entry_and_may_be_empty(empty: Place) -> None:
    folder = empty.decide(CORRECT).home / "corrections"
    (folder / "b.yml").write_text("kind: exclude\nfile: x.txt\nwho: 李四\ndecided_on: 2024-05-06\nwhy: 通知\n", "utf-8")
    (folder / "c.yaml").write_text("# nothing yet\n", encoding="utf-8")
    (folder / "notes.txt").write_text("kind: nothing", encoding="utf-8")
    (folder / ".d.yaml.123.part").write_text("kind: [", encoding="utf-8")
    assert [(e.kind, e.where) for e in loaded(empty)] == [
        ("correct", "corrections/a.yaml, entry 1"),
        ("exclude", "corrections/b.yml, entry 1"),
    ]


def test_yaml_makes_no_numbers_dates_or_truths_of_text(empty: Place) -> None:
    folder = empty.home / "corrections"
    folder.mkdir()
    text = "- {kind: ignore, about: unlinked, item: '0123456789012345', who: no, decided_on: 2024-05-06, why: 1:30, source: null}\n"
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    (one,) = loaded(empty)
    assert (one.who, one.why, one.source) == ("no", "1:30", None)


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ([{**CORRECT, "kind": "improve"}], "entry 1: kind"),
        ([without(CORRECT, "who")], "entry 1: who"),
        ([{**CORRECT, "who": "  "}], "who"),
        ([without(CORRECT, "why")], "why"),
        ([{**CORRECT, "decided_on": "gestern"}], "decided_on"),
        ([without(CORRECT, "expect")], "correct needs expect"),
        ([without(CORRECT, "value")], "correct needs value"),
        ([{**CORRECT, "colour": "red"}], "colour"),
        ([{**CORRECT, "file": "x.txt"}], "correct takes no file"),
        ([{**CORRECT, "value": "viele"}], "'viele' is no value"),
        ([{**CORRECT, "value": "–"}], "neither bound"),
        ([{**CORRECT, "expect": "einige"}], "'einige' is no value"),
        ([{**CORRECT, "year": 1848}], "year"),
        ([{**CORRECT, "township": "无此镇"}], "无此镇 is not in the register"),
        ([{**CORRECT, "township": "城关镇"}], "ambiguous, give a code"),
        ([{**CORRECT, "metric": "没有的指标"}], "no metric 没有的指标"),
        ([entry("supply", metric=LITERACY, value=5)], "supply needs source"),
        ([entry("reject", metric=LITERACY)], "reject needs mention"),
        ([entry("reject", metric=LITERACY, mention="52名")], "mention"),
        ([entry("assign")], "assign needs file"),
        ([entry("exclude", file=["a.txt", "b.txt"])], "one file"),
        ([entry("accept", about="conflict")], "accept needs item"),
        ([CORRECT, CORRECT], "entry 2: says the same as corrections/a.yaml, entry 1"),
        ([CORRECT, {**CORRECT, "value": 61}], "entry 2: decides the same as corrections/a.yaml, entry 1"),
        ([CORRECT, {**CORRECT, "township": "990101002", "why": "另一理由"}], "decides the same"),
        ([CORRECT, {**without(CORRECT, "expect"), "kind": "supply", "source": "电话"}], "decides the same"),
        ([entry("exclude", file="a.txt"), entry("assign", file="a.txt")], "decides the same"),
        (["just words"], "entry 1"),
    ],
)
def test_a_broken_entry_is_named(empty: Place, wrong: list[Any], names: str) -> None:
    empty.decide(*wrong)
    with pytest.raises(CorrectionsError) as refused:
        loaded(empty)
    assert names in str(refused.value)
    assert "corrections/a.yaml" in str(refused.value)


@pytest.mark.parametrize("name", ["a.yaml", "folder.yaml"])
def test_a_run_with_a_broken_entry_changes_nothing(empty: Place, name: str) -> None:
    empty.decide({**CORRECT, "value": "viele"})
    if name == "folder.yaml":
        (empty.decide().home / "corrections" / name).mkdir()
    before = sorted(empty.root.rglob("*"))
    with pytest.raises(BadInput, match=f"corrections/{name}"):
        empty.run()
    assert sorted(empty.root.rglob("*")) == before


@pytest.mark.parametrize("content", [b"- kind: [", b"\xff\xfe\x00", b"kind: correct\n\tvalue: 5"])
def test_a_file_that_is_no_yaml_is_named(empty: Place, content: bytes) -> None:
    folder = empty.home / "corrections"
    folder.mkdir()
    (folder / "坏.yaml").write_bytes(content)
    with pytest.raises(CorrectionsError, match=r"corrections/坏\.yaml: is no valid YAML"):
        loaded(empty)


def test_what_was_accepted_may_name_a_metric_that_is_gone(empty: Place) -> None:
    empty.decide(entry("accept", about="conflict", item="0" * 16, metric="没有的指标", township="无此镇", year=2023))
    (one,) = loaded(empty)
    assert (one.metric_id, one.report) == (None, None)


def test_order_and_files_of_entries_do_not_matter(empty: Place) -> None:
    other = {**CORRECT, "year": 2022}
    empty.decide(CORRECT, other)
    one = corrections(empty)
    empty.decide(other).decide(CORRECT, file="b.yaml")
    two = corrections(empty)
    assert (one.fingerprint, one.states) == (two.fingerprint, two.states)
