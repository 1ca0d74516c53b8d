"""What reading one document may cost in a worker process: seconds and memory. No Prefect here."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

READ_SECONDS = 20.0
READ_MB = 1024
MARKER = "reading"
"""File in the folder of a batch's parts that names the document being read, for whoever finds the process dead."""


@dataclass(slots=True)
class _Limits:
    """The limits of this process; none where it is not a worker."""

    seconds: float = 0.0


_LIMITS = _Limits()


def begin(seconds: float, megabytes: int) -> None:
    """Makes this process a worker: a document that takes longer to read ends it, one that takes more memory fails."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # the system ends the process, also inside of a parser that hangs
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * 1024 * 1024, hard))
    _LIMITS.seconds = seconds


class Marker:
    """The file that names the document being read; closing removes it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / MARKER
        self._file = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o644)

    def close(self) -> None:
        """The batch is done, no document is being read."""
        os.close(self._file)
        self._path.unlink(missing_ok=True)

    @contextmanager
    def reading(self, file_id: str) -> Iterator[None]:
        """Notes the document while it is read, within the limits of this process."""
        os.pwrite(self._file, file_id.encode(), 0)
        signal.setitimer(signal.ITIMER_REAL, _LIMITS.seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def being_read(folder: Path) -> str | None:
    """The document that was being read when the process of a batch ended; None where that is not known."""
    try:
        return (folder / MARKER).read_text(encoding="ascii") or None
    except (OSError, UnicodeDecodeError):
        return None
