"""Archives in an inbox: each document in them is taken by itself, and what cannot be opened is not lost."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import IngestReport
from tasks.read.archive import unpack
from tasks.read.formats import extension_of
from warehouse.home import Home

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
REPORT = "青澜区望川镇人民政府2023年法治政府建设年度报告".encode()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def ingest(home: Home, inbox: Path) -> IngestReport:
    return ingest_inbox(home, inbox, now=NOW, inbox_label="inbox", extension_of=extension_of, unpack=unpack)


def zipped(*files: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return held.getvalue()


def test_each_document_of_an_archive_is_taken_with_its_place(home: Home, inbox: Path) -> None:
    inner = zipped(("内.txt", REPORT + b"3"))
    (inbox / "青澜区.zip").write_bytes(
        zipped(("2023/甲.txt", REPORT), ("2023/乙.txt", REPORT + b"2"), ("里.zip", inner))
    )
    (inbox / "甲.txt").write_bytes(REPORT)
    report = ingest(home, inbox)
    assert (report.seen, report.new, report.failed) == (2, 3, [])
    places = {arrival.places for arrival in list_arrivals(home)}
    assert places == {("甲.txt", "青澜区.zip/2023/甲.txt"), ("青澜区.zip/2023/乙.txt",), ("青澜区.zip/里.zip/内.txt",)}


def test_a_second_run_takes_nothing(home: Home, inbox: Path) -> None:
    (inbox / "报告.zip").write_bytes(zipped(("甲.txt", REPORT)))
    ingest(home, inbox)
    report = ingest(home, inbox)
    assert (report.new, report.moved, report.known) == (0, 0, 1)


def test_a_document_of_an_archive_that_cannot_be_taken_is_told(home: Home, inbox: Path) -> None:
    (inbox / "报告.zip").write_bytes(zipped(("../外.txt", REPORT), ("甲.txt", REPORT)))
    report = ingest(home, inbox)
    assert report.new == 1
    assert [place for place, _ in report.failed] == ["报告.zip/../外.txt"]
    assert "out of the archive" in report.failed[0][1]


def test_an_archive_that_cannot_be_opened_is_kept_for_quarantine(home: Home, inbox: Path) -> None:
    whole = zipped(("甲.txt", REPORT * 50))
    (inbox / "坏.zip").write_bytes(whole[: len(whole) // 2])
    report = ingest(home, inbox)
    assert (report.new, report.failed) == (1, [])
    assert [arrival.places for arrival in list_arrivals(home)] == [("坏.zip",)]
