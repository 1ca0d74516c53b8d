"""Writes the hostile corpus: the same files for the same seed, a folder for each kind."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.hostile import (  # noqa: F401 - each enters its kinds
    archives,
    compounds,
    damage,
    entries,
    markup,
    packages,
    pdf_streams,
    pdf_structure,
    pictures,
    plaintext,
    richtext,
    tables,
    webpages,
)
from bench.hostile.case import KINDS
from tasks.ingest.place import readable


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the corpus: its kind, its place below the inbox, and what must come of it, as in `Case`."""

    kind: str
    place: str
    text: str | None
    inner: Sequence[tuple[str, str]]


def write_corpus(inbox: Path, *, seed: int = 1, of_each: int | None = None, like: str = "") -> list[Written]:
    """Writes `hostile/<number of the kind>/<name>` below `inbox`, at most `of_each` of a kind; kinds named `like` this."""
    written = []
    for number, (kind, maker) in enumerate(KINDS.items(), 1):
        if like not in kind:
            continue
        folder = f"hostile/{number:02}"
        (inbox / folder).mkdir(parents=True)
        for case in islice(maker(random.Random(f"{seed} {kind}")), of_each):
            _write(inbox / folder / case.name, case.data)
            written.append(Written(kind, f"{folder}/{readable(case.name)}", case.text, case.inner))
    return written


def _write(path: Path, data: bytes | Callable[[Path], None]) -> None:
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        data(path)
