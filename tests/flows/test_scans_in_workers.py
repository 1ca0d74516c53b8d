"""Scans in worker processes: each page brings its own time and memory, and no damaged image costs another."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from bench.ocr.fuzz import SCAN, _arrival, run
from flows.batch import BatchSpec
from flows.workers import workers
from tasks.read.ocr import is_installed

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed: make ocr")


def test_a_scan_has_the_time_and_memory_of_its_pages(tmp_path: Path) -> None:
    scan = _arrival(tmp_path, SCAN.with_name("fax.tif").read_bytes())
    # of memory more than a worker has before it reads (up to twice 260 MB, where the system hands out large pages), and less
    # than the models take besides
    with workers(1, read_seconds=3.0, read_mb=600) as run_batch:
        (result,) = run_batch(BatchSpec(tmp_path / "parts", tmp_path / "register", "scan", (scan,)))
    assert result.processed == (scan.file_id,)
    assert not {"hostile", "internal_error"} & result.quarantined.keys()
    files = pq.read_table(result.parts / "files.parquet").to_pylist()
    assert [(file["parser"], file["media_type"]) for file in files] == [("ocr", "image/tiff")]


def test_forty_damaged_images_are_read_or_refused(tmp_path: Path) -> None:
    outcomes = run(tmp_path, 40)
    assert outcomes.total() == 40
    assert not {"internal_error", "hostile"} & outcomes.keys()
