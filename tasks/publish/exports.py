"""CSV and Excel of a release, made in several processes from its Parquet files, some districts of a year at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tasks.publish.lake_sql import relation
from tasks.publish.release_tables import TableFiles
from tasks.publish.tables_csv import join_tables, published_rows, write_district, write_part, write_register
from warehouse.db import connect
from warehouse.forms import Form
from warehouse.models import create_views
from warehouse.processes import processes
from warehouse.schema import table

IN_PROCESS_UP_TO = 8
"""Districts and years for which starting processes costs more than it gains."""

_DISTRICTS_AT_ONCE = 100

_DISTRICT_YEARS = """
    SELECT report_year, list(DISTINCT district_code ORDER BY district_code)
    FROM coverage GROUP BY report_year ORDER BY report_year
"""


@dataclass(frozen=True, slots=True)
class _Part:
    """Some districts (codes) of one report year, numbered in the order of the whole tables.

    `files` are the Parquet files that hold their rows, by table, `folder` is the release's, `scratch` the part's own.
    """

    number: int
    report_year: int
    districts: list[str]
    files: Mapping[str, list[Path]]
    folder: Path
    scratch: Path
    memory_limit: str
    forms: Sequence[Form]


@contextmanager
def exports(
    made: Mapping[str, TableFiles],
    folder: Path,
    *,
    workers: int,
    memory_limit: str,
    scratch: Path,
    forms: Sequence[Form] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[None]:
    """Writes `folder/csv` (three whole tables, the register of their districts, one table a district and year) and
    `folder/excel` and `folder/forms` (a book each, and one for each form).

    A context manager: the work goes on in `workers` processes while the block runs, leaving it waits for the end.
    `made` are the tables of the release. `progress` is called with districts and years done, and those in all.

    Raises:
        OSError: the folder cannot be written.
    """
    shutil.rmtree(scratch, ignore_errors=True)  # what an attempt before this one left
    for path in (folder / "csv", folder / "excel", *([folder / "forms"] if forms else []), scratch):
        path.mkdir()
    parts = _parts(made, folder, scratch, memory_limit, forms)
    total = sum(len(part.districts) for part in parts)
    some = workers if total > IN_PROCESS_UP_TO else 0
    together = [[part] for part in parts] if some else [parts] if parts else []  # here one connection is enough
    with processes(some) as pool:
        running = {pool.submit(_write, group): group for group in together}
        yield
        done = 0
        for future in as_completed(running):
            future.result()
            for part in running[future]:
                done += len(part.districts)
                if progress:
                    progress(done, total)
    join_tables([part.scratch for part in parts], folder / "csv")
    with connect(memory_limit=memory_limit, threads=1) as con:
        _hold(con, {name: list(t.files) for name, t in made.items()})
        create_views(con)
        write_register(con, folder / "csv")


def _parts(
    made: Mapping[str, TableFiles], folder: Path, scratch: Path, memory_limit: str, forms: Sequence[Form]
) -> list[_Part]:
    with connect(memory_limit=memory_limit) as con:
        relation(con, "coverage", made["coverage"].files, table("coverage").arrow())
        years = con.execute(_DISTRICT_YEARS).fetchall()
    some = [
        (year, districts[at : at + _DISTRICTS_AT_ONCE])
        for year, districts in years
        for at in range(0, len(districts), _DISTRICTS_AT_ONCE)
    ]
    return [
        _Part(
            number=number,
            report_year=year,
            districts=districts,
            files={name: t.of_year(year) for name, t in made.items()},
            folder=folder,
            scratch=scratch / f"{number:05d}",
            memory_limit=memory_limit,
            forms=forms,
        )
        for number, (year, districts) in enumerate(some)
    ]


def _hold(con: duckdb.DuckDBPyConnection, files: Mapping[str, Sequence[Path]]) -> None:
    for name, of_table in files.items():
        relation(con, name, of_table, table(name).arrow())


def _write(parts: Sequence[_Part]) -> None:
    """Writes some parts by one connection: its views look into the files that it holds when they are asked."""
    from tasks.publish.excel import write_form, write_workbook  # a run that publishes nothing does not wait for it

    first = parts[0]
    with connect(memory_limit=first.memory_limit, threads=1, temp_dir=first.scratch / "duckdb") as con:
        for part in parts:
            part.scratch.mkdir()
            _hold(con, part.files)
            if part is first:
                create_views(con)
            rows = published_rows(con, part.report_year, part.districts)
            write_part(rows, part.scratch, header=part.number == 0)
            for district in rows.by_district():
                write_district(district, part.folder / "csv")
                write_workbook(district, part.folder / "excel")
                for form in part.forms:
                    write_form(district, form, part.folder / "forms")
