"""kill -9 of runs on a Prefect server of their own, each followed by a plain rerun on it."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.chaos.place import ENVIRONMENT, Place
from bench.chaos.whole import broken, documents, doubled


@dataclass
class Prefect:
    """A Prefect server with its own folder and port, which can be killed and started again."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of its API."""
        return f"http://127.0.0.1:{self.port}/api"

    @property
    def environment(self) -> dict[str, str]:
        """What a process needs to find it, and nothing of the settings of whoever started this one."""
        own = {"PREFECT_HOME": str(self.folder), "PREFECT_API_URL": self.url, "DO_NOT_TRACK": "1"}
        return ENVIRONMENT | own | {"PREFECT_SERVER_ANALYTICS_ENABLED": "false"}

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(self.port), "--no-ui"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log)
        for _ in range(600):
            if self._answers():
                return
            time.sleep(0.3)
        raise RuntimeError((self.folder / "server.log").read_text()[-2000:])

    def end(self, number: int = signal.SIGTERM) -> None:
        """Ends it by a signal."""
        if self.process:
            self.process.send_signal(number)
            self.process.wait(timeout=60)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


@contextmanager
def server(folder: Path) -> Iterator[Prefect]:
    """A Prefect server for as long as the block lasts."""
    folder.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found = Prefect(folder, probe.getsockname()[1])
    try:
        found.start()
        yield found
    finally:
        found.end()


def killed_on(server: Mapping[str, str], folder: Path, kills: int, seed: int = 1) -> tuple[int, list[str]]:
    """Runs on the server of an environment that take in a report each, killed with their workers at any moment, and run
    again. Gives how many were killed, and what went wrong."""
    rng, place, problems, done = random.Random(seed), Place(folder / "place").make(2), list[str](), 0
    log = folder / "said.log"

    def run() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "flows.cli.main", *place.command()]
        with log.open("wb") as said:
            return subprocess.Popen(
                command, cwd=folder, env=ENVIRONMENT | server, stdout=said, stderr=said, start_new_session=True
            )

    start = time.monotonic()
    if run().wait(timeout=300):
        raise RuntimeError(log.read_text())
    seconds, number = time.monotonic() - start, 1
    while done < kills and not problems:
        number += 1
        place.add(number)
        process = run()
        try:
            process.wait(timeout=rng.uniform(0.2, 0.9) * seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            done += 1
        problems += broken(place.home)
        if code := run().wait(timeout=300):
            problems.append(f"the rerun ended with {code}: {log.read_text()[-500:]}")
        elif documents(place.home) != number + 1:
            problems.append(f"{documents(place.home)} documents, not {number + 1}")
        problems += doubled(place.home)
    return done, problems
