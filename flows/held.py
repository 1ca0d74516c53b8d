"""A run: the home held by one process, its staging folder, its clock and its progress."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime

from filelock import FileLock, Timeout

from flows.errors import Busy
from flows.job import Job
from tasks.ingest import Arrival, documents_named

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

    def find_documents(self, arrivals: Sequence[Arrival]) -> None:
        """Puts the sha256 in the place of the names of documents in the job's corrections, where just one is meant.

        Raises:
            CorrectionsError: two corrections turn out to decide the same.
        """
        named = {
            name: documents_named(name, arrivals) for entry in self.job.corrections.entries for name in entry.files
        }
        found = {name: of_name[0].file_id for name, of_name in named.items() if len(of_name) == 1}
        if found:
            self.job = replace(self.job, corrections=self.job.corrections.with_files(found))

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
