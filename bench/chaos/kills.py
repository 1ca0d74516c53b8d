"""kill -9 at any point of a run, each followed by a plain rerun, beside a home in which nothing was killed."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.chaos import victim
from bench.chaos.place import Place
from bench.chaos.whole import broken, documents, lake_files, published


@dataclass(slots=True)
class Killed:
    """Kills by the step that the run had reached, runs that ended before theirs, and what went wrong."""

    kills: Counter[str] = field(default_factory=Counter)
    missed: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What a home holds after each number of reports: lake, published tables, documents."""

    lake: dict[str, str]
    tables: dict[str, str]
    documents: int


def undisturbed(folder: Path, steps: int) -> tuple[list[Undisturbed], float]:
    """A home that takes in a report a run, and the seconds of such a run."""
    place, states, seconds = Place(folder).make(), [], []
    for number in range(steps):
        place.add(4 + number)
        start = time.perf_counter()
        if code := victim.wait(victim.start(place)):
            raise RuntimeError(f"the undisturbed run ended with {code}: {victim.log(place).read_text()}")
        seconds.append(time.perf_counter() - start)
        states.append(Undisturbed(lake_files(place.home), published(place.home), documents(place.home)))
    return states, sorted(seconds)[len(seconds) // 2]


def killed(folder: Path, states: Sequence[Undisturbed], seconds: float, seed: int) -> Killed:
    """The same home, in which the run of every report is killed, and run again; every second home has no web pages.

    Every second one is killed by the clock, every second one just before it changes something on the disk, where most
    faults would be.
    """
    rng, place, found = random.Random(seed), Place(folder / f"lane-{seed}", site=seed % 2 == 0).make(), Killed()
    current: Path | None = None
    for number, state in enumerate(states):
        place.add(4 + number)
        if number % 2:
            process = victim.start(place)
            code = victim.kill_after(process, victim.any_moment(rng, seconds))
        else:
            code = victim.wait(victim.start(place, kill_at=rng.randint(1, _CHANGES)))
        if code == -9:
            found.kills[victim.reached(place, current)] += 1
        else:
            found.missed += 1
        where = f"seed {seed}, report {number}, exit code {code}"
        known = current.parent.name if current else ""  # those before it were looked at, and are once more at the end
        found.problems += [f"{where}: after the kill: {problem}" for problem in broken(place.home, known)]
        if current and not (place.home / "current.duckdb").exists():
            found.problems.append(f"{where}: no current release")
        if again := victim.wait(victim.start(place)):
            found.problems.append(f"{where}: rerun ended with {again}: {victim.log(place).read_text()[-600:]}")
            break
        found.problems += [f"{where}: {problem}" for problem in _differences(place.home, state)]
        current = (place.home / "current.duckdb").readlink()
    found.problems += broken(place.home)
    return found


_CHANGES = 170
"""About as many times does such a run change the disk by its main process."""


def _differences(home: Path, state: Undisturbed) -> list[str]:
    wrong = []
    if lake_files(home) != state.lake:
        wrong.append("the lake has other bytes than undisturbed")
    if published(home) != state.tables:
        wrong.append("the release has other bytes than undisturbed")
    if (lost := state.documents - documents(home)) > 0:
        wrong.append(f"{lost} documents lost")
    if left := [path.name for path in home.rglob(".*.part")] + [path.name for path in (home / ".staging").glob("*")]:
        wrong.append(f"leftovers: {left[0]}")
    return wrong
