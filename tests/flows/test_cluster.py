"""Batches on a Dask cluster of real processes: the same bytes as on one machine, also where a worker is killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

pytest.importorskip("prefect_dask", reason="the extra dask is not installed: make dask")

import dask
from distributed import Client, LocalCluster

from bench.corpus import write_corpus, write_register
from bench.hostile.corpus import KINDS
from flows import cluster as dask_cluster
from flows import knowledge
from flows.batch import BatchSpec
from flows.cli.main import main
from flows.cluster import ClusterFailed, Sandbox, connected, run_there
from flows.errors import BadInput
from flows.job import make_job
from flows.pipeline import run_plain
from flows.summary import Summary
from tasks.ingest.model import Arrival
from warehouse.fingerprint import sha256_of

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
N_SAMPLES, N_GENERATED = 16, 48


@pytest.fixture(scope="module")
def workers() -> Iterator[LocalCluster]:
    """A cluster of two workers, as an operator starts one."""
    with (
        dask.config.set({"distributed.worker.daemon": False}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, every format among them, and generated reports."""
    folder = tmp_path_factory.mktemp("cluster") / "inbox"
    shutil.copytree(SAMPLES / "inbox", folder)
    assert write_corpus(folder, 2, 8, range(2022, 2025)) == N_GENERATED
    return folder


def run(inbox: Path, home: Path, **asked: str) -> Summary:
    shutil.copytree(SAMPLES / "register", home / "register")
    write_register(home / "register" / "generated.csv", 2, 8)
    (home / "settings.toml").write_text("batch_size = 16\nworkers = 1\nsite = false\n")
    return run_plain(make_job(home, inbox, as_of=date(2025, 6, 1), asked=asked))


@pytest.fixture(scope="module")
def alone(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home made by one machine."""
    home = tmp_path_factory.mktemp("alone") / "home"
    assert run(inbox, home).n_processed == N_SAMPLES + N_GENERATED
    return home


def parquet(home: Path) -> dict[str, bytes]:
    """Lake and release, without the table that tells of the run."""
    (release,) = (home / "releases").iterdir()
    files = [*(home / "lake").rglob("*.parquet"), *release.rglob("parquet/**/*.parquet")]
    assert len(files) > 30
    return {p.relative_to(home).as_posix(): p.read_bytes() for p in files if p.stem != "runs"}


def test_lost_worker_loses_no_document_and_the_bytes_are_those_of_one_machine(
    workers: LocalCluster, inbox: Path, alone: Path, tmp_path: Path
) -> None:
    """The worker is killed while a document is in work there."""
    killed: list[int] = []

    def kill_one() -> None:
        with Client(workers, set_as_default=False) as client:
            pids = client.run(os.getpid)
            while not killed:
                if list(tmp_path.glob("home/.staging/*/parts/*/reading")):
                    busy = next((address for address, keys in client.processing().items() if keys), None)
                    if busy:
                        os.kill(pids[busy], signal.SIGKILL)
                        killed.append(pids[busy])
                time.sleep(0.01)

    killer = threading.Thread(target=kill_one)
    killer.start()
    summary = run(inbox, tmp_path / "home", runner="dask", dask_address=workers.scheduler_address)
    killer.join()

    assert killed
    assert summary.n_processed == N_SAMPLES + N_GENERATED
    assert parquet(tmp_path / "home") == parquet(alone)


def test_a_document_that_hangs_costs_only_itself(workers: LocalCluster, inbox: Path, tmp_path: Path) -> None:
    (endless,) = [case.data for case in KINDS["pdf: forms in forms"](Random(1)) if case.name == "fan_of_text.pdf"]
    (tmp_path / "endless.pdf").write_bytes(endless)
    paths = [tmp_path / "endless.pdf", *sorted(inbox.rglob("*.txt"))[:4]]
    documents = tuple(Arrival(sha256_of(path), str(path), (path.name,), "2025-01-01T00:00:00+00:00") for path in paths)
    spec = BatchSpec(tmp_path / "parts" / "1", SAMPLES / "register", "samples", documents)
    with connected(workers.scheduler_address) as client:
        client.register_plugin(Sandbox(tmp_path, knowledge.code(), read_seconds=0.5), name="limits")
        try:
            results = client.submit(run_there, "limits", spec, pure=False).result(60)
        finally:
            client.unregister_worker_plugin("limits")

    assert sorted(i for r in results for i in r.processed) == sorted(a.file_id for a in documents)
    (blamed,) = [r for r in results if "hostile" in r.quarantined]
    assert blamed.processed == (documents[0].file_id,)
    assert all(r.parts.name != spec.parts.name for r in results)  # a folder for each try


def test_worker_of_another_version_is_refused(
    workers: LocalCluster, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster.knowledge, "code", lambda: {"code": "newer", "worker": "newer"})
    with pytest.raises(ClusterFailed, match="has another version of the project"):
        run(SAMPLES / "inbox", tmp_path / "home", runner="dask", dask_address=workers.scheduler_address)
    assert not (tmp_path / "home" / "lake").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--runner", "dask", "--dask-address", "10.0.0.1"), "settings: dask_address: .*correct it in --dask-address"),
        (("--dask-address", "tcp://127.0.0.1:1"), "--dask-address goes with --runner dask"),
        (("--runner", "dask", "--dask-address", "tcp://127.0.0.1:1"), "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_wrong_cluster_ends_with_2_before_anything_is_done(
    arguments: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(dask_cluster, "PATIENCE", 1)
    with pytest.raises(SystemExit) as ended:
        main(["run", "--inbox", str(SAMPLES / "inbox"), "--home", str(tmp_path / "home"), "--no-server", *arguments])
    (line,) = capsys.readouterr().err.splitlines()

    assert ended.value.code == 2
    assert re.search(message, line)
    assert not (tmp_path / "home").exists()


def test_workers_that_may_start_no_processes_and_clusters_without_any_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dask_cluster, "PATIENCE", 1)
    with (
        dask.config.set({"distributed.worker.daemon": True}),
        LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster,
    ):
        with pytest.raises(BadInput, match=r"has no worker; start one with `dask worker tcp://"):
            run(SAMPLES / "inbox", tmp_path / "none", runner="dask", dask_address=cluster.scheduler_address)
        monkeypatch.undo()
        cluster.scale(1)
        with pytest.raises(ClusterFailed, match="start it with DASK_DISTRIBUTED__WORKER__DAEMON=False"):
            run(SAMPLES / "inbox", tmp_path / "daemon", runner="dask", dask_address=cluster.scheduler_address)


def test_flow_on_a_cluster_of_this_machine_reports_each_batch(
    server, township, sample_home: Path, tmp_path: Path
) -> None:
    shutil.copytree(SAMPLES / "register", tmp_path / "home" / "register")
    arguments = ("run", "--inbox", SAMPLES / "inbox", "--home", tmp_path / "home", "--as-of", "2025-06-01")
    result = township(*arguments, "--runner", "dask", TOWNSHIP_WORKERS="1", **server.environment)
    assert result.returncode == 0, result.stderr
    # the server knows the runs of other tests too, and those that their deployments will make
    done = {"state": {"type": {"any_": ["COMPLETED"]}}}
    latest = server.post("/flow_runs/filter", flow_runs=done, sort="END_TIME_DESC", limit=200)
    flow_run = next(run for run in latest if run["parameters"].get("runner") == "dask")
    tasks = server.post("/task_runs/filter", flow_runs={"id": {"any_": [flow_run["id"]]}})

    assert {(t["name"].split("-")[0], t["state_type"]) for t in tasks} >= {("extract", "COMPLETED")}
    assert parquet(tmp_path / "home") == parquet(sample_home)
