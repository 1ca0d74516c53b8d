"""A small home of an invented district: documents go through the real store and release steps, as workers' parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from small_documents import Doc, stray, together, write_parts, write_rows

from tasks.publish.groups import Groups, find_groups
from tasks.publish.lake import update_lake
from tasks.publish.plan import Plan, make_plan
from tasks.publish.release import Content, PublishResult, publish
from tasks.publish.runs import RunFacts
from warehouse.catalogue import load_catalogue
from warehouse.home import Home
from warehouse.manifest import LakeManifest, load_manifest
from warehouse.schema import table

Progress = Callable[[int, int], None]


def townships() -> pa.Table:
    place = {"district_code": "990101", "district": "青澜区", "city": "云澜市", "province": "澜江省"}
    rows = [
        place
        | {
            "township_code": f"99010100{n}",
            "township": name,
            "township_type": "镇",
            "scheme": "overlay",
            "as_of": date(2024, 1, 1),
        }
        for n, name in ((1, "青澜镇"), (2, "石桥镇"), (3, "云岭镇"))
    ]
    return pa.Table.from_pylist(rows, schema=table("townships").arrow())


@dataclass(slots=True)
class World:
    """A home and the documents that its raw store holds."""

    home: Home
    docs: dict[str, Doc] = field(default_factory=dict)
    processed: list[str] = field(default_factory=list)
    fingerprints: dict[str, str] = field(default_factory=lambda: {"code": "1"})
    n_runs: int = 0

    def put(self, *docs: Doc) -> World:
        self.docs |= {doc.file_id: doc for doc in docs}
        return self

    def take(self, doc: Doc) -> World:
        del self.docs[doc.file_id]
        return self

    def plan(self) -> Plan:
        return make_plan(self.home, [self.docs[i].arrival for i in sorted(self.docs)], self.fingerprints, {})

    def store(self, progress: Progress | None = None) -> LakeManifest:
        """What a run does between ingest and publish; `processed` then names the documents it processed, in order."""
        plan = self.plan()
        todo = [a.file_id for a in (*plan.process, *plan.repair)]
        self.processed, parts, groups = [], [], Groups(frozenset())
        self.n_runs += 1
        while todo or (plan.removed and not parts):
            parts.append(write_parts(self._part(len(parts)), [self.docs[i] for i in todo]))
            self.processed += todo
            groups = find_groups(self.home, plan, parts, self.processed)
            todo = sorted(groups.candidates)
        made = [stray(self.docs[i], possible) for i, (_, possible) in groups.strays.items()]
        for group in groups.ungathered:
            made += together(*([self.docs[i] for i in ids] for ids in (group.documents, group.annexes)))
        parts.append(write_rows(self._part(len(parts)), made))
        return update_lake(self.home, plan, parts, self.processed, progress=progress)

    def _part(self, number: int) -> Path:
        return self.home.staging / "parts" / f"{self.n_runs}-{number}"

    def publish(
        self,
        as_of: date = date(2024, 6, 1),
        *,
        lake: LakeManifest | None = None,
        workers: int = 1,
        progress: Progress | None = None,
    ) -> PublishResult:
        metrics = load_catalogue().arrow()
        reference = {"metrics": lambda: metrics, "townships": townships}
        content = Content(as_of, self.fingerprints, reference, ["990101"])
        self.n_runs += 1
        started = datetime(2024, 6, 1, 8, self.n_runs, tzinfo=UTC)
        run = RunFacts(f"run-{self.n_runs}", started, "test-host", len(self.docs), len(self.processed), 0)
        return publish(self.home, lake or self.store(), content, run, workers=workers, progress=progress)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Rows of a lake table, in stored order."""
        files = load_manifest(self.home.lake / "manifest.json").of_table(name)
        read = (pq.read_table(self.home.lake / path, partitioning=None).to_pylist() for path in files)
        return [row for rows in read for row in rows]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the current release, as an analyst sees them."""
        with duckdb.connect(str(self.home.current.resolve()), read_only=True) as con:
            return con.execute(sql).fetchall()
