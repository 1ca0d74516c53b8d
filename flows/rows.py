"""Rows of one document for the lake, as tuples in the order of the schema's columns."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tasks.extract.model import Mention
from tasks.identify.model import Identity, NotIdentified
from tasks.ingest import Arrival
from tasks.read.document import Document
from tasks.resolve.model import Finding, Observation

Rows = dict[str, Iterable[Sequence[Any]]]

MEDIA_RANK = {"text/html": 0, "text/plain": 2}
"""The lower of two copies is the main file: a page carries its dates, plain text nothing but text; others are 1."""

_WIDE = re.compile("[！-～]")
_WIDER_BY = 0xFEE0


def report_id_of(file_id: str) -> str:
    """Name of a report within parts: the first 16 characters of its file's id."""
    return file_id[:16]


def used(
    arrival: Arrival,
    size: int,
    doc: Document,
    who: Identity,
    mentions: Sequence[Mention],
    observations: Sequence[Observation],
    findings: Sequence[Finding],
) -> Rows:
    """All rows of a document that could be used; `size` in bytes."""
    report = report_id_of(arrival.file_id)
    ids = [f"{report}-{n:04d}" for n in range(1, len(mentions) + 1)]
    return {
        "documents": [_document_row(arrival, doc, who)],
        "files": [_file_row(arrival, size, doc.media_type, report, doc)],
        "reports": [_report_row(report, who)],
        "report_texts": [(report, doc.text)],
        "blocks": [
            (report, b.char_start, b.char_end, b.kind, arrival.file_id, b.page, b.table, b.row, b.header_path)
            for b in doc.blocks
        ],
        "mentions": [_mention_row(report, n, ids, m, doc.text) for n, m in enumerate(mentions)],
        "observations": [_observation_row(report, ids, o, who) for o in observations],
        "findings": [_finding_row(report, ids, f, who) for f in findings],
    }


def unused(arrival: Arrival, size: int, media_type: str, doc: Document | None, no: NotIdentified) -> Rows:
    """The rows of a document that is quarantined; `doc` where it could be read at least."""
    candidates = json.dumps(no.candidates, ensure_ascii=False, sort_keys=True) if no.candidates else None
    row = (arrival.file_id, arrival.places[0], no.reason, no.zh, no.en, candidates)
    return {
        "files": [_file_row(arrival, size, media_type, None, doc)],
        "quarantine": [(*row, no.district_code, no.township_code, no.report_year)],
    }


def _document_row(arrival: Arrival, doc: Document, who: Identity) -> tuple[Any, ...]:
    return (
        arrival.file_id,
        who.township_code,
        who.report_year,
        _text_hash(doc.text),
        MEDIA_RANK.get(doc.media_type, 1),
        who.published_on,
        who.signed_on,
        arrival.first_seen,
    )


def _text_hash(text: str) -> str:
    """Equal for texts that differ in white space and in the width of characters only: copies of one report."""
    folded = "".join(text.split())
    for wide in set(_WIDE.findall(folded)):
        folded = folded.replace(wide, chr(ord(wide) - _WIDER_BY))
    return hashlib.sha256(folded.encode()).hexdigest()


def _file_row(
    arrival: Arrival, size: int, media_type: str, report: str | None, doc: Document | None
) -> tuple[Any, ...]:
    return (
        arrival.file_id,
        report,
        "main" if report else None,  # the store step finds copies
        arrival.places[0],
        media_type,
        size,
        doc.parser if doc else None,
        len(doc.text) if doc else None,
    )


def _report_row(report: str, who: Identity) -> tuple[Any, ...]:
    return (
        report,
        who.township_code,
        who.nbs_code,
        who.township,
        who.township_type,
        who.district_code,
        who.district,
        who.city,
        who.province,
        who.report_year,
        who.period_end,
        who.published_on,
        who.signed_on,
        who.date_basis,
        who.issuer,
        who.title,
        who.doc_number,
        json.dumps(who.evidence, ensure_ascii=False, sort_keys=True),
        1,  # version and is_current: the store step knows the other versions
        True,
    )


def _mention_row(report: str, n: int, ids: list[str], m: Mention, text: str) -> tuple[Any, ...]:
    return (
        ids[n],
        report,
        m.char_start,
        m.char_end,
        text[m.char_start : m.char_end],
        m.sentence,
        m.section,
        m.value_low,
        m.value_high,
        m.qualifier,
        m.value_origin,
        m.unit,
        m.unit_canonical,
        m.status,
        m.scope,
        m.dimension,
        m.period_end,
        None if m.part_of is None else ids[m.part_of],
        m.metric_id,
        m.rule,
        m.confidence,
        m.flags,
    )


def _observation_row(report: str, ids: list[str], o: Observation, who: Identity) -> tuple[Any, ...]:
    return (
        who.township_code,
        who.report_year,
        o.metric_id,
        o.value_low,
        o.value_high,
        o.qualifier,
        o.unit,
        o.obs_status,
        o.period_end,
        len(o.mentions),
        [ids[n] for n in o.mentions],
        report,
    )


def _finding_row(report: str, ids: list[str], f: Finding, who: Identity) -> tuple[Any, ...]:
    mention_ids = [ids[n] for n in f.mentions]
    named = "|".join([f.check, who.township_code, str(who.report_year), f.metric_id or "", report, f.en, *mention_ids])
    return (
        hashlib.sha256(named.encode()).hexdigest()[:16],
        f.check,
        f.severity,
        who.township_code,
        who.report_year,
        f.metric_id,
        report,
        mention_ids,
        f.zh,
        f.en,
    )
