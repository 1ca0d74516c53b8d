"""Ingest as a Prefect task, and when any stage is tried again."""

from __future__ import annotations

from typing import Any

from prefect import Task, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun

from tasks.ingest import ingest_inbox


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

ingest = task(ingest_inbox, name="ingest", **OPTIONS)
