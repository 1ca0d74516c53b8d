"""Batches of documents: how they are cut, who runs several at a time, and how they are added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from flows.batch import BatchResult, BatchSpec, GatherSpec, Together
from flows.held import Run
from flows.job import Job
from flows.workers import RunBatch, workers
from tasks.ingest.model import Arrival

_WORTH_A_PROCESS = 64  # documents for which starting another process costs more than it gains

Spec = BatchSpec | GatherSpec


@dataclass(frozen=True, slots=True)
class Crew:
    """Who runs batches: `size` at a time, with `each`, which runs all of some and yields results as they come."""

    size: int
    each: Callable[[Sequence[Spec]], Iterator[list[BatchResult]]]


Hire = Callable[[Run], AbstractContextManager[Crew]]
"""Gets the crew of a run, for as long as there are batches."""


@dataclass(slots=True)
class Extracted:
    """What the extract step did: folders of parts, ids of the documents whose rows they hold, and counts."""

    parts: list[Path] = field(default_factory=list)
    processed: set[str] = field(default_factory=set)
    quarantined: Counter[str] = field(default_factory=Counter)
    n_outside: int = 0

    def add(self, result: BatchResult) -> None:
        """Adds the result of one batch."""
        self.parts.append(result.parts)
        self.processed.update(result.processed)
        self.quarantined.update(result.quarantined)
        self.n_outside += result.n_outside


def batches(
    job: Job,
    crew: int,
    documents: Sequence[Arrival],
    years: frozenset[int] = frozenset(),
    districts: frozenset[str] = frozenset(),
    first: int = 0,
) -> list[BatchSpec]:
    """Documents in batches of equal size, enough of them for a crew of this size; numbered from `first`."""
    n_batches = max(-(-len(documents) // job.settings.batch_size), min(crew, -(-len(documents) // _WORTH_A_PROCESS)))
    size = -(-len(documents) // n_batches) if n_batches else 1
    return [
        BatchSpec(
            parts=job.home.staging / "parts" / f"{first + n:05d}",
            overlay=job.home.register,
            fingerprint=job.register.fingerprint,
            documents=tuple(documents[at : at + size]),
            years=years,
            districts=districts,
            corrections=job.corrections,
        )
        for n, at in enumerate(range(0, len(documents), size))
    ]


def gatherings(job: Job, crew: int, groups: Sequence[Together], sources: Sequence[Path]) -> list[GatherSpec]:
    """Groups of files in batches, one folder of parts each, numbered after the `sources` that hold what was read of them."""
    size = max(1, min(_GROUPS, -(-len(groups) // crew)))
    return [
        GatherSpec(
            parts=job.home.staging / "parts" / f"{len(sources) + n:05d}",
            sources=tuple(sources),
            groups=tuple(groups[at : at + size]),
            corrections=job.corrections,
        )
        for n, at in enumerate(range(0, len(groups), size))
    ]


_GROUPS = 1000
"""Groups in a batch: what was read of them is in memory at a time."""


@contextmanager
def own_processes(run: Run) -> Iterator[Crew]:
    """Processes of the run, and threads that wait for them."""
    size = run.job.settings.workers
    with workers(size) as run_batch:
        yield Crew(size, partial(_in_threads, run_batch))


def _in_threads(run_batch: RunBatch, specs: Sequence[Spec]) -> Iterator[list[BatchResult]]:
    with ThreadPoolExecutor(max_workers=max(1, len(specs))) as pool:
        futures = [pool.submit(run_batch, spec) for spec in specs]
        for future in as_completed(futures):
            yield future.result()
