"""Rows of the bad-input table that end a command: one line on standard error, the exit code, and no trace."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def complaint(result: subprocess.CompletedProcess[str], code: int) -> str:
    """The one line of an error; fails where there is more, or another exit code."""
    assert result.returncode == code, result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("township: ")
    assert result.stdout == ""
    return lines[0]


def names_in(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("--inbox", "nowhere"), "nowhere"),
        (("--inbox", "a_file"), "a_file"),
        (("--inbox", SAMPLES / "inbox", "--year", "abcd"), "abcd"),
        (("--inbox", SAMPLES / "inbox", "--year", "202"), "202"),
        (("--inbox", SAMPLES / "inbox", "--year", "1899"), "1899"),
        (("--inbox", SAMPLES / "inbox", "--year", "2999"), "2999"),
        (("--inbox", SAMPLES / "inbox", "--district", "无此区"), "无此区"),
        (("--inbox", SAMPLES / "inbox", "--district", "鼓楼区"), "320106"),
        (("--inbox", SAMPLES / "inbox", "--as-of", "1.4.2024"), "1.4.2024"),
        (("--inbox", SAMPLES / "inbox", "--home", ""), "--home"),
        (("--inbox", ""), "--inbox"),
        (("--inbox", SAMPLES / "inbox", "--home", "/proc/x"), "/proc/x"),
        (("--inbox", SAMPLES / "inbox", "--home", "x" * 300), "x" * 300),
        ((), "--inbox"),
        (("--frobnicate",), "--frobnicate"),
    ],
)
def test_wrong_input_of_run_ends_with_2_and_leaves_no_trace(township, tmp_path: Path, arguments, names: str) -> None:
    (tmp_path / "a_file").touch()
    result = township("run", "--home", tmp_path / "home", *arguments, cwd=tmp_path)

    assert names in complaint(result, 2)
    assert names_in(tmp_path) == ["a_file"]


def test_home_that_cannot_be_made_ends_with_2(township, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = township("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "file" / "home")

    assert str(tmp_path / "file") in complaint(result, 2)
    assert names_in(tmp_path) == ["file"]


@pytest.mark.parametrize("inbox", ["home", "home/raw", "home/lake/x", "home/inbox", "link/releases"])
def test_inbox_in_the_home_ends_with_2(township, tmp_path: Path, inbox: str) -> None:
    (tmp_path / "link").symlink_to("home")
    (tmp_path / "home").mkdir()
    (tmp_path / inbox).mkdir(parents=True, exist_ok=True)
    before = sorted(tmp_path.rglob("*"))
    result = township("run", "--inbox", tmp_path / inbox, "--home", tmp_path / "home")

    assert str(tmp_path / inbox) in complaint(result, 2)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("name", ["register/own.csv", "settings.toml"])
def test_folder_in_the_place_of_a_file_ends_with_2(township, tmp_path: Path, name: str) -> None:
    (tmp_path / "home" / name).mkdir(parents=True)
    line = complaint(township("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home"), 2)

    assert name in line
    assert "folder" in line or "directory" in line
    assert [p for p in (tmp_path / "home").rglob("*") if p.is_file()] == []


def test_broken_overlay_ends_evidence_with_2(township, sample_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(sample_home, tmp_path / "home", symlinks=True))
    (home / "register" / "own.csv").write_text("code,name\n1,2\n", encoding="utf-8")

    assert "own.csv" in complaint(township("evidence", "桐坝镇", "2023", "法律明白人人数", "--home", home), 2)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_home_without_permission_ends_with_2(township, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = township("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home")
    tmp_path.chmod(0o700)

    assert str(tmp_path) in complaint(result, 2)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "content", "names"),
    [
        ("settings.toml", "workers = 0\n", "workers"),
        ("settings.toml", "workers = \n", "settings.toml"),
        ("settings.toml", "colour = 'red'\n", "colour"),
        ("settings.toml", "districts = ['无此区']\n", "无此区"),
        ("register/own.csv", "code,name\n1,2\n", "own.csv"),
    ],
)
def test_broken_file_of_the_home_ends_with_2_and_changes_nothing(
    township, tmp_path: Path, file: str, content: str, names: str
) -> None:
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(content, encoding="utf-8")
    result = township("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path)

    assert names in complaint(result, 2)
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == [tmp_path / file]


def test_environment_that_cannot_be_used_ends_with_2(township, tmp_path: Path) -> None:
    result = township("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home", TOWNSHIP_WORKERS="many")

    assert "TOWNSHIP_WORKERS" in complaint(result, 2)
    assert names_in(tmp_path) == []


QUESTIONS = [("sql", "SELECT 1"), ("describe",), ("evidence", "桐坝镇", "2023", "法律明白人人数")]


@pytest.mark.parametrize("command", QUESTIONS)
def test_question_to_a_home_without_a_release_ends_with_2(township, tmp_path: Path, command) -> None:
    assert "no release" in complaint(township(*command, "--home", tmp_path / "home"), 2)
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("command", QUESTIONS)
def test_question_with_an_empty_home_ends_with_2(township, command) -> None:
    assert "--home" in complaint(township(*command, "--home", ""), 2)


def test_output_that_is_a_folder_ends_with_2(township, sample_home: Path, tmp_path: Path) -> None:
    result = township("sql", "SELECT 1", "--home", sample_home, "-o", tmp_path / "rows", cwd=tmp_path)
    assert result.returncode == 0
    (tmp_path / "rows").unlink()
    (tmp_path / "rows").mkdir()
    result = township("sql", "SELECT 1", "--home", sample_home, "-o", tmp_path / "rows")

    assert str(tmp_path / "rows") in complaint(result, 2)
    assert names_in(tmp_path) == ["rows"]
    assert names_in(tmp_path / "rows") == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_full_disk_under_the_output_ends_with_4(township, sample_home: Path) -> None:
    line = complaint(township("sql", "SELECT 1", "--home", sample_home, "-o", "/dev/full"), 4)

    assert "disk is full" in line
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "flows.cli.main", "sql", "SELECT 1", "--home", str(sample_home)]
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert (result.returncode, "disk is full" in result.stderr, len(result.stderr.splitlines())) == (4, True, 1)


SMALL_DISK = 'mount -t tmpfs -o size="$1" none "$2" && shift 2 && exec "$@"'


def on_a_small_disk(size: str, mount: Path, *command: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs a command that sees a disk of this size at `mount`; nothing of it outlives the command."""
    mount.mkdir(exist_ok=True)
    private = ["unshare", "--mount", "sh", "-c", SMALL_DISK, "sh", size, mount, *command]
    return subprocess.run(private, capture_output=True, text=True, timeout=110, check=False)


def may_mount(folder: Path) -> bool:
    return shutil.which("unshare") is not None and on_a_small_disk("64k", folder, "true").returncode == 0


@pytest.mark.parametrize("size", ["64k", "1m", "2m"])  # the file system, Arrow, DuckDB say it
def test_disk_that_fills_up_in_a_run_ends_with_4(tmp_path: Path, size: str) -> None:
    if not may_mount(tmp_path / "disk"):
        pytest.skip("needs the right to mount")
    run = (sys.executable, "-m", "flows.cli.main", "run", "--no-server", "--inbox", SAMPLES / "inbox")
    line = complaint(on_a_small_disk(size, tmp_path / "disk", *run, "--home", tmp_path / "disk" / "home"), 4)

    assert "the disk is full" in line
    assert "please report" not in line


def test_files_that_cannot_be_taken_in_are_named_with_the_reason(township, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "link.txt").symlink_to("nowhere")
    os.mkfifo(inbox / "pipe.txt")
    with (inbox / "huge.txt").open("wb") as file:
        file.truncate(300 * 1024**2)
    (inbox / "locked.txt").write_text("法治政府建设年度报告", encoding="utf-8")
    (inbox / "locked.txt").chmod(0)
    result = township("run", "--inbox", inbox, "--home", tmp_path / "home", "--no-server")
    lines = [line.split("  ", 1)[1] for line in result.stdout.splitlines() if line.startswith("未能收取  ")]
    named = dict(line.strip().split("：", 1) for line in lines)

    assert result.returncode == 0, result.stderr
    assert named.keys() - {"locked.txt"} == {"link.txt", "pipe.txt", "huge.txt"}
    assert "link" in named["link.txt"]
    assert "regular" in named["pipe.txt"]
    assert "256 MB" in named["huge.txt"]
    if os.geteuid() != 0:  # root may read everything
        assert "ermission" in named["locked.txt"]
    assert result.stderr.startswith("warning: no new document could be used")
    assert len(result.stderr.splitlines()) == 1, "where there is no terminal, a warning is one line"


def test_many_files_that_cannot_be_taken_in_are_counted(township, tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    for n in range(11):
        (tmp_path / "inbox" / f"{n:02}.txt").symlink_to("nowhere")
    result = township("run", "--inbox", tmp_path / "inbox", "--home", tmp_path / "home", "--no-server")

    assert "07.txt" in result.stdout
    assert "08.txt" not in result.stdout
    assert "另有 3 个" in result.stdout


def test_demo_that_ends_with_2_leaves_no_trace(township, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/api"
        place = {"PREFECT_API_URL": url, "PREFECT_HOME": str(tmp_path / "prefect")}
        result = township("demo", cwd=tmp_path / "here", **place)

    assert url in complaint(result, 2)
    assert names_in(tmp_path / "here") == []


def test_serve_without_a_server_ends_with_2(township, tmp_path: Path) -> None:
    arguments = ("serve", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home")
    result = township(*arguments, PREFECT_HOME=str(tmp_path / "prefect"))

    assert "PREFECT_API_URL" in complaint(result, 2)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("command", ["run", "serve"])
def test_server_that_does_not_answer_ends_with_2(township, tmp_path: Path, command: str) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/api"
        arguments = (command, "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home")
        result = township(*arguments, PREFECT_API_URL=url, PREFECT_HOME=str(tmp_path / "prefect"))

    assert url in complaint(result, 2)
    assert not (tmp_path / "home").exists()


def test_too_little_memory_for_duckdb_is_named_with_its_setting(tmp_path: Path, run_samples) -> None:
    result = run_samples(tmp_path / "home", TOWNSHIP_MEMORY_LIMIT="1MB")

    assert result.returncode == 4
    assert result.stderr.count("\n") == 1 and "set a larger memory_limit in settings.toml" in result.stderr
    assert not (tmp_path / "home" / "current.duckdb").exists()
