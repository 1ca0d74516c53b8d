"""What one document may cost in a worker process: seconds of work and memory. No Prefect here."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from warehouse.processes import end_with_the_run

READ_SECONDS = 20.0
"""Of processor time, so that the same document is refused on a busy machine and on an idle one."""

READ_MB = 1024
"""Resident memory of a worker, itself included."""

PAGE_SECONDS = 60.0
PAGE_MB = 2048
"""What a process may take that recognises pages, for each page and in all; the models stay loaded."""

MARKER = "reading"
"""File in the folder of a batch's parts that names the document in work, for whoever finds the process dead."""

_MB = 1024 * 1024
_PATIENCE = 6  # times as long by the clock, for what waits and does not work


@dataclass(slots=True)
class _Limits:
    """The limits of this process; none where it is not a worker."""

    seconds: float = 0.0


_LIMITS = _Limits()


def begin(seconds: float, megabytes: int) -> None:
    """Makes this process a worker: a document that takes longer ends it, one that takes more memory fails."""
    from tasks.read import allowance  # where the work is done

    end_with_the_run()

    for number in (signal.SIGPROF, signal.SIGALRM):
        signal.signal(number, signal.SIG_DFL)  # the system ends the process, also inside of a parser that hangs
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash leaves no file behind
    fields = Path("/proc/self/statm").read_text().split()
    resident, data = (int(fields[n]) * resource.getpagesize() for n in (1, 5))
    other = data - resident  # of address space, what is reserved and never touched takes no memory
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (other + megabytes * _MB, hard))
    _LIMITS.seconds = seconds

    def another_page() -> None:
        _time(PAGE_SECONDS)
        resource.setrlimit(resource.RLIMIT_DATA, (other + PAGE_MB * _MB, hard))

    allowance.answer_with(another_page)


def _time(seconds: float) -> None:
    """Lets the process work for so long, and wait some times as long; 0: for ever."""
    signal.setitimer(signal.ITIMER_REAL, seconds * _PATIENCE)
    signal.setitimer(signal.ITIMER_PROF, seconds)


class Marker:
    """The file that names the document in work. It stays where an error ends the batch, and goes where none does."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / MARKER
        self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o644)

    def __enter__(self) -> Marker:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._file)
        if error is None:
            self._path.unlink(missing_ok=True)

    @contextmanager
    def working_on(self, file_id: str) -> Iterator[None]:
        """Notes the document while it is in work, within the limits of this process."""
        os.pwrite(self._file, file_id.encode(), 0)
        _time(_LIMITS.seconds)
        try:
            yield
        finally:
            _time(0.0)


def in_work(folder: Path) -> str | None:
    """The document that was in work when the process of a batch ended; None where that is not known."""
    try:
        return (folder / MARKER).read_text(encoding="ascii") or None
    except (OSError, UnicodeDecodeError):
        return None
