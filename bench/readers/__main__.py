"""`make bench`: characters and numbers lost, time a document, documents a second, of every format that is read."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.readers import ROOT, mixed, writers
from bench.readers.losses import losses
from bench.readers.sandbox import processes
from bench.readers.sources import generated
from bench.readers.speed import Times, measure

TOTAL = 2000
_TARGETS = {"pdf": "at most 1.5 times", "doc": "at most 1.5 times", "html": "at most 1 ms", "docx": "at most 1 ms"}
_FILES = {"txt": 100, "html": 200, "docx": 150, "doc": 50, "pdf": 100}  # that differ, of 2,000
_TIMED = 20  # documents of each kind

Files = dict[str, list[Path]]


def main() -> None:
    """Makes the documents in a scratch folder, reads them, prints the tables."""
    parser = argparse.ArgumentParser(prog="python -m bench.readers", description=__doc__)
    parser.add_argument("--small", action="store_true", help="a tenth of the documents for times")
    parser.add_argument("--scratch", type=Path, help="folder for the documents (a temporary one)")
    arguments = parser.parse_args()
    share = 10 if arguments.small else 1
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-readers-") as scratch:
        _print_losses(Path(scratch))
        files = _files(Path(scratch), share)
        with processes(1) as pool:
            times = {kind: measure(pool, kind.split()[0], paths[:_TIMED]) for kind, paths in _timed(files)}
        _print_times(times)
        with processes(2) as pool:
            mixed.run(pool, files, TOTAL // 20)  # the first ones load what they need
            _print_throughput(mixed.run(pool, files, TOTAL // share), times)


def _print_losses(folder: Path) -> None:
    if not writers.HAS_OFFICE:
        print("soffice is not installed: doc, rtf, odt and pdf are the few files in tests/fixtures\n")
    print(f"{'format':<7}{'written by':<42}{'files':>6}{'characters':>12}{'wrong, %':>10}", end="")
    print(f"{'numbers':>9}{'wrong':>7}{'rows':>6}{'wrong':>7}")
    for kind, writer, errors in losses(folder):
        print(f"{kind:<7}{writer:<42}{errors.documents:>6}{errors.characters:>12,}{errors.percent:>10.2f}", end="")
        print(f"{errors.numbers:>9,}{errors.numbers_wrong:>7}{errors.rows:>6}{errors.rows_wrong:>7}")
    print("target: none wrong; rtf at most 1 % of the characters\n")


def _files(folder: Path, share: int) -> Files:
    """Generated reports of every kind; a tenth of the pdf files, which come first, have a table."""
    made: Files = {}
    for seed, (kind, whole) in enumerate(_FILES.items()):
        count = max(whole // share, 10)
        sources = generated(count, tables=count // 10 if kind == "pdf" else 0, seed=seed)
        named = {f"{number:04d}": source for number, source in enumerate(sources)}
        if kind in writers.BY_HAND:
            made[kind] = list(writers.write(named, kind, folder / "mixed").values())
        elif writers.HAS_OFFICE:
            made[kind] = list(writers.office(named, kind, folder / "mixed").values())
        else:
            made[kind] = sorted((ROOT / "tests" / "fixtures").glob(f"*/*_20??.{kind}"))
    return made


def _timed(files: Files) -> Iterator[tuple[str, list[Path]]]:
    for kind, paths in files.items():
        if kind == "pdf" and writers.HAS_OFFICE:
            tables = len(paths) // 10
            yield "pdf", paths[tables:]
            yield "pdf with a table", paths[:tables]
        else:
            yield kind, paths


def _print_times(times: dict[str, Times]) -> None:
    print("ms of processor time a report of 3,000 characters, limits of the process included, best of several rounds:")
    print(f"{'':<20}{'ours':>8}{'bare':>8}{'times':>8}")
    for kind, one in times.items():
        beside = f"{one.bare:>8.2f}{one.ours / one.bare:>8.2f}" if one.bare else f"{'-':>8}{'-':>8}"
        target = _TARGETS.get(kind)
        print(f"{kind:<20}{one.ours:>8.2f}{beside}" + (f"   target: {target}" if target else ""))
    print()


def _print_throughput(done: mixed.Throughput, times: dict[str, Times]) -> None:
    bare = sum(count * (times[kind].bare or 0.0) for kind, count in done.counts.items()) / 1000
    print(f"{sum(done.counts.values()):,} documents ({', '.join(f'{n} {kind}' for kind, n in done.counts.items())}),")
    print("a tenth of the pdf files with a table, read in two processes with limits:")
    print(f"  {'documents a second':<46}{done.a_second:>9.0f}   target: at least 200 on two cores")
    print(f"  {'seconds':<46}{done.seconds:>9.1f}")
    print(f"  {'the bare parsers one after another, seconds':<46}{bare:>9.1f}")


if __name__ == "__main__":
    main()
