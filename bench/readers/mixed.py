"""Two thousand documents as an office collects them, read by all processes at once."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.readers.sandbox import read

SHARES = {"html": 0.40, "docx": 0.30, "pdf": 0.15, "doc": 0.10, "txt": 0.05}
_BATCH = 50  # documents a batch


@dataclass(frozen=True, slots=True)
class Throughput:
    """Documents read, by kind, and the seconds it took."""

    counts: dict[str, int]
    seconds: float

    @property
    def a_second(self) -> float:
        """Documents a second."""
        return sum(self.counts.values()) / self.seconds


def run(pool: ProcessPoolExecutor, files: Mapping[str, Sequence[Path]], total: int) -> Throughput:
    """Reads `total` documents in these shares, in batches that mix them; where there are fewer files, they come again."""
    counts = {kind: round(share * total) for kind, share in SHARES.items()}
    paths = [path for kind, count in counts.items() for path in islice(cycle(files[kind]), count)]
    random.Random(5).shuffle(paths)
    start = time.perf_counter()
    for future in [pool.submit(read, paths[at : at + _BATCH]) for at in range(0, len(paths), _BATCH)]:
        future.result()
    return Throughput(counts, time.perf_counter() - start)
