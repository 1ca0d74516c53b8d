"""Runs a command and watches the work and the peak memory of it and of all processes below it."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_EVERY_SECONDS = 0.25  # to look at a family of processes takes some milliseconds


@dataclass(frozen=True, slots=True)
class Watched:
    """Seconds of a command and of its processes' work, and the highest resident memory of any one of them, in MB."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


def watch(command: Sequence[str], cwd: Path) -> Watched:
    """Runs `command`; what it prints is dropped, its errors are shown.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    start = time.perf_counter()
    seen: dict[int, tuple[float, float]] = {}
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            seen |= {pid: figures for pid in family(process.pid) if (figures := used(pid))}
            time.sleep(_EVERY_SECONDS)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(command))
    return Watched(seconds, sum(cpu for cpu, _ in seen.values()), max(peak for _, peak in seen.values()))


def family(pid: int) -> list[int]:
    """A process and all below it, from /proc."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [child for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in family(int(child)))]


def used(pid: int) -> tuple[float, float] | None:
    """Seconds of processor time and highest resident memory in MB of a process so far; None when it has ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return None
    peak = next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), None)
    return ((int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), peak) if peak else None
