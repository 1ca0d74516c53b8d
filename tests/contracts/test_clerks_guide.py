"""The clerk's guide, followed word for word on a fresh home: each command is given, and what the page shows is printed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
from terminal import converse

PAGE = Path(__file__).resolve().parents[2] / "docs" / "clerks.zh-CN.md"
BLOCK = re.compile(r"^```(bash|text)\n(.*?)^```$|^\| (\d+) \|" + r"([^|\n]*)\|" * 4 + "$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^((?:决定|决定人|新值|剔除第几处|理由|来源)[^:：]*?): ?(.*)$", re.MULTILINE)
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CHANGES = re.compile(r"\d{4}-\d{2}-\d{2}|(?<=-)[0-9a-f]{8}(?=\.yaml)|\s+")
"""What differs from day to day, and how wide columns are."""


def plain(line: str) -> str:
    return CHANGES.sub(" ", COLOUR.sub("", line)).strip()


def test_the_guide_can_be_followed_word_for_word(township, tmp_path: Path) -> None:
    printed: set[str] = set()
    waiting: list[str] = []
    cells: list[tuple[str, ...]] = []
    n_commands = 0
    for block in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        language, text, *row = block.groups()
        if row[0]:
            cells.append(tuple(row))
        elif language == "bash":
            for command in text.splitlines():
                arguments = shlex.split(command)
                if arguments[0] == "export":
                    continue
                n_commands += 1
                if "--apply" in arguments:
                    fill(tmp_path / arguments[-1], cells)
                if arguments[1] == "review" and not any(a.startswith("--") for a in arguments):
                    waiting = arguments
                    continue
                no_server = ["--no-server"] if arguments[1] in ("demo", "run") else []
                result = township(*arguments[1:], *no_server, cwd=tmp_path, TOWNSHIP_HOME="data-sample")
                assert result.returncode == 0, (command, result.stderr)
                printed |= {plain(line) for line in result.stdout.splitlines()}
        else:
            if waiting:
                code, shown = converse(waiting[1:], ANSWER.findall(text), cwd=tmp_path, TOWNSHIP_HOME="data-sample")
                assert code == 0, shown
                printed |= {plain(line) for line in shown.splitlines()}
                waiting, text = [], ANSWER.sub("", text)
            missing = [line for line in text.splitlines() if plain(line) not in printed]
            assert missing == [], "the page shows what is printed no more"
    assert n_commands >= 9


def fill(book: Path, cells: list[tuple[str, ...]]) -> None:
    """Fills the workbook in as the table of the page says."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["复核"]
    at = {str(cell.value): cell.column for cell in sheet[1]}
    for row, *answers in cells:
        for name, value in zip(("决定", "新值", "理由", "人"), answers, strict=True):
            sheet.cell(int(row), at[name]).value = value.strip() or None
    workbook.save(book)
