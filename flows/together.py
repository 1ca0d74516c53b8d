"""Before reports in several files are put together: the batches of it, and the annexes that no report takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flows import rows
from flows.batch import BatchResult, GatherSpec, Together
from flows.batches import Extracted, gatherings
from flows.held import Run
from flows.job import Job
from flows.parts import Parts
from tasks.identify.annex import Annex, Key
from tasks.identify.model import NotIdentified
from tasks.identify.refusal import annex_ambiguous, annex_unplaced
from tasks.ingest.model import Arrival
from tasks.publish.groups import Groups
from warehouse.register import Register


def put_together(run: Run, crew: int, groups: Groups, done: Extracted) -> Sequence[GatherSpec]:
    """The batches of groups to put together, for a crew of this size; annexes without a report are quarantined here, as a part of `done`."""
    if not groups.ungathered and not groups.strays:
        return []
    arrivals = {a.file_id: a for a in run.arrivals}
    if groups.strays:
        done.add(_quarantine(run.job, groups.strays, arrivals, len(done.parts)))
    together = [
        Together(tuple(arrivals[i] for i in g.documents), tuple(arrivals[i] for i in g.annexes))
        for g in groups.ungathered
    ]
    return gatherings(run.job, crew, together, done.parts)


def _quarantine(
    job: Job,
    strays: Mapping[str, tuple[Annex, tuple[Key, ...]]],
    arrivals: Mapping[str, Arrival],
    number: int,
) -> BatchResult:
    folder = job.home.staging / "parts" / f"{number:05d}"
    reasons: dict[str, int] = {}
    with Parts(folder) as parts:
        for file_id, (annex, possible) in strays.items():
            no = _refusal(annex, possible, job.register)
            parts.add(rows.refused(arrivals[file_id], no))
            reasons[no.reason] = reasons.get(no.reason, 0) + 1
    return BatchResult(folder, (), reasons, 0)


def _refusal(annex: Annex, possible: Sequence[Key], register: Register) -> NotIdentified:
    if possible:
        return annex_ambiguous((register.by_code[code], year) for code, year in possible)
    return annex_unplaced((register.by_code[code] for code in annex.townships), annex.years)
