"""Politeness: one request at a time to a host, with a pause after each, and what its robots.txt allows."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from protego import Protego


@dataclass(slots=True)
class Gate:
    """A host: `robots` holds what its robots.txt files say by origin, None where one could not be had."""

    robots: dict[str, Protego | None] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _free_at: float = 0.0

    @contextmanager
    def turn(self, pause: float) -> Iterator[None]:
        """Waits for its turn, and keeps others waiting until `pause` seconds after it."""
        with self._lock:
            time.sleep(max(0.0, self._free_at - time.monotonic()))
            try:
                yield
            finally:
                self._free_at = time.monotonic() + pause

    def pause(self, delay: float, user_agent: str) -> float:
        """Seconds between two requests: what the source says, or more where robots.txt asks for it, ten minutes at most."""
        asked = [delay]
        for robots in self.robots.values():
            if robots is not None:
                rate = robots.request_rate(user_agent)
                asked += [robots.crawl_delay(user_agent) or 0.0, rate.seconds / rate.requests if rate else 0.0]
        return min(max(asked), _LONGEST)


_LONGEST = 600.0


class Gates:
    """The gate of each host, shared by all sources of a run."""

    def __init__(self) -> None:
        self._gates: defaultdict[str, Gate] = defaultdict(Gate)
        self._lock = Lock()

    def of(self, host: str) -> Gate:
        """The gate of a host."""
        with self._lock:
            return self._gates[host]
