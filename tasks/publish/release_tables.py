"""The Parquet files of a release: the lake's, copied, and the tables that are made when a release is built."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.publish.editions import editions_by_season, mark_revised
from tasks.publish.lake_sql import relation
from tasks.publish.parquet import write_parquet
from tasks.publish.pointer import PublishedRelease
from tasks.publish.season import Season
from warehouse.fingerprint import sha256_of
from warehouse.home import Home
from warehouse.manifest import LakeManifest
from warehouse.models import run_model
from warehouse.schema import lake_tables, table

REGISTER = ("district_history", "township_history", "townships")
"""Tables that say what the register says, all of it."""


class LakeDamaged(Exception):
    """A file of the lake changed under the run; the next run finds it and makes it again."""


@dataclass(frozen=True, slots=True)
class TableFiles:
    """One table of a release: its Parquet files in stored order, rows in all, and one hash for all bytes."""

    files: tuple[Path, ...]
    rows: int
    sha256: str

    def of_year(self, year: int) -> list[Path]:
        """The files that may hold rows of this report year: those in its folder, or, of a table in one file, that."""
        return [file for file in self.files if file.parent.name in (f"year={year:04d}", "parquet")]


def copy_lake(home: Home, lake: LakeManifest, folder: Path) -> dict[str, TableFiles]:
    """Copies the live files of the lake to `folder/<table>/year=YYYY/`, and proves each by its hash.

    Raises:
        LakeDamaged: the bytes are not those that the manifest names.
    """
    tables = {}
    for t in lake_tables():
        live = lake.of_table(t.name)
        for path, file in live.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(home.lake / path, folder / path)
            if sha256_of(folder / path) != file.sha256:
                raise LakeDamaged(f"lake file {path} is damaged; run again, and its year is made again")
        tables[t.name] = TableFiles(
            files=tuple(folder / path for path in live),
            rows=sum(file.rows for file in live.values()),
            sha256=sha256_of_files((path, file.sha256) for path, file in live.items()),
        )
    return tables


def copy_register(current: PublishedRelease, inputs: Mapping[str, str], folder: Path) -> dict[str, TableFiles]:
    """Copies the tables of the register from the current release where register and program made them the same, and each
    has the bytes that its manifest names; those that are left out have to be made."""
    if any(inputs.get(name) is None or inputs[name] != current.inputs.get(name) for name in ("register", "program")):
        return {}
    tables = {}
    for name in REGISTER:
        source, path = current.path / "parquet" / f"{name}.parquet", folder / f"{name}.parquet"
        if source.is_file() and sha256_of(source) == current.hashes.get(name):
            shutil.copyfile(source, path)
            tables[name] = TableFiles((path,), current.rows[name], current.hashes[name])
    return tables


def sha256_of_files(files: Iterable[tuple[str, str]]) -> str:
    """The one hash of a table in several files: of their paths below the folder of tables and their own hashes, in order."""
    return hashlib.sha256("".join(f"{sha256}  {path}\n" for path, sha256 in files).encode()).hexdigest()


def sha256_of_lines(lines: Iterable[str]) -> str:
    """One hash of several lines, such as the names of files that are named by their bytes."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def write_table(name: str, rows: pa.Table, folder: Path) -> TableFiles:
    """Writes a whole table to `folder/<name>.parquet`, by key."""
    t = table(name)
    path = folder / f"{name}.parquet"
    ordered = rows.select(list(t.names)).sort_by([(key, "ascending") for key in t.key])
    made = write_parquet(path, t.arrow(), ordered.to_batches())
    return TableFiles((path,), made.rows, made.sha256)


def write_release_tables(
    con: duckdb.DuckDBPyConnection,
    tables: dict[str, TableFiles],
    folder: Path,
    *,
    reference: Mapping[str, pa.Table],
    districts: Sequence[str],
    as_of: date,
    previous: Path | None,
) -> dict[str, TableFiles]:
    """Writes `reference` tables and the models, district_metrics and coverage, that follow from them and the lake.

    `tables` are those that were copied, the lake's and maybe the register's. `districts` are expected to report, in every year that any district reported on and
    in the last one whose deadline has passed. `previous` is the district table of the release made before.
    """
    made = {name: write_table(name, rows, folder) for name, rows in reference.items()}
    for name, t in (tables | made).items():
        relation(con, name, t.files, table(name).arrow())
    editions = editions_by_season(con, Season.on(as_of))
    metrics = _district_metrics(con, tables, editions)
    made["district_metrics"] = write_table("district_metrics", mark_revised(con, metrics, previous), folder)
    for name in ("observations", "reports"):
        relation(con, name, tables[name].files, table(name).arrow())
    coverage = run_model(con, "coverage", {"configured": _configured(con, districts, as_of), "as_of": as_of})
    made["coverage"] = write_table("coverage", coverage, folder)
    return made


def _district_metrics(con: duckdb.DuckDBPyConnection, tables: Mapping[str, TableFiles], editions: pa.Table) -> pa.Table:
    """The model a year at a time, so that memory does not grow with the years; a year needs the one before beside it."""
    made = [table("district_metrics").arrow().empty_table()]
    for (year,) in con.execute("SELECT DISTINCT report_year FROM reports ORDER BY ALL").fetchall():
        files = {"observations": [year - 1, year], "reports": [year]}
        for name, years in files.items():
            relation(con, name, [file for y in years for file in tables[name].of_year(y)], table(name).arrow())
        made.append(run_model(con, "district_metrics", {"editions": editions}))
    return pa.concat_tables(made)


def _configured(con: duckdb.DuckDBPyConnection, districts: Sequence[str], as_of: date) -> pa.Table:
    return con.execute(
        """SELECT unnest($districts::VARCHAR[]) AS district_code, report_year
           FROM (SELECT report_year FROM reports UNION SELECT $due_year)""",
        {"districts": list(districts), "due_year": Season.on(as_of).due_year},
    ).to_arrow_table()
