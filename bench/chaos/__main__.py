"""What may happen to a home, and what must not come of it.

    python -m bench.chaos [--small] [--only PART]…

Parts: kills, server, deployed, readers, at-once, disk, sql. Each prints its figures; ends with 1 where a target is not met.
Those with a server, which wait more than they work, go on beside the others.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from bench.chaos.at_once import two_runs
from bench.chaos.deployed import KINDS, kill_deployed
from bench.chaos.full_disk import fill_up, may_mount
from bench.chaos.hostile_sql import MEMORY_MB, TIMEOUT, ask_all
from bench.chaos.kills import Killed, killed, undisturbed
from bench.chaos.place import Place
from bench.chaos.readers import read_while_releases_appear
from bench.chaos.server import killed_on, server
from bench.chaos.statements import HOSTILE

_LANES = 2
_STEPS = 10


def main() -> None:
    """Runs the parts and prints what they found."""
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of everything")
    parser.add_argument("--only", action="append", choices=sorted(_PARTS), help="these parts only")
    parser.add_argument("--scratch", type=Path, help="folder for the homes (a temporary one)")
    arguments = parser.parse_args()
    command = [sys.executable, "-m", "bench.chaos", *(["--small"] if arguments.small else [])]
    command += ["--scratch", str(arguments.scratch)] if arguments.scratch else []
    command += [word for name in _BESIDE for word in ("--only", name)]
    beside = None if arguments.only else subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        failed = _try(arguments.only or [name for name in _PARTS if name not in _BESIDE], arguments)
        if beside is not None:
            print(beside.communicate()[0], end="", flush=True)
            failed += ["server, deployed or sql"] if beside.returncode else []
    finally:
        if beside is not None:
            beside.terminate()
    sys.exit(f"not as promised: {', '.join(failed)}" if failed else 0)


def _try(names: list[str], arguments: argparse.Namespace) -> list[str]:
    """Runs parts and prints their figures; gives the names of those that had problems."""
    failed = []
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-chaos-") as scratch:
        for name in names:
            start = time.monotonic()
            problems = _PARTS[name](Path(scratch) / name, arguments.small)
            for problem in problems[:10]:
                print(f"  ! {problem}")
            print(f"  {'problems':<52}{len(problems):>8}   must be 0    {time.monotonic() - start:.0f} s", flush=True)
            failed += [name] if problems else []
            shutil.rmtree(Path(scratch) / name, ignore_errors=True)
    return failed


def _head(what: str) -> None:
    print(what, flush=True)


def _line(name: str, figure: object, note: str = "") -> None:
    print(f"  {name:<52}{figure!s:>8}   {note}".rstrip(), flush=True)


def _kills(folder: Path, small: bool) -> list[str]:
    _head("kill -9 at any point of a run without a server, then a plain rerun")
    wanted, steps = (12, 4) if small else (200, _STEPS)
    states, seconds = undisturbed(folder / "undisturbed", steps)
    found = Killed()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(_LANES, mp_context=context) as pool:
        seed = 0
        while found.kills.total() < wanted and not found.problems:
            turns = min(2 * _LANES, math.ceil((wanted - found.kills.total()) / steps))
            left = states[: max(1, wanted - found.kills.total())]
            for lane in pool.map(partial(killed, folder, left, seconds), range(seed, seed + turns)):
                found.kills += lane.kills
                found.missed += lane.missed
                found.problems += lane.problems
                print(f"    {found.kills.total()} kills, {len(found.problems)} problems", flush=True)
            seed += turns
    for step, count in found.kills.most_common():
        _line(f"killed, having reached: {step}", count)
    _line("kills in all", found.kills.total(), f"at least {wanted}")
    _line("runs that ended before they were killed", found.missed)
    return found.problems


def _server(folder: Path, small: bool) -> list[str]:
    _head("kill -9 of a run on a Prefect server, then a plain rerun")
    wanted = 2 if small else 10
    with server(folder / "prefect") as prefect:
        kills, problems = killed_on(prefect.environment, folder, wanted)
    _line("kills in all", kills, f"at least {wanted}")
    return problems


def _deployed(folder: Path, small: bool) -> list[str]:
    _head("kill -9 of server, serving process or run of a deployment, then whatever was killed is started again")
    with server(folder / "prefect") as prefect:
        found = kill_deployed(prefect, folder, KINDS)
    for what, count in sorted(found.ends.items()):
        _line(what, count)
    return found.problems


def _readers(folder: Path, small: bool) -> list[str]:
    releases, count, opens = (5, 4, 500) if small else (50, 8, 10_000)
    _head(f"{count} processes open the current release while {releases} releases appear")
    made, seen = read_while_releases_appear(folder, releases, count, opens, pause=0.6)
    _line("releases", made, f"{releases}")
    _line("opens with a query of every table", seen.opens, f"at least {opens}")
    _line("different releases seen", len(seen.releases))
    return seen.problems + ([] if made == releases else [f"{made} releases"])


def _at_once(folder: Path, small: bool) -> list[str]:
    rounds = 5 if small else 50
    _head("two runs at once on one home, in every second round with --wait")
    some = [rounds // _LANES + (lane < rounds % _LANES) for lane in range(_LANES)]
    with ProcessPoolExecutor(_LANES, mp_context=multiprocessing.get_context("spawn")) as pool:
        lanes = list(pool.map(two_runs, (folder / f"lane-{n}" for n in range(_LANES)), some, range(_LANES)))
    for code, count in sorted(sum((lane.codes for lane in lanes), Counter[int]()).items()):
        _line(f"runs that ended with exit code {code}", count)
    _line("rounds", sum(some))
    return [problem for lane in lanes for problem in lane.problems]


def _disk(folder: Path, small: bool) -> list[str]:
    points = 4 if small else 20
    _head("the disk is full at some point of a run, then it is not")
    if not may_mount(folder / "probe"):
        print("  left out: needs the right to mount (root) and unshare")
        return []
    found = fill_up(folder, points)
    _line("points", points)
    _line("kB that the run needs", int(str(found["needed"])) // 1024)
    _line("runs that ended with exit code 4", found["stopped"])
    _line("opens of the old release meanwhile", found["opens"])
    problems = found["problems"]
    return [str(problem) for problem in problems] if isinstance(problems, list) else []


def _sql(folder: Path, small: bool) -> list[str]:
    chosen = HOSTILE[::10] if small else HOSTILE
    _head(f"hostile statements to township sql, each with {TIMEOUT:g} s and {MEMORY_MB} MB")
    place = Place(folder / "place").make()
    made = place.run()
    if made.returncode:
        return [made.stderr]
    answers = list(ask_all(place.home, folder / "out", chosen))
    stopped = Counter("stopped" in answer.error for answer in answers)
    _line("statements", len(chosen))
    _line("refused", stopped[False])
    _line("stopped at a limit", stopped[True])
    _line("highest memory of a process, MB", round(max(answer.mb for answer in answers)))
    return [f"{answer.statement[:100]}: {problem}" for answer in answers for problem in answer.problems]


_PARTS: dict[str, Callable[[Path, bool], list[str]]] = {
    "kills": _kills,
    "server": _server,
    "deployed": _deployed,
    "readers": _readers,
    "at-once": _at_once,
    "disk": _disk,
    "sql": _sql,
}
_BESIDE = ("server", "deployed", "sql")


if __name__ == "__main__":
    main()
