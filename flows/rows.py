"""Rows of a document, or of a report in several files, for the lake: tuples in the order of the schema's columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from tasks.extract.model import Mention
from tasks.identify.annex import Annex
from tasks.identify.model import Identity, NotIdentified
from tasks.ingest.model import Arrival
from tasks.read.document import Document
from tasks.read.script import TRADITIONAL
from tasks.resolve.model import Finding, Observation
from warehouse.findings import finding_row

Rows = dict[str, Iterable[Sequence[Any]]]

Placed = tuple[str, int, Document]
"""A file of a report: its id, where its text begins in that of the report, and what was read of it."""


def report_id_of(file_id: str) -> str:
    """Name within parts of the report that a file is by itself: the first 16 characters of its id."""
    return file_id[:16]


def gathered_id_of(file_id: str) -> str:
    """Name within parts of a report in several files; it differs from that of its main file, whose own rows fall away."""
    return f"+{file_id[:15]}"


def used(
    arrival: Arrival,
    size: int,
    doc: Document,
    who: Identity,
    mentions: Sequence[Mention],
    observations: Sequence[Observation],
    findings: Sequence[Finding],
) -> Rows:
    """All rows of a document that is a report; `size` in bytes."""
    report = report_id_of(arrival.file_id)
    dates = (who.published_on, who.signed_on, arrival.first_seen)
    return {
        "documents": [(arrival.file_id, who.township_code, who.report_year, *dates, *_seen(doc))],
        "files": [_file_row(arrival, size, doc.media_type, doc)],
        **of_report(report, [(arrival.file_id, 0, doc)], who, mentions, observations, findings),
    }


def annexed(arrival: Arrival, size: int, doc: Document, annex: Annex) -> Rows:
    """The rows of an attachment that only carries figures, before it is known whose it is."""
    return {
        "annexes": [(arrival.file_id, annex.townships, annex.years, *_seen(doc))],
        "files": [_file_row(arrival, size, doc.media_type, doc)],
        **_texts(report_id_of(arrival.file_id), [(arrival.file_id, 0, doc)]),
    }


def unused(arrival: Arrival, size: int, media_type: str, doc: Document | None, no: NotIdentified) -> Rows:
    """The rows of a document that is quarantined; `doc` where it could be read at least."""
    return {"files": [_file_row(arrival, size, media_type, doc)], **refused(arrival, no)}


def refused(arrival: Arrival, no: NotIdentified) -> Rows:
    """The row of quarantine alone, of a document whose file row stands already."""
    candidates = json.dumps(no.candidates, ensure_ascii=False, sort_keys=True) if no.candidates else None
    row = (arrival.file_id, arrival.places[0], no.reason, no.zh, no.en, candidates)
    return {"quarantine": [(*row, no.district_code, no.township_code, no.report_year)]}


def of_report(
    report: str,
    files: Sequence[Placed],
    who: Identity,
    mentions: Sequence[Mention],
    observations: Sequence[Observation],
    findings: Sequence[Finding],
) -> Rows:
    """The rows of a report named `report`; spans count in the texts of its `files`, one below the other."""
    texts = _texts(report, files)
    ((_, text),) = texts["report_texts"]
    ids = [f"{report}-{n:04d}" for n in range(1, len(mentions) + 1)]
    return {
        "reports": [_report_row(report, who)],
        **texts,
        "mentions": [_mention_row(report, n, ids, m, text) for n, m in enumerate(mentions)],
        "observations": [_observation_row(report, ids, o, who) for o in observations],
        "findings": [_finding_row(report, ids, f, who) for f in findings],
    }


def identity_of(row: Mapping[str, Any]) -> Identity:
    """The identity that a row of `reports` was made from."""
    known = {field.name: row[field.name] for field in fields(Identity) if field.name != "evidence"}
    return Identity(**known, evidence=json.loads(row["identity_evidence"]))


def _texts(report: str, files: Sequence[Placed]) -> Rows:
    return {
        "report_texts": [(report, "\n".join([doc.text for _, _, doc in files]))],
        "blocks": [
            (report, at + b.char_start, at + b.char_end, b.kind, file_id, b.page, b.table, b.row, b.header_path)
            for file_id, at, doc in files
            for b in doc.blocks
        ],
    }


def _seen(doc: Document) -> tuple[bool, list[int]]:
    """Whether a document is in traditional characters, and where its doubtful ones are."""
    return doc.meta.get("script") == TRADITIONAL, [at for span in doc.doubtful for at in span]


def _file_row(arrival: Arrival, size: int, media_type: str, doc: Document | None) -> tuple[Any, ...]:
    return (
        arrival.file_id,
        None,  # report and role: the store step knows them
        None,
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
    return finding_row(
        check=f.check,
        severity=f.severity,
        district_code=who.district_code,
        township_code=who.township_code,
        report_year=who.report_year,
        metric_id=f.metric_id,
        report_id=report,
        mention_ids=[ids[n] for n in f.mentions],
        zh=f.zh,
        en=f.en,
    )
