"""Which files of one township and year are one report, and which of them is its main file.

A body publishes a report as a page with a docx or pdf attached, and sites mirror it in traditional characters. Those are
files of one report. A corrected report is another version. Dates, words and numbers tell them apart, never the format.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tasks.read.formats import FORMATS

SAME = 0.9
"""Share of the shorter text that stands in the longer one, from which on two files are one report.

Unrelated reports share less than half, scans read with two wrong characters in a hundred 0.98³ = 0.94.
"""

EXCERPT = 0.5
"""A file shorter than this share of another only quotes from it: what it leaves out is no difference."""

FIDELITY = (
    *("docx", "odt", "doc", "rtf"),  # state paragraphs, cells and the numbers of lists
    "html",  # states cells too, but the text has to be found among furniture
    *("pdf", "ofd"),  # state where characters stand; lines, paragraphs and cells are inferred
    *("xlsx", "ods", "xls", "csv", "txt"),  # tables or lines alone
    *("png", "jpg", "gif", "bmp", "tif"),  # state nothing; what is read is a guess
)
"""Formats from the one that keeps text and tables best: of the files of one report the first is its main file."""

_RANK = {FORMATS[name].media_type: rank for rank, name in enumerate(FIDELITY)}
_LONGEST = 500_000
_MOST = 50  # versions that a file is compared with; more of one report are a fault of whoever sent them
_OUTSIDE = re.compile(r"[^\w%.]+")
_CORRECTED = re.compile("更正|修正|修订|订正|勘误|修改|重发|重新发布|新版")


class Wording:
    """The words of a text without its layout: no white space, no punctuation, one width."""

    def __init__(self, text: str) -> None:
        self.letters = _OUTSIDE.sub("", unicodedata.normalize("NFKC", text))

    @cached_property
    def runs(self) -> Counter[str]:
        """Runs of three characters, with how often each occurs."""
        letters = self.letters
        return Counter(map("".join, zip(letters, letters[1:], letters[2:], strict=False)))

    def shared(self, other: Wording) -> float:
        """Share, 0 to 1, of the shorter one's runs that the other has too; 0 where one is longer than any report."""
        if max(len(self.letters), len(other.letters)) > _LONGEST:
            return 0.0
        shorter = min(self.runs.total(), other.runs.total())
        return (self.runs & other.runs).total() / shorter if shorter else 0.0

    def is_excerpt_of(self, other: Wording) -> bool:
        """Whether this is so much shorter that it only quotes from the other."""
        return len(self.letters) < EXCERPT * len(other.letters)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a township's report of one year: what tells whether it is the same report as another.

    `wording` is of the text in simplified characters; `traditional` says that it is written in others. `names` are its
    title and the names under which it came; `recognised` text was read from pictures, also those of a pdf.
    """

    file_id: str
    media_type: str
    wording: Wording
    signed_on: date | None
    published_on: date | None
    first_seen: str
    names: Sequence[str] = field(default=())
    traditional: bool = False
    recognised: bool = False

    @property
    def order(self) -> tuple[bool, int, bool, str]:
        """The lower of two files of a report is its main file; it hangs on what they are, not on when they came."""
        return self.recognised, _RANK.get(self.media_type, len(_RANK)), self.traditional, self.file_id

    @property
    def corrected(self) -> bool:
        """Whether title or name say that it corrects another one."""
        return any(map(_CORRECTED.search, self.names))


def one_report(files: Sequence[File], n_differences: Callable[[int, int], int]) -> list[list[int]]:
    """Positions of the files of each report, the main file of each first.

    `n_differences` gives, for two positions, the number of figures in which these files differ. The outcome does not hang
    on the order of `files`.
    """
    reports: list[list[int]] = []
    by_words: dict[str, list[int]] = {}
    for position in sorted(range(len(files)), key=lambda p: files[p].order):
        letters = files[position].wording.letters
        report = by_words.get(letters) or _report_of(position, reports, files, n_differences)
        if report is None:
            report = []
            reports.append(report)
        report.append(position)
        by_words.setdefault(letters, report)
    return [_main_first(report, files) for report in reports]


def _report_of(
    position: int, reports: Sequence[list[int]], files: Sequence[File], n_differences: Callable[[int, int], int]
) -> list[int] | None:
    """The report that a file belongs to: of several, the one from which it differs in the fewest figures, then in words."""
    file, best, least = files[position], None, (0, 0.0)
    for report in reports[:_MOST]:
        first = files[report[0]]
        if _known_apart(file.signed_on, first.signed_on):
            continue
        shared = file.wording.shared(first.wording)
        if shared < SAME:
            continue
        n = n_differences(report[0], position)
        if n and _is_correction(file, first):
            continue
        if best is None or (n, -shared) < least:
            best, least = report, (n, -shared)
    return best


def _is_correction(one: File, other: File) -> bool:
    """Whether other figures in almost the same words are a correction: published on another day, called one, or put in
    the place of a file of the same format that came earlier."""
    replaced = one.media_type == other.media_type and one.first_seen != other.first_seen
    return replaced or one.corrected != other.corrected or _known_apart(one.published_on, other.published_on)


def _known_apart(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other


def _main_first(report: list[int], files: Sequence[File]) -> list[int]:
    """The files of a report in their order, but first one that has (nearly) all of its text."""
    longest = max(len(files[p].wording.letters) for p in report)
    main = next(p for p in report if len(files[p].wording.letters) >= SAME * longest)
    return [main, *(p for p in report if p != main)]
