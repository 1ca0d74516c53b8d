"""A run: the home held by one process, its staging folder, its clock and its progress."""

from __future__ import annotations

import math
import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from flows.errors import Busy
from flows.job import Job
from tasks.ingest.model import Arrival
from tasks.ingest.named import documents_named
from warehouse.atomic import remove_leftovers
from warehouse.home import Home

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, what is done and what there is in all."""


PROGRESS: ContextVar[Progress | None] = ContextVar("PROGRESS", default=None)
"""Who shows the progress of a run; set by the command line, since a flow's parameters are plain values."""


class Run:
    """One run of a job while it holds the home; `seconds` collects how long each step took.

    `damaged` are documents whose stored bytes were not those that came in when the run began, `arrivals` all documents of
    the store once the inbox is taken in.
    """

    def __init__(self, job: Job) -> None:
        self.started = datetime.now(UTC)
        self.run_id = f"{self.started:%Y%m%dT%H%M%SZ}-{os.getpid()}"
        self.job = replace(job, home=replace(job.home, run=self.run_id))
        self.host = platform.node()
        self.seconds: dict[str, float] = {}
        self.damaged: frozenset[str] = frozenset()
        self.arrivals: Sequence[Arrival] = ()

    def find_documents(self) -> None:
        """Puts the sha256 in the place of the names of documents in the job's corrections, where just one is meant.

        Raises:
            CorrectionsError: two corrections turn out to decide the same.
        """
        named = {
            name: documents_named(name, self.arrivals) for entry in self.job.corrections.entries for name in entry.files
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


_MOMENT = 2.0
"""Seconds to wait for a home: collecting holds it for a moment at each document."""


@contextmanager
def hold(job: Job, *, wait: float = 0.0) -> Iterator[Run]:
    """Holds the home of a job for one run, with an empty staging folder that is gone afterwards.

    The lock is one of the system on an open file: it ends with the process that holds it, however that ends. A home that
    another run holds is waited for, `wait` seconds (math.inf: as long as it takes); the run then begins by what people have
    decided by then.

    Raises:
        Busy: another run holds the home.
        BadInput: what people decided while it waited cannot be used.
    """
    home = job.home
    home.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.lock)
    waited = not _acquire(lock, _MOMENT)
    if waited:
        if wait and (show := PROGRESS.get()):
            show("wait", 0, 1)
        if not wait or not _acquire(lock, wait):
            raise Busy(
                f"home {home.root} is held by another run{_holder(home)}; wait until it has ended, or run with --wait"
            )
    try:
        run = Run(job.again() if waited else job)
        home.lock.write_text(f"process {os.getpid()} on {run.host}, since {run.started:%Y-%m-%dT%H:%M:%SZ}")
        if home.scratch.exists():
            _clear_up(home)
        run.job.home.staging.mkdir(parents=True)
        yield run
    finally:
        shutil.rmtree(home.scratch, ignore_errors=True)
        with suppress(OSError):
            home.lock.write_text("")
        lock.release()


@contextmanager
def locked(path: Path, busy: str) -> Iterator[None]:
    """Holds a lock that ends with this process, if it is free.

    Raises:
        Busy: another process holds it; `busy` says so.
    """
    lock = FileLock(path)
    if not _acquire(lock, 0.0):
        raise Busy(busy)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, seconds: float) -> bool:
    try:
        lock.acquire(timeout=-1 if math.isinf(seconds) else seconds)
    except Timeout:
        return False
    return True


def _holder(home: Home) -> str:
    """Who holds the home, as far as it is known."""
    try:
        said = home.lock.read_text()
    except (OSError, UnicodeDecodeError):
        return ""
    return f" ({said})" if said else ""


def _clear_up(home: Home) -> None:
    """Removes what a killed run left: its scratch, and files that it had not finished."""
    for folder in (home.root, home.lake, home.quarantine, home.runs, home.raw, *home.raw.glob("??")):
        remove_leftovers(folder)
    shutil.rmtree(home.scratch, ignore_errors=True)
