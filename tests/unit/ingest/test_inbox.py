"""Ingest on real folders: idempotence, moves, copies, and everything an inbox should not hold."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import IngestReport
from tasks.ingest.take import MAX_BYTES
from tasks.read.archive import unpack
from tasks.read.formats import extension_of as sniffed
from warehouse.home import Home

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def extension_of(data: bytes) -> str:
    return "html" if data.startswith(b"<") else "txt"


def ingest(home: Home, inbox: Path, now: datetime = NOW) -> IngestReport:
    return ingest_inbox(home, inbox, now=now, inbox_label="inbox", extension_of=extension_of, unpack=unpack)


def state(home: Home) -> dict[str, tuple[int, int]]:
    """Every file of the home with inode and time of change, so that a rewrite of equal bytes shows too."""
    return {str(p): (p.stat().st_ino, p.stat().st_mtime_ns) for p in home.root.rglob("*") if p.is_file()}


def put(inbox: Path, place: str, text: str) -> str:
    path = inbox / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path / "inbox"


def test_files_of_any_depth_arrive_byte_for_byte(home: Home, inbox: Path) -> None:
    a = put(inbox, "报告.txt", "甲")
    b = put(inbox, "青澜区/2023/深/处/报告.htm", "<p>乙</p>")
    report = ingest(home, inbox)
    assert (report.seen, report.new, report.moved, report.known, report.failed) == (2, 2, 0, 0, [])
    arrivals = {x.file_id: x for x in list_arrivals(home)}
    assert arrivals[a].places == ("报告.txt",)
    assert arrivals[b].places == ("青澜区/2023/深/处/报告.htm",)
    assert arrivals[b].path == home.raw / b[:2] / f"{b}.html"
    assert arrivals[b].path.read_bytes() == "<p>乙</p>".encode()
    assert arrivals[a].first_seen == "2026-03-01T08:00:00+00:00"


def test_any_number_of_processes_makes_the_same_store(inbox: Path, tmp_path: Path) -> None:
    for n in range(1100):
        put(inbox, f"{n % 7}/{n}.txt", f"第{n // 2}份")  # each document twice, often in the hands of two processes
    stores = []
    for workers in (1, 2):
        home = Home(tmp_path / f"home{workers}")
        report = ingest_inbox(
            home, inbox, now=NOW, inbox_label="inbox", extension_of=sniffed, unpack=unpack, workers=workers
        )
        assert (report.seen, report.new, report.known) == (1100, 550, 0)
        stores.append({p.relative_to(home.root): p.read_bytes() for p in home.root.rglob("*") if p.is_file()})
    assert stores[0] == stores[1]


def test_second_run_writes_nothing(home: Home, inbox: Path) -> None:
    for n in range(5):
        put(inbox, f"{n}/a.txt", f"第{n}份")
    ingest(home, inbox)
    before = state(home)
    report = ingest(home, inbox, NOW + timedelta(days=1))
    assert (report.new, report.moved, report.known) == (0, 0, 5)
    assert state(home) == before


def test_a_moved_file_has_new_places_and_keeps_its_history(home: Home, inbox: Path) -> None:
    file_id = put(inbox, "杂/a.txt", "甲")
    ingest(home, inbox)
    before = list_arrivals(home)[0]
    (inbox / "青澜区").mkdir()
    (inbox / "杂/a.txt").rename(inbox / "青澜区/a.txt")
    report = ingest(home, inbox, NOW + timedelta(days=1))
    assert (report.new, report.moved, report.known) == (0, 1, 0)
    after = list_arrivals(home)[0]
    assert after.places == ("青澜区/a.txt",)
    assert after.first_seen == before.first_seen
    assert after.hints_hash != before.hints_hash
    sidecar = json.loads((home.raw / file_id[:2] / f"{file_id}.json").read_text(encoding="utf-8"))
    assert [(h["place"], h["first_seen"][:10]) for h in sidecar["history"]] == [
        ("杂/a.txt", "2026-03-01"),
        ("青澜区/a.txt", "2026-03-02"),
    ]


def test_equal_bytes_are_one_document_with_all_its_places(home: Home, inbox: Path) -> None:
    put(inbox, "乙/a.txt", "甲")
    put(inbox, "甲/b.txt", "甲")
    report = ingest(home, inbox)
    assert (report.seen, report.new) == (2, 1)
    assert list_arrivals(home)[0].places == ("乙/a.txt", "甲/b.txt")


def test_a_file_taken_out_of_the_inbox_keeps_its_last_place(home: Home, inbox: Path) -> None:
    put(inbox, "a.txt", "甲")
    ingest(home, inbox)
    (inbox / "a.txt").unlink()
    assert ingest(home, inbox).seen == 0
    assert [x.places for x in list_arrivals(home)] == [("a.txt",)]


def test_what_is_no_document_is_passed_over_and_links_are_reported(home: Home, inbox: Path, tmp_path: Path) -> None:
    for name in (".DS_Store", "Thumbs.db", "~$报告.docx", ".git/config", ".报告.txt"):
        put(inbox, name, name)
    put(tmp_path, "outside/secret.txt", "外")
    (inbox / "link").symlink_to(tmp_path / "outside")
    (inbox / "link.txt").symlink_to(tmp_path / "outside/secret.txt")
    os.mkfifo(inbox / "pipe")
    report = ingest(home, inbox)
    assert report.seen == 0
    assert [place for place, _ in report.failed] == ["link", "link.txt", "pipe"]
    for _, reason in report.failed:  # in both languages
        zh, _, en = reason.partition(" / ")
        assert zh and not zh.isascii() and en.isascii()
    assert list_arrivals(home) == []


def test_a_home_inside_the_inbox_is_not_taken_in(inbox: Path) -> None:
    put(inbox, "a.txt", "甲")
    home = Home(inbox / "data")
    ingest(home, inbox)
    assert ingest(home, inbox).seen == 1


def test_a_file_over_the_limit_fails_and_the_run_goes_on(home: Home, inbox: Path) -> None:
    put(inbox, "b.txt", "乙")
    with (inbox / "a.pdf").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    report = ingest(home, inbox)
    assert report.new == 1
    assert [(place, "256 MB" in error) for place, error in report.failed] == [("a.pdf", True)]


def test_a_large_file_is_stored_once(home: Home, inbox: Path) -> None:
    with (inbox / "a.bin").open("wb") as file:
        file.truncate(20 * 1024 * 1024)
    assert ingest(home, inbox).new == 1
    assert ingest(home, inbox).known == 1
    assert list_arrivals(home)[0].path.stat().st_size == 20 * 1024 * 1024


def test_an_unreadable_file_and_folder_fail_and_the_run_goes_on() -> None:
    # not tmp_path: a root user has to become somebody else to be refused, and tmp_path is closed to others
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        put(root / "inbox", "a.txt", "甲")
        put(root / "inbox", "b.txt", "乙")
        put(root / "inbox", "c/c.txt", "丙")
        (root / "home").mkdir(mode=0o777)
        (root / "home").chmod(0o777)
        root.chmod(0o755)
        (root / "inbox/a.txt").chmod(0)
        (root / "inbox/c").chmod(0)
        is_root = os.geteuid() == 0
        try:
            if is_root:
                os.seteuid(65534)
            report = ingest(Home(root / "home"), root / "inbox")
        finally:
            if is_root:
                os.seteuid(0)
            (root / "inbox/c").chmod(0o755)
        assert report.new == 1
        assert [place for place, _ in report.failed] == ["a.txt", "c/"]


def test_a_name_that_would_steer_a_terminal_is_made_harmless(home: Home, inbox: Path) -> None:
    put(inbox, "a\x1b[2J\nb.txt", "甲")
    put(inbox, "报告\u202etxt.exe", "乙")
    ingest(home, inbox)
    assert sorted(a.places[0] for a in list_arrivals(home)) == ["a\ufffd[2J\ufffdb.txt", "报告\ufffdtxt.exe"]


def test_a_name_in_gb18030_is_read(home: Home, inbox: Path) -> None:
    with open(os.path.join(os.fsencode(inbox), "青澜区.txt".encode("gb18030")), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"a")
    ingest(home, inbox)
    assert list_arrivals(home)[0].places == ("青澜区.txt",)


def test_a_missing_inbox_is_an_error_and_leaves_no_trace(home: Home, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        ingest(home, tmp_path / "nowhere")
    assert not home.root.exists()


@pytest.mark.parametrize("damage", ["", "{", '{"version": 1}', "[]", '{"version": 1, "documents": {"a": 1}}'])
def test_a_damaged_index_is_made_again(home: Home, inbox: Path, damage: str) -> None:
    put(inbox, "甲/a.txt", "甲")
    ingest(home, inbox)
    expected = list_arrivals(home)
    (home.raw / "index.json").write_text(damage)
    assert list_arrivals(home) == expected
    assert ingest(home, inbox).known == 1
    assert json.loads((home.raw / "index.json").read_bytes())["documents"].keys() == {expected[0].file_id}


def test_lost_bytes_and_damaged_sidecars_are_put_back_from_the_inbox(home: Home, inbox: Path) -> None:
    a, b = put(inbox, "a.txt", "甲"), put(inbox, "b.txt", "乙")
    ingest(home, inbox)
    arrivals = {x.file_id: x.path for x in list_arrivals(home)}
    arrivals[a].write_bytes(b"")
    arrivals[b].with_suffix(".json").write_text("{}")
    (home.raw / "index.json").unlink()
    report = ingest(home, inbox)
    assert (report.new, report.known) == (1, 1)
    assert {x.file_id: x.path.read_text(encoding="utf-8") for x in list_arrivals(home)} == {a: "甲", b: "乙"}


def test_a_document_whose_sidecar_is_lost_is_read_without_hints(home: Home, inbox: Path) -> None:
    a, b = put(inbox, "甲县/a.txt", "甲"), put(inbox, "b.txt", "乙")
    ingest(home, inbox)
    (home.raw / "index.json").unlink()
    (home.raw / a[:2] / f"{a}.json").unlink()
    (home.raw / b[:2] / f"{b}.json").write_text("{", encoding="utf-8")
    assert {x.file_id: x.places for x in list_arrivals(home)} == {a: (f"{a}.txt",), b: (f"{b}.txt",)}
    ingest(home, inbox)
    assert {x.file_id: x.places for x in list_arrivals(home)} == {a: ("甲县/a.txt",), b: ("b.txt",)}


def test_documents_taken_away_by_a_person_are_gone(home: Home, inbox: Path) -> None:
    a, b = put(inbox, "a.txt", "甲"), put(inbox, "b.txt", "乙")
    ingest(home, inbox)
    for path in (home.raw / a[:2]).glob(f"{a}.*"):
        path.unlink()
    assert [x.file_id for x in list_arrivals(home)] == [b]


_CHILD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from tasks.ingest.inbox import ingest_inbox
from warehouse.home import Home
def stall(done, total):
    if done == int(sys.argv[3]):
        print("here", flush=True)
        time.sleep(60)
ingest_inbox(Home(Path(sys.argv[1])), Path(sys.argv[2]), now=datetime(2026, 3, 1, tzinfo=UTC), inbox_label="inbox",
             extension_of=lambda data: "txt", unpack=lambda data: None, progress=stall)
"""


@pytest.mark.parametrize("when", ["while reading", "while writing sidecars"])
def test_a_killed_run_is_made_good_by_the_next(home: Home, inbox: Path, when: str) -> None:
    expected = {put(inbox, f"{n % 7}/{n}.txt", f"第{n}份") for n in range(600)}
    stall_at = "300" if when == "while reading" else "-1"
    command = [sys.executable, "-c", _CHILD, str(home.root), str(inbox), stall_at]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        if when == "while reading":
            assert child.stdout and child.stdout.readline() == b"here\n"
        else:
            while not any(home.raw.glob("*/*.json")) and child.poll() is None:
                time.sleep(0.001)
        child.send_signal(signal.SIGKILL)
    partly = {x.file_id for x in list_arrivals(home)}
    assert partly <= expected
    ingest(home, inbox)
    arrivals = list_arrivals(home)
    assert {x.file_id for x in arrivals} == expected
    assert all(hashlib.sha256(x.path.read_bytes()).hexdigest() == x.file_id for x in arrivals)
    assert ingest(home, inbox).known == 600
