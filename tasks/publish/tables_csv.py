"""The tables of a release as CSV that a spreadsheet opens: UTF-8 with BOM, Chinese headers, same rows, same bytes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tasks.publish.people_rows import CATALOGUE_ROWS, EVIDENCE, REMARKS
from tasks.publish.people_rows import ROWS as PEOPLE_ROWS

METRICS, VALUES, COVERAGE = "区县年度汇总", "乡镇年度指标", "报送情况"
"""The three views that are published whole; also the names of their files and sheets."""

_ROWS = {
    METRICS: "FROM 区县年度汇总 WHERE 年度 = $year AND list_contains($districts, 区县代码)",  # ordered, as 报送情况 is
    VALUES: """
        SELECT v.* FROM 乡镇年度指标 AS v JOIN metrics AS m ON m.metric_id = v.指标代码
        WHERE v.年度 = $year AND list_contains($districts, v.区县代码)
        ORDER BY v.区县代码, v.乡镇代码, m.sort_order, v.指标代码""",
    COVERAGE: "FROM 报送情况 WHERE 年度 = $year AND list_contains($districts, 区县代码)",
}
REGISTER = "乡镇沿革"
_REGISTER_ROWS = """
    FROM 乡镇沿革 WHERE 乡镇代码 IN (
        SELECT 乡镇代码 FROM 乡镇沿革 WHERE 区县代码 IN (SELECT district_code FROM coverage)
    )"""
_FROM_DOCUMENTS = ("原文字样", "来源句")
_BOM = "\ufeff".encode()
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """What is published of one district and report year: rows of the three views, in their order.

    Beside them the sentences of every value (view 原文依据), decisions and doubts, and the whole catalogue (view 指标目录).
    """

    district_code: str
    district: str
    report_year: int
    metrics: pa.Table
    values: pa.Table
    coverage: pa.Table
    evidence: pa.Table
    remarks: pa.Table
    catalogue: pa.Table

    @property
    def edition(self) -> str:
        """初版, 定稿 or 修订."""
        edition: str = self.metrics["版次"][0].as_py()
        return edition

    @property
    def file_stem(self) -> str:
        """Name of its files without the ending: 990101_青澜区_2023."""
        return file_stem(self.district_code, self.district, self.report_year)


def file_stem(district_code: str, district: str, report_year: int) -> str:
    """Name of the files of a district and year, without the ending: 990101_青澜区_2023."""
    return f"{district_code}_{_NOT_IN_FILE_NAMES.sub('_', district)}_{report_year}"


@dataclass(frozen=True, slots=True)
class PublishedRows:
    """The rows of some districts of one report year, by view or sheet; and the catalogue."""

    report_year: int
    tables: dict[str, pa.Table]
    catalogue: pa.Table

    def by_district(self) -> Iterator[DistrictYear]:
        """Each district that has figures this year, by code."""
        for code in pc.unique(self.tables[METRICS]["区县代码"]).to_pylist():
            metrics = self._of(METRICS, code)
            yield DistrictYear(
                code,
                metrics["区县"][0].as_py(),
                self.report_year,
                metrics=metrics,
                values=self._of(VALUES, code),
                coverage=self._of(COVERAGE, code),
                evidence=self._of(EVIDENCE, code),
                remarks=self._of(REMARKS, code),
                catalogue=self.catalogue,
            )

    def _of(self, view: str, code: str) -> pa.Table:
        table = self.tables[view]
        return table.filter(pc.equal(table["区县代码"], code))


def published_rows(con: duckdb.DuckDBPyConnection, report_year: int, districts: Sequence[str]) -> PublishedRows:
    """The published rows of `districts` (codes) in one year. `con` holds the tables of a release and their views."""
    wanted = {"year": report_year, "districts": list(districts)}
    tables = {view: con.execute(sql, wanted).to_arrow_table() for view, sql in (_ROWS | PEOPLE_ROWS).items()}
    return PublishedRows(report_year, tables, con.execute(CATALOGUE_ROWS).to_arrow_table())


def write_part(rows: PublishedRows, folder: Path, *, header: bool) -> None:
    """Writes these rows of the three whole tables to `<folder>/<view>.csv`; only the first part has the `header`."""
    for view in _ROWS:
        with (folder / f"{view}.csv").open("wb") as file:
            _write(_harmless(rows.tables[view]), file, header)


def join_tables(parts: Sequence[Path], folder: Path) -> None:
    """Puts the parts in these folders together, in this order, to `<folder>/<view>.csv`; without parts writes nothing."""
    for view in _ROWS if parts else ():
        with (folder / f"{view}.csv").open("wb") as whole:
            whole.write(_BOM)
            for part in parts:
                with (part / f"{view}.csv").open("rb") as rows:
                    shutil.copyfileobj(rows, whole)


def write_district(data: DistrictYear, folder: Path) -> Path:
    """The district table of one district and year as `<folder>/<code>_<district>_<year>.csv`."""
    path = folder / f"{data.file_stem}.csv"
    with path.open("wb") as file:
        file.write(_BOM)
        _write(data.metrics, file, header=True)
    return path


def write_register(con: duckdb.DuckDBPyConnection, folder: Path) -> Path:
    """Both codes, names and years of the townships of the districts in `coverage`, as `<folder>/乡镇沿革.csv`.

    `con` holds the tables of a release and their views.
    """
    path = folder / f"{REGISTER}.csv"
    with path.open("wb") as file:
        file.write(_BOM)
        _write(con.execute(_REGISTER_ROWS).to_arrow_table(), file, header=True)
    return path


def _write(table: pa.Table, file: BinaryIO, header: bool) -> None:
    csv.write_csv(table, file, csv.WriteOptions(include_header=header, quoting_style="needed"))


def _harmless(table: pa.Table) -> pa.Table:
    """Text of documents that a spreadsheet would take for a formula gets an apostrophe in front."""
    for name in _FROM_DOCUMENTS:
        if name in table.column_names:
            column = pc.replace_substring_regex(table[name], r"^([=+\-@\t\r])", r"'\1")
            table = table.set_column(table.column_names.index(name), name, column)
    return table
