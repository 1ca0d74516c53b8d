"""The worker: a batch of documents in, rows of the lake out. No Prefect here; it runs in processes of its own."""

from __future__ import annotations

import gc
import hashlib
import traceback
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from flows import rows
from flows.batch import BatchResult, BatchSpec
from flows.limits import Marker
from flows.parts import Parts
from tasks.extract import Extractor
from tasks.identify import identify
from tasks.identify.model import Identity, NotIdentified
from tasks.ingest import Arrival
from tasks.read import as_written, read_document, simplified, sniff
from tasks.read.document import Document, Unreadable
from tasks.resolve import resolve
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.register import Register, load_register


def process_batch(spec: BatchSpec) -> BatchResult:
    """Reads, identifies, extracts and resolves each document, and writes its rows to `spec.parts`.

    A document that cannot be used becomes a row of quarantine; only what a retry may heal is raised.

    Raises:
        OSError: a document cannot be fetched from the raw store, or a part cannot be written.
    """
    processed, quarantined = list[str](), Counter[str]()
    register = _knowledge(spec.overlay, spec.fingerprint)
    marker = Marker(spec.parts)
    with closing(marker), Parts(spec.parts) as parts:
        for arrival in spec.documents:
            outcome = _process(arrival, register, marker)
            if not spec.keeps(outcome.year, outcome.district):
                continue
            parts.add(outcome.rows)
            processed.append(arrival.file_id)
            if outcome.reason:
                quarantined[outcome.reason] += 1
    n_outside = len(spec.documents) - len(processed)
    return BatchResult(spec.parts, tuple(processed), dict(quarantined), n_outside)


_DAMAGED = Unreadable(
    "raw_damaged",
    "原始库中的文件与入库时不一致，可能是磁盘损坏；请删除该文件后重新放入收件夹",
    "the stored bytes are not those that came in, the disk may be failing; delete the file and put it in the inbox again",
)


_TOO_DEAR = Unreadable(
    "hostile",
    "读取此文件超过时间或内存上限，或使解析程序中止，为安全起见已停止；请用办公软件打开后另存为新文件",
    "reading it took too much time or memory, or ended the parser, and was stopped; open it in an office program and "
    "save it anew",
)


@dataclass(frozen=True, slots=True)
class _Outcome:
    rows: rows.Rows
    year: int | None
    district: str | None
    reason: str = ""


def _process(arrival: Arrival, register: Register, marker: Marker) -> _Outcome:
    data = arrival.path.read_bytes()
    doc: Document | None = None
    try:
        if hashlib.sha256(data).hexdigest() != arrival.file_id:
            raise _DAMAGED
        with marker.reading(arrival.file_id):
            doc = read_document(data)
        who = identify(simplified(doc), arrival.places, register, _arrived(arrival))
        return _Outcome(_extract(arrival, len(data), doc, who), who.report_year, who.district_code)
    except Unreadable as error:
        no = NotIdentified(error.reason, error.zh, error.en)
    except NotIdentified as error:
        no = error
    except MemoryError:
        no = NotIdentified(_TOO_DEAR.reason, _TOO_DEAR.zh, _TOO_DEAR.en)
    except Exception as error:  # a fault of ours in one document must not cost the others
        no = _internal(error)
    kind = doc.media_type if doc else sniff(data)
    return _Outcome(rows.unused(arrival, len(data), kind, doc, no), no.report_year, no.district_code, no.reason)


def _arrived(arrival: Arrival) -> date | None:
    """Day of the first arrival by the sidecar; None where that is lost."""
    return date.fromisoformat(arrival.first_seen[:10]) if arrival.first_seen else None


def _extract(arrival: Arrival, size: int, doc: Document, who: Identity) -> rows.Rows:
    reading = simplified(doc)
    mentions = _extractor().extract(reading.text, reading.blocks, who)
    observations, findings = resolve(reading.text, mentions, _catalogue())
    if reading is not doc:
        for mention in mentions:
            mention.sentence = as_written(doc, reading, mention.sentence, mention.char_end)
    return rows.used(arrival, size, doc, who, mentions, observations, findings)


def quarantine_batch(spec: BatchSpec) -> BatchResult:
    """Quarantines the documents of a batch unread, because reading them ends the process."""
    no = NotIdentified(_TOO_DEAR.reason, _TOO_DEAR.zh, _TOO_DEAR.en)
    with Parts(spec.parts) as parts:
        for arrival in spec.documents:
            data = arrival.path.read_bytes()
            parts.add(rows.unused(arrival, len(data), sniff(data), None, no))
    ids = tuple(arrival.file_id for arrival in spec.documents)
    return BatchResult(spec.parts, ids, {no.reason: len(ids)}, 0)


def _internal(error: Exception) -> NotIdentified:
    """Names the fault by type and place only, so that the row is the same on every machine."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return _fault(f"{type(error).__name__} in {Path(frame.filename).name}:{frame.name}")


def _fault(what: str) -> NotIdentified:
    return NotIdentified(
        "internal_error",
        f"处理此文件时程序出错（{what}），其余文件不受影响；请将文件与本说明一并交给维护人员",
        f"the program failed on this file ({what}), the others are not affected; give both to the maintainers",
    )


@lru_cache(maxsize=1)
def _knowledge(overlay: Path, fingerprint: str) -> Register:
    """The register, kept for as long as nothing it is made from has changed; the extractor is made too."""
    register = load_register(overlay)
    _extractor()
    gc.freeze()  # it stays; to look through 40,000 townships for garbage again and again is a fiftieth of the work
    return register


@lru_cache(maxsize=1)
def _catalogue() -> Catalogue:
    return load_catalogue()


@lru_cache(maxsize=1)
def _extractor() -> Extractor:
    return Extractor(_catalogue())
