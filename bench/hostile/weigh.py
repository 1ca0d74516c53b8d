"""What each document costs in a worker, and the text that it gives: the job's own work, one document at a time."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench.hostile.job import SAMPLES, members
from bench.watched import used
from flows.batch import BatchSpec
from flows.documents import process_batch
from flows.limits import READ_MB, READ_SECONDS, begin
from tasks.ingest.model import Arrival
from tasks.read.document import Unreadable
from tasks.read.reader import read_document

_EVERY_SECONDS = 0.02
_CONTEXT = get_context("forkserver")
_CONTEXT.set_forkserver_preload(["flows.documents"])


@dataclass(frozen=True, slots=True)
class Weight:
    """Seconds of work and highest resident memory of a worker, and the digest of the text; `ended` if it ended the process."""

    seconds: float
    mb: float
    text: str | None = None
    ended: bool = False


def digest(text: str) -> str:
    """What texts are compared by."""
    return hashlib.sha256(text.encode()).hexdigest()


def weigh(arrivals: Sequence[Arrival], scratch: Path) -> Iterator[tuple[str, Weight]]:
    """The weight of each document, by its id; a new worker where one ended."""
    waiting = list(reversed(arrivals))
    while waiting:
        with ProcessPoolExecutor(1, mp_context=_CONTEXT, initializer=begin, initargs=(READ_SECONDS, READ_MB)) as pool:
            while waiting:
                arrival = waiting.pop()
                spec = BatchSpec(scratch / arrival.file_id, SAMPLES / "register", "hostile", (arrival,))
                start, peak = time.monotonic(), 0.0
                future = pool.submit(_look, spec)
                while not wait([future], _EVERY_SECONDS).done:
                    peak = max(
                        [
                            peak,
                            *(
                                figures[1]
                                for pid, is_worker in members(os.getpid())
                                if is_worker and (figures := used(pid))
                            ),
                        ]
                    )
                try:
                    yield arrival.file_id, future.result()
                except (BrokenProcessPool, MemoryError):
                    yield arrival.file_id, Weight(time.monotonic() - start, peak, ended=True)
                    break


def _look(spec: BatchSpec) -> Weight:
    Path("/proc/self/clear_refs").write_text("5")  # the peak of memory begins anew
    start = time.process_time()
    process_batch(spec)
    seconds = time.process_time() - start
    figures = used(os.getpid())
    try:
        text = digest(read_document(spec.documents[0].path.read_bytes()).text)
    except Unreadable:
        text = None
    return Weight(seconds, figures[1] if figures else 0.0, text)
