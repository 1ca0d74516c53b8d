"""The passages: sentences in many clerks' words, each number marked in place with what it is.

Every fifth line of a file is held back: neither rules nor the likeness model are made from it, and its errors are not shown.
Files named fresh_ hold nothing back: they were scored once before any rule was made from them, and are known since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

from bench.accuracy.gold import GOLDEN

FOLDER = GOLDEN / "passages"
_HELD = 5
_KNOWN = "fresh_"
WHOLE = "whole"  # in the name of a file of whole reports
REPORT_YEAR = re.compile("# (20[0-9]{2})")  # of the lines that follow
_YEAR = re.compile("(?<![自从由比较与])(20[0-9]{2})年(?!以来|起|开始|的)")
_NOW = re.compile("今年|本年|眼下|现有")
_COMING = re.compile("计划|将|拟|力争|预计|打算|安排|目标|争取|准备|思路|任务|谋划|重点抓好")
_MARK = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)(?:\|([a-z_]*))?(?:\|([a-z_]*))?(?:\|(part))?\]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A number of a passage: the metrics that are right, the best first (None: none), its status and scope, whether it is a
    part of what the metric counts, and whether it says all of its metrics (参考率、合格率均为100%) and not one of them."""

    metrics: tuple[str | None, ...]
    status: str
    scope: str
    is_part: bool = False
    all_of_them: bool = False

    @property
    def plain(self) -> bool:
        """Whether its metric can be asked for: norms, frequencies and told cases have none."""
        return self.scope != "case" and self.status not in ("norm", "frequency")


@dataclass(frozen=True, slots=True)
class Passage:
    """A few sentences and their numbers by span, in the order of the text; `name` is that of their file, `year` that of the
    report where the file says it."""

    name: str
    held: bool
    text: str
    numbers: dict[tuple[int, int], Marked]
    year: int | None = None

    @property
    def identity(self) -> SimpleNamespace:
        """What extraction is told of the report that the passage stands in: its year, else the last that is no coming one."""
        if self.year is not None:
            return SimpleNamespace(report_year=self.year, signed_on=None, period_end=None)
        coming = [bool(_COMING.search(self.text, m.end(), m.end() + 24)) for m in _YEAR.finditer(self.text)]
        years = [int(m[1]) - later for m, later in zip(_YEAR.finditer(self.text), coming, strict=True)]
        last = max(years, default=2023) + bool(years and not any(coming) and _NOW.search(self.text))
        return SimpleNamespace(report_year=last, signed_on=None, period_end=None)


def passages() -> Iterator[Passage]:
    """All passages, by file and line."""
    for path in sorted(FOLDER.glob("*.txt")):
        year, number = None, -1
        for line in path.read_text(encoding="utf-8").splitlines():
            if said := REPORT_YEAR.fullmatch(line):
                year = int(said[1])
            if not line or line.startswith("#"):
                continue
            number += 1
            held = number % _HELD == _HELD - 1 and not path.stem.startswith(_KNOWN)
            yield _read(path.stem, held, line, year)


def _read(name: str, held: bool, line: str, year: int | None) -> Passage:
    text, numbers = read_marks(line)
    return Passage(name, held, text, numbers, year)


def read_marks(line: str) -> tuple[str, dict[tuple[int, int], Marked]]:
    """A line without its marks, and its numbers by their span there."""
    text, numbers, last = "", {}, 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        metrics = tuple(None if m == "-" else m for m in re.split("[/+]", mark[2]))
        span = len(text), len(text) + len(mark[1])
        numbers[span] = Marked(metrics, mark[3] or "achieved", mark[4] or "township", bool(mark[5]), "+" in mark[2])
        text += mark[1]
        last = mark.end()
    return text + line[last:], numbers
