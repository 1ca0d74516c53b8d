"""`make bench`: prints text work a report, documents a second, memory, and the cost of a run with nothing new."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

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
    print(f"  normalise to observations                       {texts.ms:8.3f} ms a report")
    for name, ms in (("Arabic digits", texts.arabic_ms), ("Arabic and Chinese digits", texts.chinese_ms)):
        print(f"  bare digit-anchored scan, {name:<25}{ms:9.3f} ms a report, ratio {texts.ms / ms:.0f}")
    print()


def _print_lines(less: Line, more: Line) -> None:
    print("Inbox to release, --no-server, CSV and Excel included:")
    print(f"  {'reports':>10} {'seconds':>9} {'a second':>9} {'peak MB':>8} {'again, s':>9} {'releases':>9}")
    for line in (less, more):
        print(
            f"  {line.n_reports:>10,} {line.first.seconds:>9.1f} {line.n_reports / line.first.seconds:>9.0f}"
            f" {line.first.peak_mb:>8.0f} {line.second.seconds:>9.1f} {line.n_releases:>9}"
        )
    growth = more.first.peak_mb / less.first.peak_mb
    print(f"  peak memory of a process, {more.n_reports:,} to {less.n_reports:,} reports: {growth:.2f} times")


if __name__ == "__main__":
    main()
