"""The steps of the main job. Each takes the function that does its work: the plain one, or a Prefect task around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from flows.documents import BatchResult, BatchSpec
from flows.held import Run
from flows.workers import IN_PROCESS_UP_TO, RunBatch, workers
from tasks.ingest import Arrival, IngestReport, ingest_inbox, list_arrivals
from tasks.publish import Plan, make_plan, regroup_candidates, update_lake
from tasks.read import extension_of
from warehouse.fingerprint import ROOT, code_fingerprint, fingerprint_of_files
from warehouse.manifest import LakeManifest

Each = Callable[[RunBatch, Sequence[BatchSpec]], Iterator[list[BatchResult]]]
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


def ingest(run: Run, do: Callable[..., IngestReport] = ingest_inbox) -> IngestReport:
    """Takes the inbox into the raw store; without an inbox there is nothing to take."""
    job = run.job
    if job.inbox is None:
        return IngestReport(seen=0, new=0, moved=0, known=0, failed=[])
    with run.timed("ingest") as progress:
        return do(
            job.home,
            job.inbox,
            now=run.started,
            inbox_label=str(job.inbox),
            extension_of=extension_of,
            progress=progress,
        )


def plan(run: Run) -> Plan:
    """Finds the documents that the lake does not hold as they should be."""
    with run.timed("plan"):
        return make_plan(run.job.home, list_arrivals(run.job.home), fingerprints(run))


def fingerprints(run: Run) -> dict[str, str]:
    """All that the rows of a document depend on besides the document, by name."""
    worker = [ROOT / "flows" / name for name in ("documents.py", "parts.py", "rows.py")]
    return {
        "code": code_fingerprint(),
        "worker": fingerprint_of_files(ROOT, worker),
        "catalogue": run.job.catalogue.fingerprint,
        "register": run.job.register.fingerprint,
    }


def in_threads(run_batch: RunBatch, specs: Sequence[BatchSpec]) -> Iterator[list[BatchResult]]:
    """Runs batches from threads that wait for the worker processes."""
    with ThreadPoolExecutor(max_workers=max(1, len(specs))) as pool:
        futures = [pool.submit(run_batch, spec) for spec in specs]
        for future in as_completed(futures):
            yield future.result()


def extract(run: Run, plan: Plan, each: Each = in_threads) -> Extracted:
    """Reads, identifies, extracts and resolves what the plan names, and then the documents grouped with them."""
    job, done = run.job, Extracted()
    n_documents = len(plan.process) + len(plan.repair)
    with run.timed("extract") as progress, workers(job.settings.workers, n_documents) as run_batch:
        limited = _batches(run, plan.process, job.years, job.districts)
        todo = limited + _batches(run, plan.repair, first=len(limited))
        while todo:
            for results in each(run_batch, todo):
                for result in results:
                    done.add(result)
                progress(len(done.processed) + done.n_outside, n_documents)
            candidates = regroup_candidates(job.home, plan, done.parts, done.processed)
            again = [a for a in list_arrivals(job.home) if a.file_id in candidates] if candidates else []
            n_documents += len(again)
            todo = _batches(run, again, first=len(done.parts))
    return done


def _batches(
    run: Run,
    documents: Sequence[Arrival],
    years: frozenset[int] = frozenset(),
    districts: frozenset[str] = frozenset(),
    first: int = 0,
) -> list[BatchSpec]:
    """Documents in batches of equal size, enough of them for all workers; numbered from `first`."""
    settings = run.job.settings
    n_batches = max(
        -(-len(documents) // settings.batch_size), min(settings.workers, -(-len(documents) // IN_PROCESS_UP_TO))
    )
    size = -(-len(documents) // n_batches) if n_batches else 1
    return [
        BatchSpec(
            parts=run.job.home.staging / "parts" / f"{first + n:05d}",
            overlay=run.job.home.register,
            fingerprint=run.job.register.fingerprint,
            documents=tuple(documents[at : at + size]),
            years=years,
            districts=districts,
        )
        for n, at in enumerate(range(0, len(documents), size))
    ]


def store(run: Run, plan: Plan, done: Extracted, do: Callable[..., LakeManifest] = update_lake) -> LakeManifest:
    """Puts the parts into the lake."""
    with run.timed("store") as progress:
        return do(
            run.job.home,
            plan,
            sorted(done.parts),
            done.processed,
            memory_limit=run.job.settings.memory_limit,
            progress=progress,
        )
