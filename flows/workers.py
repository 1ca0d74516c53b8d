"""Processes that run batches. A document that kills its process is found by halving, and quarantined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

from flows.batch import BatchResult, BatchSpec

RunBatch = Callable[[BatchSpec], list[BatchResult]]

IN_PROCESS_UP_TO = 64
"""Documents for which starting processes costs more than it gains."""

# forkserver: children start from a clean, single-threaded process that has the imports already
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["flows.documents", "tasks.publish", "pandas"])  # pyarrow imports pandas when it can


@contextmanager
def workers(n_processes: int, n_documents: int) -> Iterator[RunBatch]:
    """Yields the function that runs a batch and waits for it; several threads may call it at once.

    One batch gives several results only where a document killed its process.
    """
    if n_documents <= IN_PROCESS_UP_TO:
        yield lambda spec: [_process(spec)]
        return
    with ProcessPoolExecutor(n_processes, mp_context=_CONTEXT) as pool:

        def run(spec: BatchSpec) -> list[BatchResult]:
            try:
                return [pool.submit(_process, spec).result()]
            except BrokenProcessPool:
                return _run_apart(spec)

        yield run


def _run_apart(spec: BatchSpec) -> list[BatchResult]:
    with ProcessPoolExecutor(1, mp_context=_CONTEXT) as pool:
        try:
            return [pool.submit(_process, spec).result()]
        except BrokenProcessPool:
            pass
    if len(spec.documents) == 1:
        return [_quarantine(spec)]
    half = len(spec.documents) // 2
    first = replace(spec, parts=spec.parts.with_name(spec.parts.name + "a"), documents=spec.documents[:half])
    second = replace(spec, parts=spec.parts.with_name(spec.parts.name + "b"), documents=spec.documents[half:])
    return _run_apart(first) + _run_apart(second)


def _process(spec: BatchSpec) -> BatchResult:
    """Imports the work where it is done: a run that has nothing to read does not wait for it."""
    from flows.documents import process_batch

    return process_batch(spec)


def _quarantine(spec: BatchSpec) -> BatchResult:
    from flows.documents import quarantine_batch

    return quarantine_batch(spec)
