"""How long a document takes, limits included, beside the bare parser in the same run."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from bench.readers.bare import BARE
from bench.readers.sandbox import read

ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of processor time a document, ours and the bare parser's, None where there is none."""

    ours: float
    bare: float | None


def measure(pool: ProcessPoolExecutor, kind: str, paths: Sequence[Path], rounds: int = ROUNDS) -> Times:
    """Best of several rounds for each document, the parsers taking turns; what passes between processes counts as ours."""
    parser = BARE.get(kind) if kind != "doc" or find_spec("legacy_doc") else None
    ours, bare = [float("inf")] * len(paths), [float("inf")] * len(paths)
    between = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        ours = list(map(min, ours, pool.submit(read, paths).result()))
        between = min(between, time.process_time() - start)
        for number, path in enumerate(paths if parser else ()):
            start = time.thread_time()
            parser(path.read_bytes())
            bare[number] = min(bare[number], time.thread_time() - start)
    count = len(paths)
    return Times(1000 * (sum(ours) + between) / count, 1000 * sum(bare) / count if parser else None)
