"""The worker's second task: reports in several files. What was read of each file is put together, none is read again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from flows import knowledge, rows
from flows.batch import BatchResult, GatherSpec, Together
from flows.documents import fault_of
from flows.parts import Parts
from flows.readback import Read, read_back
from flows.report_files import Report, extracted, reports_of, version_of
from tasks.extract.model import Mention
from tasks.identify.same import Wording
from tasks.read.script import as_written
from tasks.resolve.decided import mark_rejected
from tasks.resolve.files import Source, file_findings
from tasks.resolve.model import Finding
from tasks.resolve.resolve import resolve
from warehouse.corrections import Correction, Corrections


def gather_batch(spec: GatherSpec) -> BatchResult:
    """Puts each group's files together and writes the rows of its reports to `spec.parts`.

    Where the program fails on a group, its reports stay as they are by themselves, and its annexes are quarantined.

    Raises:
        OSError: a part cannot be read or written.
        MemoryError: the memory of this process is used up, perhaps by what it did before.
    """
    wanted = (arrival for group in spec.groups for arrival in (*group.documents, *group.annexes))
    files = read_back(spec.sources, wanted, spec.parts / "duckdb")
    quarantined = Counter[str]()
    with Parts(spec.parts) as parts:
        for group in spec.groups:
            try:
                made = list(_together(group, files, spec.corrections))
            except OSError:
                raise
            except Exception as error:  # a fault of ours in one group must not cost the others
                if isinstance(error, MemoryError) and not spec.fresh:
                    raise
                made, reason = _apart(group, files, error)
                quarantined[reason] += len(group.annexes)
            for more in made:
                parts.add(more)
    return BatchResult(spec.parts, (), dict(+quarantined), 0)


def _together(group: Together, read: Mapping[str, Read], corrections: Corrections) -> Iterator[rows.Rows]:
    documents = [read[arrival.file_id] for arrival in group.documents]
    reports = reports_of(documents)
    for annex in sorted(group.annexes, key=lambda a: (a.places, a.file_id)):
        version_of(annex.told, reports).annexes.append(read[annex.file_id])
    for report in reports:
        yield from _rows_of(report, corrections.of_report(report.who.township_code, report.who.report_year))


def _rows_of(report: Report, corrections: Sequence[Correction]) -> Iterator[rows.Rows]:
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
    between_files = list(_differences(report))
    files: list[rows.Placed] = []
    at = 0
    for read in placed:
        files.append((read.arrival.file_id, at, read.doc))
        _as_written(read, at, mentions)
        at += len(read.doc.text) + 1
    mark_rejected("\n".join([read.doc.text for read in placed]), mentions, corrections)
    reading = "\n".join([read.reading.text for read in placed])
    observations, findings = resolve(reading, mentions, knowledge.catalogue(), corrections)
    yield rows.of_report(name, files, who, mentions, observations, [*findings, *between_files])


def _joined(report: Report) -> tuple[list[Read], list[Mention]]:
    """The files whose text is the report's, each text once, and the mentions of all, counted in the joined text."""
    placed, mentions = [report.files[0]], list(report.main().mentions)
    seen = {Wording(report.files[0].reading.text).letters}
    at = len(report.files[0].doc.text) + 1
    for annex in report.annexes:
        letters = Wording(annex.reading.text).letters
        if letters in seen:
            continue
        seen.add(letters)
        before = len(mentions)
        for mention in extracted(annex, report.who):
            mention.char_start += at
            mention.char_end += at
            mention.section = "other"  # as an annex below the signature
            mention.part_of = None if mention.part_of is None else mention.part_of + before
            mentions.append(mention)
        placed.append(annex)
        at += len(annex.doc.text) + 1
    return placed, mentions


def _differences(report: Report) -> Iterator[Finding]:
    if not report.found:
        return
    stated = report.main()
    main = Source(report.files[0].arrival.places[0], stated.text, stated.mentions)
    for read, states, found in report.found:
        copy = Source(read.arrival.places[0], states.text, states.mentions)
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
