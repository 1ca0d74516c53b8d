"""The list as a workbook: written, filled in with another program's library, and taken back whole or not at all."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import yaml
from corrections_home import LITERACY, TRAINED, Place, report
from openpyxl.worksheet.worksheet import Worksheet

SENTENCES = ("全镇干部法治培训全年参训210人次。", "全镇干部法治培训参训230人次。", "全镇已培育法律明白人52名。")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, township) -> tuple[Place, Path]:
    """A home with a conflict and two files in quarantine, and its workbook."""
    place = Place(tmp_path_factory.mktemp("workbook")).put("桐坝镇.txt", report(sentences=SENTENCES))
    place.put("不明.txt", report("某某乡", title="关于法治政府建设情况的报告")).put("=空.txt", "")
    place.run()
    book = place.root / "review.xlsx"
    result = township("review", "--excel", book, "--home", place.home)
    assert result.returncode == 0, result.stderr
    assert "3 项" in result.stdout
    return place, book


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


def fill(book: Path, target: Path, **rows: dict[str, object]) -> Path:
    """A copy with cells set, by number of the row (r2 is the first item)."""
    workbook = openpyxl.load_workbook(book)
    sheet = workbook["复核"]
    at = columns(sheet)
    for row, cells in rows.items():
        for name, value in cells.items():
            sheet.cell(int(row[1:]), at[name]).value = value
    workbook.save(target)
    return target


def test_the_workbook_says_what_the_terminal_says_and_offers_choices(made: tuple[Place, Path]) -> None:
    sheet = openpyxl.load_workbook(made[1])["复核"]
    at = columns(sheet)
    assert sheet.max_row == 4
    row = {name: sheet.cell(2, column).value for name, column in at.items()}
    assert (row["类别"], row["乡镇"], row["年度"], row["现值"], row["单位"]) == (
        "前后不一致",
        "桐坝镇",
        "2023",
        "210–230",
        "人次",
    )
    assert row["原文"] == "1. 全镇干部法治培训全年参训【210人次】。\n2. 全镇干部法治培训参训【230人次】。"
    place_of_file = sheet.cell(4, at["位置"])
    assert (place_of_file.value, place_of_file.data_type) == ("=空.txt", "s"), "no formula"
    assert all(not row[name] for name in ("决定", "新值", "理由", "来源", "人"))
    choices = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation}
    column = sheet.cell(2, at["决定"]).column_letter
    assert choices[f"{column}2"] == '"认可,更正,剔除,忽略"'
    assert choices[f"{column}3"] == '"归属,排除,忽略"'
    assert sheet.column_dimensions[sheet.cell(1, at["项目标识"]).column_letter].hidden


def test_a_filled_in_workbook_becomes_entries_that_the_next_run_applies(
    made: tuple[Place, Path], township, tmp_path: Path
) -> None:
    place = made[0].copy(tmp_path / "copy")
    book = fill(
        made[1],
        place.root / "filled.xlsx",
        r2={"决定": "剔除", "新值": 2, "理由": "笔误", "人": "王五"},
        r3={"决定": "归属", "新值": "柳塘乡 2023年", "理由": "标题不全", "人": ""},
    )
    result = township("review", "--apply", book, "--who", "赵六", "--home", place.home)
    assert result.returncode == 0, result.stderr
    assert "已写入 2 项决定" in result.stdout
    (file,) = (place.home / "corrections").iterdir()
    entries = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    assert [(e["kind"], e["who"], e["why"]) for e in entries] == [
        ("reject", "王五", "笔误"),
        ("assign", "赵六", "标题不全"),
    ]
    place.run()
    assert place.value(TRAINED) == (210, 210, "exact", "reported")
    assert place.value(LITERACY, "990101005") == (52, 52, "exact", "reported")

    again = township("review", "--apply", book, "--who", "赵六", "--home", place.home)
    assert again.returncode == 2
    assert "row 2: it is decided already" in again.stderr
    assert "row 3: it is decided already" in again.stderr
    assert len(list((place.home / "corrections").iterdir())) == 1


GOOD = {"决定": "忽略", "理由": "已知", "人": "王五"}


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        ({"决定": "同意", "理由": "x", "人": "y"}, "决定 is '同意'"),
        ({"决定": "归属", "新值": "x", "理由": "x", "人": "y"}, "归属 does not fit 前后不一致"),
        ({"决定": "更正", "新值": "很多", "理由": "x", "人": "y"}, "'很多' is no value"),
        ({"决定": "更正", "理由": "x", "人": "y"}, "'' is no value"),
        ({"决定": "剔除", "理由": "x", "人": "y"}, "names no sentence"),
        ({"决定": "剔除", "新值": "3", "理由": "x", "人": "y"}, "1 to 2"),
        ({"决定": "认可", "人": "y"}, "理由 is empty"),
        ({"决定": "认可", "理由": "y"}, "人 is empty"),
        ({"新值": "5"}, "without a 决定"),
        ({**GOOD, "项目标识": "0" * 16}, "the release does not show it any more"),
    ],
)
def test_a_row_that_does_not_fit_is_named_and_nothing_is_written(
    made: tuple[Place, Path], township, tmp_path: Path, cells: dict[str, object], names: str
) -> None:
    place, book = made
    wrong = fill(book, tmp_path / "wrong.xlsx", r2=cells, r4=GOOD)
    result = township("review", "--apply", wrong, "--home", place.home)
    assert result.returncode == 2, result.stdout
    assert f"row 2: {names}" in result.stderr or ("row 2: " in result.stderr and names in result.stderr)
    assert "nothing was written" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert not (place.home / "corrections").exists()


def test_files_that_are_no_filled_in_workbook_are_refused(made: tuple[Place, Path], township, tmp_path: Path) -> None:
    place, book = made
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    openpyxl.Workbook().save(tmp_path / "other.xlsx")
    for file, names in (
        (tmp_path / "nowhere.xlsx", "cannot be read"),
        (tmp_path / "text.xlsx", "text.xlsx"),
        (tmp_path / "other.xlsx", "no sheet 复核"),
        (book, "no row has a 决定"),
    ):
        result = township("review", "--apply", file, "--home", place.home)
        assert (result.returncode, names in result.stderr) == (2, True), result.stderr
    both = township("review", "--apply", book, "--excel", book, "--home", place.home)
    assert (both.returncode, "--apply" in both.stderr) == (2, True)
    assert not (place.home / "corrections").exists()
