"""Which reports the files of one township and year are, and which of them an annex belongs to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Any, Literal

from flows import knowledge
from flows.readback import Read
from tasks.extract.doubtful import flag_doubtful
from tasks.extract.model import Mention
from tasks.identify.annex import around, scopes
from tasks.identify.model import Identity
from tasks.identify.same import File, Wording, one_report
from tasks.read.ocr import OCR
from tasks.resolve.differences import Difference, Stated, differences

_FILLED_IN = (("published_on", "date_basis"), ("signed_on",), ("title",), ("issuer",), ("doc_number",))
"""What a copy tells of a report where its main file does not: a page knows its date, a docx rarely does."""


@dataclass(slots=True)
class Report:
    """One report of a group: its files, the main one first, the identity that they give together, and its annexes.

    `main` gives what the main file states, `found` what each copy that differs from it states, and the differences.
    """

    files: list[Read]
    main: Callable[[], Stated]
    found: list[tuple[Read, Stated, list[Difference]]]
    who: Identity
    first_seen: str
    corrected: bool
    annexes: list[Read]

    @property
    def age(self) -> tuple[Any, ...]:
        """Orders the versions of a report as the store step does."""
        dates = ((day is not None, day or date.min) for day in (self.who.published_on, self.who.signed_on))
        return (*dates, self.first_seen, self.corrected, self.files[0].arrival.file_id)


def reports_of(documents: Sequence[Read]) -> list[Report]:
    """The reports that the documents of a township and year are."""
    known = [(d, d.who) for d in documents if d.who is not None]
    files = [_file(d, who) for d, who in known]

    @cache
    def stated(position: int) -> Stated:
        read, who = known[position]
        return Stated(read.reading.text, extracted(read, who))

    @cache
    def compared(a: int, b: int) -> list[Difference]:
        one, other = files[a].wording, files[b].wording
        if one.letters == other.letters:
            return []
        excerpt: Literal["one", "other"] | None
        excerpt = "one" if one.is_excerpt_of(other) else "other" if other.is_excerpt_of(one) else None
        return differences(stated(a), stated(b), excerpt=excerpt)

    return [
        Report(
            files=[known[p][0] for p in together],
            main=partial(stated, together[0]),
            found=[(known[p][0], stated(p), found) for p in together[1:] if (found := compared(together[0], p))],
            who=_identity([known[p][1] for p in together]),
            first_seen=min(files[p].first_seen for p in together),
            corrected=any(files[p].corrected for p in together),
            annexes=[],
        )
        for together in one_report(files, lambda a, b: len(compared(a, b)))
    ]


def _file(read: Read, who: Identity) -> File:
    names = [place.rpartition("/")[2] for place in read.arrival.told]
    return File(
        file_id=read.arrival.file_id,
        media_type=read.doc.media_type,
        wording=Wording(read.reading.text),
        signed_on=who.signed_on,
        published_on=who.published_on,
        first_seen=read.arrival.first_seen,
        names=(*names, who.title or ""),
        traditional=read.reading is not read.doc,
        recognised=read.doc.parser.endswith(OCR),
    )


def extracted(read: Read, who: Identity) -> list[Mention]:
    """Mentions of a file, counted in its text, with sentences in simplified characters."""
    mentions = knowledge.extractor().extract(read.reading.text, read.reading.blocks, who)
    flag_doubtful(mentions, read.doc.doubtful)
    return mentions


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


def version_of(places: Iterable[str], reports: Sequence[Report]) -> Report:
    """The version that an annex at these places belongs to: the newest of those beside it, else the newest."""
    near = {scope for place in places for scope in scopes(place)}
    beside = [r for r in reports if any(near.intersection(around(p)) for f in r.files for p in f.arrival.told)]
    return max(beside or reports, key=lambda r: r.age)
