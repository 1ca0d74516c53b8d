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
from pathlib import Path

from bench.chaos.place import ENVIRONMENT, Place
from bench.chaos.whole import broken, documents, doubled


@contextmanager
def server(folder: Path) -> Iterator[Mapping[str, str]]:
    """A Prefect server for as long as the block lasts; yields the environment that finds it."""
    folder.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/api"
    own = {"PREFECT_HOME": str(folder), "PREFECT_API_URL": url, "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}
    environment = ENVIRONMENT | own | {"DO_NOT_TRACK": "1"}
    command = [sys.executable, "-m", "prefect", "server", "start", "--port", str(port), "--no-ui"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            for _ in range(600):
                if _answers(url):
                    break
                time.sleep(0.3)
            yield environment
        finally:
            process.terminate()
            process.wait(timeout=60)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


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
