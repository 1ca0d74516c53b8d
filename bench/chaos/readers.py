"""Readers in processes of their own, who open the current release again and again while others publish."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path

import duckdb

from bench.chaos import victim
from bench.chaos.place import Place
from bench.chaos.whole import mixed

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class Seen:
    """What readers saw: opens with a query of every table, releases by name, and what went wrong."""

    opens: int = 0
    releases: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


@contextmanager
def readers(home: Path, count: int, pause: float = 0.0) -> Iterator[Seen]:
    """Reads in `count` processes for as long as the block lasts; what they saw is there when it has ended."""
    stop, told = _CONTEXT.Event(), _CONTEXT.Queue()
    processes = [_CONTEXT.Process(target=_read, args=(home, stop, told, pause)) for _ in range(count)]
    for process in processes:
        process.start()
    seen = Seen()
    try:
        yield seen
    finally:
        stop.set()
        for _ in processes:
            opens, releases, problems = told.get(timeout=120)
            seen.opens += opens
            seen.releases |= releases
            seen.problems += problems
        for process in processes:
            process.join()


def _read(home: Path, stop: Event, told: Queue[tuple[int, set[str], list[str]]], pause: float) -> None:
    opens, releases, problems = 0, set[str](), list[str]()
    while not stop.is_set():
        try:
            with duckdb.connect(str((home / "current.duckdb").resolve(strict=True)), read_only=True) as con:
                releases |= {name for (name,) in con.execute("SELECT max(release) FROM runs").fetchall()}
            problems += mixed(home)
        except (duckdb.Error, OSError) as error:
            problems.append(f"{type(error).__name__}: {error}")
        opens += 2
        time.sleep(pause)
    told.put((opens, releases, problems[:20]))


def long_query(home: Path, stop: Event, told: Queue[list[str]]) -> None:
    """One connection to the release that is current now, asked the same until the end; the answer may not change."""
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as con:
        question = "SELECT (SELECT max(release) FROM runs), count(*), sum(length(text)) FROM report_texts"
        first = con.execute(question).fetchall()
        while not stop.is_set():
            if con.execute(question).fetchall() != first:
                told.put(["a connection to an old release saw something else later"])
                return
            time.sleep(0.05)
    told.put([])


def read_while_releases_appear(folder: Path, releases: int, count: int, opens: int, pause: float) -> tuple[int, Seen]:
    """Makes releases, a report each, beside `count` readers, and goes on reading until they had `opens`; gives releases and sights."""
    place = Place(folder, site=False).make(1)
    if code := victim.wait(victim.start(place)):
        raise RuntimeError(f"the first run ended with {code}")
    problems: list[str] = []
    stop, told = _CONTEXT.Event(), _CONTEXT.Queue()
    patient = _CONTEXT.Process(target=long_query, args=(place.home, stop, told))
    patient.start()
    with readers(place.home, count, pause) as seen:
        for number in range(1, releases):
            place.add(number)
            if code := victim.wait(victim.start(place)):
                problems.append(f"run {number} ended with {code}: {victim.log(place).read_text()[:300]}")
    stop.set()
    problems += told.get(timeout=60)
    patient.join()
    while seen.opens < opens and not seen.problems:
        with readers(place.home, count, pause) as more:
            time.sleep(5)
        seen.opens += more.opens
        seen.problems += more.problems
    seen.problems += problems
    return len(list((place.home / "releases").iterdir())), seen
