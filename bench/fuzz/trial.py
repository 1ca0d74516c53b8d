"""One mutated document: made by reader and number alone, read, and what came of it."""

from __future__ import annotations

import random
import re
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from bench.fuzz.seeds import Seeds, seeds
from flows.limits import Marker
from tasks.read.archive import members
from tasks.read.document import Document, Unreadable
from tasks.read.formats import extension_of
from tasks.read.reader import READERS

_UNCLEAN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")
_KEPT = 3  # numbers of mutants kept of each finding


@dataclass(slots=True)
class Tally:
    """What came of mutants: counts of `read` and of each reason, and by finding the numbers of some and their count."""

    outcomes: Counter[str] = field(default_factory=Counter)
    findings: dict[str, list[int]] = field(default_factory=dict)
    n_findings: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)

    def find(self, what: str, number: int) -> None:
        """Notes an outcome that must not be."""
        self.n_findings[what] += 1
        self.findings[what] = [*self.findings.get(what, []), number][:_KEPT]

    def add(self, other: Tally) -> None:
        """Adds what came of other mutants of the same reader."""
        self.outcomes += other.outcomes
        self.slowest = max(self.slowest, other.slowest)
        self.n_findings += other.n_findings
        for what, numbers in other.findings.items():
            self.findings[what] = [*self.findings.get(what, []), *numbers][:_KEPT]


@lru_cache(maxsize=1)
def _seeds() -> dict[str, Seeds]:
    return seeds()


def readers() -> list[str]:
    """Names of all that can be tried."""
    return list(_seeds())


def count(reader: str, each: int) -> int:
    """How many mutants of a reader are tried where `each` are asked for."""
    return max(each // _seeds()[reader].share, 1)


def mutant(reader: str, number: int) -> bytes:
    """The mutated document of this number; the same in every process."""
    of, dice = _seeds()[reader], random.Random(f"{reader} {number}")
    return dice.choice(of.mutations)(dice.choice(of.documents), dice)


def attempt(reader: str, numbers: Sequence[int], folder: Path) -> Tally:
    """Reads mutants; `folder` names the one that is being read, should it end the process."""
    tally = Tally()
    with Marker(folder) as marker:
        for number in numbers:
            data = mutant(reader, number)
            start = time.perf_counter()
            with marker.working_on(f"{number:09}"):
                try:
                    tally.outcomes[_outcome(reader, data)] += 1
                except Exception as error:  # whatever it is, it is a finding
                    tally.find(_named(error), number)
            tally.slowest = max(tally.slowest, (time.perf_counter() - start, number))
    return tally


def _outcome(reader: str, data: bytes) -> str:
    """`read`, or the reason of a refusal."""
    extension_of(data)
    try:
        if reader == "zip":
            for member in members(data):
                assert member.place, "a member has no place"
                assert member.error is None or not member.data, "a refused member has bytes"
        else:
            check(READERS[reader.partition(" ")[0]](data))
    except Unreadable as refused:
        assert refused.zh and refused.en, "no reason in both languages"
        return refused.reason
    return "read"


def check(document: Document) -> None:
    """A text of lines that are trimmed and clean, and blocks that are exactly these lines."""
    lines = [document.text[block.char_start : block.char_end] for block in document.blocks]
    assert lines and document.text == "\n".join(lines), "blocks are not the text"
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    assert [block.char_start for block in document.blocks] == starts[:-1], "blocks are not one after the other"
    assert all(line == line.strip() for line in document.text.split("\n")), "a line is not trimmed"
    assert not _UNCLEAN.search(document.text), "a control character or half of a character"


def _named(error: Exception) -> str:
    """A fault by its type and place, so that many mutants with one fault are one finding."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/tasks/" in f.filename]
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno} {frames[-1].name}" if frames else "the trial"
    return f"{type(error).__name__} at {place}: {str(error)[:80]}"
