"""Puts every kind of wrong data into good reports, runs the main job, and asks whether a check that is meant to find it does."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.checks.seeds import LATER_KINDS, PUBLISHED_KINDS, REFUSED_KINDS, Kind
from bench.checks.world import NOW, Found, Place, World, findings, good_world, run_job


@dataclass(frozen=True, slots=True)
class Result:
    """A kind, the checks meant to find it that did, with their severity; none: it went unnoticed."""

    kind: Kind
    found_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seeded:
    """Results of all kinds, and how many warnings and blocks the good reports gave, of how many."""

    results: list[Result]
    n_good: int
    n_warnings: int
    n_blocks: int


def seed_all(scratch: Path) -> Seeded:
    """One home of good reports, one in which many kinds are published with warnings, one for each that is refused.

    Raises:
        RuntimeError: a run ended otherwise than it has to.
    """
    good = good_world()
    before = _published(good, scratch / "good")
    world = copy.deepcopy(good)
    results = _look(PUBLISHED_KINDS, world, scratch / "seeded", before)
    results += _look(LATER_KINDS, copy.deepcopy(good), scratch / "good", before)
    results += [_refused(kind, copy.deepcopy(good), scratch / f"refused{i}") for i, kind in enumerate(REFUSED_KINDS)]
    severities = [found.severity for found in before]
    return Seeded(results, len(good.texts), severities.count("warn"), severities.count("block"))


def _look(kinds: Sequence[Kind], world: World, folder: Path, before: Sequence[Found]) -> list[Result]:
    put = [(kind, kind.put(world)) for kind in kinds]
    known = set(before)
    new = [found for found in _published(world, folder) if found not in known]
    return [Result(kind, _of(kind, places, new)) for kind, places in put]


def _of(kind: Kind, places: Sequence[Place], new: Sequence[Found]) -> tuple[str, ...]:
    """The findings that name one of the places, or its district where they name no township."""
    townships, districts = {place.code for place in places}, {place.district for place in places}
    return tuple(
        sorted(
            {
                f"{found.check} ({found.severity})"
                for found in new
                if found.check in kind.checks
                and found.year == NOW
                and (found.township in townships or (found.township is None and found.district in districts))
            }
        )
    )


def _published(world: World, folder: Path) -> list[Found]:
    world.write(folder / "inbox", folder / "home")
    done = run_job(folder / "inbox", folder / "home")
    if done.returncode:
        raise RuntimeError(f"the run ended with {done.returncode}: {done.stderr}")
    return findings(folder / "home")


def _refused(kind: Kind, world: World, folder: Path) -> Result:
    (place,) = kind.put(world)
    world.write(folder / "inbox", folder / "home")
    done = run_job(folder / "inbox", folder / "home")
    named = place.name in done.stderr and not (folder / "home" / "current.duckdb").exists()
    return Result(kind, ("the gate, exit code 1",) if done.returncode == 1 and named else ())
