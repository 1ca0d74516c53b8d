"""`python -m bench.diff`: random changes of known cause, and seconds and memory for two releases of 1,000,000 observations."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import duckdb

from bench.diff.trial import trial
from bench.diff.world import INPUTS, make_base, write_release
from bench.watched import watch
from warehouse.db import connect

_SIZES = {"a hundredth of the numbers": "hash(report_id || metric_id) % 100 = 0", "every number": "true"}


def known_changes(scratch: Path, n: int) -> None:
    """Prints what a comparison made of random changes: missed, invented."""
    print(
        f"\n{n} random changes between two releases, each of a known cause, half beside a new catalogue, half beside new code"
    )
    for version in ("catalogue", "code"):
        with connect(memory_limit="1GB") as con:
            made = trial(con, scratch / version, n_changes=n // 2, seed=n, version=version)
        n_listed = len(made.expected) - len(made.missed)
        print(
            f"  {version:<12}{len(made.expected):>7} observations changed{n_listed:>7} listed with their cause"
            f"{len(made.missed):>5} missed{len(made.invented):>5} invented   target: 0, 0"
        )


def speed(scratch: Path, n_townships: int) -> None:
    """Prints seconds and memory of `township diff` on two large releases."""
    home = scratch / "home"
    with connect(memory_limit="2GB", temp_dir=scratch) as con:
        make_base(con, n_townships, 10)
        ((n_rows,),) = con.execute("SELECT count(*) FROM observations").fetchall()
        _place(con, home, 1)
        con.execute("CREATE TABLE before AS FROM observations")
        for number, which in enumerate(_SIZES.values(), 2):
            con.execute("DELETE FROM observations; INSERT INTO observations FROM before")
            con.execute(f"UPDATE observations SET value_low = value_low + 1, value_high = value_high + 1 WHERE {which}")
            _place(con, home, number)
    print(f"\ntownship diff of two releases of {n_rows:,} observations, as csv   target: under 30 s and 1,500 MB")
    for number, name in enumerate(_SIZES, 2):
        command = ["diff", "1", str(number), "--home", str(home), "--format", "csv", "-o", str(scratch / "diff.csv")]
        seen = watch([sys.executable, "-m", "flows.cli.main", *command], Path.cwd())
        n_lines = (scratch / "diff.csv").read_bytes().count(b"\n") - 1
        print(
            f"  {name:<28}{n_lines:>10,} changes{seen.seconds:>8.1f} s ({seen.cpu_seconds:.1f} of work){seen.peak_mb:>8,.0f} MB"
        )


def _place(con: duckdb.DuckDBPyConnection, home: Path, number: int) -> None:
    """A release as `township diff` finds it: Parquet and the versions."""
    folder = home / "releases" / f"{number:04d}-2025-06-01"
    write_release(con, folder / "parquet")
    inputs = INPUTS | {"program": f"program-{number}"}
    (folder / "manifest.json").write_text(json.dumps({"inputs": inputs}), encoding="utf-8")


def main() -> None:
    """Prints both; `--small` for a tenth of the size."""
    small = "--small" in sys.argv[1:]
    with tempfile.TemporaryDirectory(prefix="township-bench-") as scratch:
        known_changes(Path(scratch), 50 if small else 500)
        speed(Path(scratch), 310 if small else 3100)


if __name__ == "__main__":
    main()
