"""What the commands answer on a release made from the samples."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


def test_run_ends_with_a_summary_and_the_path_of_the_release(run_samples, tmp_path: Path) -> None:
    result = run_samples(tmp_path / "home")

    assert result.returncode == 0, result.stderr
    assert "empty 1" in result.stdout
    assert "out_of_scope 1" in result.stdout
    (release,) = (tmp_path / "home" / "releases").iterdir()
    assert str(release) in result.stdout
    assert result.stderr == ""


def test_demo_prints_the_district_table_and_where_the_release_lies(township, tmp_path: Path) -> None:
    result = township("demo", "--no-server", cwd=tmp_path)

    assert result.returncode == 0, result.stderr
    header = result.stdout.splitlines()[0].split()
    assert header == ["青澜区：指标", "单位", "2023年", "有数乡镇", "2024年", "有数乡镇"]
    (release,) = (tmp_path / "data-sample" / "releases").iterdir()
    assert str(release) in result.stdout
    readme = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    asked = set(re.findall(r"`\.venv/bin/township (evidence [^`]*)`", readme))
    assert len(asked) == 1, "the English and the Chinese part show the same command"
    evidence = township(*asked.pop().split(), cwd=tmp_path)
    assert evidence.returncode == 0, evidence.stderr
    shown = {line.rstrip() for line in result.stdout.splitlines() + evidence.stdout.splitlines()}
    assert [line for line in shown_in_readme() if line not in shown] == [], "README shows what is printed no more"


def shown_in_readme() -> list[str]:
    """Lines of output that the README shows, without those that were left out."""
    readme = (SAMPLES.parent / "README.md").read_text(encoding="utf-8")
    lines = [
        line
        for block in re.findall(r"^```text\n(.*?)^```", readme, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]
    assert len(lines) > 10
    return [line for line in lines if line != "…"]


def test_sql_answers_in_each_format(township, sample_home: Path, tmp_path: Path) -> None:
    query = "SELECT township_code, report_year, value_low, mention_ids FROM observations ORDER BY ALL LIMIT 5"

    def ask(*more: str | Path) -> str:
        result = township("sql", query, "--home", sample_home, *more)
        assert result.returncode == 0, result.stderr
        return result.stdout

    rows = json.loads(ask("--format", "json"))
    assert len(rows) == 5
    assert list(rows[0]) == ["township_code", "report_year", "value_low", "mention_ids"]
    in_csv = list(csv.DictReader(io.StringIO(ask("--format", "csv"))))
    assert [r["township_code"] for r in in_csv] == [r["township_code"] for r in rows]
    assert json.loads(in_csv[0]["mention_ids"]) == rows[0]["mention_ids"]
    assert all(r["township_code"] in ask() for r in rows)
    assert ask("--format", "parquet", "-o", tmp_path / "rows.parquet") == ""
    assert pq.read_table(tmp_path / "rows.parquet").to_pylist() == rows
    assert ask("--format", "json", "-o", tmp_path / "rows.json") == ""
    assert json.loads((tmp_path / "rows.json").read_text(encoding="utf-8")) == rows


@pytest.mark.parametrize(
    "query",
    [
        "",
        ";",
        "-- nothing",
        "SELEC 1",
        "SELECT 1; SELECT 2",
        "SET threads = 1",
        "CHECKPOINT",
        "DELETE FROM reports",
        "CREATE TEMP TABLE t AS SELECT 1",
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY reports TO 'x.csv'",
    ],
)
def test_sql_that_is_wrong_or_no_question_ends_with_2(township, sample_home: Path, tmp_path: Path, query: str) -> None:
    result = township("sql", query, "--home", sample_home, "-o", tmp_path / "out", cwd=tmp_path)

    assert result.returncode == 2
    assert len(result.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "query",
    [
        "SELECT 1;",
        "WITH a AS (SELECT 1) FROM a",
        "VALUES (1)",
        "DESCRIBE reports",
        "SHOW TABLES",
        "SUMMARIZE reports",
        "EXPLAIN SELECT 1",
        "PIVOT (SELECT report_year, district FROM reports) ON report_year USING count(*)",
    ],
)
def test_sql_takes_every_kind_of_question(township, sample_home: Path, query: str) -> None:
    result = township("sql", query, "--home", sample_home, "--format", "csv")

    assert result.returncode == 0, result.stderr
    assert len(result.stdout.splitlines()) >= 2


STRANGE = """
SELECT 'nan'::DOUBLE AS a, '-inf'::DOUBLE AS a, 0.00001::DOUBLE AS a_1, 1.25::DECIMAL(5, 2) AS d, 7::DECIMAL(5, 0) AS e,
    [1.5::DECIMAL(3, 1)] AS f, MAP {1: 'nan'::DOUBLE} AS g, DATE '2024-01-02' AS h, 1e300::DOUBLE AS i, 0.05678::DOUBLE AS j
"""


def test_json_is_json_and_columns_keep_apart(township, sample_home: Path) -> None:
    shown = township("sql", STRANGE, "--home", sample_home, "--format", "json").stdout
    (row,) = json.loads(shown, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))

    assert list(row) == ["a", "a_2", "a_1", "d", "e", "f", "g", "h", "i", "j"]
    assert list(row.values()) == [None, None, 0.00001, 1.25, 7, [1.5], {"1": None}, "2024-01-02", 1e300, 0.05678]


def test_parquet_keeps_columns_of_the_same_name(township, sample_home: Path, tmp_path: Path) -> None:
    query = ("SELECT 1 AS a, 2 AS a", "--home", sample_home, "--format", "parquet", "-o", tmp_path / "x.parquet")
    assert township("sql", *query).returncode == 0
    assert pq.read_table(tmp_path / "x.parquet").to_pylist() == [{"a": 1, "a_1": 2}]


def test_table_shows_small_and_strange_numbers(township, sample_home: Path) -> None:
    result = township("sql", STRANGE, "--home", sample_home)

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines()[1].split()[:5] == ["nan", "-inf", "0.00001", "1.25", "7"]
    assert result.stdout.split()[-2:] == ["1e+300", "0.05678"]


def test_output_follows_a_link_and_leaves_a_device_alone(township, sample_home: Path, tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to("rows.csv")
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE, text=True) as reader:
        for name in ("link.csv", "pipe"):
            arguments = ("SELECT 7 AS n", "--home", sample_home, "--format", "csv", "-o", tmp_path / name)
            result = township("sql", *arguments)
            assert result.returncode == 0, result.stderr
        assert reader.communicate(timeout=60)[0] == "n\n7\n"

    assert (tmp_path / "rows.csv").read_text(encoding="utf-8") == "n\n7\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["link.csv", "pipe", "rows.csv"]
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(("format", "rows"), [("table", 20_000), ("csv", 200_000), ("json", 200_000)])
def test_reader_that_goes_away_is_no_error(sample_home: Path, format: str, rows: int) -> None:
    """More rows than a pipe holds."""
    query = ("sql", f"SELECT * FROM range({rows})", "--home", str(sample_home), "--format", format)
    command = [sys.executable, "-m", "flows.cli.main", *query]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stderr
        assert "range" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_terminal_that_knows_no_chinese_gets_it_escaped(township, sample_home: Path) -> None:
    query = ("sql", "SELECT name_zh FROM metrics WHERE metric_id = 'legal_literacy_persons'", "--home", sample_home)
    for arguments in (query, ("sql", "SELECT 甲", "--home", sample_home)):
        result = township(*arguments, PYTHONIOENCODING="ascii")
        assert result.returncode == (2 if "SELECT 甲" in arguments else 0), result.stderr
        assert "\\u" in result.stdout + result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "query", ["SELECT count(*) FROM range(100000000) AS a, range(10000) AS b", "SELECT * FROM range(2000000000)"]
)
def test_ctrl_c_is_said_in_one_line(sample_home: Path, tmp_path: Path, query: str) -> None:
    arguments = ("sql", query, "--home", str(sample_home), "--format", "csv", "-o", str(tmp_path / "rows.csv"))
    command = [sys.executable, "-m", "flows.cli.main", *arguments]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while b"duckdb" not in Path(f"/proc/{process.pid}/maps").read_bytes():  # until the query is near
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        shown = process.communicate(timeout=60)[1]

    assert process.returncode == 130, shown
    assert shown == "township: stopped by the user; the current release is unchanged\n"
    assert list(tmp_path.iterdir()) == []


def test_district_table_answers_by_its_chinese_name(township, sample_home: Path) -> None:
    result = township("sql", "SELECT * FROM 区县年度汇总", "--home", sample_home, "--format", "csv")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert {r["区县"] for r in rows} == {"青澜区"}
    assert {r["年度"] for r in rows} == {"2023", "2024"}


def test_describe_lists_tables_and_columns_with_comments(township, sample_home: Path) -> None:
    tables = township("describe", "--home", sample_home).stdout
    columns = township("describe", "observations", "--home", sample_home).stdout

    assert "observations" in tables
    assert "区县年度汇总" in tables
    assert "value_low" in columns
    assert "Lower bound" in columns
    assert township("describe", "OBSERVATIONS", "--home", sample_home).stdout == columns
    assert township("describe", "nothing", "--home", sample_home).returncode == 2
    assert "乡镇排名(区县或代码, 报告年度, 指标或代码)" in tables
    function = township("describe", "数字来源", "--home", sample_home).stdout
    assert "数字来源(乡镇或代码, 报告年度, 指标或代码)" in function and "一个数字的每处原文" in function


def test_evidence_shows_the_sentence_with_the_number_marked(township, sample_home: Path) -> None:
    row = one_observation(township, sample_home)
    for name in (row["township"], row["township_code"]):
        result = township("evidence", name, str(row["report_year"]), row["metric_id"], "--home", sample_home)
        assert result.returncode == 0, result.stderr
        marked = f"【{row['quote']}】"
        assert marked in result.stdout
        assert row["sentence"].strip() in result.stdout.replace(marked, row["quote"])
        assert row["source_uri"] in result.stdout


def one_observation(township, home: Path) -> dict[str, object]:
    """An observation that rests on one mention, with that mention."""
    query = """
        SELECT r.township, o.township_code, o.report_year, o.metric_id, m.quote, m.sentence, f.source_uri
        FROM observations AS o JOIN mentions AS m ON o.mention_ids = [m.mention_id]
        JOIN reports AS r ON r.report_id = o.report_id JOIN files AS f ON f.report_id = o.report_id
        WHERE NOT contains(m.sentence, chr(10)) ORDER BY ALL LIMIT 1"""
    (row,) = json.loads(township("sql", query, "--home", home, "--format", "json").stdout)
    return row


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (("城关镇", "2023", "legal_literacy_persons"), "ambiguous"),
        (("无此镇", "2023", "legal_literacy_persons"), "无此镇"),
        (("桐坝镇", "2019", "legal_literacy_persons"), "2023, 2024"),
        (("桐坝镇", "2023", "法律明白"), "legal_literacy_persons"),
    ],
)
def test_evidence_of_what_is_not_there_ends_with_2(township, sample_home: Path, arguments, names: str) -> None:
    result = township("evidence", *arguments, "--home", sample_home)

    assert result.returncode == 2
    assert names in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_ambiguous_name_lists_a_few_and_how_to_name_one(township, sample_home: Path) -> None:
    line = township("evidence", "城关镇", "2023", "legal_literacy_persons", "--home", sample_home).stderr

    codes = re.findall(r"\b\d{9}\b", line)
    assert len(codes) == 8
    assert re.search(r"and \d+ more$", line.strip())
    named = re.search(r"as (\S+城关镇):", line)
    assert named
    again = township("evidence", named[1], "2023", "legal_literacy_persons", "--home", sample_home)
    assert "no report of" in again.stderr, "the example names one township"


def test_read_prints_blocks_and_says_what_is_unreadable(township, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    report = next((SAMPLES / "inbox").rglob("*.docx"))
    shown = township("read", report)

    assert shown.returncode == 0, shown.stderr
    assert "paragraph" in shown.stdout
    assert "法治" in shown.stdout
    assert "empty" in township("read", tmp_path / "empty.txt").stderr
    assert township("read", tmp_path / "empty.txt").returncode == 2
    assert township("read", tmp_path / "nothing.txt").returncode == 2
