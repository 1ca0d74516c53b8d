"""Batches of documents: how they are cut, run several at a time, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from flows.batch import BatchResult, BatchSpec, GatherSpec, Together
from flows.job import Job
from flows.workers import RunBatch
from tasks.ingest import Arrival

_WORTH_A_PROCESS = 64  # documents for which starting another process costs more than it gains

Each = Callable[[RunBatch, Sequence[BatchSpec | GatherSpec]], Iterator[list[BatchResult]]]
"""Runs all batches, several at a time, and yields results as they come."""


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
    documents: Sequence[Arrival],
    years: frozenset[int] = frozenset(),
    districts: frozenset[str] = frozenset(),
    first: int = 0,
) -> list[BatchSpec]:
    """Documents in batches of equal size, enough of them for all workers; numbered from `first`."""
    settings = job.settings
    n_batches = max(
        -(-len(documents) // settings.batch_size), min(settings.workers, -(-len(documents) // _WORTH_A_PROCESS))
    )
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


def gatherings(job: Job, groups: Sequence[Together], sources: Sequence[Path]) -> list[GatherSpec]:
    """Groups of files in batches, one folder of parts each, numbered after the `sources` that hold what was read of them."""
    size = max(1, min(_GROUPS, -(-len(groups) // job.settings.workers)))
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


def in_threads(run_batch: RunBatch, specs: Sequence[BatchSpec | GatherSpec]) -> Iterator[list[BatchResult]]:
    """Runs batches from threads that wait for the worker processes."""
    with ThreadPoolExecutor(max_workers=max(1, len(specs))) as pool:
        futures = [pool.submit(run_batch, spec) for spec in specs]
        for future in as_completed(futures):
            yield future.result()
