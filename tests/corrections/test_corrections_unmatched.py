"""Entries that match nothing any more: each is named with what is there now, and the old release stays current."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
from corrections_home import LITERACY, SENTENCES, TRAINED, Place, entry, report

from flows.errors import Refused
from warehouse.corrections import mention_hash

REJECT = entry("reject", metric=TRAINED, mention=mention_hash("230人次", SENTENCES[3]))
CORRECT = entry("correct", metric=LITERACY, expect=52, value=60)

UNMATCHED: list[tuple[dict[str, Any], str]] = [
    (entry("correct", metric=LITERACY, expect=53, value=60), "expects 53, the report now gives 52"),
    (entry("correct", metric="mediators", expect=53, value=60), "expects 53, the report now gives none"),
    (entry("correct", metric=LITERACY, expect="约52", value=60, year=2021), "there is no such report"),
    (entry("supply", metric=TRAINED, value=60, source="电话"), "expects no value, the report now gives 210–230"),
    (
        entry("reject", metric=TRAINED, mention="0" * 16, township="栗坪镇"),
        "the report now says nothing of that metric",
    ),
    (entry("reject", metric=TRAINED, mention="0" * 16), "the report now says 210人次、230人次"),
    (entry("assign", file="没有.txt"), "no documents of that name"),
    (entry("assign", file="空.txt"), "still cannot be used (empty)"),
    (entry("exclude", file="没有三.txt"), "no documents of that name"),
    (entry("exclude", file="同名.txt"), "2 documents of that name in the raw store, give a sha256"),
    (entry("withdraw", year=2020), "there is no such report"),
    (entry("withdraw", file="没有二.txt"), "no documents of that name"),
]


def test_every_entry_that_matches_nothing_is_named_with_what_is_there(place: Place) -> None:
    before = place.release
    place.put("空.txt", "").put("一/同名.txt", report("柳塘乡")).put("二/同名.txt", report("新渡街道"))
    place.decide(*(e for e, _ in UNMATCHED[:8]), CORRECT | {"township": "栗坪镇", "expect": 40})
    place.decide(*(e for e, _ in UNMATCHED[8:]), file="b.yaml")
    with pytest.raises(Refused) as refused:
        place.run()

    problems = place_problems(place)
    assert refused.value.exit_code == 1
    assert problems[0] in str(refused.value)
    where = [f"corrections/a.yaml, entry {n}" for n in range(1, 9)]
    where += [f"corrections/b.yaml, entry {n}" for n in range(1, 5)]
    assert len(problems) == len(UNMATCHED)
    for name, (unmatched, words), line in zip(where, UNMATCHED, problems, strict=True):
        assert line.startswith(f"{name}: {unmatched['kind']} ")
        assert words in line
    assert place.release == before
    assert place.value(LITERACY) == (52, 52, "exact", "reported")
    place.decide(file="a.yaml").decide(CORRECT, file="b.yaml").run()
    assert place.value(LITERACY) == (60, 60, "exact", "corrected")


def place_problems(place: Place) -> list[str]:
    """What the last run says in its summary."""
    last = max((place.home / "runs").glob("*.json"), key=os.path.getmtime)
    problems: list[str] = json.loads(last.read_text(encoding="utf-8"))["problems"]
    return problems


def test_a_new_version_that_says_something_else_stops_the_run(place: Place) -> None:
    place.decide(CORRECT, REJECT).run()
    before = place.release
    newer = report(sentences=("全镇已培育法律明白人55名。", *SENTENCES[1:3])).replace("1月15日", "1月20日")
    place.put("新版.txt", newer)
    with pytest.raises(Refused, match="expects 52, the report now gives 55"):
        place.run()
    assert place.release == before
    assert ["reject" in line for line in place_problems(place)] == [False, True]

    with pytest.raises(Refused):
        place.run()  # nothing changed, so the answer is the same
    place.decide({**CORRECT, "expect": 55}).run()
    assert place.value(LITERACY) == (60, 60, "exact", "corrected")
    assert place.value(TRAINED) == (210, 210, "exact", "reported")


def test_a_document_named_twice_stops_the_run_where_names_meet(place: Place) -> None:
    (file_id,) = place.rows("SELECT file_id FROM files WHERE source_uri = '栗坪镇.txt'")[0]
    place.decide(entry("exclude", file="栗坪镇.txt"), entry("assign", file=file_id))
    before = place.release
    with pytest.raises(Refused, match=r"entry 2: decides the same as corrections/a\.yaml, entry 1"):
        place.run()
    assert place.release == before


def test_exit_codes_of_the_command_line(place: Place, township) -> None:
    run = ("run", "--home", place.home, "--as-of", "2025-06-01", "--no-server")
    place.decide(CORRECT | {"expect": 53})
    unmatched = township(*run)
    place.decide(CORRECT | {"value": "viele"})
    broken = township(*run)

    assert (unmatched.returncode, broken.returncode) == (1, 2)
    assert "corrections/a.yaml, entry 1" in unmatched.stderr
    assert "old one is still current" in unmatched.stderr
    assert "corrections/a.yaml, entry 1" in broken.stderr
    assert [len(result.stderr.splitlines()) for result in (unmatched, broken)] == [1, 1]
