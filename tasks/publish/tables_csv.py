"""The tables of a release as CSV that a spreadsheet opens: UTF-8 with BOM, Chinese headers, same rows, same bytes.

with WholeTables(folder) as whole:
    for year in years(con):
        whole.append(year)
        for district in year.districts():
            write_district(district, folder)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

METRICS, VALUES, COVERAGE = "区县年度汇总", "乡镇年度指标", "报送情况"
"""The three views that are published whole; also the names of their files and sheets."""

_ROWS = {
    METRICS: "FROM 区县年度汇总 WHERE 年度 = ?",  # this view and 报送情况 are ordered
    VALUES: """
        SELECT v.* FROM joined_values AS v JOIN metrics AS m ON m.metric_id = v.指标代码
        WHERE v.年度 = ? ORDER BY v.区县代码, v.乡镇代码, m.sort_order, v.指标代码""",
    COVERAGE: "FROM 报送情况 WHERE 年度 = ?",
}
_FROM_DOCUMENTS = ("原文字样", "来源句")
_BOM = "\ufeff".encode()
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True, slots=True)
class DistrictYear:
    """What is published of one district and report year: rows of the three views, in their order; can be pickled."""

    district_code: str
    district: str
    report_year: int
    metrics: pa.Table
    values: pa.Table
    coverage: pa.Table

    @property
    def file_stem(self) -> str:
        """Name of its files without the ending: 990101_青澜区_2023."""
        return f"{self.district_code}_{_NOT_IN_FILE_NAMES.sub('_', self.district)}_{self.report_year}"


@dataclass(frozen=True, slots=True)
class Year:
    """The rows of one report year, by view."""

    report_year: int
    tables: dict[str, pa.Table]

    def districts(self) -> Iterator[DistrictYear]:
        """Each district that has figures this year, by code."""
        for code in pc.unique(self.tables[METRICS]["区县代码"]).to_pylist():
            metrics, values, coverage = (self._of(view, code) for view in (METRICS, VALUES, COVERAGE))
            yield DistrictYear(code, metrics["区县"][0].as_py(), self.report_year, metrics, values, coverage)

    def _of(self, view: str, code: str) -> pa.Table:
        table = self.tables[view]
        return table.filter(pc.equal(table["区县代码"], code))


def years(con: duckdb.DuckDBPyConnection) -> Iterator[Year]:
    """The published rows, a report year at a time, so that memory does not grow with the number of years.

    `con` is a release's database, which may be open read-only: the values and their sentences are joined once, into a
    temporary table.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE joined_values AS FROM 乡镇年度指标")
    try:
        for (report_year,) in con.execute("SELECT DISTINCT report_year FROM coverage ORDER BY ALL").fetchall():
            tables = {view: con.execute(sql, [report_year]).to_arrow_table() for view, sql in _ROWS.items()}
            yield Year(report_year, tables)
    finally:
        con.execute("DROP TABLE joined_values")


class WholeTables:
    """Writes the three tables whole, year after year, to `<folder>/<view>.csv`; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._writers: dict[str, csv.CSVWriter] = {}

    def __enter__(self) -> WholeTables:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def append(self, year: Year) -> None:
        """Add the rows of a year; OSError where the folder cannot be written."""
        for view, table in year.tables.items():
            if view not in self._writers:
                self._writers[view] = self._open.enter_context(_writer(self._folder / f"{view}.csv", table.schema))
            self._writers[view].write_table(_harmless(table))


def write_district(data: DistrictYear, folder: Path) -> Path:
    """The district table of one district and year as `<folder>/<code>_<district>_<year>.csv`."""
    path = folder / f"{data.file_stem}.csv"
    with _writer(path, data.metrics.schema) as writer:
        writer.write_table(data.metrics)
    return path


@contextmanager
def _writer(path: Path, schema: pa.Schema) -> Iterator[csv.CSVWriter]:
    with path.open("wb") as file:
        file.write(_BOM)
        with csv.CSVWriter(file, schema, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
            yield writer


def _harmless(table: pa.Table) -> pa.Table:
    """Text of documents that a spreadsheet would take for a formula gets an apostrophe in front."""
    for name in _FROM_DOCUMENTS:
        if name in table.column_names:
            column = pc.replace_substring_regex(table[name], r"^([=+\-@\t\r])", r"'\1")
            table = table.set_column(table.column_names.index(name), name, column)
    return table
