"""`make bench`: prints text work a report, documents a second, memory, the cost of a run with nothing new,
and how many decisions survive another reader."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from bench import decisions
from bench.corpus import write_corpus, write_register
from bench.textwork import measure
from bench.watched import Watched, watch

TOWNSHIPS, YEARS = 20, range(2005, 2025)


@dataclass(frozen=True, slots=True)
class Line:
    """The main job on one corpus: number of reports, the first run, and a second one with nothing new."""

    n_reports: int
    first: Watched
    second: Watched
    n_releases: int


def main() -> None:
    """Makes the corpora in a scratch folder, runs the main job on them, prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the size")
    parser.add_argument("--scratch", type=Path, help="folder for the corpora (a temporary one)")
    arguments = parser.parse_args()
    whole, tenth = (5, 1) if arguments.small else (50, 5)
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-bench-") as scratch:
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores\n")
        less = _line(Path(scratch) / "less", tenth)
        _print_text_work(Path(scratch) / "less")
        more = _line(Path(scratch) / "more", whole)
    _print_lines(less, more)
    decisions.main()


def _line(folder: Path, n_districts: int) -> Line:
    inbox, home = folder / "inbox", folder / "home"
    (home / "register").mkdir(parents=True)
    n_reports = write_corpus(inbox, n_districts, TOWNSHIPS, YEARS)
    write_register(home / "register" / "invented.csv", n_districts, TOWNSHIPS)
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server"]
    command += ["--inbox", str(inbox), "--home", str(home), "--as-of", "2026-01-01"]
    first, second = watch(command, folder), watch(command, folder)
    return Line(n_reports, first, second, sum(p.is_dir() for p in (home / "releases").iterdir()))


def _print_text_work(folder: Path) -> None:
    inbox = folder / "inbox"
    texts = measure(sorted(inbox.rglob("*.txt"))[:300], inbox, folder / "home" / "register")
    print(f"Text work, one core, {texts.n_reports} generated reports of {texts.characters:,.0f} characters on average,")
    print(f"{texts.mentions:.1f} mentions and {texts.observations:.1f} observations each:")
    _print_figure("normalise to observations, ms a report", f"{texts.ms:.2f}", "at most 2, aim 1")
    _print_figure("  times a bare scan for numerals with a unit", f"{texts.ms / texts.scan_ms:.0f}", "at most 25")
    _print_figure("  the scan, any numeral, any unit, ms", f"{texts.scan_ms:.3f}")
    _print_figure("  times a scan for Arabic digits, few units", f"{texts.ms / texts.narrow_ms:.0f}")
    _print_figure("  that scan, ms", f"{texts.narrow_ms:.3f}")


def _print_lines(less: Line, more: Line) -> None:
    growth = more.first.peak_mb / less.first.peak_mb
    print(f"\nInbox to release, --no-server, CSV and Excel included, {more.n_reports:,} reports:")
    _print_figure("reports a second", f"{more.n_reports / more.first.seconds:.0f}", "at least 300 on two cores")
    _print_figure("seconds", f"{more.first.seconds:.1f}")
    _print_figure("  of processor time", f"{more.first.cpu_seconds:.1f}")
    _print_figure("peak memory of a process, MB", f"{more.first.peak_mb:.0f}", "below 1000")
    _print_figure(f"  times that of {less.n_reports:,} reports", f"{growth:.2f}", "at most 1.2")
    _print_figure("a second run with nothing new, seconds", f"{more.second.seconds:.1f}", "at most 4")
    _print_figure("  releases after it", f"{more.n_releases}", "1")
    print(f"\n{less.n_reports:,} reports: {less.first.seconds:.1f} s, {less.first.peak_mb:.0f} MB", end="")
    print(f", again {less.second.seconds:.1f} s")


def _print_figure(name: str, value: str, target: str = "") -> None:
    print(f"  {name:<46}{value:>9}" + (f"   target: {target}" if target else ""))


if __name__ == "__main__":
    main()
