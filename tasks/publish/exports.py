"""CSV and Excel of a release, made in several processes, with a bounded number of tables on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from tasks.publish.excel import write_workbook
from tasks.publish.tables_csv import DistrictYear, WholeTables, write_district, years
from warehouse.db import connect

IN_PROCESS_UP_TO = 8
"""Districts and years for which starting processes costs more than it gains."""


def write_exports(
    database: Path,
    folder: Path,
    *,
    workers: int,
    memory_limit: str,
    spill: Path,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Writes `folder/csv` (three whole tables, one table a district and year) and `folder/excel` (one book each).

    `progress` is called with districts and years handed out, and those in all.

    Raises:
        OSError: the folder cannot be written.
    """
    for kind in ("csv", "excel"):
        (folder / kind).mkdir()
    con = connect(database, read_only=True, memory_limit=memory_limit, temp_dir=spill)
    try:
        counted = "SELECT count(*) FROM (SELECT DISTINCT district_code, report_year FROM district_metrics)"
        (total,) = con.execute(counted).fetchall()[0]
        done = 0
        with WholeTables(folder / "csv") as whole, _submitter(workers if total > IN_PROCESS_UP_TO else 0) as submit:
            for year in years(con):
                whole.append(year)
                for district in year.districts():
                    submit(district, folder)
                    done += 1
                    if progress:
                        progress(done, total)
    finally:
        con.close()


def _write(data: DistrictYear, folder: Path) -> None:
    write_district(data, folder / "csv")
    write_workbook(data, folder / "excel")


@contextmanager
def _submitter(workers: int) -> Iterator[Callable[[DistrictYear, Path], None]]:
    """Yields what writes a district and year: here, or in one of `workers` processes; waits when all are busy."""
    if workers == 0:
        yield _write
        return
    # forkserver: this process has threads (DuckDB, Arrow), so it must not be forked itself
    with ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) as pool:
        waiting: deque[Future[None]] = deque()

        def submit(data: DistrictYear, folder: Path) -> None:
            waiting.append(pool.submit(_write, data, folder))
            if len(waiting) > 2 * workers:
                waiting.popleft().result()

        yield submit
        for future in waiting:
            future.result()
