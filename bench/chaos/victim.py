"""Runs of the main job that end by SIGKILL: at a moment that the clock chooses, or just before a change of the home.

A run is a process of its own, forked from one that has imports, register and templates already, as its workers are forked from another:
400 runs would load them for twenty minutes. Everything else is as the command line does it.
"""

from __future__ import annotations

import multiprocessing.forkserver
import os
import random
import signal
import sys
import time
import traceback
from functools import lru_cache
from pathlib import Path
from typing import Any

from bench.chaos.place import ENVIRONMENT, Place
from flows.unneeded import without_pandas
from tasks.publish.site.pages import environment
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.register import Register, load_register

_CHANGES = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.chmod", "shutil.rmtree"})
"""What Python says that it is about to do with the disk, besides opening files to write."""


def start(place: Place, *more: str, inbox: Path | None = None, kill_at: int | None = None) -> int:
    """Starts a run without a server, and gives its process; it kills itself before change number `kill_at` of the home."""
    import pyarrow.dataset  # noqa: F401 - DuckDB imports it when it is given rows

    import flows.batches
    import flows.cli.main
    import flows.job
    import flows.pipeline
    import flows.together

    without_pandas()
    catalogue, register = _knowledge((place.home / "register" / "own.csv").read_bytes(), place.home / "register")

    forkserver: Any = multiprocessing.forkserver._forkserver  # type: ignore[attr-defined]
    forkserver.ensure_running()
    process = os.fork()
    if process:
        return process
    try:
        forkserver.ensure_running = lambda: None  # it runs, as a child of another process
        sys.modules["__main__"] = flows.cli.main  # what workers take for the program
        flows.job.load_catalogue, flows.job.load_register = lambda: catalogue, lambda _: register
        null = os.open(os.devnull, os.O_RDWR)
        said = os.open(log(place, inbox), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(null, 0)
        os.dup2(null, 1)
        os.dup2(said, 2)
        os.environ.clear()
        os.environ.update(ENVIRONMENT)
        os.chdir(place.folder)
        if kill_at is not None:
            _kill_before(kill_at, str(place.home))
        flows.cli.main.main(place.command("--no-server", *more, inbox=inbox))
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(70)


def log(place: Place, inbox: Path | None = None) -> Path:
    """The file in which the last run over this inbox says what it did."""
    return place.folder / (inbox or place.inbox).with_suffix(".log").name


@lru_cache(maxsize=1)
def _knowledge(overlay: bytes, folder: Path) -> tuple[Catalogue, Register]:
    pages = environment()
    for template in pages.list_templates():
        pages.get_template(template)
    return load_catalogue(), load_register(folder)


def _kill_before(number: int, home: str) -> None:
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        if (writes or event in _CHANGES) and any(_is_below(path, home) for path in arguments[:2]):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _is_below(path: object, home: str) -> bool:
    return isinstance(path, str | Path) and str(path).startswith(home)


def wait(process: int) -> int:
    """The exit code of a run; -9 where it was killed."""
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status)


def kill_after(process: int, seconds: float) -> int:
    """Kills a run after so many seconds, unless it has ended; gives its exit code."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    os.kill(process, signal.SIGKILL)
    return wait(process)


def reached(place: Place, current: Path | None) -> str:
    """How far a killed run had come, by what it left."""
    home = place.home
    if (home / "current.duckdb").is_symlink() and (home / "current.duckdb").readlink() != current:
        return "swapped"
    left = list((home / ".staging").glob("*/*"))
    names = {path.name for path in left}
    releases = {path.name for path in (home / "releases").glob("*")}
    known = current.parent.name if current else ""
    if releases and max(releases) > known:
        return "renamed"
    for name, step in (
        ("release", "build"),
        ("years", "lake"),
        ("members.parquet", "lake"),
        ("parts", "read, extract"),
    ):
        if name in names:
            return step
    return "ingest" if left or (home / ".staging").exists() else "before or after"


def any_moment(rng: random.Random, seconds: float) -> float:
    """A moment of a run that takes so long."""
    return rng.uniform(0.05, 1.0) * seconds
