"""Ingest as a Prefect task, and how any stage becomes one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.utilities.annotations import quote

from tasks.ingest.inbox import ingest_inbox

P = ParamSpec("P")
R = TypeVar("R")


def may_heal(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
    """Whether a failed stage is worth another try: a disk or a share that was away may come back, nothing else does."""
    return isinstance(state.result(raise_on_failure=False), OSError)


OPTIONS: dict[str, Any] = {
    "cache_policy": NO_CACHE,  # the manifest of the lake says what is done
    "retries": 2,
    "retry_delay_seconds": [2, 10],
    "retry_condition_fn": may_heal,
}
"""Options of every stage's task."""


def as_task(work: Callable[P, R], name: str) -> Callable[P, R]:
    """The function as a Prefect task. Arguments are quoted: to search 20,000 documents for futures takes a second."""
    inner: Any = task(name=name, **OPTIONS)(work)

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        result: R = inner(*map(quote, args), **{key: quote(value) for key, value in kwargs.items()})
        return result

    return call


ingest = as_task(ingest_inbox, "ingest")
