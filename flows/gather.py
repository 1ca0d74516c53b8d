"""The worker's second task: reports in several files. What was read of each file is put together, none is read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flows import knowledge, rows
from flows.batch import BatchResult, GatherSpec, Together
from flows.documents import fault_of
from flows.parts import Parts
from flows.readback import Read, read_back
from tasks.extract.model import Mention
from tasks.identify.annex import around, scopes
from tasks.identify.model import Identity
from tasks.identify.same import File, Wording, one_report
from tasks.read import as_written
from tasks.resolve import resolve
from tasks.resolve.differences import Difference, Stated, differences
from tasks.resolve.files import Source, file_findings
from tasks.resolve.model import Finding

_FILLED_IN = (("published_on", "date_basis"), ("signed_on",), ("title",), ("issuer",), ("doc_number",))
"""What a copy tells of a report where its main file does not: a page knows its date, a docx rarely does."""


def gather_batch(spec: GatherSpec) -> BatchResult:
    """Puts each group's files together and writes the rows of its reports to `spec.parts`.

    Where the program fails on a group, its reports stay as they are by themselves, and its annexes are quarantined.

    Raises:
        OSError: a part cannot be read or written.
    """
    wanted = (arrival for group in spec.groups for arrival in (*group.documents, *group.annexes))
    files = read_back(spec.sources, wanted, spec.parts / "duckdb")
    quarantined = Counter[str]()
    with Parts(spec.parts) as parts:
        for group in spec.groups:
            try:
                made = list(_together(group, files))
            except OSError:
                raise
            except Exception as error:  # a fault of ours, or too much memory, in one group must not cost the others
                made, reason = _apart(group, files, error)
                quarantined[reason] += len(group.annexes)
            for more in made:
                parts.add(more)
    return BatchResult(spec.parts, (), dict(+quarantined), 0)


@dataclass(slots=True)
class _Report:
    """One report of a group: its files, the main one first, the identity that they give together, and its annexes."""

    files: list[Read]
    stated: list[Stated]
    found: list[list[Difference]]
    who: Identity
    first_seen: str
    corrected: bool
    annexes: list[Read]

    @property
    def age(self) -> tuple[Any, ...]:
        """Orders the versions of a report as the store step does."""
        dates = ((day is not None, day or date.min) for day in (self.who.published_on, self.who.signed_on))
        return (*dates, self.first_seen, self.corrected, self.files[0].arrival.file_id)


def _together(group: Together, read: Mapping[str, Read]) -> Iterator[rows.Rows]:
    documents = [read[arrival.file_id] for arrival in group.documents]
    reports = _reports(documents)
    for annex in sorted(group.annexes, key=lambda a: (a.places, a.file_id)):
        _version_of(annex.places, reports).annexes.append(read[annex.file_id])
    for report in reports:
        yield from _rows_of(report)


def _reports(documents: Sequence[Read]) -> list[_Report]:
    """The reports that the documents of a township and year are."""
    known = [(d, d.who) for d in documents if d.who is not None]
    files = [_file(d, who) for d, who in known]
    stated = [Stated(d.reading.text, _extracted(d, who)) for d, who in known]
    compared: dict[tuple[int, int], list[Difference]] = {}

    def compare(a: int, b: int) -> list[Difference]:
        if (a, b) not in compared:
            one, other = files[a].wording, files[b].wording
            excerpt: Literal["one", "other"] | None
            excerpt = "one" if one.is_excerpt_of(other) else "other" if other.is_excerpt_of(one) else None
            alike = one.letters == other.letters
            compared[a, b] = [] if alike else differences(stated[a], stated[b], excerpt=excerpt)
        return compared[a, b]

    return [
        _Report(
            files=[known[p][0] for p in together],
            stated=[stated[p] for p in together],
            found=[compare(together[0], p) for p in together[1:]],
            who=_identity([known[p][1] for p in together]),
            first_seen=min(files[p].first_seen for p in together),
            corrected=any(files[p].corrected for p in together),
            annexes=[],
        )
        for together in one_report(files, lambda a, b: len(compare(a, b)))
    ]


def _file(read: Read, who: Identity) -> File:
    names = [place.rpartition("/")[2] for place in read.arrival.places]
    return File(
        file_id=read.arrival.file_id,
        media_type=read.doc.media_type,
        wording=Wording(read.reading.text),
        signed_on=who.signed_on,
        published_on=who.published_on,
        first_seen=read.arrival.first_seen,
        names=(*names, who.title or ""),
        traditional=read.reading is not read.doc,
    )


def _extracted(read: Read, who: Identity) -> list[Mention]:
    return knowledge.extractor().extract(read.reading.text, read.reading.blocks, who)


def _identity(files: Sequence[Identity]) -> Identity:
    """That of the main file, what it does not say filled in from its copies."""
    who = files[0]
    for names in _FILLED_IN:
        source = next((f for f in files if getattr(f, names[0]) is not None), who)
        if source is not who:
            filled: dict[str, Any] = {name: getattr(source, name) for name in names}
            evidence = who.evidence | {names[0]: f"copy:{source.evidence.get(names[0], 'title')}"}
            who = replace(who, **filled, evidence=evidence)
    return who


def _version_of(places: Iterable[str], reports: Sequence[_Report]) -> _Report:
    """The version that an annex at these places belongs to: the newest of those beside it, else the newest."""
    near = {scope for place in places for scope in scopes(place)}
    beside = [r for r in reports if any(near.intersection(around(p)) for f in r.files for p in f.arrival.places)]
    return max(beside or reports, key=lambda r: r.age)


def _rows_of(report: _Report) -> Iterator[rows.Rows]:
    main, who = report.files[0], report.who
    alone = len(report.files) == 1 and not report.annexes
    name = (rows.report_id_of if alone else rows.gathered_id_of)(main.arrival.file_id)
    roles = ["main", *["copy"] * (len(report.files) - 1), *["annex"] * len(report.annexes)]
    shared = (who.township_code, who.report_year, who.published_on, who.signed_on, report.first_seen, report.corrected)
    members = [
        (read.arrival.file_id, name, role, *shared)
        for read, role in zip((*report.files, *report.annexes), roles, strict=True)
    ]
    yield {"gathered": members}
    if alone:
        return  # its rows stand already
    placed, mentions = _joined(report)
    reading = "\n".join([read.reading.text for read in placed])
    observations, findings = resolve(reading, mentions, knowledge.catalogue())
    findings += _differences(report)
    files: list[rows.Placed] = []
    at = 0
    for read in placed:
        files.append((read.arrival.file_id, at, read.doc))
        _as_written(read, at, mentions)
        at += len(read.doc.text) + 1
    yield rows.of_report(name, files, who, mentions, observations, findings)


def _joined(report: _Report) -> tuple[list[Read], list[Mention]]:
    """The files whose text is the report's, each text once, and the mentions of all, counted in the joined text."""
    placed, mentions = [report.files[0]], list(report.stated[0].mentions)
    seen = {Wording(report.files[0].reading.text).letters}
    at = len(report.files[0].doc.text) + 1
    for annex in report.annexes:
        letters = Wording(annex.reading.text).letters
        if letters in seen:
            continue
        seen.add(letters)
        before = len(mentions)
        for mention in _extracted(annex, report.who):
            mention.char_start += at
            mention.char_end += at
            mention.section = "other"  # as an annex below the signature
            mention.part_of = None if mention.part_of is None else mention.part_of + before
            mentions.append(mention)
        placed.append(annex)
        at += len(annex.doc.text) + 1
    return placed, mentions


def _differences(report: _Report) -> Iterator[Finding]:
    main = Source(report.files[0].arrival.places[0], report.stated[0].text, report.stated[0].mentions)
    for read, stated, found in zip(report.files[1:], report.stated[1:], report.found, strict=True):
        copy = Source(read.arrival.places[0], stated.text, stated.mentions)
        yield from file_findings(main, copy, found, knowledge.catalogue())


def _as_written(read: Read, at: int, mentions: Iterable[Mention]) -> None:
    """Gives the sentences of a file's mentions the characters in which it is written."""
    if read.reading is read.doc:
        return
    for mention in mentions:
        if at <= mention.char_start < at + len(read.doc.text):
            mention.sentence = as_written(read.doc, read.reading, mention.sentence, mention.char_end - at)


def _apart(group: Together, read: Mapping[str, Read], error: Exception) -> tuple[list[rows.Rows], str]:
    """Each document of a group as a report by itself, its annexes quarantined; and the reason."""
    no = fault_of(error)
    made: list[rows.Rows] = []
    for arrival in group.documents:
        who = read[arrival.file_id].who
        if who is not None:
            shared = (who.township_code, who.report_year, who.published_on, who.signed_on, arrival.first_seen, False)
            made.append({"gathered": [(arrival.file_id, rows.report_id_of(arrival.file_id), "main", *shared)]})
    return made + [rows.refused(annex, no) for annex in group.annexes], no.reason
