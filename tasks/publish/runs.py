"""The tables of a release that tell how it came about: `runs` and `release`. They are never part of a comparison."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from tasks.publish.release_tables import TableFiles
from warehouse.home import Home
from warehouse.schema import table

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RunFacts:
    """The run that publishes: its name, start (with time zone), host, and counts of documents."""

    run_id: str
    started_at: datetime
    host: str
    n_new: int
    n_processed: int
    n_quarantined: int


def runs_table(home: Home, run: RunFacts, ended_at: datetime, release: str) -> pa.Table:
    """Every earlier run by its summary in `runs/`, and this one; by run_id, times in UTC without zone."""
    t = table("runs")
    rows = {}
    for path in sorted(home.runs.glob("*.json")):
        try:
            summary = json.loads(path.read_bytes())
            row = {name: summary[name] for name in t.names}
            row |= {name: _utc(datetime.fromisoformat(row[name])) for name in ("started_at", "ended_at")}
            rows[row["run_id"]] = row
        except (ValueError, KeyError, TypeError) as error:
            log.warning("%s is no summary of a run (%r); the release does not list it", path, error)
    rows[run.run_id] = {
        "run_id": run.run_id,
        "started_at": _utc(run.started_at),
        "ended_at": _utc(ended_at),
        "host": run.host,
        "n_new": run.n_new,
        "n_processed": run.n_processed,
        "n_quarantined": run.n_quarantined,
        "outcome": "published",
        "release": release,
    }
    return pa.Table.from_pylist([rows[run_id] for run_id in sorted(rows)], schema=t.arrow())


def release_table(release: str, inputs: Mapping[str, str], made: Mapping[str, TableFiles]) -> pa.Table:
    """One row for the release's name, for each input's version or hash, and for each table with rows and hash."""
    rows: list[dict[str, Any]] = [{"item": "release", "value": release}]
    rows += [{"item": name, "value": value} for name, value in inputs.items()]
    rows += [
        {"item": f"table:{name}", "value": str(t.rows), "n_rows": t.rows, "sha256": t.sha256}
        for name, t in made.items()
    ]
    return pa.Table.from_pylist(rows, schema=table("release").arrow())


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)
