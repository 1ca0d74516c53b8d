"""kill -9 in the middle of runs of a deployment: of the server, of the serving process, of the run, and of all at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from bench.chaos.place import AS_OF, Place
from bench.chaos.server import Prefect
from bench.chaos.whole import broken, documents, doubled
from bench.watched import family

KINDS = ("server", "run", "serving", "power")
"""Who is killed: the server; the process of the run; `township serve` with its run; all of them, as when power fails."""

T = TypeVar("T")
_ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(slots=True)
class Deployed:
    """How killed runs ended, and what went wrong."""

    ends: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class Service:
    """`township serve` for a place, as a service manager keeps it: started again where it has ended."""

    def __init__(self, place: Place, url: str, environment: Mapping[str, str]) -> None:
        self.place, self.url = place, url
        self.environment = {**environment, "PREFECT_RUNNER_POLL_FREQUENCY": "1"}
        self.log = place.folder / "serve.log"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        home, inbox = str(self.place.home), str(self.place.inbox)
        command = [sys.executable, "-m", "flows.cli.main", "serve", "--inbox", inbox, "--home", home]
        with self.log.open("ab") as log:
            return subprocess.Popen(command, cwd=self.place.folder, env=self.environment, stdout=log, stderr=log)

    def keep(self) -> None:
        """Starts it again where it has ended."""
        if self.process.poll() is not None:
            self.process = self._start()

    def run(self) -> str:
        """Asks for a run of `annual/yearly` as soon as it is served; gives its id."""
        deployment = self.wait(self._served, 150)
        body = {"parameters": deployment["parameters"] | {"as_of": AS_OF}, "idempotency_key": uuid4().hex}
        return str(self._ask("POST", f"/deployments/{deployment['id']}/create_flow_run", body)["id"])

    def ended(self, run: str, seconds: float = 200) -> str:
        """The state in which a run ended; '' where it did not. One that crashed has a while to begin again."""
        try:
            state = self.wait(lambda: self._end(run), seconds)
            if state == "CRASHED":
                self.wait(lambda: self._end(run) != "CRASHED", 15)
                state = self.wait(lambda: self._end(run), seconds)
        except TimeoutError:
            return self._end(run)
        return state

    def begun(self, run: str) -> list[int]:
        """Waits until a run holds the home; gives its process and those below it."""
        lock = self.place.home / ".lock"
        self.wait(lambda: any((self.place.home / ".staging").glob("*")) or self._end(run), 150)
        below = family(self.process.pid)[1:]
        with suppress(OSError, ValueError, IndexError):
            holder = int(lock.read_text().split()[1])
            return [pid for pid in family(holder) if pid in below]
        return below

    def kill(self) -> None:
        """Kills it with all processes below it."""
        kill(family(self.process.pid))
        self.process.wait()

    def wait(self, found: Callable[[], T], seconds: float) -> T:
        """Asks until there is an answer; keeps the service up meanwhile."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(httpx.TransportError):
                if answer := found():
                    return answer
            self.keep()
            time.sleep(0.2)
        raise TimeoutError(self.log.read_text()[-2000:])

    def _served(self) -> Any:
        deployment = self._ask("GET", "/deployments/name/annual/yearly")
        return deployment if deployment and not deployment["paused"] else None

    def _end(self, run: str) -> str:
        state = str(self._ask("GET", f"/flow_runs/{run}")["state_type"])
        return state if state in _ENDED else ""

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        for pause in range(10):
            answer = httpx.request(method, f"{self.url}{path}", json=body, timeout=30)
            if answer.status_code != 503:
                break
            time.sleep(pause)  # busy; its own client asks again too
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        return answer.json()


def kill(processes: Sequence[int]) -> None:
    """Kills processes, whichever of them are still there."""
    for process in processes:
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


def kill_deployed(prefect: Prefect, folder: Path, kinds: Sequence[str], seed: int = 1) -> Deployed:
    """Runs of a deployment that take in a report each; in the middle of each somebody is killed, and started again."""
    place = Place(folder / "place").make(2)
    service = Service(place, prefect.url, prefect.environment)
    found = Deployed()
    rng = random.Random(seed)
    try:
        for number, kind in enumerate(kinds, start=2):
            place.add(number)
            run = service.run()
            processes = service.begun(run)
            time.sleep(rng.uniform(0, 2))
            if kind in ("server", "power"):
                prefect.end(signal.SIGKILL)
            if kind in ("serving", "power"):
                service.kill()
            if kind == "run":
                kill(processes)
            if kind in ("server", "power"):
                time.sleep(1)
                prefect.start()
            found.problems += [f"{kind}: {problem}" for problem in broken(place.home)]
            state = service.ended(run)
            found.ends[f"killed: {kind}; that run ended as {state or 'never'}"] += 1
            if state != "COMPLETED" and (state := service.ended(service.run())) != "COMPLETED":
                found.problems.append(f"{kind}: the next run ended as {state or 'never'}")
            found.problems += [f"{kind}: {problem}" for problem in whole(place, number + 1)]
    finally:
        service.kill()
    return found


def whole(place: Place, n_documents: int) -> list[str]:
    """What is wrong with a home that took in so many documents: lost, twice, or a release that is not whole."""
    problems = broken(place.home) + doubled(place.home)
    if documents(place.home) != n_documents:
        problems.append(f"{documents(place.home)} documents, not {n_documents}")
    return problems
