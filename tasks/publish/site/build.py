"""Builds the site of a release: districts in several processes, some at a time, then the pages about all of them."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import duckdb

from tasks.publish.release_tables import TableFiles
from tasks.publish.site import rows
from tasks.publish.site.about import About, SiteTexts
from tasks.publish.site.district import Page, district_pages
from tasks.publish.site.kept import Unit, Units, read_list, reuse, write_list, write_pages
from tasks.publish.site.pages import ASSETS, HERE, Metrics
from tasks.publish.site.reports import report_pages
from tasks.publish.site.whole import whole_pages
from warehouse.db import connect
from warehouse.fingerprint import fingerprint_of_files
from warehouse.processes import processes

IN_PROCESS_UP_TO = 100
"""Reports for which starting processes costs more than it gains."""

WHOLE = "whole"
"""The unit of the pages about all districts, which are made each time."""

_REPORTS_AT_ONCE = 1000
_METRICS = "SELECT *, zh_metric_kind(kind) AS kind_zh, zh_aggregation(aggregation) AS aggregation_zh FROM metrics ORDER BY sort_order, metric_id"


@dataclass(frozen=True, slots=True)
class _Part:
    """Some districts (codes), whose pages are made together; `basis` is a hash of what all pages hang on."""

    districts: list[str]
    made: Mapping[str, TableFiles]
    site: Path
    earlier: Path | None
    texts: SiteTexts
    basis: str
    memory_limit: str
    scratch: Path


def build_site(
    made: Mapping[str, TableFiles],
    site: Path,
    about: About,
    *,
    earlier: Path | None,
    workers: int,
    memory_limit: str,
    scratch: Path,
) -> None:
    """Makes the folder `site` from the tables of a release. Same tables and `about`: same bytes. Pages of `earlier`, the site of the release before,
    stay where nothing that they are made from changed.

    Raises:
        OSError: the folder cannot be written.
    """
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    shutil.copytree(ASSETS, site / "assets")
    with _connection(memory_limit, scratch) as con:
        rows.hold(con, made)
        basis = _basis(con, about.texts)
        groups = list(_groups(con))
    parts = [
        _Part(codes, made, site, earlier, about.texts, basis, memory_limit, scratch / f"{n:05d}")
        for n, (codes, _) in enumerate(groups)
    ]
    units: Units = {}
    with processes(workers if sum(n for _, n in groups) > IN_PROCESS_UP_TO else 0) as pool:
        for future in as_completed([pool.submit(_write, part) for part in parts]):
            units |= future.result()
    with _connection(memory_limit, scratch) as con:
        rows.hold(con, made)
        pages = whole_pages(con, made, about, _metrics(con))
        whole = write_pages(site, pages, read_list(earlier).get(WHOLE), earlier)
    write_list(site, units | {WHOLE: Unit("", whole)})


def _connection(memory_limit: str, scratch: Path) -> duckdb.DuckDBPyConnection:
    return connect(memory_limit=memory_limit, threads=1, temp_dir=scratch / "duckdb")


def _metrics(con: duckdb.DuckDBPyConnection) -> Metrics:
    return {row["metric_id"]: row for row in rows.rows(con, _METRICS)}


def _basis(con: duckdb.DuckDBPyConnection, texts: SiteTexts) -> str:
    """A hash of form, catalogue and setting: where it changes, every page is made anew."""
    form = fingerprint_of_files(HERE, (path for path in HERE.rglob("*") if path.suffix in (".py", ".html")))
    return _hash(form, version("jinja2"), texts, repr(_metrics(con)))


def _groups(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[list[str], int]]:
    """Codes of districts that are made together, and the number of their townships and years."""
    group, size = list[str](), 0
    for code, n in con.execute("SELECT district_code, count(*) FROM coverage GROUP BY ALL ORDER BY ALL").fetchall():
        if group and size + n > _REPORTS_AT_ONCE:
            yield group, size
            group, size = [], 0
        group.append(code)
        size += n
    if group:
        yield group, size


def _write(part: _Part) -> Units:
    part.scratch.mkdir()
    known = read_list(part.earlier)
    units: Units = {}
    with _connection(part.memory_limit, part.scratch) as con:
        rows.hold(con, part.made)
        metrics = _metrics(con)
        found = list(rows.districts(con, part.districts))
        for district in found:
            name = f"d/{district.code}"
            inputs = _hash(part.basis, repr(district))
            units[name] = _unit(part, known.get(name), inputs, district_pages(district, metrics))
        for year in sorted({year for district in found for year in district.years}):
            rows.hold(con, part.made, year)
            of_year = [district for district in found if year in district.years]
            reports = rows.reports(con, [district.code for district in of_year])
            for district in of_year:
                of_district = reports.pop(district.code)
                name = f"d/{district.code}/{year}"
                pages = report_pages(district, year, of_district, metrics, whole=part.texts == "whole")
                inputs = _hash(part.basis, district.name, repr(of_district), repr(_of_year(district, year)))
                units[name] = _unit(part, known.get(name), inputs, pages)
    return units


def _of_year(district: rows.District, year: int) -> list[list[rows.Row]]:
    """What the pages of a year's reports show of their district."""
    kinds = (district.values, district.findings, district.corrections)
    return [[row for row in kind if row["report_year"] == year] for kind in kinds]


def _unit(part: _Part, known: Unit | None, inputs: str, pages: Iterator[Page]) -> Unit:
    if known and reuse(known, inputs, part.earlier, part.site):
        return known
    return Unit(inputs, write_pages(part.site, pages, known, part.earlier))


def _hash(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()
