"""A Prefect server as the tests see it, and how they wait for processes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

T = TypeVar("T")


@dataclass(frozen=True)
class Server:
    """A running Prefect server: its address, and the environment that a process needs to use it."""

    url: str
    environment: dict[str, str]

    def post(self, path: str, **body: Any) -> Any:
        """What the server answers to a request; an HTTP error fails the test.

        Its SQLite may be busy (503): it is asked again, as Prefect's own client does.
        """
        for turn in range(6):
            answer = httpx.post(f"{self.url}{path}", json=body, timeout=30)
            if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                break
            time.sleep(turn + 1)
        answer.raise_for_status()
        return answer.json()

    def get(self, path: str) -> Any:
        """What stands at a path, None where there is nothing yet."""
        answer = httpx.get(f"{self.url}{path}", timeout=30)
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        return answer.json()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def wait_for(found: Callable[[], T], process: subprocess.Popen[bytes], log: Path, seconds: float) -> T:
    """Asks until there is an answer; fails with the log when the process ends or the time is up."""
    deadline = time.monotonic() + seconds
    while not (answer := found()):
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(
                f"no answer in {seconds} s, or the process ended ({process.poll()}):\n{log.read_text()[-4000:]}"
            )
        time.sleep(0.3)
    return answer


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that a test started."""
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
