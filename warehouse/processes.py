"""Work in processes of its own: every core works, and the memory of the run itself stays small."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

OWN_MEMORY = "256MB"
"""What DuckDB may use in a process of a run, where the settings do not say. It takes what it needs, and spills the rest;
64 MB were too little for 100,000 reports."""

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Yields what runs work in `workers` processes, or, where that is 0, here, when it is submitted.

    Leaving it waits for the work; where the block failed, work that has not begun is dropped.
    """
    # forkserver: this process has threads (DuckDB, Arrow), so it must not be forked itself
    pool = _pool(workers) if workers else _Here()
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


def _pool(workers: int) -> Executor:
    context = multiprocessing.get_context("forkserver")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_the_run)


def end_with_the_run() -> None:
    """Ends this worker process as soon as the run that it works for has ended, also by kill -9.

    It would wait for work for ever, and what it still had in work would fall into the home of a later run.
    """
    run = multiprocessing.parent_process()

    def watch() -> None:
        if run is not None:
            run.join()
            os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True).start()


def in_order(pool: Executor, work: Callable[[T], R], items: Iterable[T], ahead: int = 8) -> Iterator[R]:
    """The results of `work` on each item, in their order; at most `ahead` items are begun before theirs is taken."""
    begun: deque[Future[R]] = deque()
    for item in items:
        begun.append(pool.submit(work, item))
        if len(begun) > ahead:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)


class _Here(Executor):
    """Runs work at once, in this process: for so little of it that starting processes costs more than it gains."""

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
