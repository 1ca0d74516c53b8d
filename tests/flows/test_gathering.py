"""Putting files together in a worker: a fault or a dead process costs as little as can be."""

from __future__ import annotations

import hashlib
import itertools
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from flows import gather
from flows.batch import BatchSpec, GatherSpec, Together
from flows.documents import process_batch
from flows.gather import gather_batch
from flows.workers import workers
from tasks.ingest.model import Arrival

ROOT = Path(__file__).resolve().parents[2]
FIXTURES, REGISTER = ROOT / "tests" / "fixtures", ROOT / "samples" / "register"


def arrival(path: Path, place: str) -> Arrival:
    file_id = hashlib.sha256(path.read_bytes()).hexdigest()
    return Arrival(file_id, str(path), (place,), "2025-01-01T00:00:00+00:00")


@pytest.fixture
def spec(tmp_path: Path) -> GatherSpec:
    """A report as docx and html and its annex, all read; and another report in two files."""
    with xlsxwriter.Workbook(tmp_path / "annex.xlsx") as book:
        rows = [["附件1：行政执法统计表", ""], ["事项", "件数（件）"], ["立案", 38]]
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    liping = [arrival(FIXTURES / f"office/liping_2024.{form}", f"a/报告.{form}") for form in ("docx", "html")]
    lanyang = [arrival(FIXTURES / f"office/lanyang_2024.{form}", f"b/报告.{form}") for form in ("docx", "html")]
    annex = arrival(tmp_path / "annex.xlsx", "a/附件.xlsx")
    process_batch(BatchSpec(tmp_path / "read", REGISTER, "samples", (*liping, *lanyang, annex)))
    groups = (Together(tuple(liping), (annex,)), Together(tuple(lanyang), ()))
    return GatherSpec(tmp_path / "gathered", (tmp_path / "read",), groups)


def rows(spec: GatherSpec, table: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = pq.read_table(spec.parts / f"{table}.parquet").to_pylist()
    return made


def test_each_file_has_its_role_and_each_report_one_set_of_rows(spec: GatherSpec) -> None:
    result = gather_batch(spec)
    assert (result.processed, result.quarantined) == ((), {})
    assert sorted(row["role"] for row in rows(spec, "gathered")) == ["annex", "copy", "copy", "main", "main"]
    names = {row["part_id"] for row in rows(spec, "gathered")}
    for table in ("reports", "report_texts"):
        assert {row["report_id"] for row in rows(spec, table)} == names
    assert all(name.startswith("+") and len(name) == 16 for name in names)
    blocks = rows(spec, "blocks")
    for text in rows(spec, "report_texts"):
        mine = [b for b in blocks if b["report_id"] == text["report_id"]]
        assert mine[-1]["char_end"] == len(text["text"])
        assert all(b["char_start"] == a["char_end"] + 1 for a, b in itertools.pairwise(mine))


@pytest.mark.parametrize(
    ("place", "years", "districts", "kept"),
    [
        ("青澜区/2023/附件.xlsx", {2024}, set(), False),
        ("青澜区/2024/附件.xlsx", {2024}, set(), True),
        ("附件.xlsx", {2024}, {"500111"}, True),
        ("青澜区桐坝镇/附件.xlsx", set(), {"500111"}, False),
    ],
)
def test_limits_of_a_run_leave_out_annexes_that_name_other_years_and_districts(
    spec: GatherSpec, tmp_path: Path, place: str, years: set[int], districts: set[str], kept: bool
) -> None:
    annex = replace(spec.groups[0].annexes[0], places=(place,))
    limited = BatchSpec(tmp_path / "limited", REGISTER, "samples", (annex,), frozenset(years), frozenset(districts))
    result = process_batch(limited)
    assert (result.processed, result.n_outside) == (((annex.file_id,), 0) if kept else ((), 1))


def test_a_fault_in_one_group_leaves_its_reports_apart_and_quarantines_its_annex(
    spec: GatherSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_on_one(text: str, *rest: object) -> object:
        if "栗坪镇" in text:
            raise KeyError("injected")
        return resolve(text, *rest)

    resolve = gather.resolve
    monkeypatch.setattr(gather, "resolve", fails_on_one)
    result = gather_batch(spec)

    assert result.quarantined == {"internal_error": 1}
    (row,) = rows(spec, "quarantine")
    assert row["source_uri"] == "a/附件.xlsx"
    assert "KeyError in test_gathering.py:fails_on_one" in row["detail_en"]
    alone = {d.file_id: d.file_id[:16] for d in spec.groups[0].documents}
    found = {r["file_id"]: (r["part_id"], r["role"]) for r in rows(spec, "gathered") if r["file_id"] in alone}
    assert found == {file_id: (name, "main") for file_id, name in alone.items()}
    assert {r["township"] for r in rows(spec, "reports")} == {"澜阳街道"}


def test_memory_used_up_before_is_told_from_a_group_that_takes_too_much(
    spec: GatherSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    def has_no_room(*_: object) -> object:
        raise MemoryError

    monkeypatch.setattr(gather, "resolve", has_no_room)
    with pytest.raises(MemoryError):
        gather_batch(spec)
    assert gather_batch(replace(spec, fresh=True)).quarantined == {"internal_error": 1}


def test_a_killed_process_is_replaced(spec: GatherSpec) -> None:
    def kill() -> None:
        while not killed:
            for task in Path(f"/proc/{os.getpid()}/task").iterdir():
                for child in (task / "children").read_text().split():
                    for worker in _children(child):
                        os.kill(worker, signal.SIGKILL)
                        killed.append(worker)
            time.sleep(0.002)

    killed: list[int] = []
    killer = threading.Thread(target=kill)
    with workers(1) as run:
        killer.start()
        (result,) = run(spec)
    killer.join()
    assert killed
    assert result.quarantined == {}
    assert len(rows(spec, "gathered")) == 5


def _children(process: str) -> list[int]:
    try:
        listed = [(task / "children").read_text() for task in Path(f"/proc/{process}/task").iterdir()]
    except OSError:
        return []
    return [int(child) for line in listed for child in line.split()]
