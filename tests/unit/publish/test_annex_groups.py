"""Annexes in the lake: to which report they go, and that nothing of it hangs on what came first."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publish_world import World
from small_documents import Doc, report_id_of, write_parts
from test_lake import files_of

from tasks.publish.groups import find_groups
from tasks.publish.lake import LakeError, update_lake
from warehouse.home import Home

TOWN, OTHER_TOWN = "990101001", "990101002"
REPORT = Doc("report", places=("青澜镇/report.txt",))
RIVAL = Doc("rival", town=OTHER_TOWN, persons=7, places=("青澜镇/rival.txt",))
ANNEX = Doc("annex", townships=(), places=("青澜镇/附件.xlsx",))
NAMED = Doc("named", townships=(TOWN,), years=(2023,), places=("其他/青澜镇2023附件.xlsx",))


def roles(world: World) -> dict[str, tuple[str | None, str | None]]:
    """Report and role of each file, by its name."""
    names = {doc.file_id: doc.name for doc in world.docs.values()}
    return {names[f["file_id"]]: (f["report_id"], f["role"]) for f in world.rows("files")}


def reasons(world: World) -> dict[str, str]:
    names = {doc.file_id: doc.name for doc in world.docs.values()}
    return {names[q["file_id"]]: q["reason"] for q in world.rows("quarantine")}


def test_an_annex_makes_the_report_another_one(world: World) -> None:
    world.put(REPORT).store()
    world.put(ANNEX).store()
    assert world.processed == [ANNEX.file_id, REPORT.file_id]
    report = report_id_of([REPORT, ANNEX])
    assert roles(world) == {"report": (report, "main"), "annex": (report, "annex")}
    assert [(r["report_id"], r["version"]) for r in world.rows("reports")] == [(report, 1)]
    assert [o["mention_ids"] for o in world.rows("observations")] == [[f"{report}-0001"]]
    assert reasons(world) == {}


def test_an_annex_waits_for_its_report(world: World) -> None:
    world.put(ANNEX, NAMED).store()
    assert reasons(world) == {"annex": "annex_unplaced", "named": "annex_unplaced"}
    world.put(REPORT).store()
    report = report_id_of([REPORT, ANNEX, NAMED])
    assert roles(world) == {"report": (report, "main"), "annex": (report, "annex"), "named": (report, "annex")}
    assert reasons(world) == {}


def test_a_second_report_beside_it_leaves_an_annex_open_until_it_is_gone(world: World) -> None:
    world.put(REPORT, ANNEX).store()
    world.put(RIVAL).store()
    assert sorted(world.processed) == sorted(d.file_id for d in (REPORT, RIVAL, ANNEX))
    assert reasons(world) == {"annex": "annex_ambiguous"}
    assert roles(world)["report"] == (report_id_of([REPORT]), "main")
    world.put(replace(RIVAL, places=("石桥镇/rival.txt",))).store()
    assert reasons(world) == {}
    assert roles(world)["annex"] == (report_id_of([REPORT, ANNEX]), "annex")


def test_an_annex_leaves_with_its_report(world: World) -> None:
    world.put(REPORT, ANNEX).store()
    world.take(REPORT).store()
    assert world.processed == [ANNEX.file_id]
    assert reasons(world) == {"annex": "annex_unplaced"}
    assert world.rows("reports") == []


def test_a_report_goes_on_without_an_annex_that_is_gone(world: World) -> None:
    world.put(REPORT, ANNEX).store()
    world.take(ANNEX).store()
    assert roles(world) == {"report": (report_id_of([REPORT]), "main")}


def test_an_annex_that_is_moved_leaves_one_report_for_another(world: World) -> None:
    elsewhere = replace(RIVAL, places=("石桥镇/rival.txt",))
    world.put(REPORT, elsewhere, ANNEX).store()
    world.put(replace(ANNEX, places=("石桥镇/附件.xlsx",))).store()
    assert sorted(world.processed) == sorted(d.file_id for d in (REPORT, RIVAL, ANNEX))
    assert roles(world)["report"] == (report_id_of([REPORT]), "main")
    assert roles(world)["annex"] == (report_id_of([RIVAL, ANNEX]), "annex")


def test_an_annex_goes_where_its_report_changes_its_year(world: World) -> None:
    world.put(REPORT, ANNEX).store()
    world.put(replace(REPORT, year=2022, places=("青澜镇/2022.txt",))).store()
    report = report_id_of([REPORT, ANNEX])
    assert [(r["report_id"], r["report_year"]) for r in world.rows("reports")] == [(report, 2022)]
    assert roles(world)["annex"] == (report, "annex")


def test_a_report_elsewhere_does_not_disturb(world: World) -> None:
    world.put(REPORT, ANNEX, NAMED).store()
    world.put(replace(RIVAL, places=("石桥镇/rival.txt",))).store()
    assert world.processed == [RIVAL.file_id]


@pytest.mark.parametrize(
    ("report", "annex"),
    [
        ("a/报告.zip/报告.doc", "a/报告.zip/附件.xlsx"),
        ("a/报告.zip/正文/报告.doc", "a/报告.zip/附表/统计.xlsx"),
        ("a/报告.zip/报告.doc", "a/报告.zip/附件.zip/统计.xlsx"),
        ("a/报告.doc", "a/附件/统计.xlsx"),
    ],
)
def test_one_archive_or_a_folder_of_annexes_is_beside_the_report(world: World, report: str, annex: str) -> None:
    world.put(replace(REPORT, places=(report,)), replace(ANNEX, places=(annex,)), RIVAL).store()
    assert roles(world)["annex"] == (report_id_of([REPORT, ANNEX]), "annex")


def test_a_damaged_lake_is_made_again_with_its_annexes(world: World) -> None:
    world.put(REPORT, ANNEX, Doc("stray", townships=(), places=("x/附件.xlsx",))).store()
    before = files_of(world)
    for path in before:
        (world.home.lake / path).unlink()
    world.store()
    assert files_of(world) == before


def test_files_that_nobody_put_together_are_refused(world: World) -> None:
    copy = Doc("copy")
    plan = world.put(REPORT, copy).plan()
    parts = write_parts(world.home.staging / "parts", [REPORT, copy])
    assert len(find_groups(world.home, plan, [parts], [REPORT.file_id, copy.file_id]).ungathered) == 1
    with pytest.raises(LakeError, match="not put together"):
        update_lake(world.home, plan, [parts], [REPORT.file_id, copy.file_id])


def test_an_annex_that_is_neither_used_nor_quarantined_is_refused(world: World) -> None:
    plan = world.put(ANNEX).plan()
    parts = write_parts(world.home.staging / "parts", [ANNEX])
    with pytest.raises(LakeError, match="neither used nor quarantined"):
        update_lake(world.home, plan, [parts], [ANNEX.file_id])


DOCS = [
    REPORT,
    Doc("copy", rank=1, places=("青澜镇/copy.txt", "x/copy.txt")),
    RIVAL,
    Doc("next", year=2024, persons=9, places=("b.zip/报告/next.txt",)),
    ANNEX,
    NAMED,
    Doc("twice", townships=(), places=("x/附表.xlsx", "b.zip/附件/1.xlsx")),
    Doc("of 2024", townships=(TOWN,), years=(2024,), places=("x/青澜镇2024附件.xlsx",)),
    Doc("q", reason="damaged", places=("青澜镇/q.txt",)),
]


@settings(max_examples=4, deadline=None)
@given(st.permutations(DOCS), st.lists(st.integers(1, 4), min_size=2, max_size=4))
def test_whatever_comes_first_the_lake_is_the_same(docs: Sequence[Doc], sizes: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        at_once, by_turns = World(Home(Path(folder) / "x")), World(Home(Path(folder) / "y"))
        at_once.put(*DOCS).store()
        at = 0
        for size in (*sizes, len(docs)):
            by_turns.put(*docs[at : at + size])
            if at < len(docs):
                by_turns.store()
            at += size
        assert files_of(at_once) == files_of(by_turns)
        assert by_turns.store() is not None
        assert by_turns.processed == []
