"""A run: the home held by one process, its staging folder, its clock and its progress."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from flows.errors import Busy
from flows.job import Job

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, what is done and what there is in all."""


PROGRESS: ContextVar[Progress | None] = ContextVar("PROGRESS", default=None)
"""Who shows the progress of a run; set by the command line, since a flow's parameters are plain values."""


class Run:
    """One run of a job while it holds the home; `seconds` collects how long each step took."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.started = datetime.now(UTC)
        self.run_id = f"{self.started:%Y%m%dT%H%M%SZ}-{os.getpid()}"
        self.host = platform.node()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timed(self, step: str) -> Iterator[Callable[[int, int], None]]:
        """Times a step; yields its progress function (done, total)."""
        start = time.perf_counter()
        show = PROGRESS.get()
        yield lambda done, total: show(step, done, total) if show else None
        self.seconds[step] = round(time.perf_counter() - start, 3)


@contextmanager
def hold(job: Job) -> Iterator[Run]:
    """Holds the home of a job for one run, with an empty staging folder that is gone afterwards.

    Raises:
        Busy: another run holds the home.
    """
    home = job.home
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.lock)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise Busy(f"home {home.root} is held by another run; wait until it has ended, then run again") from error
    try:
        shutil.rmtree(home.staging, ignore_errors=True)  # what a killed run left
        home.staging.mkdir()
        yield Run(job)
    finally:
        shutil.rmtree(home.staging, ignore_errors=True)
        lock.release()
