"""Runs a command and watches the peak memory of it and all processes below it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds of a command, and the highest resident memory of any one of its processes, in MB."""

    seconds: float
    peak_mb: float


def watch(command: Sequence[str], cwd: Path) -> Watched:
    """Runs `command`; what it prints is dropped, its errors are shown.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, max(map(_high_water_kb, _family(process.pid)), default=0))
            time.sleep(_EVERY_SECONDS)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Watched(seconds, peak / 1024)


def _family(pid: int) -> list[int]:
    """A process and all below it, from /proc."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _high_water_kb(pid: int) -> int:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
