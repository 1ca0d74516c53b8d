"""Each batch as a run of the Prefect task `extract`: in threads that wait for processes of the run, or on a Dask cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from prefect.context import FlowRunContext
from prefect.futures import PrefectFuture, as_completed
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.utilities.annotations import quote

from flows.batch import BatchResult
from flows.batches import Crew, Hire, Spec
from flows.held import Run
from flows.job import Job
from flows.runner import on_cluster
from flows.workers import workers
from tasks.extract.task import extract

Submit = Callable[[Spec], PrefectFuture[Any]]


def task_crew(job: Job) -> Hire:
    """Who runs the batches of a flow.

    Raises:
        BadInput: a cluster is asked for that cannot be used.
    """
    return _on_dask if on_cluster(job) else _in_threads


@contextmanager
def _in_threads(run: Run) -> Iterator[Crew]:
    size = run.job.settings.workers
    with workers(size) as run_batch:
        yield Crew(size, partial(_each, lambda spec: extract.submit(run_batch, quote(spec))))


@contextmanager
def _on_dask(run: Run) -> Iterator[Crew]:
    from prefect_dask import DaskTaskRunner

    from flows.cluster import PATIENCE, cluster, connected, prepared

    with (
        cluster(run) as address,
        connected(address),
        _one_server(),
        DaskTaskRunner(address=address, client_kwargs={"timeout": PATIENCE}) as runner,
        prepared(runner.client, run) as (size, run_batch),
    ):
        yield Crew(size, partial(_each, lambda spec: runner.submit(extract, {"run_batch": run_batch, "batch": spec})))


@contextmanager
def _one_server() -> Iterator[None]:
    """The workers report to the server of the flow, also to a temporary one: each would start one of its own."""
    context = FlowRunContext.get()
    assert context is not None
    with temporary_settings({PREFECT_API_URL: str(context.client.api_url)}):
        yield


def _each(submit: Submit, specs: Sequence[Spec]) -> Iterator[list[BatchResult]]:
    for future in as_completed([submit(spec) for spec in specs]):
        yield future.result()
