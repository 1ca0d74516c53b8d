"""Processes that run batches, within limits. A document that ends its process is quarantined, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import get_context

from flows.batch import BatchResult, BatchSpec, GatherSpec
from flows.limits import READ_MB, READ_SECONDS, begin, being_read

RunBatch = Callable[[BatchSpec | GatherSpec], list[BatchResult]]

IN_PROCESS_UP_TO = 64
"""Documents for which starting processes costs more than it gains."""

# forkserver: children start from a clean, single-threaded process that has the imports already
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["flows.gather", "tasks.publish", "pandas"])  # pyarrow imports pandas when it can


@contextmanager
def workers(
    n_processes: int,
    n_documents: int,
    *,
    apart: bool = False,
    read_seconds: float = READ_SECONDS,
    read_mb: int = READ_MB,
) -> Iterator[RunBatch]:
    """Yields the function that runs a batch and waits for it; several threads may call it at once.

    Few documents are read in this process, unless they are to be read `apart`. One batch gives several results only
    where a document ended its process: it hung, filled the memory or crashed a parser.
    """
    if n_documents <= IN_PROCESS_UP_TO and not apart:
        yield lambda spec: [_process(spec)]
        return

    def pool_of(size: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(size, mp_context=_CONTEXT, initializer=begin, initargs=(read_seconds, read_mb))

    with pool_of(n_processes) as pool:

        def run(spec: BatchSpec | GatherSpec) -> list[BatchResult]:
            try:
                return [pool.submit(_process, spec).result()]
            except BrokenProcessPool:
                if isinstance(spec, BatchSpec):
                    return _run_apart(spec, pool_of)
                with pool_of(1) as another:  # it parses nothing, so it was ended from outside
                    return [another.submit(_process, spec).result()]

        yield run


def _run_apart(spec: BatchSpec, pool_of: Callable[[int], ProcessPoolExecutor]) -> list[BatchResult]:
    """The batch in processes of its own: each one that ends names the document that it was reading."""
    results: list[BatchResult] = []
    for turn in range(len(spec.documents)):
        whole = _try(spec, pool_of)
        if whole is not None:
            return [*results, whole]
        guilty = being_read(spec.parts)
        named = tuple(a for a in spec.documents if a.file_id == guilty) or spec.documents[:1]
        rest = tuple(a for a in spec.documents if a not in named)
        alone = replace(spec, parts=spec.parts.with_name(f"{spec.parts.name}q{turn}"), documents=named)
        spec = replace(spec, parts=spec.parts.with_name(f"{spec.parts.name}r{turn}"), documents=rest)
        # a process may have been killed from outside, so only what ends its process again is to blame
        results.append(_try(alone, pool_of) or _quarantine(alone))
        if not rest:
            break
    return results


def _try(spec: BatchSpec, pool_of: Callable[[int], ProcessPoolExecutor]) -> BatchResult | None:
    """The result of a batch in a process of its own; None where the process ended."""
    with pool_of(1) as pool:
        try:
            return pool.submit(_process, spec).result()
        except BrokenProcessPool:
            return None


def _process(spec: BatchSpec | GatherSpec) -> BatchResult:
    """Imports the work where it is done: a run that has nothing to read does not wait for it."""
    if isinstance(spec, GatherSpec):
        from flows.gather import gather_batch

        return gather_batch(spec)
    from flows.documents import process_batch

    return process_batch(spec)


def _quarantine(spec: BatchSpec) -> BatchResult:
    from flows.documents import quarantine_batch

    return quarantine_batch(spec)
