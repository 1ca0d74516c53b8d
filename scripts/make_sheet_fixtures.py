"""Has LibreOffice save one small workbook as xlsx, xls, ods and csv, for the tests of the read stage.

Everything in it is invented (望川镇 does not exist). LibreOffice stamps files with its version and the time, so each run
gives other bytes, of the same cells. Needs soffice. Usage: make_sheet_fixtures.py [FOLDER]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "sheets"
NAME = "annex"
HIDDEN = ' table:visibility="collapse"'
FILTERS = (
    "xlsx:Calc MS Excel 2007 XML",
    "xls:MS Excel 97",
    "ods:calc8",
    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true",
)

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("number", "datastyle"),
    )
)
_STYLES = """
<number:number-style style:name="n2"><number:number number:decimal-places="2" number:min-decimal-places="2"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:percentage-style style:name="p1"><number:number number:decimal-places="1" number:min-decimal-places="1"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<number:date-style style:name="d"><number:year number:style="long"/><number:text>年</number:text><number:month/>
<number:text>月</number:text><number:day/><number:text>日</number:text></number:date-style>
<style:style style:name="money" style:family="table-cell" style:data-style-name="n2"/>
<style:style style:name="share" style:family="table-cell" style:data-style-name="p1"/>
<style:style style:name="day" style:family="table-cell" style:data-style-name="d"/>
<style:style style:name="seen" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style>
"""


def workbook() -> str:
    """A flat OpenDocument spreadsheet: a table with merged headings, one below it, a second and a hidden sheet."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        + table(
            "行政执法",
            [text("望川镇2023年行政执法情况统计表", columns=5), covered(4)],
            [text("填报单位：望川镇人民政府"), empty(3), text("填报时间：2024年1月18日")],
            [
                text("事项", rows=2),
                text("罚款", columns=2),
                covered(1),
                text("按期办结率", rows=2),
                text("截止日期", rows=2),
            ],
            [covered(1), text("案件数（件）"), text("金额（万元）"), covered(2)],
            [text("行政处罚"), number(15), number(1234.5, "money"), number(0.956, "share"), day("2023-12-31")],
            [text("行政强制"), number(2), number(3.68, "money"), number(1, "share"), day("2023-11-30")],
            [text("内部数据"), number(99), number(9, "money"), number(0.5, "share"), day("2023-10-01")],
            [text("合计"), number(17), number(1238.18, "money"), empty(2)],
            [text("注：罚款金额含以前年度立案、本年度收缴的部分。"), empty(4)],
            hidden=6,
        )
        + table(
            "法治宣传",
            [text("活动"), text("场次"), text("参加人数（人次）")],
            [text("宪法宣传周"), number(12), number(1500)],
        )
        + table("工作底稿", [text("底稿"), text("数")], [text("不公开"), number(77)], style="unseen")
        + "</office:spreadsheet></office:body></office:document>"
    )


def table(name: str, *rows: list[str], hidden: int | None = None, style: str = "seen") -> str:
    """A sheet; `hidden` is the row, from 0, that is not shown."""
    lines = [
        f"<table:table-row{HIDDEN if at == hidden else ''}>{''.join(row)}</table:table-row>"
        for at, row in enumerate(rows)
    ]
    return f'<table:table table:name="{name}" table:style-name="{style}">{"".join(lines)}</table:table>'


def text(words: str, rows: int = 1, columns: int = 1) -> str:
    """A cell of words, perhaps merged."""
    spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    return f'<table:table-cell office:value-type="string" {spans}><text:p>{words}</text:p></table:table-cell>'


def number(value: float, style: str = "") -> str:
    """A cell of a number in a style."""
    kind = "percentage" if style == "share" else "float"
    named = f' table:style-name="{style}"' if style else ""
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}"{named}/>'


def day(date: str) -> str:
    """A cell of a date."""
    return f'<table:table-cell office:value-type="date" office:date-value="{date}" table:style-name="day"/>'


def empty(count: int) -> str:
    """Empty cells."""
    return f'<table:table-cell table:number-columns-repeated="{count}"/>'


def covered(count: int) -> str:
    """Cells below a merged one."""
    return f'<table:covered-table-cell table:number-columns-repeated="{count}"/>'


def make(folder: Path) -> None:
    """Writes the workbook in each format to `folder`.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / f"{NAME}.fods"
        source.write_text(workbook(), encoding="utf-8")
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        for form in FILTERS:
            command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), str(source)]
            subprocess.run(command, check=True, capture_output=True, timeout=240)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
