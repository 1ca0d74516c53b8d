"""The flow `annual`: documents in, a release out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect import flow  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.futures import as_completed  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402
from prefect.utilities.annotations import quote  # noqa: E402

from flows import steps  # noqa: E402
from flows.batch import BatchResult, BatchSpec, GatherSpec  # noqa: E402
from flows.held import hold  # noqa: E402
from flows.job import Job, make_job  # noqa: E402
from flows.summary import Summary  # noqa: E402
from flows.workers import RunBatch  # noqa: E402
from tasks.extract.task import extract  # noqa: E402
from tasks.ingest.task import ingest  # noqa: E402
from tasks.publish.task import publish, store  # noqa: E402

RUNNER: Any = ThreadPoolTaskRunner(max_workers=32)
"""Threads that wait for batches; the work is done in processes of the run."""


@flow(name="annual", task_runner=RUNNER, persist_result=False)
def annual(
    home: str = "data",
    inbox: str | None = None,
    years: list[int] | None = None,
    districts: list[str] | None = None,
    as_of: str | None = None,
    wait: bool = False,
) -> dict[str, Any]:
    """Takes in the documents of an inbox, extracts every number, and publishes a release of all that the home holds.

    Parameters are plain values, as a deployment keeps them; `as_of` is an ISO date. With `wait` the
    run begins when another one has ended that holds the home.
    """
    day = date.fromisoformat(as_of) if as_of else None
    job = make_job(Path(home), Path(inbox) if inbox else None, years or (), districts or (), day)
    with hold(job, wait=wait) as run:
        steps.check_store(run)
        received = steps.ingest(run, ingest)
        plan = steps.plan(run)
        extracted = steps.extract(run, plan, in_tasks)
        lake = steps.store(run, plan, extracted, store)
        released = steps.publish(run, plan, received, extracted, lake, publish)
        summary = steps.summarize(run, received, extracted, released)
    create_markdown_artifact(summary.markdown(), key="annual", description=summary.run_id)
    summary.raise_if_refused()
    return asdict(summary)


def in_tasks(run_batch: RunBatch, specs: Sequence[BatchSpec | GatherSpec]) -> Iterator[list[BatchResult]]:
    """Runs each batch as a task of the flow."""
    futures = [extract.submit(run_batch, quote(spec)) for spec in specs]
    for future in as_completed(futures):
        yield future.result()


def run_flow(job: Job, *, wait: bool = False) -> Summary:
    """Runs the flow here, on the Prefect server that is configured, or on one that lives as long as the run."""
    return Summary(
        **annual(
            home=str(job.home.root),
            inbox=str(job.inbox) if job.inbox else None,
            years=sorted(job.years),
            districts=sorted(job.districts),
            as_of=job.as_asked.isoformat() if job.as_asked else None,
            wait=wait,
        )
    )
