"""`python -m bench.cluster`: the same documents on one machine and on a Dask cluster of two workers on it.

Generated reports, then scanned pages (with the extra `ocr`); takes long. Both runs over reports
have two processes, so what Dask costs shows; pages are compared with one process. Needs the extra `dask`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.corpus import write_corpus, write_register
from bench.ocr.scans import OFFICE, pdf_of, scans
from bench.watched import Watched, watch
from tasks.read.ocr import is_installed

ROOT = Path(__file__).resolve().parents[1]
PRINTED = ("lanyang_2024.pdf", "liping_2024.pdf", "zhumayuan_2023.pdf")
SAMPLES = ROOT / "samples" / "register" / "青澜区.csv"
DASK = ("--runner", "dask")


@dataclass(frozen=True, slots=True)
class Made:
    """A run from an inbox to its release: what was watched, and seconds by step."""

    watched: Watched
    steps: dict[str, float]

    @property
    def rest(self) -> float:
        """Seconds of what one machine does alone."""
        return sum(self.steps.values()) - self.steps["extract"]


def main() -> None:
    """Prints one table for reports and one for scanned pages."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a twentieth of the reports, 12 pages")
    parser.add_argument("--only", choices=("reports", "pages"), help="one of the two tables")
    parser.add_argument("--pages", type=int, default=300, help="scanned pages, at least (300)")
    parser.add_argument("--scratch", type=Path, help="folder for the corpora (a temporary one)")
    arguments = parser.parse_args()
    if not find_spec("distributed"):
        sys.exit("the extra dask is not installed: make dask")
    n_townships, years, n_pages = (
        (10, range(2015, 2025), 12) if arguments.small else (50, range(1985, 2025), arguments.pages)
    )
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-cluster-") as scratch:
        if arguments.only != "pages":
            _reports(Path(scratch), n_townships, years)
        if arguments.only != "reports" and is_installed():
            _pages(Path(scratch) / "pages", n_pages)
        elif arguments.only != "reports":
            print("\nno scanned pages: the extra ocr is not installed (make ocr)")


def _reports(scratch: Path, n_townships: int, years: range) -> None:
    counts, made = [], list[dict[str, Made]]()
    for n_districts in (5, 50):
        inbox, register = scratch / f"inbox-{n_districts}", scratch / f"{n_districts}.csv"
        counts.append(write_corpus(inbox, n_districts, n_townships, years))
        write_register(register, n_districts, n_townships)
        made.append({name: _run(scratch, inbox, register, 2, *more) for name, more in (("one", ()), ("dask", DASK))})
        shutil.rmtree(inbox)
    (n_less, n_more), (less, more) = counts, made
    print(f"Reports, inbox to release, --no-server, two processes, {os.cpu_count()} cores")
    print(f"{'':50}{'one machine':>14}{'Dask':>10}")
    for n, runs in ((n_less, less), (n_more, more)):
        _line(f"{n:,} reports, reports a second", [n / runs[name].watched.seconds for name in runs])
        _line("  read and extracted alone, reports a second", [n / runs[name].steps["extract"] for name in runs])
        _line("  all else (ingest, store, publish), ms a report", [1000 * runs[name].rest / n for name in runs])
        _line("  ms of processor a report", [1000 * runs[name].watched.cpu_seconds / n for name in runs])
        _line("  peak memory of a process, MB", [runs[name].watched.peak_mb for name in runs], "target: below 1500")
    growth = [(more[name].watched.seconds / n_more) / (less[name].watched.seconds / n_less) for name in ("one", "dask")]
    _line(f"cost a report, times that of {n_less:,}", growth, "target: at most 1.2")


def _pages(folder: Path, least: int) -> None:
    """Scanned pages in documents of some pages each, every one another file."""
    originals = [list(scans((ROOT / "tests/fixtures/pdf" / name).read_bytes(), OFFICE)) for name in PRINTED]
    (folder / "inbox").mkdir(parents=True)
    n_pages = n_documents = 0
    while n_pages < least:
        pages = originals[n_documents % len(originals)]
        data = pdf_of(pages, OFFICE.dpi) + b"\n%% %d" % n_documents
        (folder / "inbox" / f"{n_documents:03d}.pdf").write_bytes(data)
        n_pages, n_documents = n_pages + len(pages), n_documents + 1
    one = _run(folder, folder / "inbox", SAMPLES, 1, batch=2)
    dask = _run(folder, folder / "inbox", SAMPLES, 2, *DASK, batch=2)
    print(f"\n{n_pages} scanned pages in {n_documents} documents, inbox to release")
    print(f"{'':50}{'one process':>14}{'Dask, two':>10}")
    _line("seconds of a page, reading and extracting", [run.steps["extract"] / n_pages for run in (one, dask)])
    _line("seconds of a page, of processor", [run.watched.cpu_seconds / n_pages for run in (one, dask)])
    _line("peak memory of a process, MB", [run.watched.peak_mb for run in (one, dask)])
    speed_up = one.steps["extract"] / dask.steps["extract"]
    print(f"  {'speed-up':<48}{'':14}{speed_up:10.2f}   target: at least 1.6")


def _run(scratch: Path, inbox: Path, register: Path, processes: int, *more: str, batch: int = 2000) -> Made:
    home = scratch / "home"
    (home / "register").mkdir(parents=True)
    shutil.copy(register, home / "register")
    (home / "settings.toml").write_text(f"workers = {processes}\nbatch_size = {batch}\nsite = false\n")
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server", *more]
    command += ["--inbox", str(inbox), "--home", str(home), "--as-of", "2026-01-01"]
    watched = watch(command, ROOT)
    (summary,) = (home / "runs").glob("*.json")
    steps: dict[str, float] = json.loads(summary.read_bytes())["seconds"]
    shutil.rmtree(home)
    print(f"  {inbox.name} {' '.join(more) or 'one machine'}: {watched.seconds:.0f} s", file=sys.stderr, flush=True)
    return Made(watched, steps)


def _line(name: str, figures: list[float], target: str = "") -> None:
    shown = "".join(
        f"{figure:{width}.{0 if figure >= 100 else 2}f}" for figure, width in zip(figures, (14, 10), strict=True)
    )
    print(f"  {name:<48}{shown}" + (f"   {target}" if target else ""))


if __name__ == "__main__":
    main()
