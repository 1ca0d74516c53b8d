"""The checks of a release: run a report year at a time on its Parquet files; what they find joins the findings of the lake."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tasks.publish.lake_sql import relation
from tasks.publish.parquet import write_parquet
from tasks.publish.release_tables import TableFiles, sha256_of_lines, write_table
from tasks.validate.gate import Verdict, causes, verdict
from tasks.validate.run import BEFORE, LAKE, PUBLISHED, WHOLE, WHOLE_PUBLISHED, Outcome, run_year
from warehouse.db import connect
from warehouse.fingerprint import same_bytes
from warehouse.models import create_macros
from warehouse.quality import load_checks
from warehouse.schema import table

Row = dict[str, Any]

_MEMORY, _THREADS = "512MB", 2
"""Of DuckDB, and years at once: lists and medians over a year do not go to disk; nothing else runs beside the checks."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The tables `findings` and `checks`, the verdict, and the causes for which the gate refuses; none: it may pass.

    `compared` is a hash over the findings that do not depend on the last release: those that do are gone as soon as the
    release that they were found in is the last one.
    """

    tables: dict[str, TableFiles]
    verdict: Verdict
    causes: list[str]
    compared: str


def check_release(
    made: Mapping[str, TableFiles], folder: Path, *, previous: Path | None, accepted: Collection[str], spill: Path
) -> Checked:
    """Runs every check on the tables `made`, which lie in `folder`; `previous` is the folder of the last release's Parquet.

    `accepted` are ids of blocking findings that a person lets pass.
    """
    with connect(memory_limit=_MEMORY, threads=_THREADS, temp_dir=spill) as con:
        return _check(con, made, folder, previous, accepted)


def _check(
    con: duckdb.DuckDBPyConnection,
    made: Mapping[str, TableFiles],
    folder: Path,
    previous: Path | None,
    accepted: Collection[str],
) -> Checked:
    for name in WHOLE:  # as tables, whose sizes are known when joins are put in order
        relation(con, f"{name}_file", made[name].files, table(name).arrow())
        con.execute(f"CREATE TABLE {name} AS FROM {name}_file")
    for name in WHOLE_PUBLISHED:
        published = _published(previous, name)
        if same_bytes(published, made[name].files):
            con.execute(f"CREATE VIEW {name}_published AS FROM {name}")
            continue
        relation(con, f"{name}_file", published, table(name).arrow())
        con.execute(f"CREATE TABLE {name}_published AS FROM {name}_file")
    create_macros(con)

    def check(year: int) -> tuple[list[Row], list[Path], list[Outcome]]:
        with con.cursor() as own:  # views and temporary tables of a year are its own
            _register_year(own, made, previous, year)
            found, done = run_year(own, year, accepted)
        of_lake = made["findings"].of_year(year)
        of_year = sorted(found + _read(of_lake), key=lambda row: str(row["finding_id"]))
        return of_year, _replace(folder / "findings" / f"year={year:04d}", of_lake, of_year), done

    rows, files, outcomes = list[Row](), list[Path](), list[Outcome]()
    with ThreadPoolExecutor(_THREADS) as pool:
        for of_year, written, done in pool.map(check, _years(made, previous)):
            rows += of_year
            files += written
            outcomes += done
    relation(con, "files", made["files"].files, table("files").arrow())
    since = {check.name for check in load_checks() if check.group == "published"}
    return Checked(
        tables={
            "findings": TableFiles(tuple(files), len(rows), sha256_of_lines(file.name for file in files)),
            "checks": write_table("checks", _outcomes(outcomes), folder),
        },
        verdict=verdict(con, rows, outcomes),
        causes=causes(con, rows),
        compared=sha256_of_lines(json.dumps(row, ensure_ascii=False) for row in rows if row["check_name"] not in since),
    )


def _years(made: Mapping[str, TableFiles], previous: Path | None) -> list[int]:
    """Report years of the lake, with that of findings that name none (0), and those of the last release."""
    folders = [file.parent.name for name in LAKE for file in made[name].files]
    folders += [path.name for path in previous.glob("reports/year=*")] if previous else []
    return sorted({int(name.removeprefix("year=")) for name in folders})


def _register_year(
    con: duckdb.DuckDBPyConnection, made: Mapping[str, TableFiles], previous: Path | None, year: int
) -> None:
    for name in LAKE:
        relation(con, name, made[name].of_year(year), table(name).arrow())
    for name in BEFORE:
        relation(con, f"{name}_before", made[name].of_year(year - 1), table(name).arrow())
    relation(con, "coverage_now", made["coverage"].files, table("coverage").arrow())
    con.execute(f"CREATE OR REPLACE TEMP VIEW coverage AS FROM coverage_now WHERE report_year = {year}")
    for name in PUBLISHED:
        relation(con, f"all_{name}", _published(previous, name, year), table(name).arrow())
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name}_published AS FROM all_{name} WHERE report_year = {year}")


def _published(previous: Path | None, name: str, year: int = 0) -> list[Path]:
    """The files of a table of the last release, of a year where it has a folder for each."""
    if previous is None:
        return []
    return sorted([*previous.glob(f"{name}.parquet"), *previous.glob(f"{name}/year={year:04d}/*.parquet")])


def _read(files: Sequence[Path]) -> list[Row]:
    return [row for file in files for row in pq.ParquetFile(file).read().to_pylist()]


def _replace(folder: Path, old: Sequence[Path], rows: list[Row]) -> list[Path]:
    """Writes the rows in place of the lake's file, under a name made from the bytes; no rows, no file."""
    for file in old:
        file.unlink()
    if not rows:
        return []
    folder.mkdir(parents=True, exist_ok=True)
    schema = table("findings").arrow()
    written = write_parquet(folder / "new", schema, pa.Table.from_pylist(rows, schema=schema).to_batches())
    return [(folder / "new").rename(folder / f"{written.sha256[:16]}.parquet")]


def _outcomes(outcomes: Sequence[Outcome]) -> pa.Table:
    rows = [
        {
            "check_name": outcome.check.name,
            "report_year": outcome.report_year,
            "severity": outcome.check.words.severity,
            "name_zh": outcome.check.words.name_zh,
            "claim_zh": outcome.check.words.claim_zh,
            "n_looked_at": outcome.n_looked_at,
            "n_failing": outcome.n_failing,
            "result": outcome.result,
        }
        for outcome in outcomes
    ]
    return pa.Table.from_pylist(rows, schema=table("checks").arrow())
