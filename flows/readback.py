"""What workers wrote of some documents, read back from the parts: no document is parsed or recognised a second time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows import rows
from tasks.identify.model import Identity
from tasks.ingest.model import Arrival
from tasks.read.document import Block, Document
from tasks.read.script import TRADITIONAL, simplified
from warehouse.db import connect, read_parquet

_MEMORY = "256MB"


@dataclass(frozen=True, slots=True)
class Read:
    """A document as it was read; `reading` is its text in simplified characters, `who` None for an annex."""

    arrival: Arrival
    doc: Document
    reading: Document
    who: Identity | None


def read_back(sources: Sequence[Path], arrivals: Iterable[Arrival], spill: Path) -> dict[str, Read]:
    """These documents by id, from the parts in the folders `sources`; DuckDB may spill to the folder `spill`."""
    by_id = {arrival.file_id: arrival for arrival in arrivals}
    spill.mkdir(parents=True, exist_ok=True)
    con = connect(memory_limit=_MEMORY, threads=1, temp_dir=spill)
    try:
        wanted = {"file_id": list(by_id), "report_id": [rows.report_id_of(file_id) for file_id in by_id]}
        con.register("wanted", pa.table({name: pa.array(ids, pa.string()) for name, ids in wanted.items()}))
        seen = {
            row["file_id"]: row for name in ("documents", "annexes") for row in _rows(con, sources, name, "file_id")
        }
        files = {row["file_id"]: row for row in _rows(con, sources, "files", "file_id")}
        reports = {row["report_id"]: rows.identity_of(row) for row in _rows(con, sources, "reports", "report_id")}
        texts = {row["report_id"]: row["text"] for row in _rows(con, sources, "report_texts", "report_id")}
        blocks: defaultdict[str, list[Block]] = defaultdict(list)
        for row in _rows(con, sources, "blocks", "report_id"):
            blocks[row["report_id"]].append(_block(row))
    finally:
        con.close()
    found = {}
    for file_id, arrival in by_id.items():
        part = rows.report_id_of(file_id)
        marks = seen[file_id]["doubtful"]
        doc = Document(
            text=texts[part],
            blocks=tuple(blocks[part]),
            media_type=files[file_id]["media_type"],
            parser=files[file_id]["parser"],
            meta={"script": TRADITIONAL} if seen[file_id]["traditional"] else {},
            doubtful=tuple(zip(marks[::2], marks[1::2], strict=True)),
        )
        found[file_id] = Read(arrival, doc, simplified(doc), reports.get(part))
    return found


def _rows(con: duckdb.DuckDBPyConnection, sources: Sequence[Path], name: str, owner: str) -> list[dict[str, Any]]:
    files = read_parquet(folder / f"{name}.parquet" for folder in sources)
    found = con.execute(f"SELECT * FROM {files} WHERE {owner} IN (SELECT {owner} FROM wanted)")
    rows: list[dict[str, Any]] = found.to_arrow_table().to_pylist()
    return rows


def _block(row: Mapping[str, Any]) -> Block:
    place = (row["page"], row["table"], row["row"], row["header_path"])
    return Block(row["char_start"], row["char_end"], row["kind"], *place)
