"""Documents of an invented district and what the workers make of them, as parts for the real store step."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tasks.ingest.model import Arrival
from tasks.publish.part_tables import PART_TABLES
from warehouse.schema import lake_tables

METRIC = "legal_literacy_persons"


@dataclass(frozen=True, slots=True)
class Doc:
    """One document and what the workers find in it: `persons` of METRIC, or the `reason` why it cannot be used.

    With `townships` or `years` it is an annex that names these, also where both are empty.
    """

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
    townships: tuple[str, ...] | None = None
    years: tuple[int, ...] = ()

    @property
    def file_id(self) -> str:
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def arrival(self) -> Arrival:
        return Arrival(self.file_id, self.name, self.places or (f"{self.name}.txt",), self.first_seen)

    @property
    def text(self) -> str:
        return f"青澜镇{self.year}年法治政府建设年度报告\n全年有法律明白人{self.persons}名。"

    def rows(self, part: str = "") -> dict[str, list[dict[str, Any]]]:
        """Rows by table; the report is named `part`, or by this file."""
        part = part or self.file_id[:16]
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
        if self.townships is not None:
            own = {"townships": self.townships, "years": self.years, "traditional": False}
            return {"files": [file], "annexes": [{"file_id": self.file_id} | own]}
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
                    "first_seen": self.first_seen,
                    "traditional": False,
                }
            ],
            "files": [file | {"parser": "txt", "char_count": len(self.text)}],
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
    return write_rows(folder, (doc.rows() for doc in docs))


Rows = dict[str, list[dict[str, Any]]]


def write_rows(folder: Path, made: Iterable[Rows]) -> Path:
    schemas = {t.name: t.arrow() for t in lake_tables()} | PART_TABLES
    rows: Rows = {name: [] for name in schemas}
    for some in made:
        for name, more in some.items():
            rows[name] += more
    folder.mkdir(parents=True)
    for name, schema in schemas.items():
        pq.write_table(pa.Table.from_pylist(rows[name], schema=schema), folder / f"{name}.parquet")
    return folder


def together(documents: Sequence[Doc], annexes: Sequence[Doc]) -> Iterator[Rows]:
    """What the workers make of files of one township and year: equal texts are one report, annexes go to the newest."""
    reports: defaultdict[str, list[Doc]] = defaultdict(list)
    for doc in documents:
        reports[doc.text].append(doc)
    newest = max(reports.values(), key=lambda docs: docs[0].published_on or date.min)
    for docs in reports.values():
        main = min(docs, key=lambda d: (d.rank, d.file_id))
        belonging = list(annexes) if docs is newest else []
        alone = len(docs) == 1 and not belonging
        name = main.file_id[:16] if alone else f"+{main.file_id[:15]}"
        shared = {"part_id": name, "township_code": main.town, "report_year": main.year, "corrected": False}
        shared |= {"published_on": main.published_on, "signed_on": main.signed_on}
        shared |= {"first_seen": min(d.first_seen for d in docs)}
        roles = {d.file_id: "annex" for d in belonging} | {d.file_id: "copy" for d in docs} | {main.file_id: "main"}
        yield {"gathered": [shared | {"file_id": i, "role": role} for i, role in roles.items()]}
        if not alone:
            yield {table: rows for table, rows in main.rows(name).items() if table not in ("documents", "files")}


def stray(doc: Doc, possible: Sequence[tuple[str, int]]) -> Rows:
    """The row of quarantine of an annex without a report."""
    named = [(code, year) for code in doc.townships or () for year in doc.years or (None,)]
    candidates = [
        {"township_code": code} | ({"report_year": str(year)} if year else {}) for code, year in possible or named
    ]
    row = {"file_id": doc.file_id, "source_uri": doc.arrival.places[0], "candidates": json.dumps(candidates)}
    why = {"reason": "annex_ambiguous" if possible else "annex_unplaced", "detail_zh": "附件", "detail_en": "annex"}
    return {"quarantine": [row | why]}


def report_id_of(docs: Sequence[Doc]) -> str:
    return hashlib.sha256("\n".join(sorted(doc.file_id for doc in docs)).encode()).hexdigest()[:16]
