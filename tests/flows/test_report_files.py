"""Reports in several files, from real writers through the whole job: copies, differences, annexes, archives, mirrors."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import duckdb
import opencc
import pytest
import xlsxwriter

from flows.job import make_job
from flows.pipeline import run_plain
from flows.summary import Summary
from warehouse.manifest import load_manifest

ROOT = Path(__file__).resolve().parents[2]
FIXTURES, SAMPLES = ROOT / "tests" / "fixtures", ROOT / "samples"
LIPING, LANYANG, YUNLING = "990101003", "990101001", "990101006"

PENALTIES = (
    "附件1：2024年行政执法情况统计表",
    (("程序", "立案（件）", "罚款金额（元）"), ("简易程序", 31, 6200), ("普通程序", 7, 28000), ("合计", 38, 34200)),
)
MEDIATION = (
    "2024年法治宣传情况统计表",
    (("项目", "数量"), ("执法人员培训（期）", 6), ("人民调解案件（件）", 999)),
)


def book(path: Path, title: str, rows: Sequence[Sequence[str | int]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("统计表")
        sheet.merge_range(0, 0, 0, len(rows[0]) - 1, title)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)


def gbk_zip(path: Path, members: dict[str, Path]) -> None:
    """An archive as Chinese Windows writes it: names in GBK, without the flag for UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    stand_ins = {place: chr(ord("A") + n) * len(place.encode("gbk")) for n, place in enumerate(members)}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, file in members.items():
            archive.write(file, stand_ins[place])
    data = path.read_bytes()
    for place, stand_in in stand_ins.items():
        assert data.count(stand_in.encode()) == 2
        data = data.replace(stand_in.encode(), place.encode("gbk"))
    path.write_bytes(data)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What three townships sent: in a folder, in an archive, as a page with an attachment; and an annex of nobody."""
    folder = tmp_path_factory.mktemp("inbox") / "青澜区"
    liping, yunling = folder / "2024" / "栗坪镇", folder / "2023" / "云岭苗族乡"
    for target in (liping, yunling):
        target.mkdir(parents=True)
    shutil.copy(FIXTURES / "office/liping_2024.docx", liping / "栗坪镇报告.docx")
    shutil.copy(FIXTURES / "pdf/liping_2024.pdf", liping / "栗坪镇报告.pdf")
    page = (FIXTURES / "office/liping_2024.html").read_text(encoding="utf-8")
    assert page.count("28000") == page.count("34200") == 1
    (liping / "网页.html").write_text(page.replace("28000", "29000").replace("34200", "35200"), encoding="utf-8")
    (liping / "鏡像.html").write_text(opencc.OpenCC("s2t").convert(page), encoding="utf-8")
    book(liping / "附件" / "附件1.xlsx", *PENALTIES)

    scratch = tmp_path_factory.mktemp("scratch")
    book(scratch / "annex.xlsx", *MEDIATION)
    members = {"报告正文.doc": FIXTURES / "writer/lanyang_2024.doc", "附表/统计表.xlsx": scratch / "annex.xlsx"}
    gbk_zip(folder / "2024" / "澜阳街道.zip", members)

    shutil.copy(FIXTURES / "writer/yunling_2023.docx", yunling / "附件.docx")
    (sample,) = (SAMPLES / "inbox/青澜区/2023").glob("云岭*.html")
    shutil.copy(sample, yunling / "页面.html")
    book(folder / "待查" / "附件3.xlsx", "附件3：行政执法统计表", (("事项", "件数"), ("行政处罚", 4)))
    return folder.parent


def run(home: Path, inbox: Path) -> Summary:
    """Runs the job in a home that knows the invented district."""
    shutil.copytree(SAMPLES / "register", home / "register", dirs_exist_ok=True)
    return run_plain(make_job(home, inbox, as_of=date(2025, 6, 1)))


@pytest.fixture(scope="module")
def summary(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    """A home with a release of that inbox, and what the run said."""
    home = tmp_path_factory.mktemp("home") / "home"
    return home, run(home, inbox)


@pytest.fixture(scope="module")
def home(summary: tuple[Path, Summary]) -> Path:
    return summary[0]


@pytest.fixture
def con(home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as connection:
        yield connection


def lake(home: Path) -> dict[str, bytes]:
    """The live files of the lake, with their bytes."""
    return {path: (home / "lake" / path).read_bytes() for path in load_manifest(home / "lake/manifest.json").files}


def test_files_of_one_report_and_its_main_file(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        """SELECT township_code, role, source_uri FROM files JOIN reports USING (report_id)
           ORDER BY township_code, role, source_uri"""
    ).fetchall()
    assert [(code, role, uri.rpartition("青澜区/")[2]) for code, role, uri in rows] == [
        (LANYANG, "annex", "2024/澜阳街道.zip/附表/统计表.xlsx"),
        (LANYANG, "main", "2024/澜阳街道.zip/报告正文.doc"),
        (LIPING, "annex", "2024/栗坪镇/附件/附件1.xlsx"),
        (LIPING, "copy", "2024/栗坪镇/栗坪镇报告.pdf"),
        (LIPING, "copy", "2024/栗坪镇/网页.html"),
        (LIPING, "copy", "2024/栗坪镇/鏡像.html"),
        (LIPING, "main", "2024/栗坪镇/栗坪镇报告.docx"),
        (YUNLING, "copy", "2023/云岭苗族乡/页面.html"),
        (YUNLING, "main", "2023/云岭苗族乡/附件.docx"),
    ]
    assert con.execute("SELECT max(version), bool_and(is_current) FROM reports").fetchall() == [(1, True)]


def test_differences_are_findings_and_in_the_summary(
    summary: tuple[Path, Summary], con: duckdb.DuckDBPyConnection
) -> None:
    found = con.execute(
        "SELECT severity, township_code, message_zh, mention_ids FROM findings WHERE check_name = 'files_differ' ORDER BY ALL"
    ).fetchall()
    assert [(severity, code) for severity, code, _, _ in found] == [("warn", LIPING)] * 2
    for (_, _, message, mention_ids), old, new in zip(found, ("28000", "34200"), ("29000", "35200"), strict=True):
        assert all(part in message for part in (f"“{old}”", f"“{new}”", "栗坪镇报告.docx", "网页.html"))
        quotes = con.execute("SELECT quote FROM mentions WHERE list_contains($1, mention_id)", [mention_ids]).fetchall()
        assert quotes == [(old,)]
    home, said = summary
    assert "同一报告的文件不一致 2" in dict(said.lines())["发现"]
    (kept,) = (json.loads(path.read_text(encoding="utf-8")) for path in (home / "runs").glob("*.json"))
    assert kept["findings"] == said.findings
    assert said.findings["files_differ"] == 2


def test_a_page_tells_the_date_that_its_attachment_lacks(con: duckdb.DuckDBPyConnection) -> None:
    row = con.execute(
        "SELECT published_on::VARCHAR, date_basis, identity_evidence FROM reports WHERE township_code = $1", [YUNLING]
    ).fetchone()
    assert row is not None
    assert row[:2] == ("2024-04-09", "header")
    assert json.loads(row[2])["published_on"] == "copy:header"
    status = "SELECT status FROM coverage WHERE township_code = $1 AND report_year = 2023"
    assert con.execute(status, [YUNLING]).fetchall() == [("late",)]


_STATED = """
    SELECT o.value_low, o.obs_status, list(f.role ORDER BY m.mention_id)
    FROM observations AS o
    JOIN mentions AS m ON list_contains(o.mention_ids, m.mention_id)
    JOIN blocks AS b ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
    JOIN files AS f USING (file_id)
    WHERE o.township_code = $1 AND o.metric_id = $2 GROUP BY ALL
"""


@pytest.mark.parametrize(
    ("code", "metric", "expected"),
    [
        (LIPING, "fines_amount", (34200.0, "reported", ["main", "annex"])),
        (LANYANG, "enforcement_training_sessions", (6.0, "reported", ["annex"])),
    ],
    ids=["stated in both: once", "stated in the annex alone"],
)
def test_figures_of_an_annex_count_once(
    con: duckdb.DuckDBPyConnection, code: str, metric: str, expected: tuple[float, str, list[str]]
) -> None:
    assert con.execute(_STATED, [code, metric]).fetchall() == [expected]


def test_an_annex_that_says_otherwise_is_a_conflict(con: duckdb.DuckDBPyConnection) -> None:
    ((_, status, roles),) = con.execute(_STATED, [LANYANG, "people_mediation_cases"]).fetchall()
    assert status == "conflict"
    assert {"main", "annex"} == set(roles)


def test_quotes_stand_in_the_text_that_holds_the_annex_too(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        """SELECT m.quote, substring(t.text, m.char_start + 1, m.char_end - m.char_start), m.section
           FROM mentions AS m JOIN report_texts AS t USING (report_id)
           JOIN blocks AS b ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
           JOIN files AS f USING (file_id) WHERE f.role = 'annex'"""
    ).fetchall()
    assert len(rows) == 8
    assert all(quote == marked and section == "other" for quote, marked, section in rows)


def test_evidence_names_the_annex_and_the_row(township, home: Path) -> None:
    said = township("evidence", "栗坪镇", "2024", "fines_amount", "--home", home).stdout
    assert "附件：青澜区/2024/栗坪镇/附件/附件1.xlsx  位置：第1页 表1 第5行 合计 › 罚款金额（元）" in said
    assert "文件：青澜区/2024/栗坪镇/栗坪镇报告.docx  位置：" in said


def test_an_annex_of_nobody_waits_with_advice(con: duckdb.DuckDBPyConnection) -> None:
    ((reason, advice),) = con.execute("SELECT reason, detail_zh FROM quarantine").fetchall()
    assert reason == "annex_unplaced"
    assert "同一个文件夹或压缩包" in advice


def test_files_that_come_in_another_order_give_the_same_lake(home: Path, inbox: Path, tmp_path: Path) -> None:
    files = sorted(p for p in inbox.rglob("*") if p.is_file())
    turns = [files[1::2], files[::2]]
    for turn in turns:
        for file in reversed(turn):
            target = tmp_path / "inbox" / file.relative_to(inbox)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
        run(tmp_path / "home", tmp_path / "inbox")
    assert lake(tmp_path / "home") == lake(home)
    again = run(tmp_path / "home", tmp_path / "inbox")
    assert (again.outcome, again.n_processed) == ("nothing_new", 0)
    assert lake(tmp_path / "home") == lake(home)


def test_an_annex_that_comes_later_makes_a_new_release(tmp_path: Path) -> None:
    folder = tmp_path / "inbox" / "2024"
    folder.mkdir(parents=True)
    shutil.copy(FIXTURES / "office/liping_2024.docx", folder)
    run(tmp_path / "home", tmp_path / "inbox")
    (first,) = (tmp_path / "home" / "releases").iterdir()
    sums = (first / "SHA256SUMS").read_bytes()
    book(folder / "附件.xlsx", *MEDIATION)
    run(tmp_path / "home", tmp_path / "inbox")
    second = max((tmp_path / "home" / "releases").iterdir())
    reports = []
    for release in (first, second):
        with duckdb.connect(str(release / "township.duckdb"), read_only=True) as con:
            reports += con.execute("SELECT report_id, version, (SELECT count(*) FROM files) FROM reports").fetchall()
    assert [(version, n_files) for _, version, n_files in reports] == [(1, 1), (1, 2)]
    assert reports[0][0] != reports[1][0]
    assert (first / "SHA256SUMS").read_bytes() == sums
