"""Releases on the shelf: listed, tagged, rolled back, kept and removed, verified, and read by today's commands."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from tests.corrections.corrections_home import LITERACY, Place, entry, report


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Three releases: a report; a correction of it; the report of another year."""
    place = Place(tmp_path_factory.mktemp("releases"))
    place.put("青澜区/桐坝镇2023.txt", report()).run()
    place.decide(entry("correct", metric=LITERACY, expect="52", value="60")).run()
    place.put("青澜区/桐坝镇2022.txt", report(year=2022)).run()
    return place


@pytest.fixture
def place(three: Place, tmp_path: Path) -> Place:
    return three.copy(tmp_path / "copy")


def names(place: Place) -> list[str]:
    return sorted(path.name for path in (place.home / "releases").iterdir())


def current(place: Place) -> str:
    return place.home.joinpath("current.duckdb").resolve().parent.name


def listed(township, place: Place) -> list[dict[str, str]]:
    result = township("releases", "--home", place.home, "--format", "csv")
    assert result.returncode == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def test_releases_lists_number_date_tags_and_the_current_one(township, place: Place) -> None:
    assert township("tag", "送审", "2", "--home", place.home).returncode == 0
    rows = listed(township, place)

    assert [row["序号"] for row in rows] == ["3", "2", "1"]
    assert [row["状态"] for row in rows] == ["当前", "", ""]
    assert [row["标签"] for row in rows] == ["", "送审", ""]
    assert {row["日期"] for row in rows} == {"2025-06-01"}
    assert [row["版次"] for row in rows] == ["2023年修订，2022年定稿", "2023年修订", "2023年定稿"]


def test_releases_says_what_is_new(township, place: Place) -> None:
    third, second, first = (row["新内容"] for row in listed(township, place))

    assert "首次发布" in first
    assert "更正" in second
    assert "报告 +1" in third


@pytest.mark.parametrize(
    ("name", "says"), [("3", "cannot be a tag"), ("current", "cannot be a tag"), ("a/b", "cannot")]
)
def test_tag_refuses_what_would_be_taken_for_something_else(township, place: Place, name: str, says: str) -> None:
    result = township("tag", name, "1", "--home", place.home)
    assert (result.returncode, says in result.stderr) == (2, True), result.stderr


def test_tag_stands_on_one_release_until_it_is_taken_away(township, place: Place) -> None:
    assert township("tag", "final", "0001", "--home", place.home).returncode == 0
    again = township("tag", "final", "0002", "--home", place.home)
    assert again.returncode == 2
    assert names(place)[0] in again.stderr

    assert township("tag", "final", "--delete", "--home", place.home).returncode == 0
    assert township("tag", "final", "0002", "--home", place.home).returncode == 0
    assert township("tag", "none", "--delete", "--home", place.home).returncode == 2


@pytest.mark.parametrize(
    "command", [("sql", "SELECT 1"), ("coverage",), ("describe",), ("evidence", "桐坝镇", "2023", LITERACY)]
)
def test_old_release_is_read_by_todays_commands(township, place: Place, command: tuple[str, ...]) -> None:
    assert township(*command, "--home", place.home, "--release", "1").returncode == 0
    missing = township(*command, "--home", place.home, "--release", "7")
    assert missing.returncode == 2
    assert names(place)[0] in missing.stderr


def test_value_of_an_old_release_is_the_old_value(township, place: Place) -> None:
    township("tag", "before", "1", "--home", place.home)
    for release, value in (("before", "52 人"), ("0002", "60 人（更正）"), ("current", "60 人（更正）")):
        said = township("evidence", "桐坝镇", "2023", LITERACY, "--home", place.home, "--release", release).stdout
        assert value in said, said
    only = "SELECT count(DISTINCT report_year) AS n FROM observations"
    counted = [township("sql", only, "--home", place.home, "--format", "json", "--release", n).stdout for n in "123"]
    assert [json.loads(text) for text in counted] == [[{"n": 1}], [{"n": 1}], [{"n": 2}]]


def test_release_that_lacks_what_came_later_is_read_all_the_same(township, place: Place) -> None:
    """As a release of an older version: a table and a column are not there yet."""
    database = place.home / "releases" / names(place)[0] / "township.duckdb"
    database.chmod(0o644)
    with duckdb.connect(str(database)) as con:
        con.execute("DROP TABLE checks")
        con.execute("DROP VIEW 更正记录")
        con.execute("ALTER TABLE corrections DROP COLUMN source")
        con.execute("DROP MACRO zh_coverage")
    for command in (
        ("coverage",),
        ("evidence", "桐坝镇", "2023", LITERACY),
        ("sql", "SELECT source FROM corrections, checks"),
    ):
        result = township(*command, "--home", place.home, "--release", "1")
        assert result.returncode == 0, (command, result.stderr)


def test_rollback_moves_the_pointer_and_a_run_without_news_respects_it(township, place: Place) -> None:
    before = names(place)
    assert township("rollback", "2", "--home", place.home).returncode == 0
    assert current(place) == before[1]
    assert [row["状态"] for row in listed(township, place)] == ["已回退", "当前", ""]

    summary = place.run()
    assert (summary.outcome, summary.held) == ("nothing_new", before[2])
    assert dict(summary.lines())["结果"].startswith(f"无变化（{before[2]} 已回退")
    assert (names(place), current(place)) == (before, before[1])


def test_rollback_is_respected_when_the_lake_is_made_again(township, place: Place) -> None:
    import shutil

    assert township("rollback", "1", "--home", place.home).returncode == 0
    shutil.rmtree(place.home / "lake")
    place.run()
    assert len(names(place)) == 3


def test_first_news_after_a_rollback_is_published_with_all_that_the_home_holds(township, place: Place) -> None:
    township("rollback", "1", "--home", place.home)
    place.put("青澜区/栗坪镇2023.txt", report("栗坪镇")).run()

    assert current(place) == names(place)[3]
    assert place.rows("SELECT count(*) FROM reports") == [(3,)]
    assert [row["状态"] for row in listed(township, place)] == ["当前", "", "", ""]


def test_cause_taken_out_after_a_rollback_gives_the_old_content_without_a_new_release(township, place: Place) -> None:
    """The report of 2022 was wrong: rolled back, then removed from what the home holds by a correction."""
    township("rollback", "2", "--home", place.home)
    place.decide(entry("exclude", file="桐坝镇2022.txt"), file="b.yaml").run()

    assert place.rows("SELECT DISTINCT report_year FROM observations") == [(2023,)]
    assert place.run().held is None


def test_rolling_forward_again_ends_the_rollback(township, place: Place) -> None:
    for release in ("2", "1", "3"):
        assert township("rollback", release, "--home", place.home).returncode == 0
    assert not (place.home / "rollback.json").exists()
    assert place.run().outcome == "nothing_new"
    assert current(place) == names(place)[2]


def test_rollback_to_the_current_one_or_to_none_is_refused(township, place: Place) -> None:
    for release in ("3", "current", "nothing"):
        assert township("rollback", release, "--home", place.home).returncode == 2
    assert current(place) == names(place)[2]


def test_rollback_waits_for_no_run_and_takes_no_damaged_release(township, place: Place) -> None:
    with FileLock(place.home / ".lock"):
        assert township("rollback", "1", "--home", place.home).returncode == 3
    (place.home / "releases" / names(place)[0] / "manifest.json").unlink()
    refused = township("rollback", "1", "--home", place.home)
    assert (refused.returncode, "manifest.json" in refused.stderr) == (1, True)
    assert current(place) == names(place)[2]


def test_retention_keeps_the_tagged_the_current_and_the_newest(township, place: Place, monkeypatch) -> None:
    before = names(place)
    township("tag", "final", "1", "--home", place.home)
    monkeypatch.setenv("TOWNSHIP_KEEP_RELEASES", "1")
    with duckdb.connect(str(place.home / "releases" / before[1] / "township.duckdb"), read_only=True) as reader:
        place.run()
        assert names(place) == [before[0], before[2]]
        assert reader.execute("SELECT count(*) FROM observations").fetchall() != [(0,)], "an open release is read on"

    township("rollback", "final", "--home", place.home)
    township("tag", "final", "--delete", "--home", place.home)
    place.run()
    assert names(place) == [before[0], before[2]], "the newest gives the next number, the current one is read"


def test_damaged_tags_stop_the_removal_and_not_the_run(place: Place, monkeypatch) -> None:
    (place.home / "tags.json").write_text("[1", encoding="utf-8")
    monkeypatch.setenv("TOWNSHIP_KEEP_RELEASES", "1")
    place.put("青澜区/栗坪镇2023.txt", report("栗坪镇"))
    assert place.run().outcome == "published"
    assert len(names(place)) == 4


def test_verify_of_a_release_as_published(township, place: Place) -> None:
    for release in ("current", "1"):
        result = township("verify", release, "--home", place.home)
        assert (result.returncode, result.stderr) == (0, ""), result.stdout


def test_verify_names_missing_extra_and_changed_files(township, place: Place) -> None:
    folder = place.home / "releases" / names(place)[2]
    lost, changed = folder / "csv" / "报送情况.csv", folder / "parquet" / "metrics.parquet"
    lost.unlink()
    changed.chmod(0o644)
    changed.write_bytes(changed.read_bytes()[:-1] + b"?")
    (folder / "excel" / "new.txt").write_text("x", encoding="utf-8")
    result = township("verify", "--home", place.home)

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1
    for kind, name in (
        ("missing", "csv/报送情况.csv"),
        ("extra", "excel/new.txt"),
        ("changed", "parquet/metrics.parquet"),
    ):
        assert any(kind in line and name in line for line in result.stdout.splitlines()), result.stdout
    assert "parquet/metrics：" in result.stdout, "the manifest names the table's hash"


def test_verify_finds_a_database_that_was_changed_with_its_sum(township, place: Place) -> None:
    import hashlib

    folder = place.home / "releases" / names(place)[2]
    database, sums = folder / "township.duckdb", folder / "SHA256SUMS"
    database.chmod(0o644)
    sums.chmod(0o644)
    for statement, says in (
        ("UPDATE observations SET value_low = value_low + 1", "township.duckdb:observations"),
        ("DELETE FROM mentions WHERE char_start < 100", "township.duckdb:mentions"),
    ):
        old = hashlib.sha256(database.read_bytes()).hexdigest()
        with duckdb.connect(str(database)) as con:
            con.execute(statement)
        new = hashlib.sha256(database.read_bytes()).hexdigest()
        sums.write_text(sums.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        result = township("verify", "--home", place.home)
        assert result.returncode == 1
        assert says in result.stdout, result.stdout
        assert "sha256" not in result.stdout


def test_verify_of_a_release_whose_database_is_none(township, place: Place) -> None:
    database = place.home / "releases" / names(place)[2] / "township.duckdb"
    database.chmod(0o644)
    database.unlink()
    with sqlite3.connect(database) as other:
        other.execute("CREATE TABLE t (i)")
    result = township("verify", "3", "--home", place.home)
    assert result.returncode == 1
    assert "township.duckdb" in result.stdout


def test_home_without_a_release(township, tmp_path: Path) -> None:
    for command in (("releases",), ("verify",), ("tag", "a"), ("rollback", "1"), ("diff", "1", "2")):
        result = township(*command, "--home", tmp_path)
        assert (result.returncode, len(result.stderr.splitlines())) == (2, 1), (command, result.stderr)
        assert "no release" in result.stderr
