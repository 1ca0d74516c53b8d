"""The database of a release: assembled last, from the Parquet files, and verified before anybody sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from tasks.publish.release_tables import TableFiles
from tasks.validate.gate import Verdict
from warehouse.db import connect, read_parquet
from warehouse.models import comment_views, create_tables, create_views, run_checks
from warehouse.schema import literal, quote, tables

_ROW_GROUP = 10240
"""Rows a row group of the database; DuckDB holds one in memory, texts and all, while it is written."""

_REPORTS_AT_ONCE = 512
_BY_REPORT = ("mentions", "observations", "report_texts")


class ReleaseRefused(Exception):
    """The gate refused the release, the old one stays current; `problems` says why, the first cause first."""

    def __init__(self, problems: list[str], verdict: Verdict | None = None) -> None:
        super().__init__(problems[0] + (f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""))
        self.problems = problems
        self.verdict = verdict or Verdict()


def build_database(path: Path, made: Mapping[str, TableFiles], *, memory_limit: str, spill: Path) -> None:
    """Makes the database at `path`: every table of the schema with its comments, then the Chinese views; closed.

    Rows go in as the files hold them: by year, then by key.
    """
    con = connect(memory_limit=memory_limit, threads=1, temp_dir=spill)
    try:
        con.execute(f"ATTACH {literal(str(path))} AS release (ROW_GROUP_SIZE {_ROW_GROUP})")
        con.execute("USE release")
        con.execute("PRAGMA force_compression = 'dictionary'")  # to try every method takes longer than to write
        create_tables(con)
        for t in tables().values():
            if files := made[t.name].files:
                columns = ", ".join(quote(c) for c in t.names)
                rows = f"SELECT {columns} FROM {read_parquet(files)}"
                con.execute(f"INSERT INTO {quote(t.name)} {rows}")
        create_views(con)
        comment_views(con)
        con.execute("CHECKPOINT release")
    finally:
        con.close()


def verify_database(path: Path, made: Mapping[str, TableFiles], *, memory_limit: str, spill: Path) -> list[str]:
    """Opens the database as a reader would and holds every claim about its rows against it.

    Returns what is wrong, nothing for a sound release: rows are missing, or a check of `warehouse/sql/checks` fails.
    """
    con = connect(path, read_only=True, memory_limit=memory_limit, threads=1, temp_dir=spill)
    try:
        problems = []
        for name, t in made.items():
            (n_rows,) = con.execute(f"SELECT count(*) FROM {quote(name)}").fetchall()[0]
            if n_rows != t.rows:
                problems.append(f"table {name} has {n_rows} rows, its Parquet files {t.rows}")
        problems += [
            f"check {result.claim} fails for {result.n_failing} rows, such as {result.first_rows[0]}"
            for result in run_checks(con, _slices(con, made))
            if result.n_failing
        ]
        return problems
    finally:
        con.close()


def _slices(con: duckdb.DuckDBPyConnection, made: Mapping[str, TableFiles]) -> Iterator[dict[str, str]]:
    """Conditions that cut the large tables into some reports of one year each; every row lies in exactly one slice.

    Rows stand in the database as in the files, by year, so a range of row numbers is a year, found without a search.
    """
    rows = {name: dict(_rows_of_years(made[name].files)) for name in _BY_REPORT}
    for year in sorted(set().union(*rows.values())):
        ranges = {name: years.get(year, range(0)) for name, years in rows.items()}
        texts = ranges["report_texts"]
        borders = [
            report_id
            for at in texts[_REPORTS_AT_ONCE::_REPORTS_AT_ONCE]
            for (report_id,) in con.execute("SELECT report_id FROM report_texts WHERE rowid = ?", [at]).fetchall()
        ]
        for low, high in zip(["", *borders], [*borders, None], strict=True):
            reports = f"report_id >= {literal(low)}" + (f" AND report_id < {literal(high)}" if high else "")
            yield {name: f"rowid >= {r.start} AND rowid < {r.stop} AND {reports}" for name, r in ranges.items()}


def _rows_of_years(files: Sequence[Path]) -> Iterator[tuple[str, range]]:
    """The folder of each file's year and the numbers of its rows in the database."""
    start = 0
    for file in files:
        stop = start + pq.read_metadata(file).num_rows
        yield file.parent.name, range(start, stop)
        start = stop
