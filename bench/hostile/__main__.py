"""Runs the main job on the samples, then on the samples and the hostile corpus, and says what became of every file.

    python -m bench.hostile [--seed N] [--of-each N] [--like NAME]

The second run has no network where the system can take it away, its system calls are watched where strace is installed,
and some of its workers are killed from outside. Ends with 1 where a claim does not hold.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench.hostile.account import Account, accounts, differences, expected, outcomes
from bench.hostile.corpus import Written, write_corpus
from bench.hostile.job import SAMPLES, Ran, run_job
from bench.hostile.weigh import Weight, digest, weigh
from flows.limits import READ_MB, READ_SECONDS
from tasks.ingest.inbox import list_arrivals
from warehouse.home import Home

_KILLS = 3


def main() -> None:
    """Prints a line for each kind, then the totals with what they must be."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of-each", type=int, help="at most so many files of each kind")
    parser.add_argument("--like", default="", help="kinds with this in their names only")
    parser.add_argument("--scratch", type=Path, help="folder for the corpus (a temporary one)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch, prefix="township-hostile-") as folder:
        sys.exit(1 if _run(Path(folder), arguments.seed, arguments.of_each, arguments.like) else 0)


def _run(folder: Path, seed: int, of_each: int | None, like: str) -> int:
    """How many claims do not hold."""
    good, inbox = SAMPLES / "inbox", folder / "inbox"
    alone = run_job(good, folder / "alone")
    shutil.copytree(good, inbox)
    corpus = write_corpus(inbox, seed=seed, of_each=of_each, like=like)
    beside = run_job(inbox, folder / "beside", kills=_KILLS)
    if beside.code != 0:
        print(f"the run ended with {beside.code}: {beside.errors}")
        return 1
    found = outcomes(beside)
    kinds = accounts(corpus, found)
    places = {outcome.place: outcome.file_id for outcome in found}
    hostile = {file_id for account in kinds.values() for file_id in account.ids}
    arrivals = [arrival for arrival in list_arrivals(Home(beside.home)) if arrival.file_id in hostile]
    weights = dict(weigh(arrivals, folder / "weighed"))
    for written in corpus:
        kinds[written.kind].problems += _wrong_texts(written, places, weights)
    _print_kinds(kinds, weights)
    return _print_totals(kinds, weights, beside, differences(alone.home, beside.home))


def _wrong_texts(written: Written, places: Mapping[str, str], weights: Mapping[str, Weight]) -> list[str]:
    wanted = [(place, digest(text)) for place, text in expected(written)]
    texts = {of for _, of in wanted}
    read = [(place, weights[places[place]].text) for place, _ in wanted if places.get(place)]
    return [f"{place}: another text than it should be" for place, text in read if text not in texts]


def _print_kinds(kinds: Mapping[str, Account], weights: Mapping[str, Weight]) -> None:
    print(f"{'kind':<42}{'files':>6}{'read':>6}{'seconds':>9}{'MB':>6}  refused")
    for kind, account in kinds.items():
        mine = [weights[file_id] for file_id in account.ids]
        seconds, mb = max((w.seconds for w in mine), default=0.0), max((w.mb for w in mine), default=0.0)
        refused = ", ".join(f"{reason} {count}" for reason, count in account.refused.most_common())
        print(f"{kind:<42}{account.files:>6}{account.read:>6}{seconds:>9.2f}{mb:>6.0f}  {refused}")
        for problem in account.problems:
            print(f"  ! {problem}")


def _print_totals(
    kinds: Mapping[str, Account], weights: Mapping[str, Weight], ran: Ran, differing: Sequence[str]
) -> int:
    """Prints the claims; how many of them do not hold."""
    n_files = sum(account.files for account in kinds.values())
    ended = sum(weight.ended for weight in weights.values())
    print(
        f"\n{n_files} files of {len(kinds)} kinds, {len(weights)} documents in them; the run took {ran.seconds:.0f} s"
    )
    print(f"{ended} documents ended their worker (hang, crash, memory); {ran.kills} workers were killed from outside")
    print(f"the limits of a worker: {READ_SECONDS:.0f} s, {READ_MB} MB")
    calls = ran.seen
    claims = [
        ("crashes of the run", 0 if ran.code == 0 else 1),
        ("hangs of the run", 0 if ran.code is not None else 1),
        ("files whose outcome is not as it should be", sum(len(account.problems) for account in kinds.values())),
        ("files of the samples' release that differ", len(differing)),
        ("files left outside of the home", len(ran.left)),
        ("places written outside of the home", None if calls is None else len(calls.outside)),
        ("tries to reach the network", None if calls is None else len(calls.network)),
    ]
    for name, count in claims:
        print(f"  {name:<46}{'not seen, strace is not installed' if count is None else count:>6}   must be 0")
    print(f"  {'highest memory of a worker, MB':<46}{ran.worker_mb:>6.0f}")
    print(f"  {'and of the run itself, MB':<46}{ran.main_mb:>6.0f}")
    for name in (
        *differing,
        *map(str, ran.left),
        *(calls.outside[:9] if calls else ()),
        *(calls.network[:9] if calls else ()),
    ):
        print(f"  ! {name}")
    return sum(bool(count) for _, count in claims)


if __name__ == "__main__":
    main()
