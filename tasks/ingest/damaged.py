"""Stored documents whose bytes are no longer those that came in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from tasks.ingest.model import Arrival

_A_TURN = 500


def find_damaged(arrivals: Sequence[Arrival], workers: int = 1) -> frozenset[str]:
    """Ids of documents that are not what their name says, or that cannot be read; every one is read and hashed.

    A disk that fails keeps size and time of a file, so nothing less would find it. `workers` are threads.
    """
    turns = [arrivals[at : at + _A_TURN] for at in range(0, len(arrivals), _A_TURN)]
    with ThreadPoolExecutor(workers) as pool:  # to hash and to read leave the other threads their turn
        return frozenset(file_id for found in pool.map(_damaged, turns) for file_id in found)


def _damaged(arrivals: Iterable[Arrival]) -> list[str]:
    return [arrival.file_id for arrival in arrivals if not _is_sound(arrival)]


def _is_sound(arrival: Arrival) -> bool:
    try:
        with open(arrival.file, "rb") as file:  # noqa: PTH123
            return hashlib.sha256(file.read()).hexdigest() == arrival.file_id
    except OSError:
        return False
