"""What is written about the command line and the tables is what they say of themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flows.cli.reference import commands, help_of, render
from warehouse.dictionary import render as render_dictionary

ROOT = Path(__file__).resolve().parents[2]


def test_command_line_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == render(), "run: make docs"


def test_data_dictionary_is_up_to_date() -> None:
    page = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert page == render_dictionary(), "run: make docs"


@pytest.mark.parametrize("command", commands())
def test_help_of_each_command_has_an_example_of_it(command: str) -> None:
    assert re.search(rf"Example: .*township {command}\b", help_of(command))


def test_readme_names_no_command_that_does_not_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^|[`/] ?)township ([a-z]+)", readme, re.MULTILINE))
    assert named
    assert named <= set(commands())


def test_readme_names_no_make_target_that_does_not_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"`make ([a-z-]+)", readme)) | set(re.findall(r"^make ([a-z-]+)", readme, re.MULTILINE))
    assert {"run", "test"} <= named <= targets
