"""Decisions after another reader and another catalogue: every offset moves, all still apply, and the rest is named."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from corrections_home import CASES, LITERACY, RATE, SENTENCES, TRAINED, Place, entry, report

from bench.moved import INSERTED, another_version, moved
from flows.cli.query import release
from flows.cli.review_items import Item, gone, items, still_open
from flows.decisions import Decisions
from flows.errors import Refused
from tasks.read.document import Document
from warehouse.corrections import mention_hash

ENTRIES = [
    entry("correct", metric=LITERACY, expect=52, value="60余"),
    entry("correct", metric=RATE, expect=90, value="约92"),
    entry("supply", metric="mediators", value=30, source="电话"),
    entry("reject", metric=TRAINED, mention=mention_hash("230人次", SENTENCES[3])),
    entry("assign", file="不明.txt", township="柳塘乡", year=2022),
    entry("exclude", file="别的.txt"),
    entry("withdraw", township="栗坪镇"),
]


@pytest.fixture
def decided(tmp_path: Path) -> Place:
    """A home in which all kinds of entries are applied and all that deserves a look was looked at."""
    place = Place(tmp_path).put("桐坝镇.txt", report()).put("栗坪镇.txt", report("栗坪镇"))
    only_plans = report("某某乡", title="关于法治政府建设情况的报告").replace("一、主要工作", "一、下一步工作打算")
    place.put("不明.txt", only_plans)
    place.put("别的.txt", report("新渡街道")).put("通知.txt", report(title="关于召开会议的通知"))
    place.put("石鼓湾镇.txt", report("石鼓湾镇", sentences=(*SENTENCES, "采购办公电脑12台。")))
    place.put("云岭苗族乡.txt", report("云岭苗族乡", sentences=("采购办公电脑9台。",)))
    place.decide(*ENTRIES).run()
    looked_at = review(place)[0]
    assert {item.about for item in looked_at} >= {
        "conflict",
        "quarantine",
        "unlinked",
        "reports_are_dated_after_their_year",
    }
    place.decide(*(entry("accept", about=i.about, item=i.item) for i in looked_at), file="b.yaml").run()
    return place


def review(place: Place) -> tuple[list[Item], list[str]]:
    """What is open, and decisions about what is gone."""
    with release(place.home) as connection:
        decisions = Decisions(place.home)
        found = items(connection, decisions)
        return still_open(connection, decisions, found), gone(decisions, found)


def state(place: Place) -> list[tuple[object, ...]]:
    """All that people see of the numbers and files."""
    return place.rows(
        """SELECT township_code, report_year, metric_id, value_low, value_high, qualifier, obs_status FROM observations
        UNION ALL SELECT source_uri, report_year, reason, NULL, NULL, township_code, NULL FROM quarantine ORDER BY ALL"""
    )


def test_all_entries_and_decisions_survive(decided: Place, tmp_path: Path) -> None:
    before, offsets = state(decided), "SELECT sentence, quote, char_start FROM mentions ORDER BY ALL"
    mentions = decided.rows(offsets)
    with another_version(tmp_path / "catalogue"):
        summary = decided.run()
        open_and_gone = review(decided)

    assert summary.n_processed == 7, "everything was read again"
    assert len(decided.rows(offsets)) == len(mentions)
    assert {row[:2] for row in decided.rows(offsets)} == {row[:2] for row in mentions}
    assert not {*mentions} & {*decided.rows(offsets)}, "no offset is the old one"
    assert state(decided) == before
    assert decided.rows("SELECT DISTINCT name_zh FROM metrics WHERE name_zh NOT LIKE '%（新）'") == []
    assert decided.rows(f"SELECT count(*) FROM report_texts WHERE text LIKE '%{INSERTED}%'") == [(4,)]
    assert open_and_gone == ([], [])


def worse(document: Document) -> Document:
    """Another reader that also loses a sentence and reads a figure differently."""
    text = moved(document).text.replace(SENTENCES[3], "　" * len(SENTENCES[3]))
    return replace(moved(document), text=text.replace("明白人52名", "明白人55名"))


def test_those_that_cannot_are_named(decided: Place, tmp_path: Path) -> None:
    before = decided.release
    with another_version(tmp_path / "catalogue", worse):
        with pytest.raises(Refused) as refused:
            decided.run()
        assert decided.release == before
        decided.decide(ENTRIES[0] | {"expect": 55}, *ENTRIES[1:3], *ENTRIES[4:]).run()
        open_, left_behind = review(decided)

    named = str(refused.value)
    assert "corrections/a.yaml, entry 1: correct 青澜区桐坝镇 2023" in named
    assert "expects 52, the report now gives 55" in named
    assert "corrections/a.yaml, entry 4: reject" in named
    assert "the report now says 210人次" in named
    assert "entry 2" not in named
    assert decided.value(CASES) == (100, 100, "exact", "reported")
    assert [item.about for item in open_] == ["reports_state_achievements"], "it says another number now"
    about = sorted(line.partition("(")[2] for line in left_behind)
    assert about == ["conflict)", "reports_state_achievements)"], "the contradiction of 石鼓湾镇 is gone"
    assert all(line.startswith("corrections/b.yaml, entry ") for line in left_behind)
