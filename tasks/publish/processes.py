"""Work of the store and publish steps in processes of its own: every core works, and the run's own memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def processes(workers: int) -> Iterator[Executor]:
    """Yields what runs work in `workers` processes, or, where that is 0, here, when it is submitted.

    Leaving it waits for the work; where the block failed, work that has not begun is dropped.
    """
    # forkserver: this process has threads (DuckDB, Arrow), so it must not be forked itself
    pool = ProcessPoolExecutor(workers, mp_context=get_context("forkserver")) if workers else _Here()
    try:
        yield pool
    except BaseException:
        pool.shutdown(cancel_futures=True)
        raise
    pool.shutdown()


class _Here(Executor):
    """Runs work at once, in this process: for so little of it that starting processes costs more than it gains."""

    def submit(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(work(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future
