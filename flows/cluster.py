"""Batches on a Dask cluster. No Prefect here; the module needs the extra `dask`.

Documents travel by path on storage that all machines share, rows come back as Parquet parts. Each Dask worker runs its
batches in processes of its own, within the limits of any run: what a document does there harms no other.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import dask
from distributed import Client, KilledWorker, LocalCluster, WorkerPlugin, as_completed, get_worker
from distributed.client import FutureCancelledError

from flows import knowledge
from flows.batch import BatchResult
from flows.batches import Crew, Spec
from flows.errors import BadInput, TownshipError
from flows.held import Run
from flows.limits import READ_SECONDS
from flows.settings import Settings
from flows.workers import RunBatch, workers

PATIENCE = 15
"""Seconds in which a scheduler answers, and has a worker."""

_QUIET = {
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.gil.enabled": False,
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.tick.interval": "1s",
}
"""What a cluster of this machine does not watch: nobody looks at its samples, which take a tenth of a core a process."""

_GIVE_BACK = "MALLOC_TRIM_THRESHOLD_"
"""What Dask tells its workers: to give freed memory back at once. What recognises pages would ask for the same again at each
line, a seventh of its time; the processes that read have limits of their own and end with the run."""


class ClusterFailed(TownshipError):
    """The cluster could not do the work; nothing is lost, the old release is current."""


class Sandbox(WorkerPlugin):  # type: ignore[misc]  # not typed
    """What each worker of a cluster has during a run: processes that read documents, one for each of its threads.

    A worker that would make other rows, or cannot make any, is refused, also one that joins later.
    """

    def __init__(self, staging: Path, code: Mapping[str, str], read_seconds: float = READ_SECONDS) -> None:
        self._staging, self._code, self._seconds = staging, dict(code), read_seconds

    def setup(self, worker: Any) -> None:
        """Begins: called by Dask in the worker, also after it was restarted.

        Raises:
            ClusterFailed: the worker is not fit for the run.
        """
        self._open = ExitStack()
        if unfit := self._unfit():
            raise ClusterFailed(f"the Dask worker {worker.address} on {platform.node()} {unfit}")
        os.environ.pop(_GIVE_BACK, None)
        self.run_batch = self._open.enter_context(workers(worker.state.nthreads, read_seconds=self._seconds))

    def teardown(self, worker: Any) -> None:
        """Ends the processes."""
        self._open.close()

    def _unfit(self) -> str:
        if multiprocessing.current_process().daemon:
            return "may start no processes; start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"
        if not os.access(self._staging, os.W_OK):
            return f"cannot write to {self._staging}; give it the home by the same path, or use --runner local"
        if _loaded_code() != self._code:
            return "has another version of the project or its libraries; bring it to this one and start it anew"
        return ""


@lru_cache(maxsize=1)
def _loaded_code() -> dict[str, str]:
    """Of a worker: the code as it was when its first run began. What it has loaded stays so when the files change."""
    return knowledge.code()


def run_there(name: str, spec: Spec) -> list[BatchResult]:
    """Runs a batch in the worker's processes. Each try has a folder of its own: a worker that was given up may still write."""
    sandbox: Sandbox = get_worker().plugins[name]
    return sandbox.run_batch(replace(spec, parts=spec.parts.with_name(f"{spec.parts.name}-{uuid4().hex[:8]}")))


def check_cluster(settings: Settings) -> None:
    """Sees that the cluster that is set answers and has a worker.

    Raises:
        BadInput: it does not, or has none.
    """
    if settings.dask_address:
        with connected(settings.dask_address):
            pass


@contextmanager
def cluster(run: Run) -> Iterator[str]:
    """Address of the scheduler: of the cluster that is set, or of one of this machine that ends with the run."""
    settings = run.job.settings
    if not os.environ.get("TOWNSHIP_DEBUG"):
        for name in ("distributed", "distributed.client"):  # what goes wrong is said in one line, at the end
            logging.getLogger(name).setLevel(logging.CRITICAL)
    if settings.dask_address:
        yield settings.dask_address
        return
    with (
        dask.config.set({"distributed.worker.daemon": False} | _QUIET),  # daemons may start no processes
        LocalCluster(
            n_workers=settings.workers,
            threads_per_worker=1,
            memory_limit=0,  # a worker only waits; what reads has limits of its own
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
            local_directory=str(run.job.home.staging / "dask"),
        ) as made,
    ):
        yield made.scheduler_address


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """A client of the scheduler, which has a worker at least.

    Raises:
        BadInput: it does not answer, or has none.
    """
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadInput(
            f"no Dask scheduler answers at {address} ({type(error).__name__}); start it with `dask scheduler`, correct the "
            "address, or leave it out for a cluster of this machine"
        ) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError as error:
            raise BadInput(
                f"the Dask scheduler at {address} has no worker; start one with `dask worker {address}`"
            ) from error
        yield client


@contextmanager
def prepared(client: Client, run: Run) -> Iterator[tuple[int, RunBatch]]:
    """Makes every worker ready for the run; yields how many batches they take at a time, and what runs one there.

    Raises:
        ClusterFailed: a worker is not fit, workers ended over a batch again and again, or the scheduler is gone.
    """
    name = f"township {run.job.home.root}"
    try:
        client.register_plugin(Sandbox(run.job.home.staging, knowledge.code()), name=name)
        yield sum(client.nthreads().values()), partial(run_there, name)
    except KilledWorker as error:
        raise ClusterFailed(
            f"{error.allowed_failures + 1} Dask workers ended over one batch, the last was {error.last_worker.address}; see "
            "their logs and memory, then run again"
        ) from error
    except FutureCancelledError as error:
        raise ClusterFailed(
            f"the Dask scheduler at {client.scheduler.address} is gone ({error.reason}); start it, then run again"
        ) from error
    finally:
        with suppress(OSError):
            client.unregister_worker_plugin(name)


@contextmanager
def dask_workers(run: Run) -> Iterator[Crew]:
    """The workers of the cluster as the crew of a run without Prefect."""
    with cluster(run) as address, connected(address) as client, prepared(client, run) as (size, run_batch):
        yield Crew(size, partial(_each, client, run_batch))


def _each(client: Client, run_batch: RunBatch, specs: Sequence[Spec]) -> Iterator[list[BatchResult]]:
    futures = [client.submit(run_batch, spec, pure=False) for spec in specs]
    for future in as_completed(futures, loop=client.loop):
        yield future.result()
