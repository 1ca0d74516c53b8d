"""Whole reports among the passages, each number marked in place: python -m bench.accuracy.fresh [--errors] [NAME …].

Scored once before any rule was made from them; since then they are known, and their score says nothing more. Observations
are compared with what the marks say: the one whole figure of the township's year of a metric, or a line '#= METRIC LOW HIGH'
(null: open) or '#= METRIC conflict' where a reader works it out.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace

from bench.accuracy.passages import FOLDER, REPORT_YEAR, WHOLE, Marked, read_marks
from bench.accuracy.wording import by_span, compare
from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from tasks.resolve.resolve import resolve
from warehouse.catalogue import Catalogue, load_catalogue

_HEAD = re.compile(r"# report ([0-9]+): (.*)")
_SAID = re.compile(r"#= (\S+) (\S+)(?: (\S+))?")
_DATE = re.compile("(20[0-9]{2})年([0-9]{1,2})月([0-9]{1,2})日")

Bounds = tuple[float | None, float | None]
CONFLICT: Bounds = (-1.0, -1.0)
"""What stands for the bounds of an observation whose values contradict each other."""


@dataclass(slots=True)
class Whole:
    """A report with its numbers by span, and the observations that its reader worked out."""

    name: str
    year: int = 0
    text: str = ""
    numbers: dict[tuple[int, int], Marked] = field(default_factory=dict)
    said: dict[str, Bounds] = field(default_factory=dict)

    @property
    def identity(self) -> SimpleNamespace:
        """What extraction is told of it."""
        dates = _DATE.findall(self.text[-200:])
        signed = date(*map(int, dates[-1])) if dates else None
        return SimpleNamespace(report_year=self.year, signed_on=signed, period_end=None)


def wholes() -> Iterator[Whole]:
    """The whole reports of all files that hold some."""
    for path in sorted(FOLDER.glob(f"*{WHOLE}*.txt")):
        whole: Whole | None = None
        for line in path.read_text(encoding="utf-8").splitlines():
            if head := _HEAD.fullmatch(line):
                if whole is not None:
                    yield whole
                whole = Whole(f"{path.stem} {head[2]}")
            elif whole is not None:
                _take(whole, line)
        if whole is not None:
            yield whole


def _take(whole: Whole, line: str) -> None:
    if year := REPORT_YEAR.fullmatch(line):
        whole.year = int(year[1])
    elif said := _SAID.fullmatch(line):
        whole.said[said[1]] = CONFLICT if said[2] == "conflict" else (_bound(said[2]), _bound(said[3] or said[2]))
    elif line and not line.startswith("#"):
        text, numbers = read_marks(line)
        shift = len(whole.text)
        whole.numbers |= {(start + shift, end + shift): marked for (start, end), marked in numbers.items()}
        whole.text += text + "\n"


def _bound(written: str) -> float | None:
    return None if written == "null" else float(written)


def expected(whole: Whole, mentions: list[Mention]) -> dict[str, set[Bounds]]:
    """Bounds of each metric that the marks or the reader give; several where several marks are of the whole."""
    values = {span: (m[0].value_low, m[0].value_high) for span, m in by_span(mentions).items()}
    found: defaultdict[str, set[Bounds]] = defaultdict(set)
    for span, marked in whole.numbers.items():
        if (marked.status, marked.scope, marked.is_part) == ("achieved", "township", False):
            for metric in marked.metrics if marked.all_of_them else marked.metrics[:1]:
                if metric is not None:
                    found[metric].add(values.get(span, (None, None)))
    return dict(found) | {metric: {bounds} for metric, bounds in whole.said.items()}


def _fair(whole: Whole) -> set[str | None]:
    """Metrics that a number may have by one reading and not by another, where no other number surely has them."""
    several = [marked for marked in whole.numbers.values() if not marked.all_of_them and len(marked.metrics) > 1]
    sure = {m for marked in whole.numbers.values() if len(marked.metrics) == 1 for m in marked.metrics}
    return {m for marked in several for m in marked.metrics} - sure


def _score(whole: Whole, extractor: Extractor, catalogue: Catalogue, tally: Counter[str]) -> Iterator[str]:
    """Counts what is right in one report; gives its errors, a line each."""
    mentions = extractor.extract(whole.text, (), whole.identity)
    yield from compare(whole.text, whole.numbers, by_span(mentions), tally)
    right = expected(whole, mentions)
    fair = _fair(whole)
    observations, _ = resolve(whole.text, mentions, catalogue)
    given = {o.metric_id: CONFLICT if o.obs_status == "conflict" else (o.value_low, o.value_high) for o in observations}
    for metric in sorted(right.keys() | given.keys()):
        ours, wanted = given.get(metric), right.get(metric)
        if metric in fair and (ours is None or wanted is None):
            continue  # another metric, or none, is fair too
        same = ours is not None and wanted is not None and any(_alike(ours, bounds) for bounds in wanted)
        tally["given"] += ours is not None
        tally["wanted"] += wanted is not None
        tally["both"] += same
        if not same:
            yield f"observation: {metric} is {wanted}, read {ours}"


def _alike(one: Bounds, other: Bounds) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or b is None or abs(a - b) <= 0.051)
        for a, b in zip(one, other, strict=True)
    )


def main() -> None:
    """Prints the scores by file, and with --errors what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy.fresh", description=__doc__)
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("names", nargs="*", help="only reports whose name holds one of these")
    arguments = parser.parse_args()
    catalogue = load_catalogue()
    extractor = Extractor(catalogue)
    tallies: dict[str, Counter[str]] = {}
    for whole in wholes():
        if arguments.names and not any(name in whole.name for name in arguments.names):
            continue
        errors = list(_score(whole, extractor, catalogue, tallies.setdefault(whole.name.split(" ")[0], Counter())))
        if arguments.errors and errors:
            print(whole.name, *errors, sep="\n  ")
    for name, t in tallies.items():
        print(
            f"{name:28}{t['marked']:6} numbers  spans P {t['hit'] / t['found']:.3f} R {t['hit'] / t['marked']:.3f}"
            f"  status and scope {t['role'] / t['hit']:.3f}  metric P {t['linked_right'] / t['linked']:.3f}"
            f" R {t['has_right'] / t['has']:.3f}  observations P {t['both'] / t['given']:.3f} R {t['both'] / t['wanted']:.3f}"
        )


if __name__ == "__main__":
    main()
