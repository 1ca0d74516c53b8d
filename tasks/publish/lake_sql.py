"""The SQL of the lake: parts and old rows as relations, and the rows that follow from them.

Relations: `part_*` are the workers' rows, `old_*` the lake's rows of the years concerned, `touched` the ids of
documents that were processed or removed, `member` what became of each document that was used.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow as pa

from tasks.publish.part_tables import PART_TABLES
from warehouse.db import connect, read_parquet
from warehouse.home import Home
from warehouse.manifest import LakeManifest, year_of
from warehouse.processes import OWN_MEMORY
from warehouse.schema import quote, table

MEMBER = """
    WITH used AS (  -- a document is a report by itself, unless it was gathered with others
        SELECT * FROM part_gathered
        UNION ALL BY NAME
        SELECT * EXCLUDE (traditional), left(file_id, 16) AS part_id, 'main' AS role, false AS corrected
        FROM part_documents ANTI JOIN part_gathered USING (file_id)
    ),
    report AS (
        SELECT
            part_id, township_code, report_year, published_on, signed_on, first_seen, corrected,
            left(sha256(string_agg(file_id, chr(10) ORDER BY file_id)), 16) AS report_id,
            min(file_id) FILTER (role = 'main') AS main_id
        FROM used GROUP BY ALL
    ),
    version AS (  -- an unknown date counts as older than a known one
        SELECT
            part_id, report_id,
            row_number() OVER (
                PARTITION BY township_code, report_year
                ORDER BY published_on NULLS FIRST, signed_on NULLS FIRST, first_seen, corrected, main_id
            ) AS version,
            count(*) OVER (PARTITION BY township_code, report_year) AS n_versions
        FROM report
    )
    SELECT file_id, part_id, report_year AS year, report_id, role, version, version = n_versions AS is_current
    FROM used JOIN version USING (part_id)
"""
"""One row per used document: its report, its role there, the version and whether that is current."""

DECIDED = """
    SELECT file_id FROM old_files AS f JOIN old_reports AS r USING (report_id)
    WHERE 'report:' || r.township_code || '/' || r.report_year IN (SELECT unnest($reports))
    UNION
    SELECT file_id FROM old_quarantine WHERE 'report:' || township_code || '/' || report_year IN (SELECT unnest($reports))
"""
"""Documents of the lake that belong to one of these reports ('report:990101001/2023'), quarantined or not."""

TOUCHED_REPORTS = """
    CREATE TEMP TABLE touched_reports AS
    SELECT DISTINCT report_id FROM old_files JOIN touched USING (file_id) WHERE report_id IS NOT NULL
"""
"""Reports of the lake whose rows are replaced: candidates are followed, so all their files are touched."""

_REPORT_ID = "m.report_id AS report_id"
_MENTION_ID = "m.report_id || substr({0}, 17) AS {0}"
_MENTION_IDS = "list_transform(p.mention_ids, id -> m.report_id || substr(id, 17)) AS mention_ids"

_FILLED_IN = {
    "files": f"{_REPORT_ID}, m.role AS role",
    "reports": f"{_REPORT_ID}, m.version AS version, m.is_current AS is_current",
    "mentions": f"{_REPORT_ID}, {_MENTION_ID.format('mention_id')}, {_MENTION_ID.format('part_of')}",
    "observations": f"{_REPORT_ID}, {_MENTION_IDS}",
    "findings": f"{_REPORT_ID}, {_MENTION_IDS}",
}
"""Columns that the store step fills in, because workers name a report by its file; report_id where none is named."""


@contextmanager
def lake_connection(home: Home, memory_limit: str = OWN_MEMORY) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that spills to the run's staging folder."""
    spill = home.staging / "duckdb" / str(os.getpid())  # processes must not share one
    spill.mkdir(parents=True, exist_ok=True)
    con = connect(memory_limit=memory_limit, threads=1, temp_dir=spill)
    try:
        yield con
    finally:
        con.close()


def register_parts(con: duckdb.DuckDBPyConnection, parts: Sequence[Path], touched: Collection[str]) -> None:
    """Makes `part_documents`, `part_annexes`, `part_gathered`, `part_files`, `part_quarantine` and `touched`."""
    schemas = PART_TABLES | {name: table(name).arrow() for name in ("files", "quarantine")}
    for name, schema in schemas.items():
        relation(con, f"part_{name}", [folder / f"{name}.parquet" for folder in parts], schema)
    register_touched(con, touched)


def register_touched(con: duckdb.DuckDBPyConnection, touched: Collection[str]) -> None:
    """Makes `touched`, the ids of documents whose rows are replaced."""
    con.register("touched", pa.table({"file_id": pa.array(sorted(touched), pa.string())}))


def register_lake(
    con: duckdb.DuckDBPyConnection, home: Home, manifest: LakeManifest, years: Collection[int] | None = None
) -> None:
    """Makes `old_files`, `old_reports` and `old_quarantine`, the live rows of `years`, or of all."""
    for name in ("files", "reports", "quarantine"):
        live = [home.lake / path for path in manifest.of_table(name) if years is None or year_of(path) in years]
        relation(con, f"old_{name}", live, table(name).arrow())


def owner(name: str) -> str:
    """The column that says whose rows a lake table holds: of a file or of a report."""
    return "file_id" if name in ("files", "quarantine") else "report_id"


def year_rows(con: duckdb.DuckDBPyConnection, name: str, new: Path | None, old: Path | None) -> str:
    """The SELECT of all rows of one lake table and year: those of `new` parts, and untouched ones of the `old` file."""
    t = table(name)
    columns = ", ".join(quote(c) for c in t.names)
    con.register("new_rows", pa.ipc.open_file(pa.memory_map(str(new))).read_all() if new else t.arrow().empty_table())
    relation(con, "old_rows", [old] if old else [], t.arrow())
    if name == "quarantine":
        made = "FROM new_rows"
    elif name == "files":
        made = f"SELECT p.* REPLACE ({_FILLED_IN[name]}) FROM new_rows AS p LEFT JOIN member AS m USING (file_id)"
    else:
        made = f"""SELECT p.* REPLACE ({_FILLED_IN.get(name, _REPORT_ID)})
            FROM new_rows AS p JOIN member AS m ON m.part_id = p.report_id AND m.role = 'main'"""
    gone = "touched" if owner(name) == "file_id" else "touched_reports"
    return f"""SELECT {columns} FROM ({made})
        UNION ALL SELECT {columns} FROM old_rows WHERE {owner(name)} NOT IN (FROM {gone})"""


def relation(con: duckdb.DuckDBPyConnection, name: str, files: Sequence[Path], schema: pa.Schema) -> None:
    """Makes the view `name` over Parquet files; an empty one where there are none."""
    if files:
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM {read_parquet(files)}")
    else:
        con.register(f"empty_{name}", schema.empty_table())
        con.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS FROM empty_{name}")
