"""The questions of the pages for analysts, put to the sample release; and what its table macros say of themselves."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.db import connect_locked

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("analysts.md", "analysts.zh-CN.md")


def code(page: str, language: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def release(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_locked(sample_home / "current.duckdb") as con:
        yield con


def test_both_pages_ask_the_same_questions_and_there_are_enough() -> None:
    english, chinese = (code(page, "sql") for page in PAGES)
    assert english == chinese
    assert len(set(english)) >= 20


@pytest.mark.parametrize("question", code(PAGES[0], "sql"))
def test_a_question_has_an_answer_on_the_samples(release: duckdb.DuckDBPyConnection, question: str) -> None:
    assert release.execute(question).fetchall()


@pytest.mark.parametrize("page", PAGES)
def test_python_of_the_page_runs_as_it_stands(sample_home: Path, tmp_path: Path, page: str) -> None:
    program, _ = code(page, "python")  # the second asks an object store
    (tmp_path / "data").symlink_to(sample_home)
    command = [sys.executable, "-c", f"{program}\nprint(*table.columns)"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.startswith("类别 指标 单位 合计")


def test_macros_say_what_they_answer_and_the_pages_use_each(release: duckdb.DuckDBPyConnection) -> None:
    sql = (DOCS.parent / "warehouse" / "sql" / "questions.sql").read_text(encoding="utf-8")
    named = set(re.findall(r"MACRO (\w+)\(", sql))
    found = dict(
        release.execute(
            "SELECT function_name, comment FROM duckdb_functions() WHERE function_type = 'table_macro' AND NOT internal"
        ).fetchall()
    )
    asked = "".join(code(PAGES[0], "sql"))
    for name in named:
        assert f"FROM {name}(" in found[name], "its comment shows how to ask"
        assert f"{name}(" in asked


def test_answers_of_macros_are_those_of_the_tables(release: duckdb.DuckDBPyConnection) -> None:
    ranked = release.execute("SELECT 乡镇, 下限 FROM 乡镇排名('990101', 2023, 'legal_publicity_events')").fetchall()
    by_name = release.execute("SELECT 乡镇, 下限 FROM 乡镇排名('青澜区', 2023, '法治宣传活动场次')").fetchall()
    assert by_name == sorted(by_name, key=lambda row: -(row[1] or 0))
    assert ranked in ([], by_name)
    (change,) = release.execute(
        """SELECT (SELECT (sum(增减下限), sum(增减上限)) FROM 同乡镇增减('青澜区', 2024, '法律明白人人数')) =
                  (SELECT (增减下限, 增减上限) FROM 区县年度汇总
                   WHERE 区县 = '青澜区' AND 年度 = 2024 AND 指标 = '法律明白人人数')"""
    ).fetchall()
    assert change == (True,)
