"""The worker and its processes: rows as the schema wants them, limits, faults and killed processes."""

from __future__ import annotations

import hashlib
import os
import signal
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random

import pyarrow.parquet as pq
import pytest

from bench.corpus import write_corpus, write_register
from bench.hostile.corpus import KINDS
from flows import documents
from flows.batch import BatchSpec
from flows.documents import process_batch
from flows.errors import BadInput, WorkersLost
from flows.job import make_job
from flows.workers import workers
from tasks.ingest.model import Arrival
from tasks.publish.part_tables import PART_TABLES
from warehouse.schema import lake_tables

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"


def arrivals(inbox: Path) -> tuple[Arrival, ...]:
    """Documents of a folder as arrivals."""
    paths = sorted(p for p in inbox.rglob("*") if p.is_file())
    return tuple(
        Arrival(
            hashlib.sha256(path.read_bytes()).hexdigest(),
            str(path),
            (path.relative_to(inbox).as_posix(),),
            "2025-01-01T00:00:00+00:00",
        )
        for path in paths
    )


@pytest.fixture
def spec(tmp_path: Path) -> BatchSpec:
    return BatchSpec(tmp_path / "parts", SAMPLES / "register", "samples", arrivals(SAMPLES / "inbox"))


def column(spec: BatchSpec, table: str, name: str) -> list[object]:
    return pq.read_table(spec.parts / f"{table}.parquet")[name].to_pylist()


def test_parts_have_the_schema_of_the_lake(spec: BatchSpec) -> None:
    process_batch(spec)

    for table in lake_tables():
        assert pq.read_schema(spec.parts / f"{table.name}.parquet").equals(table.arrow()), table.name
    for name, schema in PART_TABLES.items():
        assert pq.read_schema(spec.parts / f"{name}.parquet").equals(schema), name


def test_stored_bytes_that_changed_are_quarantined(spec: BatchSpec, tmp_path: Path) -> None:
    good = spec.documents[0]
    damaged = tmp_path / good.path.name
    data = bytearray(good.path.read_bytes())
    data[len(data) // 2] ^= 1
    damaged.write_bytes(data)

    result = process_batch(replace(spec, documents=(replace(good, file=str(damaged)),)))

    assert result.quarantined == {"raw_damaged": 1}
    assert column(spec, "quarantine", "file_id") == [good.file_id]


def test_each_document_is_used_or_quarantined(spec: BatchSpec) -> None:
    result = process_batch(spec)

    ids = sorted(a.file_id for a in spec.documents)
    assert sorted(result.processed) == ids
    assert sorted(column(spec, "files", "file_id")) == ids
    used, unused = column(spec, "documents", "file_id"), column(spec, "quarantine", "file_id")
    assert sorted([*used, *unused]) == ids
    assert sum(result.quarantined.values()) == len(unused) == 2
    assert result.quarantined == {"empty": 1, "out_of_scope": 1}


def test_quotes_are_the_marked_text_and_ids_follow_it(spec: BatchSpec) -> None:
    process_batch(spec)

    texts = dict(zip(column(spec, "report_texts", "report_id"), column(spec, "report_texts", "text"), strict=True))
    mentions = pq.read_table(spec.parts / "mentions.parquet").to_pylist()
    assert len(mentions) > 300
    for m in mentions:
        assert texts[m["report_id"]][m["char_start"] : m["char_end"]] == m["quote"]
    of_one = [m["mention_id"] for m in mentions if m["report_id"] == mentions[0]["report_id"]]
    assert of_one == [f"{mentions[0]['report_id']}-{n:04d}" for n in range(1, len(of_one) + 1)]


def test_limits_keep_one_year_of_a_district(spec: BatchSpec) -> None:
    result = process_batch(replace(spec, years=frozenset({2023}), districts=frozenset({"990101"})))

    assert set(column(spec, "reports", "report_year")) == {2023}
    assert result.n_outside == len(spec.documents) - len(result.processed) > 0


def test_limits_keep_nothing_of_another_district(spec: BatchSpec) -> None:
    process_batch(replace(spec, districts=frozenset({"500111"})))

    assert column(spec, "reports", "report_id") == []


def test_fault_of_the_program_costs_one_document_only(spec: BatchSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_on_one(text: str, *rest: object) -> object:
        if "桐坝镇" in text:
            raise KeyError("injected")
        return resolve(text, *rest)

    resolve = documents.resolve
    monkeypatch.setattr(documents, "resolve", fails_on_one)
    result = process_batch(spec)

    assert result.quarantined["internal_error"] == 2
    assert len(column(spec, "documents", "file_id")) == len(spec.documents) - 4
    (text,) = {t for t in column(spec, "quarantine", "detail_en") if "KeyError" in str(t)}
    assert "test_worker.py:fails_on_one" in str(text)


def test_document_that_left_the_store_is_quarantined_and_the_others_are_read(spec: BatchSpec, tmp_path: Path) -> None:
    gone = replace(spec.documents[-1], file=str(tmp_path / "gone.txt"))
    result = process_batch(replace(spec, documents=(*spec.documents[:2], gone)))
    assert len(result.processed) == 3
    assert result.quarantined["raw_damaged"] == 1


def test_killed_worker_costs_time_and_no_document(tmp_path: Path) -> None:
    write_corpus(tmp_path / "inbox", 1, 20, range(2015, 2025))
    write_register(tmp_path / "register" / "own.csv", 1, 20)
    documents = arrivals(tmp_path / "inbox")
    killed: list[int] = []

    def kill_first(known: set[int]) -> None:
        while not killed:
            for pid in children_of_forkserver() - known:
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
                return
            time.sleep(0.002)

    killer = threading.Thread(target=kill_first, args=(children_of_forkserver(),))
    with workers(1) as run:
        killer.start()
        results = run(BatchSpec(tmp_path / "parts", tmp_path / "register", "own", documents))
    killer.join()

    assert killed
    assert sorted(i for r in results for i in r.processed) == sorted(a.file_id for a in documents)
    assert all(not r.quarantined for r in results)


def test_processes_that_end_before_they_begin_are_an_error_of_the_run(tmp_path: Path) -> None:
    """A limit that the program itself does not fit into: no document is to blame, and none is quarantined."""
    with workers(1, read_mb=1) as run, pytest.raises(WorkersLost, match="before it read one"):
        run(BatchSpec(tmp_path / "parts", tmp_path / "register", "own", _good(tmp_path)))


def test_folder_for_temporary_files_with_too_long_a_path_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inbox").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", f"/tmp/{'x' * 90}")
    with pytest.raises(BadInput, match="TMPDIR"):
        make_job(tmp_path / "home", tmp_path / "inbox")


def test_documents_that_take_too_long_cost_only_themselves(tmp_path: Path) -> None:
    good = _good(tmp_path)
    slow = _hostile(tmp_path, {f"{n}.pdf": _endless(n) for n in range(2)})
    with workers(1, read_seconds=0.5) as run:
        results = run(BatchSpec(tmp_path / "parts", tmp_path / "register", "own", (slow[0], *good, slow[1])))

    assert sorted(i for r in results for i in r.processed) == sorted(a.file_id for a in (*good, *slow))
    blamed = [r for r in results if "hostile" in r.quarantined]
    assert [r.processed for r in blamed] == [(a.file_id,) for a in slow]
    reasons = {t for r in blamed for t in pq.read_table(r.parts / "quarantine.parquet")["detail_zh"].to_pylist()}
    assert all("时间或内存上限" in reason for reason in reasons)


def test_a_document_that_fills_the_memory_costs_only_itself(tmp_path: Path) -> None:
    good = _good(tmp_path)
    line = "全镇开展法治宣传活动，发放资料，受理群众咨询，化解矛盾纠纷。" * 2 + "\n"
    (large,) = _hostile(tmp_path, {"large.txt": (line * 300_000).encode()})
    with workers(1, read_mb=350) as run:
        results = run(BatchSpec(tmp_path / "parts", tmp_path / "register", "own", (large, *good)))

    assert sum(len(r.processed) for r in results) == len(good) + 1
    assert sum((Counter(r.quarantined) for r in results), Counter()) == {"hostile": 1}


def test_what_ends_a_worker_touches_no_other(tmp_path: Path) -> None:
    good = _good(tmp_path)
    slow = _hostile(tmp_path, {"slow.pdf": _endless(0)})
    specs = [BatchSpec(tmp_path / f"{n}", tmp_path / "register", "own", d) for n, d in enumerate((good, slow, good))]
    with workers(2, read_seconds=0.5) as run, ThreadPoolExecutor() as threads:
        first, blamed, last = threads.map(run, specs)

    assert [r.quarantined for r in blamed] == [{"hostile": 1}]
    assert [len(results) for results in (first, last)] == [1, 1]


def _good(tmp_path: Path) -> tuple[Arrival, ...]:
    write_corpus(tmp_path / "inbox", 1, 2, range(2020, 2022))
    write_register(tmp_path / "register" / "own.csv", 1, 2)
    return arrivals(tmp_path / "inbox")


def _hostile(tmp_path: Path, files: dict[str, bytes]) -> tuple[Arrival, ...]:
    (tmp_path / "hostile").mkdir()
    for name, data in files.items():
        (tmp_path / "hostile" / name).write_bytes(data)
    return arrivals(tmp_path / "hostile")


def _endless(number: int) -> bytes:
    """A small PDF that takes the parser hours: forms that draw ten others each, nine deep."""
    (found,) = [case.data for case in KINDS["pdf: forms in forms"](Random(1)) if case.name == "fan_of_text.pdf"]
    return found + b"\n%% %d" % number


def children_of_forkserver() -> set[int]:
    """Worker processes: grandchildren of this one, below the fork server."""
    return {grandchild for child in children(os.getpid()) for grandchild in children(child)}


def children(pid: int) -> list[int]:
    listed = [(task / "children").read_text().split() for task in Path(f"/proc/{pid}/task").iterdir()]
    return [int(child) for line in listed for child in line]
