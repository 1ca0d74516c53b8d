"""What Prefect costs: the main job as a flow on a running server, beside the same work with --no-server.

    python -m bench.orchestration [--small]

Both take in the same documents into a new home, in turns, with a process a core and no web pages; of each the best round counts.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.chaos.server import Prefect, server
from bench.corpus import write_corpus, write_register
from bench.watched import Watched, family, used, watch

TOWNSHIPS, YEARS = 20, range(2005, 2025)


def main() -> None:
    """Makes the corpus in a scratch folder, runs it both ways, prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m bench.orchestration", description=__doc__)
    parser.add_argument("--small", action="store_true", help="2,000 documents, not 20,000")
    parser.add_argument("--rounds", type=int, default=2, help="rounds of both (2)")
    arguments = parser.parse_args()
    n_districts = 5 if arguments.small else 50
    with tempfile.TemporaryDirectory(prefix="township-orchestration-") as scratch:
        folder = Path(scratch)
        n_documents = write_corpus(folder / "inbox", n_districts, TOWNSHIPS, YEARS)
        with server(folder / "prefect") as prefect:
            _run(folder, n_districts, prefect, empty=True)  # imports compiled, tables of the server in use
            fixed = (
                _run(folder, n_districts, prefect, empty=True).seconds
                - _run(folder, n_districts, None, empty=True).seconds
            )
            plain, flow, served = [], [], []
            for _ in range(arguments.rounds):
                plain.append(_run(folder, n_districts, None))
                before = _cpu(prefect)
                flow.append(_run(folder, n_districts, prefect))
                served.append(_cpu(prefect) - before)
    _print(n_documents, plain, flow, served, fixed)


def _run(folder: Path, n_districts: int, prefect: Prefect | None, *, empty: bool = False) -> Watched:
    """The main job into a new home, on a server or without; an `empty` one takes in nothing."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    write_register(home / "register" / "invented.csv", n_districts, TOWNSHIPS)
    settings = [f"{name}={value}" for name, value in (prefect.environment if prefect else {}).items()]
    # of both: the server's own environment, made for crash tests, has one worker
    settings += [f"TOWNSHIP_WORKERS={os.cpu_count()}", "TOWNSHIP_SITE=false"]
    command = ["env", *settings, sys.executable, "-m", "flows.cli.main", "run", "--home", str(home)]
    command += ["--as-of", "2026-01-01"] + ([] if empty else ["--inbox", str(folder / "inbox")])
    return watch(command + ([] if prefect else ["--no-server"]), folder)


def _cpu(prefect: Prefect) -> float:
    """Seconds of processor time that the server has taken so far."""
    found = [used(pid) for pid in family(prefect.process.pid)] if prefect.process else []
    return sum(figures[0] for figures in found if figures)


def _print(n_documents: int, plain: list[Watched], flow: list[Watched], served: list[float], fixed: float) -> None:
    without, on = min(run.seconds for run in plain), min(run.seconds for run in flow)
    print(f"{n_documents:,} documents, inbox to release, {len(plain)} rounds of both")
    for name, figure, note in (
        ("without Prefect, seconds", f"{without:.1f}", f"{n_documents / without:.0f} documents a second"),
        ("as a flow on a running server, seconds", f"{on:.1f}", f"{n_documents / on:.0f} documents a second"),
        ("  times as long", f"{on / without:.3f}", "target: at most 1.10 for 20,000 documents"),
        ("  seconds more", f"{on - without:.1f}", ""),
        ("  of them for a run without documents", f"{fixed:.1f}", "imports, the first answers of the server"),
        ("processor time of the run, times", f"{_work(flow) / _work(plain):.3f}", ""),
        ("processor time of the server, seconds", f"{min(served):.1f}", ""),
    ):
        print(f"  {name:<42}{figure:>10}   {note}".rstrip())


def _work(runs: list[Watched]) -> float:
    return min(run.cpu_seconds for run in runs)


if __name__ == "__main__":
    main()
