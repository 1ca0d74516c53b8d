"""The main job through a year: what each day's run makes of the same home, by the clock alone and by new documents."""

from __future__ import annotations

import shutil
from csv import DictReader
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from flows.job import make_job
from flows.pipeline import run_plain
from flows.summary import Summary

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EDITIONS = "SELECT report_year, edition, count(*) FROM district_metrics GROUP BY ALL ORDER BY ALL"


class Office:
    """A home and an inbox, from which the main job is run day by day."""

    def __init__(self, folder: Path) -> None:
        self.home, self.inbox = folder / "home", folder / "inbox"
        self.inbox.mkdir()
        shutil.copytree(SAMPLES / "register", self.home / "register")
        (self.home / "settings.toml").write_text("workers = 1\n", encoding="utf-8")

    def receives(self, *names: str) -> None:
        for name in names:
            (source,) = (SAMPLES / "inbox").rglob(name)
            shutil.copy(source, self.inbox)

    def runs(self, day: str) -> Summary:
        return run_plain(make_job(self.home, self.inbox, as_of=date.fromisoformat(day)))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home / "current.duckdb"), read_only=True) as con:
            return con.execute(query).fetchall()

    def editions(self) -> dict[int, str]:
        found = self.rows("SELECT DISTINCT report_year, edition FROM district_metrics ORDER BY ALL")
        assert len(found) == len(dict(found)), "one edition a year of this one district"
        return dict(found)

    def statuses(self, year: int) -> dict[str, str]:
        return dict(self.rows(f"SELECT township, status FROM coverage WHERE report_year = {year} ORDER BY ALL"))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_the_clock_alone_makes_releases_at_both_deadlines(office: Office) -> None:
    office.receives("石鼓湾镇2023*", "云岭苗族乡2023*")
    assert office.runs("2024-02-01").outcome == "published"
    assert office.editions() == {2023: "preliminary"}
    assert office.statuses(2023)["柳塘乡"] == "pending"

    assert office.runs("2024-03-31").outcome == "nothing_new"  # the deadline's own day
    assert office.runs("2024-04-01").outcome == "published"
    assert (office.editions(), office.statuses(2023)["柳塘乡"]) == ({2023: "preliminary"}, "missing")

    assert office.runs("2024-04-30").outcome == "nothing_new"
    final = office.runs("2024-05-01")  # no new document, but the first run after 30 April
    assert (final.outcome, final.n_processed) == ("published", 0)
    assert office.editions() == {2023: "final"}
    assert office.runs("2024-05-02").outcome == "nothing_new"


def test_what_comes_later_revises_its_own_year_alone(office: Office) -> None:
    office.receives("石鼓湾镇2023*")
    office.runs("2024-05-01")
    assert office.editions() == {2023: "final"}

    office.receives("*石鼓湾镇.htm")  # of 2024, in December: a new year, and 2023 stays what it is
    office.runs("2024-12-20")
    assert office.editions() == {2023: "final", 2024: "preliminary"}

    office.receives("桐坝镇2023*")  # a late one of 2023
    office.runs("2025-01-10")
    assert office.editions() == {2023: "revised", 2024: "preliminary"}
    assert office.statuses(2023)["桐坝镇"] == "published"  # no date of publication is known

    office.runs("2025-05-01")
    assert office.editions() == {2023: "revised", 2024: "final"}
    table = next((office.home / "current.duckdb").resolve().parent.glob("csv/990101_*_2023.csv"))
    with table.open(encoding="utf-8-sig", newline="") as file:
        assert {row["版次"] for row in DictReader(file)} == {"修订"}


def test_a_configured_district_without_any_report_is_listed(office: Office) -> None:
    (office.home / "settings.toml").write_text('districts = ["大足区", "青澜区"]\nworkers = 1\n', encoding="utf-8")
    office.receives("石鼓湾镇2023*")
    office.runs("2025-02-01")
    counts = office.rows(
        "SELECT district, report_year, count(*) FROM coverage WHERE status = 'missing' GROUP BY ALL ORDER BY ALL"
    )
    assert counts == [("大足区", 2023, 27), ("青澜区", 2023, 7)]
    office.runs("2025-04-01")  # 2024 is due now, though nobody reported on it yet
    counts = office.rows(
        "SELECT district, report_year, count(*) FROM coverage WHERE status = 'missing' GROUP BY ALL ORDER BY ALL"
    )
    assert counts == [("大足区", 2023, 27), ("大足区", 2024, 27), ("青澜区", 2023, 7), ("青澜区", 2024, 8)]
    assert office.editions() == {2023: "final"}


def test_an_unreadable_file_of_a_district_is_named_with_its_coverage(office: Office, township: Any) -> None:
    office.receives("石鼓湾镇2023*")
    (office.inbox / "青澜区" / "2023").mkdir(parents=True)
    (office.inbox / "青澜区" / "2023" / "扫描件.pdf").write_bytes(b"")
    office.runs("2024-05-01")
    shown = township("coverage", "青澜区", "2023", "--home", office.home).stdout
    assert "未能认定乡镇的文件：\n  青澜区/2023/扫描件.pdf　" in shown
    assert "已报送 1/8，未见报告 7" in shown


def test_a_report_under_a_former_district_counts_under_its_code_of_today(office: Office) -> None:
    (overlay,) = (office.home / "register").glob("*.csv")
    header, *lines = overlay.read_text(encoding="utf-8").splitlines()
    former = [line.replace("青澜区", "青澜县").replace("桐坝镇,镇", "桐坝乡,乡") + ",,2010" for line in lines]
    lines = [f"{header},valid_from,valid_to", *former, *(line + ",2011," for line in lines)]
    overlay.write_text("\n".join(lines), encoding="utf-8")
    text = next((SAMPLES / "inbox").rglob("桐坝镇2023*")).read_text(encoding="utf-8")
    for year in (2010, 2011):
        of_year = text.replace("2024", str(year + 1)).replace("2023", str(year))
        if year == 2010:
            of_year = of_year.replace("青澜区", "青澜县").replace("桐坝镇", "桐坝乡")
        (office.inbox / f"{year}.txt").write_text(of_year, encoding="utf-8")
    summary = office.runs("2024-05-01")
    assert not summary.quarantined
    reports = "SELECT report_year, township_code, township, district_code, district FROM reports ORDER BY ALL"
    assert office.rows(reports) == [
        (2010, "990101002", "桐坝乡", "990101", "青澜县"),
        (2011, "990101002", "桐坝镇", "990101", "青澜区"),
    ]
    metrics = "SELECT DISTINCT report_year, district_code, district, n_townships, n_reports FROM district_metrics ORDER BY ALL"
    assert office.rows(metrics) == [(2010, "990101", "青澜县", 8, 1), (2011, "990101", "青澜区", 8, 1)]
    assert office.rows("SELECT max(n_matched) FROM district_metrics WHERE report_year = 2011") == [(1,)]
    assert set(office.statuses(2010).values()) == {"published", "pending"}  # no deadline then
    assert office.rows("SELECT 乡镇, 区县 FROM 报送情况 WHERE 年度 = 2010 AND 乡镇代码 = '990101002'") == [
        ("桐坝乡", "青澜县")
    ]
