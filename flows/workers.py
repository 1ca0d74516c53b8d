"""Processes that run batches, within limits. A document that ends its process is quarantined, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from multiprocessing import get_context
from queue import LifoQueue

from flows.batch import BatchResult, BatchSpec, GatherSpec
from flows.errors import WorkersLost
from flows.limits import READ_MB, READ_SECONDS, begin, in_work

_STARTS = 3
"""Times that a process is started for a batch: it may have been ended from outside before it began."""

RunBatch = Callable[[BatchSpec | GatherSpec], list[BatchResult]]

# forkserver: children start from a clean, single-threaded process that has imports and knowledge already
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["flows.preload"])


@contextmanager
def workers(n_processes: int, *, read_seconds: float = READ_SECONDS, read_mb: int = READ_MB) -> Iterator[RunBatch]:
    """Yields the function that runs a batch and waits for it; several threads may call it at once.

    One batch gives several results only where a document ended its process: it hung, filled the memory or crashed a
    parser. No process starts before there is a batch for it.
    """
    everyone = [_Worker(read_seconds, read_mb) for _ in range(n_processes)]
    free: LifoQueue[_Worker] = LifoQueue()  # the one that worked last has the knowledge loaded already
    for worker in everyone:
        free.put(worker)

    def run(spec: BatchSpec | GatherSpec) -> list[BatchResult]:
        worker = free.get()
        try:
            return worker.run(spec) if isinstance(spec, BatchSpec) else [worker.gather(spec)]
        finally:
            free.put(worker)

    try:
        yield run
    finally:
        for worker in everyone:
            worker.close()


class _Worker:
    """One process, and another one once it has ended; what happens in it touches no other worker."""

    def __init__(self, seconds: float, megabytes: int) -> None:
        limits = (seconds, megabytes)
        self._start = partial(ProcessPoolExecutor, 1, mp_context=_CONTEXT, initializer=begin, initargs=limits)
        self._process = self._start()

    def run(self, spec: BatchSpec) -> list[BatchResult]:
        """The batch in one piece; or in pieces around each document that ends the process, all others read twice at most."""
        results: list[BatchResult] = []
        whole = self._read(spec)
        name = spec.parts.name
        for turn in count():
            if whole is not None:
                return [*results, whole]
            last = in_work(spec.parts)
            at = next((n for n, arrival in enumerate(spec.documents) if arrival.file_id == last), 0)
            before = _piece(spec, f"{name}-{turn}a", slice(at))
            alone = _piece(spec, f"{name}-{turn}b", slice(at, at + 1))
            spec = _piece(spec, f"{name}-{turn}c", slice(at + 1, None))
            if before.documents:
                results += self.run(before)
            # a process may have been killed from outside, so only what ends its process again is to blame
            results.append(self._read(alone) or _quarantine(alone))
            if not spec.documents:
                break
            whole = self._read(spec)
        return results

    def gather(self, spec: GatherSpec) -> BatchResult:
        """Puts files together, which parses nothing: a process that ends over it was ended from outside."""
        return self._try(spec) or self._process.submit(_process, replace(spec, fresh=True)).result()

    def close(self) -> None:
        """Ends the process."""
        self._process.shutdown()

    def _read(self, spec: BatchSpec) -> BatchResult | None:
        """The result of a batch; None where a document ended the process.

        Raises:
            WorkersLost: processes ended again and again before they had a document in work.
        """
        for _ in range(_STARTS):
            result = self._try(spec)
            if result is not None or in_work(spec.parts) is not None:
                return result
        raise WorkersLost(
            f"a process that reads documents ended {_STARTS} times before it read one; the lines above say why, or "
            "memory or processes are short (ulimit -a); free some, or set fewer workers"
        )

    def _try(self, spec: BatchSpec | GatherSpec) -> BatchResult | None:
        """The result of a batch; None where the process ended, or has no memory left."""
        try:
            return self._process.submit(_process, spec).result()
        except (BrokenProcessPool, MemoryError):
            self._process.shutdown()
            self._process = self._start()
            return None


def _piece(spec: BatchSpec, name: str, which: slice) -> BatchSpec:
    return replace(spec, parts=spec.parts.with_name(name), documents=spec.documents[which])


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
