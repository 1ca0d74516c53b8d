"""A comparison of two releases of which every change is known, and what it missed, invented or explained wrongly."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.diff.changes import Changer, Expected
from bench.diff.world import make_base, versions, write_release
from tasks.compare.compare import compare
from tasks.compare.sides import Side
from warehouse.db import connect


@dataclass(frozen=True, slots=True)
class Trial:
    """Changes of observations expected and listed; `missed` and `invented` are those that only one of the two has."""

    expected: set[Expected]
    missed: set[Expected]
    invented: set[Expected]
    n_changed: int


def trial(con: duckdb.DuckDBPyConnection, folder: Path, *, n_changes: int, seed: int, version: str) -> Trial:
    """Makes two releases below `folder`, some random changes apart, and compares them in `con`.

    `version` says whether they were made with another catalogue or with another code.
    """
    with connect(memory_limit="1GB") as world:
        make_base(world, n_townships=400, n_years=4)
        write_release(world, folder / "old")
        changer = Changer(world, seed)
        changer.change(n_changes, version=version)
        write_release(world, folder / "new")
    changed = (
        {"program": "program-2", "code": "code-2"} if version == "code" else {"catalogue": "c-2", "code": "code-2"}
    )
    sides = Side("old", folder / "old", versions()), Side("new", folder / "new", versions(**changed))
    compare(con, *sides)
    query = "SELECT township_code, report_year, metric_id, change, cause FROM changes WHERE level = 'observation'"
    listed = [Expected(*row) for row in con.execute(query).fetchall()]
    assert len(listed) == len(set(listed)), "a change is listed once"
    found = set(listed)
    return Trial(changer.expected, changer.expected - found, found - changer.expected, changer.n)
