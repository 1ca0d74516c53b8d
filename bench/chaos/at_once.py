"""Two runs at once on one home: each document of both is there afterwards, once."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.chaos import victim
from bench.chaos.place import Place
from bench.chaos.whole import broken, documents, doubled


@dataclass(slots=True)
class Contended:
    """How often runs ended with which exit code, and what went wrong."""

    codes: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def two_runs(folder: Path, rounds: int, seed: int = 1) -> Contended:
    """In each round two runs with an inbox each begin at nearly the same time, in every second round with --wait.

    A run that found the home held (exit code 3) is run again, as its message says.
    """
    rng, place, found = random.Random(seed), Place(folder, site=False).make(0), Contended()
    inboxes = [folder / "left", folder / "right"]
    for number in range(rounds):
        for side, inbox in enumerate(inboxes):
            place.add(2 * number + side, inbox)
        waits = number % 2 == 1
        codes = _both(place, inboxes, waits, rng.uniform(0, 0.3))
        found.codes.update(codes)
        if not set(codes) <= ({0} if waits else {0, 3}) or 0 not in codes:
            found.problems.append(f"round {number}: the runs ended with {codes}")
        for code, inbox in zip(codes, inboxes, strict=True):
            if code and (again := victim.wait(victim.start(place, inbox=inbox))):
                found.problems.append(f"round {number}: run again, it ended with {again}")
        if (held := documents(place.home)) != 2 * number + 2:
            found.problems.append(f"round {number}: {held} documents, not {2 * number + 2}: an update was lost")
        found.problems += [f"round {number}: {problem}" for problem in doubled(place.home)]
    found.problems += broken(place.home)
    return found


def _both(place: Place, inboxes: list[Path], waits: bool, later: float) -> list[int]:
    more = ("--wait",) if waits else ()
    first = victim.start(place, *more, inbox=inboxes[0])
    time.sleep(later)
    second = victim.start(place, *more, inbox=inboxes[1])
    return [victim.wait(first), victim.wait(second)]
