"""A small home of an invented district: documents go through the real store and release steps, as workers' parts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.ingest import Arrival
from tasks.publish import Content, Plan, PublishResult, RunFacts, make_plan, publish, regroup_candidates, update_lake
from tasks.publish.lake_sql import DOCUMENTS
from warehouse.catalogue import load_catalogue
from warehouse.home import Home
from warehouse.manifest import LakeManifest, load_manifest
from warehouse.schema import lake_tables, table

Progress = Callable[[int, int], None]

METRIC = "legal_literacy_persons"


@dataclass(frozen=True, slots=True)
class Doc:
    """One document and what the workers find in it: `persons` of METRIC, or the `reason` why it cannot be used."""

    name: str
    persons: int = 40
    town: str = "990101001"
    year: int | None = 2023
    published_on: date | None = None
    signed_on: date | None = None
    first_seen: str = "2024-02-01T00:00:00+00:00"
    rank: int = 0
    places: tuple[str, ...] = ()
    reason: str | None = None

    @property
    def file_id(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def arrival(self) -> Arrival:
        return Arrival(self.file_id, self.name, self.places or (f"{self.name}.txt",), self.first_seen)

    @property
    def text(self) -> str:
        return f"青澜镇{self.year}年法治政府建设年度报告\n全年有法律明白人{self.persons}名。"

    def rows(self) -> dict[str, list[dict[str, Any]]]:
        part = self.file_id[:16]
        quote = f"{self.persons}名"
        start = self.text.index(quote)
        file = {
            "file_id": self.file_id,
            "source_uri": self.arrival.places[0],
            "media_type": "text/plain",
            "byte_size": 9,
        }
        if self.reason:
            why = {
                "reason": self.reason,
                "detail_zh": "请说明乡镇",
                "detail_en": "name the township",
                "candidates": None,
            }
            known = {"district_code": None, "township_code": None, "report_year": self.year}
            place = {"file_id": self.file_id, "source_uri": self.arrival.places[0]}
            return {"files": [file], "quarantine": [place | why | known]}
        dates = {"published_on": self.published_on, "signed_on": self.signed_on}
        mention = {
            "report_id": part,
            "char_end": start + len(quote),
            "quote": quote,
            "sentence": self.text.splitlines()[1],
            "section": "achievements",
            "value_low": self.persons,
            "value_high": self.persons,
            "qualifier": "exact",
            "value_origin": "digits",
            "unit": "名",
            "unit_canonical": "名",
            "status": "achieved",
            "scope": "township",
            "metric_id": METRIC,
            "rule": "r",
            "confidence": 0.9,
            "flags": [],
        }
        return {
            "documents": [
                dates
                | {
                    "file_id": self.file_id,
                    "township_code": self.town,
                    "report_year": self.year,
                    "text_hash": hashlib.sha256(self.text.encode()).hexdigest(),
                    "media_rank": self.rank,
                    "first_seen": self.first_seen,
                }
            ],
            "files": [file | {"report_id": part, "role": "main", "parser": "txt", "char_count": len(self.text)}],
            "reports": [
                dates
                | {
                    "report_id": part,
                    "township_code": self.town,
                    "township": "青澜镇",
                    "township_type": "镇",
                    "district_code": "990101",
                    "district": "青澜区",
                    "city": "云澜市",
                    "province": "澜江省",
                    "report_year": self.year,
                    "date_basis": "unknown",
                    "title": self.text.splitlines()[0],
                    "identity_evidence": "{}",
                    "version": 1,
                    "is_current": True,
                }
            ],
            "report_texts": [{"report_id": part, "text": self.text}],
            "blocks": [
                {"report_id": part, "char_start": 0, "char_end": 19, "kind": "title", "file_id": self.file_id},
                {
                    "report_id": part,
                    "char_start": 20,
                    "char_end": len(self.text),
                    "kind": "paragraph",
                    "file_id": self.file_id,
                },
            ],
            "mentions": [
                mention | {"mention_id": f"{part}-0001", "char_start": start},
                mention
                | {
                    "mention_id": f"{part}-0002",
                    "char_start": start,
                    "part_of": f"{part}-0001",
                    "dimension": "new",
                },
            ],
            "observations": [
                {
                    "township_code": self.town,
                    "report_year": self.year,
                    "metric_id": METRIC,
                    "value_low": self.persons,
                    "value_high": self.persons,
                    "qualifier": "exact",
                    "unit": "名",
                    "obs_status": "reported",
                    "n_mentions": 1,
                    "mention_ids": [f"{part}-0001"],
                    "report_id": part,
                }
            ],
            "findings": [
                {
                    "finding_id": part,
                    "check_name": "year_in_text",
                    "severity": "warn",
                    "township_code": self.town,
                    "report_year": self.year,
                    "report_id": part,
                    "mention_ids": [f"{part}-0001"],
                    "message_zh": "请核对",
                    "message_en": "look at it",
                }
            ],
        }


def write_parts(folder: Path, docs: Iterable[Doc]) -> Path:
    schemas = {t.name: t.arrow() for t in lake_tables()} | {"documents": DOCUMENTS}
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in schemas}
    for doc in docs:
        for name, more in doc.rows().items():
            rows[name] += more
    folder.mkdir(parents=True)
    for name, schema in schemas.items():
        pq.write_table(pa.Table.from_pylist(rows[name], schema=schema), folder / f"{name}.parquet")
    return folder


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
        return make_plan(self.home, [self.docs[i].arrival for i in sorted(self.docs)], self.fingerprints)

    def store(self, progress: Progress | None = None) -> LakeManifest:
        """What a run does between ingest and publish; `processed` then names the documents it processed, in order."""
        plan = self.plan()
        todo = [a.file_id for a in (*plan.process, *plan.repair)]
        self.processed, parts = [], []
        self.n_runs += 1
        while todo:
            batch = self.home.staging / "parts" / f"{self.n_runs}-{len(parts)}"
            parts.append(write_parts(batch, [self.docs[i] for i in todo]))
            self.processed += todo
            todo = sorted(regroup_candidates(self.home, plan, parts, self.processed))
        return update_lake(self.home, plan, parts, self.processed, progress=progress)

    def publish(
        self,
        as_of: date = date(2024, 6, 1),
        *,
        lake: LakeManifest | None = None,
        workers: int = 1,
        progress: Progress | None = None,
    ) -> PublishResult:
        metrics = load_catalogue().arrow()
        reference = {"metrics": metrics, "townships": townships()}
        content = Content(as_of, self.fingerprints, lambda: reference, ["990101"])
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


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(Home(tmp_path / "home"))


def report_id_of(docs: Sequence[Doc]) -> str:
    return hashlib.sha256("\n".join(sorted(doc.file_id for doc in docs)).encode()).hexdigest()[:16]
