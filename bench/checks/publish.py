"""Makes the tables of a release from the lake of `bench.checks.scale`, checks them, and builds and verifies the database.

    python -m bench.checks.publish HOME TOWNSHIPS

CSV and Excel, which other processes write meanwhile, are left out.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bench.checks.scale import register
from tasks.publish.database import build_database, verify_database
from tasks.publish.release import Content, make_tables
from tasks.publish.release_tables import write_table
from tasks.publish.runs import RunFacts, release_table, runs_table
from warehouse.catalogue import load_catalogue
from warehouse.home import Home
from warehouse.manifest import load_manifest
from warehouse.processes import OWN_MEMORY


def main(root: Path, n_townships: int) -> None:
    """Builds in the staging folder of the home.

    Raises:
        RuntimeError: a check of the house fails, or a finding blocks.
    """
    home, now = Home(root), datetime.now(UTC)
    staged = home.staging / "release"
    staged.mkdir(parents=True)
    lake = load_manifest(home.lake / "manifest.json")
    content = Content(
        as_of=date(2026, 1, 1),
        fingerprints={},
        reference={"metrics": load_catalogue().arrow, "townships": lambda: register(n_townships)},
    )
    made, checked = make_tables(home, lake, content, staged / "parquet", None, OWN_MEMORY)
    facts = RunFacts("bench", now, "bench", 0, 0, 0)
    made["release"] = write_table("release", release_table("bench", {}, made), staged / "parquet")
    made["runs"] = write_table("runs", runs_table(home, facts, now, "bench"), staged / "parquet")
    database = staged / "township.duckdb"
    build_database(database, made, memory_limit=OWN_MEMORY, spill=home.staging / "duckdb")
    if problems := checked.causes + verify_database(
        database, made, memory_limit=OWN_MEMORY, spill=home.staging / "duckdb"
    ):
        raise RuntimeError(problems[0])


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute(), int(sys.argv[2]))
