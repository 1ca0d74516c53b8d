"""The worker: a batch of documents in, rows of the lake out. No Prefect here; it runs in processes of its own."""

from __future__ import annotations

import errno
import hashlib
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows import knowledge, rows
from flows.batch import BatchResult, BatchSpec
from flows.limits import Marker
from flows.parts import Parts
from tasks.extract.doubtful import flag_doubtful
from tasks.identify.annex import Annex, annex_of, is_sheet
from tasks.identify.by_place import say_whose
from tasks.identify.decided import kept_out
from tasks.identify.identify import identify, identify_as
from tasks.identify.model import Identity, NotIdentified
from tasks.ingest.model import Arrival
from tasks.read.document import Document, Unreadable
from tasks.read.formats import sniff
from tasks.read.reader import read_document
from tasks.read.script import as_written, simplified
from tasks.resolve.decided import mark_rejected
from tasks.resolve.resolve import resolve
from warehouse.corrections import Correction, Corrections
from warehouse.register import Register


def process_batch(spec: BatchSpec) -> BatchResult:
    """Reads, identifies, extracts and resolves each document, and writes its rows to `spec.parts`.

    A document that cannot be used becomes a row of quarantine; only what a retry may heal is raised.

    Raises:
        MemoryError: the memory of this process is used up, perhaps by what it read before.
        OSError: a document cannot be fetched from the raw store, or a part cannot be written.
    """
    processed, quarantined = list[str](), Counter[str]()
    register = knowledge.register(spec.overlay, spec.fingerprint)
    with Marker(spec.parts) as marker, Parts(spec.parts) as parts:
        for arrival in spec.documents:
            with marker.working_on(arrival.file_id):
                outcome = _process(arrival, register, spec.corrections)
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
    "原始库中的文件缺失或与入库时不一致，可能是磁盘损坏；请将原文件重新放入收件夹，下次运行即恢复",
    "the stored bytes are lost or not those that came in, the disk may be failing; put the document in the inbox again, and "
    "the next run puts it back",
)


_TOO_DEAR = Unreadable(
    "hostile",
    "读取此文件超过时间或内存上限，或使解析程序中止，为安全起见已停止；请用办公软件打开后另存为新文件",
    "reading it took too much time or memory, or ended the parser, and was stopped; open it in an office program and "
    "save it anew",
)


def _stored(arrival: Arrival) -> bytes:
    """The stored bytes; none where the file is gone or its place on the disk cannot be read, as of a damaged one."""
    try:
        return arrival.path.read_bytes()
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.EIO):
            return b""
        raise


@dataclass(frozen=True, slots=True)
class _Outcome:
    rows: rows.Rows
    year: int | None
    district: str | None
    reason: str = ""


def _process(arrival: Arrival, register: Register, corrections: Corrections) -> _Outcome:
    data = _stored(arrival)
    doc: Document | None = None
    try:
        if hashlib.sha256(data).hexdigest() != arrival.file_id:
            raise _DAMAGED
        if out := corrections.of_file(arrival.file_id, "exclude", "withdraw"):
            raise kept_out(out[0], register)
        doc = read_document(data)
        who = _whose(simplified(doc), arrival, register, corrections)
        if isinstance(who, Annex):
            return _Outcome(rows.annexed(arrival, len(data), doc, who), *_limits_of(who, register))
        decided = corrections.of_report(who.township_code, who.report_year)
        if out := tuple(entry for entry in decided if entry.kind == "withdraw" and not entry.files):
            raise kept_out(out[0], register)
        return _Outcome(_extract(arrival, len(data), doc, who, decided), who.report_year, who.district_code)
    except Unreadable as error:
        no = _unread(error, arrival, register)
    except NotIdentified as error:
        no = error if error.reason != "incomplete" else say_whose(error, arrival.told, register)
    except MemoryError:
        raise
    except Exception as error:  # a fault of ours in one document must not cost the others
        no = say_whose(fault_of(error), arrival.told, register)
    kind = doc.media_type if doc else sniff(data)
    return _Outcome(rows.unused(arrival, len(data), kind, doc, no), no.report_year, no.district_code, no.reason)


def _whose(reading: Document, arrival: Arrival, register: Register, corrections: Corrections) -> Identity | Annex:
    """Whose report of which year a document is, or which ones it can be an annex of.

    A sheet is no report, whatever its title says; any other document is an annex only where it is no report. What a
    person assigned to a township and year is a report of these, or an annex of it.

    Raises:
        NotIdentified: it is neither.
    """
    if assigned := corrections.of_file(arrival.file_id, "assign"):
        code, year = assigned[0].report or ("", 0)
        table = is_sheet(reading) and annex_of(reading, (), register) is not None
        return Annex((code,), (year,)) if table else identify_as(reading, code, year, register)
    annex = annex_of(reading, arrival.told, register) if is_sheet(reading) else None
    if annex is not None:
        return annex
    try:
        return identify(reading, arrival.told, register, _arrived(arrival))
    except NotIdentified as no:
        annex = annex_of(reading, arrival.told, register) if no.reason in _NO_REPORT else None
        if annex is None:
            raise
        return annex


_NO_REPORT = ("out_of_scope", "incomplete")


def _limits_of(annex: Annex, register: Register) -> tuple[int | None, str | None]:
    """Year and district of an annex, as far as it says: what a run that is limited to some goes by."""
    districts = {register.by_code[code].district_code for code in annex.townships}
    year = annex.years[0] if len(annex.years) == 1 else None
    return year, districts.pop() if len(districts) == 1 else None


def _arrived(arrival: Arrival) -> date | None:
    """Day of the first arrival by the sidecar; None where that is lost."""
    return date.fromisoformat(arrival.first_seen[:10]) if arrival.first_seen else None


def _extract(arrival: Arrival, size: int, doc: Document, who: Identity, corrections: Sequence[Correction]) -> rows.Rows:
    reading = simplified(doc)
    mentions = knowledge.extractor().extract(reading.text, reading.blocks, who)
    flag_doubtful(mentions, doc.doubtful)
    if reading is not doc:
        for mention in mentions:
            mention.sentence = as_written(doc, reading, mention.sentence, mention.char_end)
    mark_rejected(doc.text, mentions, corrections)
    observations, findings = resolve(reading.text, mentions, knowledge.catalogue(), corrections)
    return rows.used(arrival, size, doc, who, mentions, observations, findings)


def quarantine_batch(spec: BatchSpec) -> BatchResult:
    """Quarantines the documents of a batch unread, because reading them ends the process."""
    register = knowledge.register(spec.overlay, spec.fingerprint)
    with Parts(spec.parts) as parts:
        for arrival in spec.documents:
            data = _stored(arrival)
            parts.add(rows.unused(arrival, len(data), sniff(data), None, _unread(_TOO_DEAR, arrival, register)))
    ids = tuple(arrival.file_id for arrival in spec.documents)
    return BatchResult(spec.parts, ids, {_TOO_DEAR.reason: len(ids)}, 0)


def _unread(error: Unreadable, arrival: Arrival, register: Register) -> NotIdentified:
    return say_whose(NotIdentified(error.reason, error.zh, error.en), arrival.told, register)


def fault_of(error: Exception) -> NotIdentified:
    """Names the fault by type and place only, so that the row is the same on every machine."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return _fault(f"{type(error).__name__} in {Path(frame.filename).name}:{frame.name}")


def _fault(what: str) -> NotIdentified:
    return NotIdentified(
        "internal_error",
        f"处理此文件时程序出错（{what}），其余文件不受影响；请将文件与本说明一并交给维护人员",
        f"the program failed on this file ({what}), the others are not affected; give both to the maintainers",
    )
