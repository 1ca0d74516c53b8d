"""`make bench`: prints text work a report, documents a second, memory, and the cost of a run with nothing new."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bench.corpus import write_corpus
from bench.textwork import measure
from bench.watched import Watched, watch


def main() -> None:
    """Makes the corpora below a scratch folder, runs the main job on them, prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the size")
    parser.add_argument("--scratch", type=Path, help="folder for the corpora (a temporary one)")
    arguments = parser.parse_args()
    districts = 5 if arguments.small else 50
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-bench-") as scratch:
        _run(Path(scratch), districts)


def _run(scratch: Path, n_districts: int) -> None:
    small, large = scratch / "tenth", scratch / "whole"
    write_corpus(small, n_districts=max(1, n_districts // 10), n_townships=20, years=range(2005, 2025), seed=1)
    write_corpus(large, n_districts=n_districts, n_townships=20, years=range(2005, 2025), seed=1)
