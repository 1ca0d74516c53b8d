"""Spreadsheets that LibreOffice saves now: the fixtures anew, and one whose texts run over many records of an old file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from tasks.read.reader import read_document

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "make_sheet_fixtures.py"
pytestmark = pytest.mark.full


def test_the_fixtures_made_anew_read_alike(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], check=True, timeout=110)
    for form in ("xlsx", "xls", "ods", "csv"):
        committed = read_document((ROOT / "tests/fixtures/sheets" / f"annex.{form}").read_bytes())
        made = read_document((tmp_path / f"annex.{form}").read_bytes())
        assert (made.text, made.blocks, made.removed) == (committed.text, committed.blocks, committed.removed)


def test_a_large_workbook_is_the_same_in_all_formats(tmp_path: Path) -> None:
    source = tmp_path / "large.xlsx"
    with xlsxwriter.Workbook(source) as book:
        sheet, bold = book.add_worksheet("台账"), book.add_format({"bold": True})
        share, money = book.add_format({"num_format": "0.00%"}), book.add_format({"num_format": "#,##0.00_ "})
        sheet.write_row(0, 0, ["序号", "案由", "金额（元）", "比例", "编号"])
        for row in range(1, 800):
            sheet.write(row, 0, row)
            sheet.write_rich_string(row, 1, "关于", bold, f"第{row}号案件", "的处理abc" * (row % 60 + 1))
            sheet.write(row, 2, row * 1234567 % 10**7 / 100, money)
            sheet.write(row, 3, row * 7919 % 1000 / 1000, share)
            sheet.write(row, 4, f"第{row}号")
        sheet.write_blank(60000, 200, None, bold)
    first = read_document(source.read_bytes())
    assert len(first.blocks) == 4000
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for form in ("xls:MS Excel 97", "ods:calc8"):
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=110)
        document = read_document((tmp_path / f"large.{form.partition(':')[0]}").read_bytes())
        assert (document.text, document.blocks) == (first.text, first.blocks)
