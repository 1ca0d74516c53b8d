"""Text work on one core: normalise → observations, against a bare digit-anchored scan of the same texts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.extract import Extractor
from tasks.identify import identify
from tasks.read import read_document
from tasks.resolve import resolve
from warehouse.catalogue import load_catalogue
from warehouse.register import load_register

_BARE = re.compile(r"[0-9０-９][0-9０-９.,]*[余多]?(?:人次|场次|万元|[名人件起场次份条个家户元%])")


@dataclass(frozen=True, slots=True)
class TextWork:
    """Milliseconds a report, and what was read: mean characters, mentions and observations of a report."""

    n_reports: int
    characters: float
    mentions: float
    observations: float
    ms: float
    bare_ms: float

    @property
    def ratio(self) -> float:
        """Text work as a multiple of the bare scan."""
        return self.ms / self.bare_ms


def measure(files: Sequence[Path], inbox: Path, overlay: Path, rounds: int = 5) -> TextWork:
    """Best of `rounds` passes over all reports, each pass followed by a pass of the bare scan."""
    register, catalogue = load_register(overlay), load_catalogue()
    documents = [(read_document(path.read_bytes()), path.relative_to(inbox).as_posix()) for path in files]
    reports = [(doc, identify(doc, (place,), register)) for doc, place in documents]
    extractor = Extractor(catalogue)
    counts = [0, 0]

    def work() -> None:
        counts[:] = [0, 0]
        for doc, who in reports:
            mentions = extractor.extract(doc.text, doc.blocks, who)
            observations, _ = resolve(doc.text, mentions, catalogue)
            counts[0] += len(mentions)
            counts[1] += len(observations)

    def scan() -> None:
        for doc, _ in reports:
            for match in _BARE.finditer(doc.text):
                match.span()

    pairs = [(_seconds(work), _seconds(scan)) for _ in range(rounds)]
    n = len(reports)
    return TextWork(
        n_reports=n,
        characters=sum(len(doc.text) for doc, _ in reports) / n,
        mentions=counts[0] / n,
        observations=counts[1] / n,
        ms=min(a for a, _ in pairs) * 1000 / n,
        bare_ms=min(b for _, b in pairs) * 1000 / n,
    )


def _seconds(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start
