"""`township sql` answers questions, within limits, and nothing else; the short form of `python -m bench.chaos --only sql`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from bench.chaos.hostile_sql import ask_all
from bench.chaos.statements import ENDLESS, FILES, HOSTILE, OUT, SETTINGS, WRITES
from flows.cli.question import check_question
from flows.cli.rows import fail_again
from flows.errors import BadInput
from warehouse.db import connect_locked

CHOSEN = [
    *FILES[24:30:2],
    *[statement for statement in WRITES if "enable_logging('QueryLog'" in statement or "ENABLE" in statement],
    OUT[0],
    SETTINGS[0],
    ENDLESS[0],
    ENDLESS[3],
    ENDLESS[8],
]


def test_hostile_statements_reach_nothing(sample_home: Path, tmp_path: Path) -> None:
    answers = list(ask_all(sample_home, tmp_path / "out", CHOSEN))

    assert len(answers) == len(CHOSEN)
    assert [(answer.statement, answer.error, answer.problems) for answer in answers if answer.problems] == []
    assert sum("stopped the query" in answer.error for answer in answers) == 3


def test_there_are_a_hundred_hostile_statements() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 100


QUESTIONS = [
    "SELECT count(*) FROM reports",
    "FROM 区县年度汇总 LIMIT 1",
    "VALUES (1)",
    "DESCRIBE mentions",
    "SUMMARIZE observations",
    "SHOW TABLES",
    "EXPLAIN SELECT 1",
    "EXPLAIN ANALYZE SELECT count(*) FROM mentions",
    "PIVOT mentions ON section USING count(*)",
    "SELECT * FROM (PIVOT mentions ON section USING count(*))",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 9) SELECT max(n) FROM t",
    "SELECT * FROM range(3), LATERAL (SELECT unnest([1, 2]))",
    "SELECT table_name, comment FROM duckdb_tables() WHERE NOT internal",
    "SELECT * FROM query_table('reports')",
    "SELECT count(*) FROM evidence('990101002', 2023, 'x')",
    "SELECT count(*) FROM LINEAGE('990101', 2023, 'x')",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_questions_are_answered(sample_home: Path, question: str) -> None:
    with connect_locked(sample_home / "current.duckdb") as connection:
        check_question(connection, question)
        assert connection.execute(question).fetchall()


@pytest.mark.parametrize("function", ["enable_logging", '"Enable_Logging"', "system.main.checkpoint", "read_text"])
def test_functions_that_do_more_are_refused_in_any_place(sample_home: Path, function: str) -> None:
    with connect_locked(sample_home / "current.duckdb") as connection:
        for question in (
            f"FROM {function}()",
            f"SELECT (SELECT count(*) FROM {function}())",
            f"WITH x AS (FROM {function}()) FROM x",
            f"EXPLAIN ANALYZE FROM {function}()",
            f"EXPLAIN (ANALYZE, FORMAT json) FROM {function}()",
            f"PIVOT (FROM {function}()) ON a USING count(*)",
            f"PIVOT (FROM {function}/* a */()) ON a USING count(*)",
            f"FROM reports WHERE report_id IN (FROM {function}())",
        ):
            with pytest.raises(BadInput, match="not for questions"):
                check_question(connection, question)


def test_an_answer_within_the_limits_goes_to_a_file(township, sample_home: Path, tmp_path: Path) -> None:
    limits = ("--timeout", "30", "--memory", "200")
    asked = ("sql", "SELECT * FROM mentions", "--home", sample_home, "--format", "parquet")
    result = township(*asked, *limits, "-o", tmp_path / "rows.parquet")

    assert result.returncode == 0, result.stderr
    assert pq.read_table(tmp_path / "rows.parquet").num_rows > 100


def test_a_query_that_is_stopped_leaves_no_file(township, sample_home: Path, tmp_path: Path) -> None:
    asked = ("sql", "SELECT * FROM range(1000000000000)", "--home", sample_home, "--format", "csv", "--timeout", "1")
    result = township(*asked, "-o", tmp_path / "rows.csv")

    assert result.returncode == 2
    assert result.stderr == (
        "township: sql: stopped the query after 1 s; narrow it, or allow it more time with --timeout SECONDS\n"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", ["csv", "json", "table"])
def test_a_query_that_fails_after_its_first_rows_is_no_fault_of_the_disk(
    township, sample_home: Path, format: str
) -> None:
    late = "SELECT CASE WHEN i > 400000 THEN error('too late') ELSE 1 END AS n FROM range(500000) AS r(i)"
    result = township("sql", late, "--format", format, "--home", sample_home)
    assert result.returncode == 2
    assert "too late" in result.stderr


def test_the_reason_of_a_failure_is_found_where_a_stopped_thread_hides_it(sample_home: Path) -> None:
    failing = "SELECT CASE WHEN i > 400000 THEN error('too late') ELSE 1 END AS n FROM range(500000) AS r(i)"
    with connect_locked(sample_home / "current.duckdb", memory_limit="512MB") as connection:
        for _ in range(100):  # of so many, about two say first that they were interrupted
            with pytest.raises(duckdb.Error, match="too late"):
                fail_again(connection, failing)
