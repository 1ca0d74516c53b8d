"""The gate, on the command line: what blocks keeps the old release current, what only warns is published."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
TONGBA_2024 = "青澜区/2024/桐坝镇2024年度法治政府建设情况的报告.txt"
TONGBA_2023 = "青澜区/2023/桐坝镇2023法治政府建设报告.txt"


@pytest.fixture
def home(sample_home: Path, tmp_path: Path) -> Path:
    """A copy of the samples' home, which a test may change."""
    return Path(shutil.copytree(sample_home, tmp_path / "home", symlinks=True))


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SAMPLES / "inbox", tmp_path / "inbox"))


def change(inbox: Path, file: str, old: str, new: str) -> None:
    text = (inbox / file).read_text(encoding="utf-8")
    assert old in text
    (inbox / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def run(township, inbox: Path, home: Path, **environment: str):
    return township("run", "--inbox", inbox, "--home", home, "--as-of", "2025-06-01", "--no-server", **environment)


def last_summary(home: Path) -> dict[str, object]:
    return json.loads(max((home / "runs").glob("*.json"), key=os.path.getmtime).read_text(encoding="utf-8"))


def rows(township, home: Path, sql: str) -> list[dict[str, object]]:
    result = township("sql", sql, "--home", home, "--format", "json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_the_samples_are_published_with_what_deserves_a_look(sample_home: Path, township) -> None:
    found = rows(township, sample_home, "SELECT severity, count(*) AS n FROM findings GROUP BY ALL")
    counts = {row["severity"]: row["n"] for row in found}
    summary, manifest = last_summary(sample_home), sample_home / "releases" / "0001-2025-06-01" / "manifest.json"

    assert "block" not in counts
    assert counts["warn"] <= 3  # two contradictions and a rate that were put into the samples
    assert summary["checks"] == json.loads(manifest.read_text(encoding="utf-8"))["checks"]
    assert summary["checks"]["findings"] == counts
    first = rows(township, sample_home, "SELECT 乡镇, 年度, 来源句 FROM 核查发现 WHERE 级别 = '警告'")
    assert {"乡镇": "桐坝镇", "年度": 2023} in [{"乡镇": row["乡镇"], "年度": row["年度"]} for row in first]
    assert all(row["来源句"] for row in first)


def test_what_could_not_be_compared_does_not_pass_for_no_difference(sample_home: Path, township) -> None:
    jumps = "SELECT report_year, result, n_looked_at FROM checks WHERE check_name = 'values_do_not_jump_tenfold' ORDER BY ALL"
    first, second = rows(township, sample_home, jumps)
    assert (first["report_year"], first["result"], first["n_looked_at"]) == (2023, "nothing_to_compare", 0)
    assert (second["report_year"], second["result"]) == (2024, "holds")
    assert second["n_looked_at"] > 0
    assert "报告的新旧版本数量一致" in last_summary(sample_home)["checks"]["nothing_to_compare"]


def test_the_summary_says_how_much_was_found_and_the_first_of_it(run_samples, tmp_path: Path) -> None:
    printed = run_samples(tmp_path / "home").stdout
    assert "发现" in printed and "警告 " in printed
    assert "青澜区桐坝镇2023年：“干部法治培训参训人次”前后不一致：210人次、230人次。" in printed
    assert "无可比对" in printed


def test_nonsense_ends_with_1_and_the_old_release_stays_until_it_is_corrected(
    township, home: Path, inbox: Path
) -> None:
    current = (home / "current.duckdb").readlink()
    change(inbox, TONGBA_2024, "网上可办率96%", "网上可办率960%")
    refused = run(township, inbox, home)

    assert refused.returncode == 1
    (line,) = refused.stderr.splitlines()
    assert line.startswith("township: the gate refused the release, the old one is still current: 青澜区桐坝镇2024年：")
    assert "960%" in line and "网上可办率960%" in line  # the value, and its sentence
    assert TONGBA_2024 in line and "township correct" in line
    assert (home / "current.duckdb").readlink() == current
    assert last_summary(home)["outcome"] == "refused"

    again = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")
    assert (again.returncode, again.stderr.splitlines()[0][:80]) == (1, line[:80])

    shutil.copyfile(SAMPLES / "inbox" / TONGBA_2024, inbox / TONGBA_2024)
    change(inbox, TONGBA_2024, "网上可办率96%", "网上可办率96.5%")  # the old text would be the old version
    mended = run(township, inbox, home)
    assert mended.returncode == 0, mended.stderr
    assert (home / "current.duckdb").readlink() != current


def test_a_finding_that_is_right_as_it_stands_can_be_accepted(township, home: Path, inbox: Path) -> None:
    change(inbox, TONGBA_2024, "网上可办率96%", "网上可办率960%")
    line = run(township, inbox, home).stderr
    finding = line.partition("--accept ")[2].partition(" ")[0]
    signed = ("--who", "王五", "--why", "乡镇确认", "--yes", "--home", home)
    assert township("correct", "--accept", finding, *signed).returncode == 0
    accepted = run(township, inbox, home)

    assert accepted.returncode == 0, accepted.stderr
    (found,) = rows(township, home, "SELECT severity FROM findings WHERE check_name = 'values_are_possible'")
    assert found["severity"] == "warn"


def test_every_cause_has_its_line_and_the_cause_of_others_comes_first(township, home: Path, inbox: Path) -> None:
    """Two impossible rates, and a year that is gone because its townships left the register."""
    change(inbox, TONGBA_2024, "网上可办率96%", "网上可办率960%")
    change(inbox, TONGBA_2023, "群众满意率99%", "群众满意率990%")
    overlay = home / "register" / "青澜区.csv"
    kept = [line for line in overlay.read_text(encoding="utf-8").splitlines() if "桐坝镇" in line or "township" in line]
    overlay.write_text("\n".join(kept), encoding="utf-8")
    refused = run(township, inbox, home)

    assert refused.returncode == 1
    lines = refused.stderr.splitlines()
    assert [line.startswith("township: ") for line in lines] == [True] * len(lines)
    assert "桐坝镇2024年" in lines[0] and "960%" in lines[0]
    assert "桐坝镇2023年" in lines[1] and "990%" in lines[1]
    assert "The reports of 2024 fell from" in lines[2]
    assert len(last_summary(home)["problems"]) == len(lines)


def test_a_home_without_a_release_stays_without_where_the_first_is_refused(
    township, tmp_path: Path, inbox: Path
) -> None:
    home = tmp_path / "new"
    shutil.copytree(SAMPLES / "register", home / "register")
    change(inbox, TONGBA_2024, "网上可办率96%", "网上可办率960%")
    assert run(township, inbox, home).returncode == 1
    assert not (home / "current.duckdb").exists()
    assert not any((home / "releases").glob("*"))


def test_a_new_version_with_other_numbers_is_published_with_a_warning(township, home: Path, inbox: Path) -> None:
    change(inbox, TONGBA_2024, "学法7次", "学法9次")
    changed = run(township, inbox, home)

    assert changed.returncode == 0, changed.stderr
    (found,) = rows(township, home, "SELECT * FROM findings WHERE check_name = 'versions_state_the_same'")
    assert (found["severity"], found["township_code"]) == ("warn", "990101002")
    assert "7→9" in found["message_zh"]


def test_what_is_gone_since_the_last_release_is_said_once(township, home: Path) -> None:
    """One township leaves the register; the next release has nothing to miss any more."""
    overlay = home / "register" / "青澜区.csv"
    kept = [line for line in overlay.read_text(encoding="utf-8").splitlines() if "北滩苏木" not in line]
    overlay.write_text("\n".join(kept), encoding="utf-8")
    less = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")
    assert less.returncode == 0, less.stderr
    missed = "SELECT message_zh FROM findings WHERE check_name = 'reports_are_still_there'"
    (found,) = rows(township, home, missed)
    assert "北滩苏木" in found["message_zh"]

    again = township("run", "--home", home, "--as-of", "2025-06-01", "--no-server")
    assert "无变化" in again.stdout
    assert len(rows(township, home, missed)) == 1
