"""Extraction as a Prefect task: one batch of documents, from bytes to rows, in a worker process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from prefect import task

from tasks.ingest.task import OPTIONS


@task(name="extract", **OPTIONS)
def extract(run_batch: Callable[[Any], Any], batch: Any) -> Any:
    """Runs one batch and waits for it; the rows go to files, only their paths and counts come back."""
    return run_batch(batch)
