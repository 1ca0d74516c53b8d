"""Mutated documents of every format through its reader: each gives a text or a refusal with a reason, nothing else.

    python -m bench.fuzz.readers [--each N] [--reader NAME]

They are read in a process within the limits of a worker, so one that hangs it, crashes it or fills the memory is named
too. Each is made by reader and number alone; those that break the claim are saved.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from bench.fuzz.trial import Tally, attempt, count, mutant, readers
from flows.limits import READ_MB, begin, in_work

_SECONDS = 5.0  # a mutant of a small document that takes longer is a finding
_A_TURN = 1000
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["bench.fuzz.trial"])


def fuzz(reader: str, each: int, seconds: float = _SECONDS) -> Tally:
    """What came of the mutants 0 to `each` of a reader."""
    tally = Tally()
    waiting = [range(at, min(at + _A_TURN, each)) for at in range(0, each, _A_TURN)]
    with tempfile.TemporaryDirectory(prefix="township-fuzz-") as scratch:
        while waiting:
            with _process(seconds) as process:
                _turns(process, reader, waiting, Path(scratch), tally)
    return tally


def _turns(process: ProcessPoolExecutor, reader: str, waiting: list[range], folder: Path, tally: Tally) -> None:
    """Tries what waits, until the process ends: the mutants around the one that ended it wait then."""
    while waiting:
        turn = waiting.pop()
        try:
            tally.add(process.submit(attempt, reader, turn, folder).result())
        except BrokenProcessPool:
            number = int(in_work(folder) or turn.start)
            tally.find("the process ended: a hang, a crash or the memory", number)
            waiting += [part for part in (range(turn.start, number), range(number + 1, turn.stop)) if part]
            return


@contextmanager
def _process(seconds: float) -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, mp_context=_CONTEXT, initializer=begin, initargs=(seconds, READ_MB)) as pool:
        yield pool


def main() -> None:
    """Prints a line a reader; ends with 1 where a claim was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz.readers", description=__doc__)
    parser.add_argument("--each", type=int, default=20_000, help="mutated documents of each format")
    parser.add_argument("--reader", choices=readers(), action="append", help="this one only; may be repeated")
    arguments = parser.parse_args()
    n_findings = 0
    kept = Path(tempfile.gettempdir(), "township-fuzz-findings")
    for reader in arguments.reader or readers():
        start = time.perf_counter()
        tally = fuzz(reader, count(reader, arguments.each))
        n_findings += tally.n_findings.total()
        _print(reader, tally, time.perf_counter() - start)
        _save(reader, tally, kept)
    sys.exit(1 if n_findings else 0)


def _print(reader: str, tally: Tally, seconds: float) -> None:
    outcomes = ", ".join(f"{name} {n:,}" for name, n in tally.outcomes.most_common())
    n_tried = tally.outcomes.total() + tally.n_findings.total()
    slowest, number = tally.slowest
    print(
        f"{reader:<25}{n_tried:>7,} mutants, {tally.n_findings.total()} findings   {seconds:.0f} s, slowest {slowest:.2f} s (number {number})",
        flush=True,
    )
    print(f"    {outcomes}")
    for what, times in tally.n_findings.most_common():
        print(f"  ! {times} times {what}; numbers {', '.join(map(str, tally.findings[what]))}", flush=True)


def _save(reader: str, tally: Tally, folder: Path) -> None:
    for number in sorted({n for numbers in tally.findings.values() for n in numbers}):
        folder.mkdir(exist_ok=True)
        path = folder / f"{reader.replace(' ', '_')}-{number}"
        path.write_bytes(mutant(reader, number))
        print(f"    saved {path}")


if __name__ == "__main__":
    main()
