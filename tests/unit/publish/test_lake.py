"""The lake: one report in several files, several versions of one report, and nothing that depends on the order."""

from __future__ import annotations

import json
import logging
from datetime import date
from pathlib import Path

import pytest
from publish_world import World
from small_documents import Doc, report_id_of, write_parts

from tasks.publish.lake import LakeError, update_lake
from warehouse.home import Home
from warehouse.manifest import load_manifest

A = Doc("a")
B = Doc("b", town="990101002", year=2022, persons=7)


def files_of(world: World) -> dict[str, bytes]:
    """Every Parquet file that the manifest names, with its bytes."""
    manifest = load_manifest(world.home.lake / "manifest.json")
    return {path: (world.home.lake / path).read_bytes() for path in manifest.files}


def test_a_report_is_named_by_its_file(world: World) -> None:
    world.put(A).store()
    report = report_id_of([A])
    assert [(r["report_id"], r["version"], r["is_current"]) for r in world.rows("reports")] == [(report, 1, True)]
    assert [(f["file_id"], f["report_id"], f["role"]) for f in world.rows("files")] == [(A.file_id, report, "main")]
    mentions = world.rows("mentions")
    assert [(m["mention_id"], m["part_of"]) for m in mentions] == [
        (f"{report}-0001", None),
        (f"{report}-0002", f"{report}-0001"),
    ]
    assert all(A.text[m["char_start"] : m["char_end"]] == m["quote"] for m in mentions)
    for name in ("observations", "findings"):
        assert [(r["report_id"], r["mention_ids"]) for r in world.rows(name)] == [(report, [f"{report}-0001"])]
    assert {r["report_id"] for name in ("report_texts", "blocks") for r in world.rows(name)} == {report}


def test_equal_texts_of_one_township_and_year_are_one_report(world: World) -> None:
    page, copy = Doc("page", rank=0), Doc("plain", rank=2)
    world.put(copy, page).store()
    report = report_id_of([page, copy])
    assert {f["file_id"]: f["role"] for f in world.rows("files")} == {page.file_id: "main", copy.file_id: "copy"}
    assert {f["report_id"] for f in world.rows("files")} == {report}
    assert [r["report_id"] for r in world.rows("reports")] == [report]
    assert [len(world.rows(name)) for name in ("report_texts", "mentions", "observations")] == [1, 2, 1]
    assert {b["file_id"] for b in world.rows("blocks")} == {page.file_id}


def test_equal_texts_of_two_townships_are_two_reports(world: World) -> None:
    world.put(Doc("a"), Doc("b", town="990101002")).store()
    assert len(world.rows("reports")) == 2


def test_other_texts_are_versions_and_the_newest_is_current(world: World) -> None:
    old = Doc("old", persons=1, published_on=date(2024, 1, 9))
    new = Doc("new", persons=2, published_on=date(2024, 5, 9), first_seen="2024-01-01T00:00:00+00:00")
    undated = Doc("undated", persons=3, signed_on=date(2024, 6, 9))
    world.put(old, new, undated).store()
    assert {r["report_id"]: (r["version"], r["is_current"]) for r in world.rows("reports")} == {
        report_id_of([undated]): (1, False),
        report_id_of([old]): (2, False),
        report_id_of([new]): (3, True),
    }
    assert [(o["report_id"], o["value_low"]) for o in world.rows("observations")] == [(report_id_of([new]), 2)]
    assert len(world.rows("mentions")) == 6


def test_of_undated_versions_the_one_that_arrived_last_is_current(world: World) -> None:
    late = Doc("late", persons=1, first_seen="2024-03-02T00:00:00+00:00")
    early = Doc("early", persons=2, first_seen="2024-03-01T00:00:00+00:00")
    world.put(late, early).store()
    assert [o["value_low"] for o in world.rows("observations")] == [1]


def test_a_copy_that_comes_later_joins_its_report_and_its_group_is_processed_again(world: World) -> None:
    world.put(A, B).store()
    copy = Doc("copy", rank=1)
    world.put(copy).store()
    assert world.processed == [copy.file_id, A.file_id]
    assert [r["report_id"] for r in world.rows("reports")] == sorted(
        [report_id_of([A, copy]), report_id_of([B])], key=lambda r: r == report_id_of([A, copy])
    )
    world.take(A).store()
    assert world.processed == [copy.file_id]
    assert {f["file_id"]: (f["report_id"], f["role"]) for f in world.rows("files")} == {
        copy.file_id: (report_id_of([copy]), "main"),
        B.file_id: (report_id_of([B]), "main"),
    }


def test_a_document_that_changes_its_year_leaves_its_old_group_whole(world: World) -> None:
    copy = Doc("copy", rank=1)
    world.put(A, copy).store()
    moved = Doc("a", year=2021, places=("2021/a.txt",))
    world.put(moved).store()
    assert world.processed == [A.file_id, copy.file_id]
    assert {(r["report_id"], r["report_year"]) for r in world.rows("reports")} == {
        (report_id_of([copy]), 2023),
        (report_id_of([A]), 2021),
    }


def test_the_order_of_arrival_leaves_no_trace(tmp_path: Path) -> None:
    docs = [A, B, Doc("copy", rank=1), Doc("v2", persons=41, published_on=date(2024, 3, 1)), Doc("q", reason="damaged")]
    at_once, one_by_one = World(Home(tmp_path / "x")), World(Home(tmp_path / "y"))
    at_once.put(*docs).store()
    for doc in reversed(docs):
        one_by_one.put(doc).store()
    assert files_of(at_once) == files_of(one_by_one)


def test_a_second_run_does_nothing(world: World) -> None:
    first = world.put(A, B).store()
    stamp = (world.home.lake / "manifest.json").stat().st_mtime_ns
    assert world.store() == first
    assert world.processed == []
    assert (world.home.lake / "manifest.json").stat().st_mtime_ns == stamp


def test_only_the_years_concerned_are_written_again(world: World) -> None:
    world.put(A, B).store()
    before = files_of(world)
    world.put(Doc("c", town="990101003")).store()
    after = files_of(world)
    assert world.processed == [Doc("c").file_id]
    assert {p for p in before if "2022" in p} == {p for p in after if "2022" in p}
    assert {r["township_code"] for r in world.rows("reports")} == {"990101001", "990101002", "990101003"}


def test_other_code_means_all_documents_again(world: World) -> None:
    world.put(A, B).store()
    world.fingerprints["code"] = "2"
    world.store()
    assert sorted(world.processed) == sorted([A.file_id, B.file_id])


def test_the_last_document_of_a_year_takes_the_year_with_it(world: World) -> None:
    world.put(A, B).store()
    manifest = world.take(B).store()
    assert manifest.documents.keys() == {A.file_id}
    assert {path.split("/")[1] for path in manifest.files} == {"year=2023"}


def test_files_that_nothing_names_are_removed_by_the_next_run(world: World) -> None:
    world.put(A).store()
    old = set(world.home.lake.glob("*/*/*"))
    world.put(Doc("c", town="990101003")).store()
    assert old <= set(world.home.lake.glob("*/*/*"))  # whoever reads the lake now is not disturbed
    world.plan()
    assert old.isdisjoint(world.home.lake.glob("*/*/*"))


@pytest.mark.parametrize("damage", ["gone", "shorter", "other bytes"])
def test_a_damaged_file_costs_its_year_and_nothing_else(
    world: World, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    world.put(A, B).store()
    before = files_of(world)
    victim = next(p for p in before if p.startswith("mentions/year=2023"))
    path = world.home.lake / victim
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(before[victim][:-9] if damage == "shorter" else bytes(len(before[victim])))
    with caplog.at_level(logging.WARNING):
        world.store()
    assert victim in caplog.text
    assert world.processed == [A.file_id]
    assert files_of(world) == before


def test_a_damaged_manifest_means_that_all_is_made_again(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.put(A, B).store()
    before = files_of(world)
    (world.home.lake / "manifest.json").write_text('{"version": 2}')
    with caplog.at_level(logging.WARNING):
        world.store()
    assert "manifest.json is damaged" in caplog.text
    assert len(world.processed) == 2
    assert files_of(world) == before


def test_quarantine_is_a_table_and_a_folder_until_the_document_can_be_used(world: World) -> None:
    unknown, known = Doc("q", reason="township_unknown", year=None), Doc("r", reason="out_of_scope", year=2022)
    world.put(unknown, known, A).store()
    assert [(q["file_id"], q["reason"]) for q in world.rows("quarantine")] == [
        (unknown.file_id, "township_unknown"),
        (known.file_id, "out_of_scope"),
    ]
    paths = {f.split("/")[1] for f in load_manifest(world.home.lake / "manifest.json").of_table("quarantine")}
    assert paths == {"year=0000", "year=2022"}
    assert {f["file_id"]: f["report_id"] for f in world.rows("files")}[unknown.file_id] is None
    note = json.loads((world.home.quarantine / f"{unknown.file_id}.json").read_text(encoding="utf-8"))
    assert (note["source_uri"], note["reason"], note["detail_zh"]) == ("q.txt", "township_unknown", "请说明乡镇")
    world.put(Doc("q", places=("青澜镇/2023/q.txt",), persons=50, town="990101002")).store()
    assert [q["file_id"] for q in world.rows("quarantine")] == [known.file_id]
    assert [p.name for p in world.home.quarantine.iterdir()] == [f"{known.file_id}.json"]
    assert len(world.rows("reports")) == 2


def test_parts_that_do_not_hold_what_was_processed_are_refused(world: World) -> None:
    world.put(A, B)
    parts = write_parts(world.home.staging / "parts", [A])
    with pytest.raises(LakeError, match=B.file_id):
        update_lake(world.home, world.plan(), [parts], [A.file_id, B.file_id])
    assert not (world.home.lake / "manifest.json").exists()


def test_a_group_that_is_not_whole_is_refused(world: World) -> None:
    world.put(A).store()
    copy = Doc("copy")
    parts = write_parts(world.home.staging / "more", [copy])
    with pytest.raises(LakeError, match=A.file_id):
        update_lake(world.home, world.put(copy).plan(), [parts], [copy.file_id])


def test_many_rows_are_cut_into_row_groups_and_stay_in_order(world: World) -> None:
    docs = [Doc(f"d{n}", town=f"99{n:07d}", year=2020) for n in range(2100)]
    world.put(*docs).store()
    reports = [r["report_id"] for r in world.rows("report_texts")]
    assert len(reports) == 2100
    assert reports == sorted(report_id_of([d]) for d in docs)
    mentions = [m["mention_id"] for m in world.rows("mentions")]
    assert len(mentions) == 4200
    assert mentions == sorted(mentions)
