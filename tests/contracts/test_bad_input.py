"""Rows of the bad-input table that end a command: one line on standard error, the exit code, and no trace."""

from __future__ import annotations

import os
import socket
import subprocess
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
