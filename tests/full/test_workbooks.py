"""The workbooks of a release in LibreOffice: every sheet opens, and shows what the release's CSV says."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.full

METRICS, VALUES = "区县年度汇总", "乡镇年度指标"
"""Views; their sheets are 汇总 and 原文依据."""

SHEETS = ("汇总", "乡镇明细", "原文依据", "报送情况", "指标说明", "更正与存疑", "说明")
EVERY_SHEET = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
"""UTF-8, comma, each cell as it is shown, one file a sheet."""


@pytest.fixture(scope="module")
def converted(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every workbook of the samples' release as pdf, and each of its sheets as csv, by LibreOffice."""
    target = tmp_path_factory.mktemp("converted")
    for form in ("pdf", EVERY_SHEET):
        command = ["soffice", f"-env:UserInstallation={(target / 'profile').as_uri()}", "--headless"]
        command += ["--convert-to", form, "--outdir", str(target), *map(str, workbooks(sample_home))]
        subprocess.run(command, check=True, capture_output=True, timeout=110)
    return target


def workbooks(home: Path) -> list[Path]:
    found = sorted((home / "current.duckdb").resolve().parent.glob("excel/*.xlsx"))
    assert [path.stem for path in found] == ["990101_青澜区_2023", "990101_青澜区_2024"]
    return found


def rows(path: Path) -> list[dict[str, str]]:
    """Rows of the release's own CSV."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def shown_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a sheet as LibreOffice shows them; a title stands above the headers."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        next(csv.reader(lines))
        return list(csv.DictReader(lines))


def released(home: Path, view: str, year: str) -> list[dict[str, str]]:
    """Rows of a year from the release's own CSV."""
    whole = rows((home / "current.duckdb").resolve().parent / "csv" / f"{view}.csv")
    return [row for row in whole if row["年度"] == year]


def test_every_sheet_of_every_workbook_opens(sample_home: Path, converted: Path) -> None:
    for path in workbooks(sample_home):
        assert {p.name for p in converted.glob(f"{path.stem}-*.csv")} == {f"{path.stem}-{s}.csv" for s in SHEETS}


def without_commas(text: str) -> str:
    return text.replace(",", "")


def test_district_sheet_shows_headers_and_intervals(sample_home: Path, converted: Path) -> None:
    shown_forms = set()
    for path in workbooks(sample_home):
        shown = shown_rows(converted / f"{path.stem}-汇总.csv")
        expected = released(sample_home, METRICS, path.stem[-4:])
        columns = ["类别", "指标", "单位", "合计", "中位数", "说明"]
        assert [[without_commas(row[c]) for c in columns] for row in shown] == [
            [row[c] for c in columns] for row in expected
        ]
        assert [row["有数乡镇"] + "个乡镇有数" for row in shown] == [row["覆盖"] for row in expected]
        shown_forms |= {mark for row in shown for mark in "≥≤–约" if mark in row["合计"] + row["中位数"]}
    assert shown_forms >= {"≥", "–", "约"}


def test_sheet_of_sentences_shows_each_value_as_the_release_has_it(sample_home: Path, converted: Path) -> None:
    for path in workbooks(sample_home):
        expected = {(row["乡镇"], row["指标"]): row for row in released(sample_home, VALUES, path.stem[-4:])}
        for row in shown_rows(converted / f"{path.stem}-原文依据.csv"):
            value = expected[row["乡镇"], row["指标"]]
            assert (without_commas(row["数值"]), row["单位"]) == (value["数值"], value["单位"])
            assert row["来源句"] in value["来源句"]
            assert row["原文字样"] in value["原文字样"]


def test_township_sheet_shows_the_same_values(sample_home: Path, converted: Path) -> None:
    for path in workbooks(sample_home):
        expected = {(row["乡镇"], row["指标"]): row["数值"] for row in released(sample_home, VALUES, path.stem[-4:])}
        shown = {
            (township.partition("\n")[0], row["指标"]): without_commas(value)
            for row in shown_rows(converted / f"{path.stem}-乡镇明细.csv")
            for township, value in list(row.items())[5:]
            if value
        }
        assert shown == expected


def test_printed_pages_hold_titles_and_intervals(sample_home: Path, converted: Path) -> None:
    for path in workbooks(sample_home):
        pdf = str(converted / f"{path.stem}.pdf")
        pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True, text=True).stdout
        for sheet in SHEETS:
            assert f"{path.stem[-4:]}年度（定稿）{sheet}" in pages
        figures = {row["合计"] for row in shown_rows(converted / f"{path.stem}-汇总.csv")} - {""}
        assert len(figures) > 20
        assert [figure for figure in figures if figure not in pages] == []
