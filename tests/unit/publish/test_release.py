"""Releases: made once, never changed, verified before anybody sees them, and current by one step."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import openpyxl
import pyarrow.parquet as pq
import pytest
from publish_world import World
from small_documents import METRIC, Doc

from tasks.publish.database import ReleaseRefused
from tasks.publish.pointer import point_to
from tasks.publish.release_tables import LakeDamaged
from tasks.publish.season import Season
from warehouse.home import Home
from warehouse.models import view_names
from warehouse.schema import tables

A = Doc("a")
B = Doc("b", town="990101002", persons=7, published_on=date(2024, 3, 1))
C = Doc("c", town="990101003", year=2022, persons=5)

FIGURE = f"SELECT sum_low, sum_high, n_values, edition FROM district_metrics WHERE metric_id = '{METRIC}'"


def parquet(world: World) -> dict[str, bytes]:
    """The Parquet files of the current release that are compared: those that tell of the run, or of the last release, are not."""
    root = world.home.current.resolve().parent / "parquet"
    files = {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*.parquet")}
    left_out = ("checks.parquet", "runs.parquet", "release.parquet")
    return {name: data for name, data in files.items() if name not in left_out}


def test_a_release_holds_every_table_and_view_and_its_own_sums(world: World) -> None:
    result = world.put(A, B, C, Doc("q", reason="damaged")).publish()
    assert (result.release, result.created, result.rows["reports"]) == ("0001-2024-06-01", True, 3)
    assert result.path == world.home.releases / "0001-2024-06-01"
    assert world.home.current.readlink() == Path("releases/0001-2024-06-01/township.duckdb")
    assert world.query(f"{FIGURE} AND report_year = 2023") == [(47, 47, 2, "final")]
    listed = world.query("SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL")
    assert listed == sorted((t.name, t.comment) for t in tables().values())
    for view in view_names():
        world.query(f'SELECT count(*) FROM "{view}"')
    assert world.query("SELECT run_id, outcome, release FROM runs") == [("run-1", "published", "0001-2024-06-01")]
    sums = dict(reversed(line.split("  ")) for line in (result.path / "SHA256SUMS").read_text().splitlines())
    on_disk = {p.relative_to(result.path).as_posix(): p for p in result.path.rglob("*") if p.is_file()}
    assert sums == {
        name: hashlib.sha256(p.read_bytes()).hexdigest() for name, p in on_disk.items() if name != "SHA256SUMS"
    }
    assert {name.split("/")[0] for name in on_disk} == {
        "NOTES.md",
        "SHA256SUMS",
        "csv",
        "excel",
        "manifest.json",
        "open",
        "parquet",
        "site",
        "township.duckdb",
    }


def test_parquet_and_database_say_the_same(world: World) -> None:
    result = world.put(A, B, C, Doc("q", reason="damaged", year=None)).publish()
    manifest = json.loads((result.path / "manifest.json").read_bytes())
    for name, t in tables().items():
        files = [str(p) for p in sorted((result.path / "parquet").glob(f"{name}/**/*.parquet"))]
        files += [str(p) for p in (result.path / "parquet").glob(f"{name}.parquet")]
        rows = [row for f in files for row in pq.read_table(f, partitioning=None).to_pylist()]
        in_database = world.query(f'FROM "{name}"')
        assert [tuple(row[c] for c in t.names) for row in rows] == in_database, name
        assert manifest["tables"][name]["rows"] == len(rows)
    assert world.query("SELECT value FROM release WHERE item = 'season'") == [("due 2023, final 2023",)]


def test_each_district_and_year_has_its_csv_and_its_workbook(world: World) -> None:
    result = world.put(A, C).publish()
    stems = {"990101_青澜区_2022", "990101_青澜区_2023"}
    assert {p.stem for p in (result.path / "excel").iterdir()} == stems
    whole = {"区县年度汇总", "乡镇年度指标", "报送情况", "乡镇沿革"}
    assert {p.stem for p in (result.path / "csv").iterdir()} == stems | whole
    book = openpyxl.load_workbook(result.path / "excel/990101_青澜区_2023.xlsx")
    assert "汇总" in book.sheetnames
    book.close()
    assert (result.path / "csv/区县年度汇总.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_many_districts_and_years_are_written_by_several_processes(world: World) -> None:
    years = range(2010, 2022)
    result = world.put(*(Doc(f"y{year}", year=year) for year in years)).publish(workers=2)
    assert {p.stem for p in (result.path / "excel").iterdir()} == {f"990101_青澜区_{year}" for year in years}


def test_nothing_new_makes_no_release(world: World) -> None:
    first = world.put(A, B).publish()
    again = world.publish(as_of=date(2024, 6, 2))
    assert (again.release, again.created, again.rows) == (first.release, False, first.rows)
    assert [p.name for p in world.home.releases.iterdir()] == [first.release]
    assert not (world.home.staging / "release").exists()


def test_other_code_with_the_same_rows_makes_no_release_and_is_remembered(world: World) -> None:
    first = world.put(A, B).publish()
    world.fingerprints["code"] = "2"
    assert not world.publish().created
    assert (world.home.staging / "release").exists()  # the tables were made to compare them
    for path in (world.home.staging / "release/parquet").glob("*.parquet"):
        path.unlink()
    assert world.publish().release == first.release
    assert not list((world.home.staging / "release/parquet").glob("*.parquet"))  # and are not made a second time


def test_the_order_of_arrival_leaves_no_trace_in_a_release(tmp_path: Path) -> None:
    at_once, one_by_one = World(Home(tmp_path / "x")), World(Home(tmp_path / "y"))
    at_once.put(A, B, C).publish(as_of=date(2023, 12, 1))
    for doc in (C, B, A):
        one_by_one.put(doc).publish(as_of=date(2023, 12, 1))
    assert parquet(at_once) == parquet(one_by_one)


def test_a_new_document_makes_the_next_release_and_the_old_one_stays_as_it_was(world: World) -> None:
    first = world.put(A).publish()
    before = {p: p.read_bytes() for p in first.path.rglob("*") if p.is_file()}
    second = world.put(B).publish(as_of=date(2024, 6, 3))
    assert (second.release, second.created) == ("0002-2024-06-03", True)
    assert json.loads((second.path / "manifest.json").read_bytes())["previous"] == first.release
    assert {p: p.read_bytes() for p in first.path.rglob("*") if p.is_file()} == before
    assert world.query(f"{FIGURE} AND report_year = 2023")[0][:2] == (47, 47)


def test_editions_follow_season_and_changes(world: World) -> None:
    def edition() -> str:
        return str(world.query(f"SELECT edition FROM district_metrics WHERE metric_id = '{METRIC}'")[0][0])

    world.put(A).publish(as_of=date(2024, 4, 30))
    assert edition() == "preliminary"
    assert world.publish(as_of=date(2024, 5, 1)).created
    assert edition() == "final"
    assert not world.publish(as_of=date(2024, 5, 2)).created
    world.put(B).publish(as_of=date(2024, 7, 1))
    assert edition() == "revised"
    assert not world.publish(as_of=date(2024, 7, 2)).created


def test_a_district_whose_rows_stay_keeps_its_edition(world: World) -> None:
    world.put(A, C).publish()
    world.put(B).publish()
    editions = world.query("SELECT DISTINCT report_year, edition FROM district_metrics ORDER BY ALL")
    assert editions == [(2022, "final"), (2023, "revised")]


def test_a_final_edition_never_becomes_preliminary_again(world: World) -> None:
    editions = "SELECT DISTINCT edition FROM district_metrics"
    world.put(A).publish(as_of=date(2024, 5, 1))
    world.publish(as_of=date(2024, 4, 1))  # another clock: the deadline of March alone
    assert world.query(editions) == [("final",)]
    world.put(B).publish(as_of=date(2024, 4, 2))
    assert world.query(editions) == [("revised",)]


def test_a_release_after_a_rollback_knows_what_was_final(world: World) -> None:
    first = world.put(A).publish(as_of=date(2024, 3, 1))
    world.publish(as_of=date(2024, 5, 1))
    point_to(world.home, first.release)
    world.put(B).publish(as_of=date(2024, 5, 2))
    assert world.query("SELECT DISTINCT edition FROM district_metrics") == [("revised",)]


def test_a_release_of_other_columns_is_compared_by_those_in_common(world: World) -> None:
    first = world.put(A).publish()
    file = first.path / "parquet" / "district_metrics.parquet"
    file.chmod(0o644)
    pq.write_table(pq.read_table(file, partitioning=None).drop_columns(["n_partial"]), file)
    world.fingerprints["code"] = "2"
    world.put(C).publish()
    editions = world.query("SELECT DISTINCT report_year, edition FROM district_metrics ORDER BY ALL")
    assert (2023, "final") in editions


def test_a_new_deadline_makes_a_release(world: World) -> None:
    status = "SELECT status FROM coverage WHERE township_code = '990101002' AND report_year = 2023"
    world.put(A).publish(as_of=date(2024, 3, 31))
    assert world.query(status) == [("pending",)]
    assert world.publish(as_of=date(2024, 4, 1)).created
    assert world.query(status) == [("missing",)]


@pytest.mark.parametrize(
    ("day", "due", "final"),
    [("2024-03-31", 2022, 2022), ("2024-04-01", 2023, 2022), ("2024-04-30", 2023, 2022), ("2024-05-01", 2023, 2023)],
)
def test_a_deadline_has_passed_when_its_day_is_over(day: str, due: int, final: int) -> None:
    assert Season.on(date.fromisoformat(day)) == Season(due, final)


def test_a_release_that_fails_a_check_is_refused_and_the_old_one_stays(world: World) -> None:
    first = world.put(A).publish()
    world.put(Doc("x", town="990999999"))  # no township of the register
    with pytest.raises(ReleaseRefused, match="township_codes_exist") as refused:
        world.publish()
    assert len(refused.value.problems) == 1
    assert world.home.current.resolve().parent == first.path.resolve()
    assert [p.name for p in world.home.releases.iterdir()] == [first.release]


def test_a_lake_file_that_changes_under_the_run_is_not_published(world: World) -> None:
    lake = world.put(A).store()
    victim = world.home.lake / next(p for p in lake.files if p.startswith("report_texts"))
    victim.write_bytes(bytes(victim.stat().st_size))
    with pytest.raises(LakeDamaged, match="report_texts"):
        world.publish(lake=lake)
    assert not world.home.current.exists()
    assert world.publish().created


_READER = """
import duckdb, sys
con = duckdb.connect(sys.argv[1], read_only=True)
print(con.execute("SELECT count(*) FROM reports").fetchone()[0], flush=True)
sys.stdin.readline()
print(con.execute("SELECT count(*) FROM mentions").fetchone()[0], flush=True)
con.close()
con = duckdb.connect(sys.argv[1], read_only=True)
print(con.execute("SELECT count(*) FROM reports").fetchone()[0], flush=True)
"""


def test_a_reader_and_a_run_do_not_disturb_each_other(world: World) -> None:
    world.put(A).publish()
    command = [sys.executable, "-c", _READER, str(world.home.current)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin and reader.stdout
        assert reader.stdout.readline() == "1\n"
        assert world.put(B).publish().created
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "2\n"  # what it has open is the old release still
        assert reader.stdout.readline() == "2\n"  # opened again it is the new one
        assert reader.wait() == 0


def test_a_release_is_not_writable(world: World) -> None:
    result = world.put(A).publish()
    assert all(p.stat().st_mode & 0o222 == 0 for p in result.path.rglob("*") if p.is_file())


def test_what_a_killed_run_left_is_no_release(world: World) -> None:
    staged = world.home.staging / "release/parquet"
    staged.mkdir(parents=True)
    (staged / "metrics.parquet").write_bytes(b"half")
    (world.home.releases / "0007-2024-01-01").mkdir(parents=True)  # renamed, but the link was not moved any more
    result = world.put(A).publish()
    assert result.release == "0008-2024-06-01"
    with duckdb.connect(str(world.home.current.resolve()), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM metrics").fetchall()[0][0] > 100


def test_no_hashed_table_knows_time_host_or_folder(world: World) -> None:
    world.put(A, B, Doc("q", reason="damaged")).publish()
    told = [str(world.home.root).encode(), b"test-host", b"run-1"]
    for name in tables().keys() - {"runs", "release"}:
        text = str(world.query(f'FROM "{name}"')).encode()
        assert not any(word in text for word in told), name
