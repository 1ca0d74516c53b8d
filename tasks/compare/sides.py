"""The two releases of a comparison as relations over their Parquet files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from warehouse.db import read_parquet
from warehouse.fingerprint import same_bytes
from warehouse.schema import duckdb_type, quote, table

SMALL = ("corrections", "files", "metrics", "reports", "township_history", "townships")
"""Tables that are held whole, in memory or in the scratch folder."""

_REGISTER = ("township_history", "townships")


@dataclass(frozen=True, slots=True)
class Side:
    """One release: its name, the folder of its Parquet files, and the versions that its manifest names."""

    name: str
    parquet: Path
    inputs: Mapping[str, str]

    def files(self, name: str, year: int | None = None) -> list[Path]:
        """The files of a table, of one year where it has a folder for each."""
        folder = "year=*" if year is None else f"year={year:04d}"
        return sorted([*self.parquet.glob(f"{name}.parquet"), *self.parquet.glob(f"{name}/{folder}/*.parquet")])

    def years(self) -> set[int]:
        """Report years of the observations and of the reports."""
        folders = [*self.parquet.glob("observations/year=*"), *self.parquet.glob("reports/year=*")]
        return {int(path.name.removeprefix("year=")) for path in folders}

    def n_observations(self) -> int:
        """Observations in all."""
        return sum(pq.read_metadata(file).num_rows for file in self.files("observations"))


def put_small(con: duckdb.DuckDBPyConnection, sides: Mapping[str, Side]) -> None:
    """The small tables of both sides as temporary tables `<prefix>_<table>`.

    A register that has the same bytes on both stays empty: all that is asked of it is what differs, and it is large.
    """
    old, new = sides.values()
    same = all(same_bytes(old.files(name), new.files(name)) for name in _REGISTER)
    for name in SMALL:
        nothing = " LIMIT 0" if same and name in _REGISTER else ""
        for prefix, side in sides.items():
            con.execute(f"CREATE TEMP TABLE {prefix}_{name} AS {rows(name, side.files(name))}{nothing}")


def put_year(con: duckdb.DuckDBPyConnection, prefix: str, side: Side, year: int) -> None:
    """The large tables of a side as views of one report year."""
    observations = rows("observations", side.files("observations", year))
    con.execute(f"CREATE OR REPLACE TEMP VIEW {prefix}_observations AS {observations}")
    districts = rows("district_metrics", side.files("district_metrics"))
    con.execute(
        f"CREATE OR REPLACE TEMP TABLE {prefix}_district_metrics AS FROM ({districts}) WHERE report_year = {year}"
    )


def rows(name: str, files: Sequence[Path]) -> str:
    """A SELECT of the rows of a table in today's columns; those that an older release does not have are NULL."""
    t = table(name)
    there = set(pq.read_schema(files[0]).names) if files else set()
    columns = ", ".join(
        quote(c.name) if c.name in there else f"NULL::{duckdb_type(c)} AS {quote(c.name)}" for c in t.columns
    )
    if not files:
        return f"SELECT {columns} WHERE false"
    return f"SELECT {columns} FROM {read_parquet(files)}"
