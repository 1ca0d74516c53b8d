"""One number, wherever it is published: SQL, Parquet, CSV, the workbook and the site say the same, cell by cell."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import frictionless
import openpyxl
import pyarrow.parquet as pq
import pytest
from selectolax.lexbor import LexborHTMLParser as Parser

from warehouse.db import connect_locked

Key = tuple[str, int, str]
Bounds = tuple[float | None, float | None]


@pytest.fixture(scope="module")
def folder(site_home: Path) -> Path:
    return (site_home / "current.duckdb").resolve().parent


def of_sql(site_home: Path) -> dict[Key, Bounds]:
    sql = "SELECT township_code, report_year, metric_id, value_low, value_high FROM observations"
    with connect_locked(site_home / "current.duckdb") as con:
        return {row[:3]: row[3:] for row in con.execute(sql).fetchall()}


def number(text: str) -> float | None:
    return float(text) if text else None


def test_parquet_and_csv_say_what_sql_says(site_home: Path, folder: Path) -> None:
    expected = of_sql(site_home)
    assert len(expected) > 400
    parquet: dict[Key, Bounds] = {}
    for path in (folder / "parquet" / "observations").rglob("*.parquet"):
        for row in pq.read_table(path, partitioning=None).to_pylist():
            key = row["township_code"], row["report_year"], row["metric_id"]
            parquet[key] = row["value_low"], row["value_high"]
    assert parquet == expected
    with (folder / "csv" / "乡镇年度指标.csv").open(encoding="utf-8-sig", newline="") as lines:
        read = {
            (row["乡镇代码"], int(row["年度"]), row["指标代码"]): (number(row["下限"]), number(row["上限"]))
            for row in csv.DictReader(lines)
        }
    assert read == expected


def test_the_open_panel_says_what_sql_says_and_is_described(site_home: Path, folder: Path) -> None:
    expected = of_sql(site_home)
    rows = pq.read_table(folder / "open" / "panel.parquet").to_pylist()
    with (folder / "open" / "panel.csv").open(encoding="utf-8-sig", newline="") as lines:
        texts = list(csv.DictReader(lines))
    ids = [name.removesuffix("__low") for name in rows[0] if name.endswith("__low")]
    for found in (rows, [{n: number(v) if "__" in n and n[-1] != "r" else v for n, v in row.items()} for row in texts]):
        panel = {
            (row["township_code"], int(row["report_year"]), metric): (row[f"{metric}__low"], row[f"{metric}__high"])
            for row in found
            for metric in ids
            if row[f"{metric}__qualifier"]
        }
        assert panel == expected
    report = frictionless.validate(str(folder / "open" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert report.stats["tasks"] == 2
    package = json.loads((folder / "open" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (folder / "open" / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        header = next(csv.reader(data.decode(resource["encoding"]).splitlines()))
        assert header == [field["name"] for field in resource["schema"]["fields"]]
    citation = (folder / "open" / "CITATION.cff").read_text(encoding="utf-8")
    assert package["version"] == folder.name
    assert package["version"] in citation
    assert package["id"] in citation


def shown(low: float | None, high: float | None, about: bool) -> tuple[float | None, str]:
    """Number and hedge that a cell has to show, told here once more, apart from the code."""
    if low is None:
        return high, "≤"
    if high is None:
        return low, "≥"
    if low == high:
        return low, "约" if about else ""
    return low, f"–{high:,.4f}".rstrip("0").rstrip(".")


def read(text: str) -> tuple[float | None, str]:
    """Number and hedge of a cell of a page: ≥ 14,200."""
    found = re.fullmatch(r"([≥≤约]?) ?(-?[\d,]+(?:\.\d+)?)(–[\d,.]+)?", text.strip())
    assert found, text
    return float(found[2].replace(",", "")), found[1] + (found[3] or "")


def test_pages_say_what_sql_says(site_home: Path, folder: Path) -> None:
    values = "SELECT 乡镇代码, 年度, 指标代码, 下限, 上限, 确切程度 = '约数' FROM 乡镇年度指标"
    totals = """SELECT 年度, 指标代码, CASE WHEN 合计下限 = 0 AND 合计上限 > 0 THEN NULL ELSE 合计下限 END, 合计上限, 确数乡镇 < 有数乡镇
                FROM 区县年度汇总 WHERE 合计 IS NOT NULL"""
    with connect_locked(site_home / "current.duckdb") as con:
        expected: dict[Any, Any] = {row[:3]: shown(*row[3:]) for row in con.execute(values).fetchall()}
        expected |= {row[:2]: shown(*row[2:]) for row in con.execute(totals).fetchall()}
    found: dict[Any, Any] = {}
    for path in (folder / "site" / "d" / "990101").glob("t-*.html"):
        for cell in Parser(path.read_text("utf-8")).css("td[id^=v-]"):
            link = cell.css_first("a.v")
            _, year, metric = (cell.attributes["id"] or "").split("-", 2)
            if link is not None:
                found[path.stem.removeprefix("t-"), int(year), metric] = read(link.text())
    for path in (folder / "site" / "d" / "990101").glob("2*.html"):
        for row in Parser(path.read_text("utf-8")).css("table.figures tr:not(.cat)"):
            total = row.css_first("td:nth-of-type(2) a")
            if total is not None:
                found[int(path.stem), (total.attributes["href"] or "").removeprefix("#x-")] = read(total.text())
    assert found == expected


def hedge(cell: Any) -> str:
    return "".join(cell.number_format.split('"')[1::2])


def test_workbooks_say_what_sql_says(site_home: Path, folder: Path) -> None:
    sql = "SELECT 乡镇, 指标, 下限, 上限, 确切程度 = '约数' FROM 乡镇年度指标 WHERE 年度 = ?"
    books = sorted((folder / "excel").glob("990101_*.xlsx"))
    assert len(books) == 2
    for path in books:
        with connect_locked(site_home / "current.duckdb") as con:
            values = {row[:2]: shown(*row[2:]) for row in con.execute(sql, [int(path.stem[-4:])]).fetchall()}
        book = openpyxl.load_workbook(path)
        sheet = book["乡镇明细"]
        names = [str(cell.value).partition("\n")[0] for cell in sheet[2]]
        cells = {
            (names[n], row[1].value): row[n]
            for row in sheet.iter_rows(min_row=3)
            for n in range(5, len(names))
            if row[n].value is not None
        }
        assert {key: (cell.value, hedge(cell)) for key, cell in cells.items()} == values
        evidence = book["原文依据"]
        for (township, metric), cell in cells.items():
            linked = evidence[evidence[cell.hyperlink.location.rpartition("!")[2]].row]
            assert [c.value for c in linked[:3]] == [township, metric, cell.value]
            assert str(linked[5].value) in cell.comment.text


def test_district_sheets_say_what_sql_says(site_home: Path, folder: Path) -> None:
    sql = """SELECT 指标, CASE WHEN 合计下限 = 0 AND 合计上限 > 0 THEN NULL ELSE 合计下限 END, 合计上限, 确数乡镇 < 有数乡镇
             FROM 区县年度汇总 WHERE 年度 = ? AND 合计 IS NOT NULL"""
    for path in sorted((folder / "excel").glob("990101_*.xlsx")):
        with connect_locked(site_home / "current.duckdb") as con:
            totals = {row[0]: shown(*row[1:]) for row in con.execute(sql, [int(path.stem[-4:])]).fetchall()}
        sheet = openpyxl.load_workbook(path)["汇总"]
        found = {row[1].value: (row[3].value, hedge(row[3])) for row in sheet.iter_rows(min_row=3)}
        assert {metric: cell for metric, cell in found.items() if cell[0] is not None} == totals
