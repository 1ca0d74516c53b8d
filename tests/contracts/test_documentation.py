"""What is written about the command line and the tables is what they say of themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.cli.reference import commands, help_of, render
from flows.settings import Settings
from tasks.read.reader import READERS
from warehouse.dictionary import render as render_dictionary

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
PAGES += [ROOT / "samples" / "README.md", ROOT / "tests" / "golden" / "README.md"]


def test_command_line_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == render(), "run: make docs"


def test_data_dictionary_is_up_to_date() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == render_dictionary(), "run: make docs"


@pytest.mark.parametrize("command", commands())
def test_help_of_each_command_has_an_example_of_it(command: str) -> None:
    assert re.search(rf"Example: .*township {command}\b", help_of(command))


CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def shown_commands(page: Path) -> list[tuple[str, list[str]]]:
    """Each `township COMMAND …` in the code of a page, with the long options that follow it on its line."""
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8"))).replace("\\\n", " ")
    lines = re.findall(r"(?:^|[`/ ])township ([a-z]+)\b([^`\n]*)", code, re.MULTILINE)
    return [(command, re.findall(r"(?<!\S)--[a-z-]+", rest)) for command, rest in lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_command_that_a_page_shows_exists_with_its_options(page: Path) -> None:
    for command, options in shown_commands(page):
        assert command in commands(), page
        assert [option for option in options if option not in help_of(command)] == [], (page, command)


def test_readme_and_operations_show_commands() -> None:
    assert {"run", "sql", "evidence", "serve"} <= {command for command, _ in shown_commands(ROOT / "README.md")}
    assert "serve" in {command for command, _ in shown_commands(ROOT / "docs" / "operations.md")}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_each_make_target_and_file_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z0-9-]+)", text, re.MULTILINE)) <= targets
    linked = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    named = re.findall(r"`(?:pytest )?((?:bench|docs|flows|samples|scripts|tasks|tests|warehouse)/[\w./-]*)`", text)
    missing = [name for name in named if not (ROOT / name).exists()]
    assert missing + [link for link in linked if not (page.parent / link).exists()] == []


def test_operations_page_lists_the_settings_with_their_defaults() -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", page, re.MULTILINE))
    assert listed.keys() == Settings.model_fields.keys()
    for name in ("batch_size", "memory_limit"):
        assert listed[name] == str(Settings.model_fields[name].default)


def test_readme_and_help_name_every_format_that_can_be_read() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8").partition("**In**")[2].partition("**Out**")[0]
    for text in (readme, help_of("read")):
        assert set(READERS) <= set(re.findall(r"[a-z]+", text)), text


def test_readme_begins_with_the_two_commands() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:45]
    assert any(line.startswith("make run") for line in first_screen)
    assert any(line.startswith("make test") for line in first_screen)
