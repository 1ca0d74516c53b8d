"""Work in processes of its own: every core works, and the memory of the run itself stays small."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


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
