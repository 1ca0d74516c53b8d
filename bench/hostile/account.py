"""What became of each hostile file, by the tables of the release and what the run says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from bench.hostile.corpus import Written
from bench.hostile.job import Ran
from tasks.ingest.inbox import list_arrivals
from warehouse.home import Home


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document or what could not be taken in: its place, and the reason with both its texts, or what was read.

    `characters` is None where nothing was read; `in_report` says whether the release uses the document.
    """

    place: str
    file_id: str
    reason: str
    texts: tuple[str, str]
    characters: int | None = None
    in_report: bool = False


@dataclass(slots=True)
class Account:
    """Of one kind: its files, documents refused by reason, documents read rightly, and what must not be."""

    files: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    read: int = 0
    problems: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)


_SENTENCES = """
SELECT file_id, q.reason, q.detail_zh, q.detail_en, char_count, report_id IS NOT NULL
FROM files LEFT JOIN quarantine q USING (file_id)
"""


def outcomes(ran: Ran) -> list[Outcome]:
    """All documents and places of a run, those that were left out too; one line for each place of a document."""
    with duckdb.connect(ran.home / "current.duckdb", read_only=True) as connection:
        rows = {row[0]: row[1:] for row in connection.execute(_SENTENCES).fetchall()}
    found = []
    for arrival in list_arrivals(Home(ran.home)):
        reason, zh, en, characters, in_report = rows[arrival.file_id]
        texts = (zh or "", en or "")
        found += [Outcome(p, arrival.file_id, reason or "", texts, characters, in_report) for p in arrival.places]
    for place, said in ran.summary["failed"]:
        zh, _, en = said.partition(" / ")
        found.append(Outcome(place, "", "left out", (zh, en)))
    return found


def accounts(corpus: Sequence[Written], found: Sequence[Outcome]) -> dict[str, Account]:
    """By kind; each file of the corpus against what came of it and of what it holds."""
    kinds: dict[str, Account] = {}
    for written in corpus:
        account = kinds.setdefault(written.kind, Account())
        account.files += 1
        mine = [o for o in found if o.place == written.place or o.place.startswith(f"{written.place}/")]
        if not mine:
            account.problems.append(f"{written.place}: nobody says what became of it")
        account.problems += [f"{o.place}: {problem}" for o in mine for problem in _problems(o)]
        account.problems += _against(written, mine)
        account.refused.update(o.reason for o in mine if o.characters is None)
        account.read += sum(o.characters is not None for o in mine)
        account.ids |= {o.file_id for o in mine if o.file_id}
    return kinds


def _problems(outcome: Outcome) -> Iterator[str]:
    if outcome.in_report:
        yield "it is part of the release"
    elif not outcome.reason or not all(outcome.texts):
        yield f"no reason in both languages: {outcome.reason} {outcome.texts}"
    if outcome.reason == "internal_error":
        yield f"a fault of the program: {outcome.texts[1]}"


def expected(written: Written) -> list[tuple[str, str]]:
    """Place and text of each document that is to be read."""
    inner = [(f"{written.place}/{place}", text) for place, text in written.inner]
    return inner if written.text is None else [(written.place, written.text), *inner]


def _against(written: Written, mine: Sequence[Outcome]) -> Iterator[str]:
    """What was read and should not, what should and was not, and texts of another length."""
    wanted = Counter((place, len(text)) for place, text in expected(written))
    got = Counter((o.place, o.characters) for o in mine if o.characters is not None)
    for place, length in (got - wanted).elements():
        yield f"{place}: {length} characters were read, which nobody should"
    for place, length in (wanted - got).elements():
        yield f"{place}: {length} characters should be read, and are not"


_OF_ALL = (
    "manifest.json",
    "township.duckdb",
    "parquet/runs.",
    "parquet/release.",
    "open/CITATION.",
    "open/datapackage.",
    "site/downloads.",
)
_WITH_OTHERS = ("parquet/files/", "parquet/quarantine/", "site/coverage.html", "site/pages.json")
_ROWS = "SELECT {} FROM {} WHERE file_id IN (SELECT unnest(?)) ORDER BY ALL"


def differences(alone: Path, beside: Path) -> list[str]:
    """Files and rows of the good documents' release that differ where hostile ones came with them; from two homes."""
    first, second = _sums(alone), _sums(beside)
    names = [name for name in first | second if not name.startswith((*_OF_ALL, *_WITH_OTHERS))]
    found = [name for name in names if first.get(name) != second.get(name)]
    ids = [arrival.file_id for arrival in list_arrivals(Home(alone))]
    for table in ("files", "quarantine"):
        rows = []
        for home in (alone, beside):
            with duckdb.connect(home / "current.duckdb", read_only=True) as connection:
                rows.append(connection.execute(_ROWS.format("*", table), [ids]).fetchall())
        found += [f"rows of {table}"] if rows[0] != rows[1] else []
    return found


def _sums(home: Path) -> dict[str, str]:
    lines = ((home / "current.duckdb").resolve().parent / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
