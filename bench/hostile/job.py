"""Runs the real main job on an inbox: guarded, watched, and, if asked, with its workers killed from outside."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.hostile.guard import Seen, guarded, seen
from bench.watched import family, used

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
_EVERY_SECONDS = 0.05
_BETWEEN_KILLS = 20.0  # a document is blamed for what happens twice in a row


@dataclass(frozen=True, slots=True)
class Ran:
    """A run: its exit code (None: it did not end in time), what it said, and what it cost and did.

    `worker_mb` is the highest resident memory of a worker, `main_mb` that of the run itself; `left` are files that it
    left behind outside of its home; `kills` workers were killed.
    """

    home: Path
    code: int | None
    errors: str
    seconds: float
    worker_mb: float
    main_mb: float
    kills: int
    seen: Seen | None
    left: list[Path]

    @property
    def summary(self) -> dict[str, Any]:
        """What the run says of itself."""
        return json.loads(next((self.home / "runs").glob("*.json")).read_text(encoding="utf-8"))


def run_job(inbox: Path, folder: Path, *, kills: int = 0, most_seconds: float = 7200, traced: bool = True) -> Ran:
    """Runs `township run --no-server` on `inbox` with a home in `folder`, which is empty or not there."""
    home, here = folder / "home", folder / "here"
    scratch = Path(tempfile.mkdtemp(prefix="t"))  # a short path: the processes' socket is below it
    shutil.copytree(SAMPLES / "register", home / "register")
    here.mkdir()
    log, errors = folder / "calls", folder / "errors"
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server", "--as-of", "2025-06-01"]
    command = guarded([*command, "--inbox", str(inbox), "--home", str(home)], log if traced else None)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("TOWNSHIP_", "PREFECT_"))}
    places = {"TMPDIR": str(scratch), "HOME": str(here), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
    start = time.monotonic()
    watched = _Watched(kills)
    with (
        errors.open("wb") as said,
        subprocess.Popen(command, cwd=here, env=clean | places, stdout=subprocess.DEVNULL, stderr=said) as process,
    ):
        while process.poll() is None and time.monotonic() - start < most_seconds:
            watched.look(process.pid)
            time.sleep(_EVERY_SECONDS)
        code = process.poll()
        if code is None:
            for pid in family(process.pid):
                os.kill(pid, signal.SIGKILL)
    allowed = [
        f"{home}/",
        str(home),
        f"{folder}/.township-",
        f"{scratch}/",
    ]  # the second is made and removed to see that one may
    left = [path for below in (scratch, here) for path in below.rglob("*") if not path.is_dir()]
    shutil.rmtree(scratch)
    return Ran(
        home,
        code,
        errors.read_text(),
        time.monotonic() - start,
        watched.worker_mb,
        watched.main_mb,
        watched.killed,
        seen(log, allowed),
        left,
    )


class _Watched:
    """Peaks of memory of the processes of a run, and those that are to be killed."""

    def __init__(self, kills: int) -> None:
        self.worker_mb = self.main_mb = 0.0
        self.killed = 0
        self._kills = kills
        self._next = time.monotonic() + _BETWEEN_KILLS

    def look(self, pid: int) -> None:
        """Looks at the processes now."""
        for member, is_worker in members(pid):
            figures = used(member)
            if figures is None:
                continue
            if is_worker:
                self.worker_mb = max(self.worker_mb, figures[1])
                self._kill(member)
            else:
                self.main_mb = max(self.main_mb, figures[1])

    def _kill(self, worker: int) -> None:
        if self.killed < self._kills and time.monotonic() > self._next:
            os.kill(worker, signal.SIGKILL)
            self.killed += 1
            self._next = time.monotonic() + _BETWEEN_KILLS


def members(pid: int) -> Iterator[tuple[int, bool]]:
    """The processes of a run, and whether each is a worker: a child of the one that makes them."""
    makers = set[int]()
    for member in family(pid):
        try:
            made = "forkserver" in Path(f"/proc/{member}/cmdline").read_text(errors="replace")
            parent = int(Path(f"/proc/{member}/stat").read_text(errors="replace").rpartition(")")[2].split()[1])
        except OSError:
            continue
        if made:
            makers.add(member)
        yield member, parent in makers
