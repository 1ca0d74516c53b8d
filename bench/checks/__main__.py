"""`python -m bench.checks`: kinds of wrong data found, warnings on good data, and what publishing a million observations costs."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.checks.clean import check_clean
from bench.checks.scale import write_lake
from bench.checks.seeded import seed_all
from bench.watched import watch
from warehouse.home import Home

TOWNSHIPS, YEARS = 20, 20


def main() -> None:
    """Runs the main job on documents with and without defects, publishes a large lake, and prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.checks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the observations")
    parser.add_argument("--scratch", type=Path, help="folder for documents and lake (a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-checks-") as scratch:
        _print_seeded(Path(scratch) / "seeded")
        _print_clean(Path(scratch) / "clean")
        _print_scale(Path(scratch) / "scale", 2 if arguments.small else YEARS)


def _print_seeded(folder: Path) -> None:
    done = seed_all(folder)
    print(
        "Kinds of wrong data, put into generated reports as changes of the documents, and the checks that found them:"
    )
    for result in done.results:
        print(f"  {result.kind.name:<48}{', '.join(result.found_by) or 'NOT FOUND'}")
    found = sum(bool(result.found_by) for result in done.results)
    warned = sum("(info)" not in name for result in done.results for name in result.found_by[:1])
    print(f"  kinds found: {found} of {len(done.results)}   target: at least 28 of 30")
    print(f"    by a warning or by the gate: {warned}")
    print(f"  on the {done.n_good} reports before: {done.n_blocks} blocks, {done.n_warnings} warnings\n")


def _print_clean(folder: Path) -> None:
    done = check_clean(folder)
    rest = len(done.warnings) - len(done.known)
    print(f"Annotated reports of the development half, samples included, {done.n_reports} published:")
    print(f"  blocks: {done.n_blocks}   target: 0")
    print(f"  warnings: {len(done.warnings)}, of them true by the annotation: {len(done.known)}")
    print(f"  others, in 10 reports: {10 * rest / done.n_reports:.2f}   target: at most 1")
    for line in sorted({*done.warnings} - {*done.known}):
        print(f"    {line}")


def _print_scale(folder: Path, years: int) -> None:
    made = write_lake(Home(folder), TOWNSHIPS, years)
    n_observations = sum(file.rows for path, file in made.files.items() if path.startswith("observations/"))
    used = watch([sys.executable, "-m", "bench.checks.publish", str(folder), str(TOWNSHIPS)], Path.cwd())
    print(f"\nChecks, Parquet and database of {n_observations:,} observations in {len(made.documents):,} reports:")
    print(f"  seconds: {used.seconds:.1f}   target: below 60 on two cores")
    print(f"    of processor time: {used.cpu_seconds:.1f}")
    print(f"  peak memory of a process, MB: {used.peak_mb:.0f}   target: below 1500")


if __name__ == "__main__":
    main()
