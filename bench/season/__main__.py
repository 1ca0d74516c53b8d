"""Seasons without a hand: local sites publish day by day, the scheduled flows collect and publish.

    python -m bench.season [--small]

Sites revise, go down, publish late, write a page over with another report, change their markup. Prints what the flows made of
it; ends with 1 where tables, coverage, releases or politeness are not as they should be. Uses the Prefect server of
PREFECT_API_URL, or starts one.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from bench.chaos.server import server
from bench.web_site import Site, serve


def main() -> None:
    """Runs a season, or two, and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.season", description=__doc__)
    parser.add_argument("--small", action="store_true", help="three districts, and the days on which something happens")
    parser.add_argument("--seasons", type=int, default=1, help="how many of them (1)")
    parser.add_argument("--townships", type=int, default=8, help="townships of a district (8)")
    parser.add_argument("--hosts", type=int, default=3, help="sites; the first has two columns (3)")
    arguments = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="township-season-")))
        if "PREFECT_API_URL" not in os.environ:
            os.environ.update(stack.enter_context(server(folder / "prefect")).environment)
        os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
        n_hosts = 2 if arguments.small else arguments.hosts
        sites = [stack.enter_context(serve(Site(), f"127.0.0.{n + 2}")) for n in range(n_hosts)]
        sys.exit(_run(folder / "home", sites, arguments))


def _run(home: Path, sites: list[Site], arguments: argparse.Namespace) -> int:
    from bench.season import scenes
    from bench.season.drive import DELAY, furnish, run_through

    if arguments.small:
        world, first, last = scenes.small(sites), date(2025, 2, 4), date(2025, 5, 5)
    else:
        world = scenes.whole(sites, arguments.townships, n_years=arguments.seasons)
        first, last = date(2024, 11, 20), date(2024 + arguments.seasons, 5, 5)
    furnish(home, world)
    start = time.perf_counter()
    course = run_through(world, home, first, last, every_day=not arguments.small)
    seconds = time.perf_counter() - start
    print(f"{first} to {last}, {len(world.districts)} districts on {len(sites)} hosts, {seconds:.0f} s")
    for flow, runs in sorted(course.runs.items()):
        _line(f"runs of {flow}", runs, f"{course.seconds[flow] / runs:.1f} s each")
    _line("releases", course.releases, f"{course.due} were due, one for each change")
    _line("  of which nothing had changed for", course.duplicates, "must be 0")
    _line("figures compared over all runs", course.tables)
    for year, editions in sorted(course.editions.items()):
        _line(f"  edition of {year} at the end", ", ".join(sorted(editions)))
    _line("townships late, and missing, at the end", f"{course.late}, {course.missing}")
    _line("days on which a source was red, by source", course.red_days)
    _line("requests", course.requests.total())
    _line("  most on one day to one host", course.most_a_day)
    _line("  shortest time between two, of the delay", f"{course.shortest_gap / DELAY:.2f}", "must be at least 1")
    for problem in course.problems[:20]:
        print(f"  ! {problem}")
    _line("problems", len(course.problems), "must be 0")
    return 1 if course.problems or course.shortest_gap < DELAY else 0


def _line(name: str, figure: object, target: str = "") -> None:
    print(f"  {name:<46}{figure!s:>16}" + (f"   {target}" if target else ""), flush=True)


if __name__ == "__main__":
    main()
