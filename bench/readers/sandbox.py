"""Documents read as a run reads them: in processes with limits, a batch at a time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from flows.limits import READ_MB, READ_SECONDS, Marker, begin
from tasks.read.reader import read_document


@contextmanager
def processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes with the limits of a run, that have started."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["tasks.read"])
    with ProcessPoolExecutor(count, mp_context=context, initializer=begin, initargs=(READ_SECONDS, READ_MB)) as pool:
        list(pool.map(time.sleep, [0.2] * count))
        yield pool


def read(paths: Sequence[Path]) -> list[float]:
    """Seconds of work for each document of a batch, its limits set and lifted around each.

    Of this thread: beside a timer for the work of a process, the clock of that work only counts the system's ticks.
    """
    seconds = []
    with tempfile.TemporaryDirectory() as folder, Marker(Path(folder)) as marker:
        for path in paths:
            start = time.thread_time()
            data = path.read_bytes()
            with marker.working_on(path.stem):
                read_document(data)
            seconds.append(time.thread_time() - start)
    return seconds
