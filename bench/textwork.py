"""Text work on one core: normalise → observations, against a bare digit-anchored scan of the same texts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.extract.engine import Extractor
from tasks.identify.identify import identify
from tasks.read.reader import read_document
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue
from warehouse.register import load_register

_ARABIC = r"([0-9０-９][0-9０-９.,]*)[余多]?(人次|场次|万元|[名人件起场次份条个家户元%])"
_ANY_NUMERAL = r"([0-9０-９][0-9０-９.,，]*|[〇零一二两三四五六七八九十百千万亿廿卅数几]+)[余多]?[万亿]?"


@dataclass(frozen=True, slots=True)
class TextWork:
    """Milliseconds of processor time a report; mean characters, mentions and observations of a report.

    `scan_ms` is the bare scan to compare with: offsets, numeral and unit of every number, Arabic or Chinese, that is
    followed by a unit of the catalogue. `narrow_ms` is the same for Arabic digits and a dozen units only.
    """

    n_reports: int
    characters: float
    mentions: float
    observations: float
    ms: float
    scan_ms: float
    narrow_ms: float


def measure(files: Sequence[Path], inbox: Path, overlay: Path, rounds: int = 5) -> TextWork:
    """Best of `rounds` passes over all reports, each followed by passes of the bare scans."""
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

    def scan(pattern: str) -> Callable[[], None]:
        found = re.compile(pattern).finditer
        return lambda: [(m.start(), m.end(), m[1], m[2]) for doc, _ in reports for m in found(doc.text)].clear()

    units = "|".join(map(re.escape, sorted(catalogue.units.family_of, key=len, reverse=True)))
    passes = (work, scan(f"{_ANY_NUMERAL}({units})"), scan(_ARABIC))
    n = len(reports)
    ms = [min(times) * 1000 / n for times in zip(*([_seconds(p) for p in passes] for _ in range(rounds)), strict=True)]
    return TextWork(
        n_reports=n,
        characters=sum(len(doc.text) for doc, _ in reports) / n,
        mentions=counts[0] / n,
        observations=counts[1] / n,
        ms=ms[0],
        scan_ms=ms[1],
        narrow_ms=ms[2],
    )


def _seconds(run: Callable[[], None]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start
