"""`township coverage`: who reported, who did not, and whom to remind."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len

NAMES = ["澜阳街道", "桐坝镇", "栗坪镇", "石鼓湾镇", "柳塘乡", "云岭苗族乡", "新渡街道", "北滩苏木"]


@pytest.fixture(scope="module")
def home(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples' home with settings of its own; the release is that of the samples."""
    home = tmp_path_factory.mktemp("coverage") / "home"
    shutil.copytree(sample_home, home, symlinks=True)
    (home / "settings.toml").write_text('districts = ["500111"]\n', encoding="utf-8")
    return home


def test_a_district_and_year(township, home: Path) -> None:
    result = township("coverage", "青澜区", "2023", "--home", home)

    assert result.returncode == 0, result.stderr
    head, *lines = result.stdout.split("\n\n")[0].splitlines()
    assert head.split() == ["乡镇", "报送状态", "发布日期", "日期依据", "与期限相比", "数量", "指标"]
    rows = {line.split()[0]: line.split()[1:] for line in lines}
    assert list(rows) == NAMES
    assert rows["澜阳街道"][:4] == ["已发布", "2024-02-05", "页首信息", "早55天"]
    assert rows["云岭苗族乡"][:4] == ["逾期发布", "2024-04-09", "页首信息", "晚9天"]
    assert rows["北滩苏木"] == ["未见报告", "已过427天"]  # by the day of the release
    assert "青澜区 2023年：已报送 7/8，其中逾期发布 1，未见报告 1。截至 2025-06-01，期限 2024-03-31。" in result.stdout
    assert result.stdout.endswith("需要提醒：\n  北滩苏木　催报：期限已过427天\n")


def test_columns_stand_under_each_other_also_in_chinese(township, home: Path) -> None:
    lines = township("coverage", "青澜区", "2023", "--home", home).stdout.split("\n\n")[0].splitlines()
    start = cell_len(lines[0][: lines[0].index("报送状态")])
    for line in lines[1:]:
        before = next(n for n in range(len(line)) if cell_len(line[:n]) == start)
        assert line[before - 1] == " "
        assert line[before] != " "


@pytest.mark.parametrize(
    ("day", "says", "todo"),
    [
        ("2024-02-29", "未到期限 1。", None),  # 31 days before: not near yet
        ("2024-03-01", "未到期限 1。", "提醒：离期限还有30天"),
        ("2024-03-31", "未到期限 1。", "提醒：离期限还有0天"),
        ("2024-04-01", "未见报告 1。", "催报：期限已过1天"),
    ],
)
def test_as_of_sets_the_clock_of_what_is_printed(township, home: Path, day: str, says: str, todo: str | None) -> None:
    shown = township("coverage", "990101", "2023", "--home", home, "--as-of", day).stdout
    assert f"{says}截至 {day}" in shown
    assert ("需要提醒" in shown) == (todo is not None)
    assert todo is None or f"北滩苏木　{todo}" in shown


def test_a_township_whose_only_file_cannot_be_used_is_told_what_to_do(township, home: Path) -> None:
    shown = township("coverage", "青澜区", "2024", "--home", home).stdout
    assert "文件不能使用 1" in shown
    (line,) = (line for line in shown.splitlines() if "处理文件" in line)
    assert line.startswith("  柳塘乡　处理文件：青澜区/2024/柳塘乡2024年法治政府建设情况报告.txt：")
    assert "司法局" not in shown  # a report of the district's office is nobody's here


def test_all_districts_and_years_and_one_district(township, home: Path) -> None:
    whole = township("coverage", "--home", home).stdout.splitlines()
    assert whole[0].split()[:5] == ["区县", "年度", "版次", "乡镇数", "已报送"]
    assert [line.split()[:5] for line in whole[1:3]] == [
        ["青澜区", "2023", "定稿", "8", "7"],
        ["青澜区", "2024", "定稿", "8", "7"],
    ]
    assert township("coverage", "青澜", "--home", home).stdout.splitlines() == whole


def test_rows_as_csv_and_json_say_the_same_as_the_view(township, home: Path) -> None:
    of_csv = list(
        csv.DictReader(io.StringIO(township("coverage", "青澜区", "2023", "--home", home, "--format", "csv").stdout))
    )
    of_json = json.loads(township("coverage", "青澜区", "2023", "--home", home, "--format", "json").stdout)
    view = json.loads(township("sql", "FROM 报送情况 WHERE 年度 = 2023", "--home", home, "--format", "json").stdout)
    assert [{k: v for k, v in row.items() if k != "提醒"} for row in of_json] == view
    assert [row["提醒"] for row in of_json if row["提醒"]] == ["催报：期限已过427天"]
    assert [{k: "" if v is None else str(v) for k, v in row.items()} for row in of_json] == of_csv
    years = json.loads(township("coverage", "--home", home, "--format", "json").stdout)
    assert [(row["年度"], row["未见报告"], row["文件不能使用"]) for row in years] == [(2023, 1, 0), (2024, 0, 1)]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["朝阳区", "2023"], ["朝阳区 is ambiguous", "110105 北京市朝阳区", "220104 吉林省长春市朝阳区"]),
        (["青澜区", "2015"], ["nothing of 青澜区 for 2015", "2023, 2024"]),
        (["大足区", "2023"], ["it is configured", "township run --home"]),
        (["大足县"], ["it is configured"]),
        (["万州区"], ["no report of it came", "settings.toml"]),
        (["碧澜区"], ["no district 碧澜区 in the register"]),
        (["青澜区", "2023", "--as-of", "2024/4/1"], ["2024-04-01"]),
    ],
)
def test_what_cannot_be_shown_ends_with_2_and_one_line(
    township, home: Path, arguments: list[str], says: list[str]
) -> None:
    result = township("coverage", *arguments, "--home", home)
    assert (result.returncode, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert all(words in line for words in says), line


def test_the_clerks_page_shows_what_the_command_prints(township, sample_home: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "coverage.zh-CN.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```text\n\$ township (.*)\n(…\n)?((?:.*\n)*?)```", page)
    assert len(blocks) == 3
    for command, cut, shown in blocks:
        printed = (
            "\n".join(map(str.rstrip, township(*command.split(), "--home", sample_home).stdout.splitlines())) + "\n"
        )
        assert printed.endswith(f"\n{shown}") if cut else printed == shown
