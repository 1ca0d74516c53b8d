"""The flow on a real Prefect server: by the command line, by a schedule, by hand, and from a process pool's file."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from prefect_server import stop, wait_for

from flows.serve import ANNUAL, COLLECT

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def flow_home(tmp_path_factory: pytest.TempPathFactory, township, server) -> Path:
    """A home that the flow has made a release in."""
    home = tmp_path_factory.mktemp("flow") / "home"
    shutil.copytree(SAMPLES / "register", home / "register")
    result = run_flow(township, server, home)
    assert result.returncode == 0, result.stderr
    return home


def run_flow(township, server, home: Path) -> subprocess.CompletedProcess[str]:
    arguments = ("run", "--inbox", SAMPLES / "inbox", "--home", home, "--as-of", "2025-06-01")
    return township(*arguments, **server.environment)


def flow_runs(server) -> list[dict[str, Any]]:
    return server.post("/flow_runs/filter", sort="START_TIME_DESC")


def test_flow_run_is_completed_on_the_server_with_a_task_for_each_stage(flow_home: Path, server) -> None:
    done = [r for r in flow_runs(server) if r["state_type"] == "COMPLETED"]
    (run,) = [r for r in done if r["parameters"].get("home") == str(flow_home)][-1:]
    tasks = server.post("/task_runs/filter", flow_runs={"id": {"any_": [run["id"]]}})

    assert {t["name"].split("-")[0] for t in tasks} == {"ingest", "extract", "store", "publish"}
    assert {t["state_type"] for t in tasks} == {"COMPLETED"}


def test_flow_and_plain_run_make_the_same_bytes(flow_home: Path, sample_home: Path) -> None:
    def hashes(home: Path) -> dict[str, Any]:
        (release,) = (home / "releases").iterdir()
        return {p.name: p.read_bytes() for p in sorted((release / "parquet").glob("**/*.parquet")) if p.stem != "runs"}

    assert hashes(flow_home) == hashes(sample_home)


def test_summary_is_an_artifact_and_a_file(flow_home: Path, server) -> None:
    (path,) = (flow_home / "runs").glob("*.json")
    summary = json.loads(path.read_text(encoding="utf-8"))
    (artifact,) = server.post("/artifacts/latest/filter", artifacts={"key": {"any_": ["annual"]}})

    assert summary["outcome"] == "published"
    assert summary["run_id"] in artifact["data"]
    assert Path(summary["release_path"]).name in artifact["data"]


def test_second_flow_run_makes_no_release(township, server, tmp_path: Path, flow_home: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(flow_home, home, symlinks=True)
    result = run_flow(township, server, home)

    assert result.returncode == 0, result.stderr
    assert "无变化" in result.stdout
    assert sum(p.is_dir() for p in (home / "releases").iterdir()) == 1


@dataclass(frozen=True)
class Served:
    """`township serve` in a process of its own."""

    process: subprocess.Popen[bytes]
    log: Path
    home: Path


@contextmanager
def serving(server, folder: Path) -> Iterator[Served]:
    """Runs `township serve` on the samples, with a home below `folder`, until the block ends."""
    home, log = folder / "home", folder / "serve.log"
    shutil.copytree(SAMPLES / "register", home / "register", dirs_exist_ok=True)
    command = [sys.executable, "-m", "flows.cli.main", "serve", "--inbox", str(SAMPLES / "inbox"), "--home", str(home)]
    with log.open("ab") as target:
        process = subprocess.Popen(
            command, cwd=folder, env=os.environ | server.environment, stdout=target, stderr=target
        )
        try:
            yield Served(process, log, home)
        finally:
            stop(process)


def test_deployment_yields_scheduled_runs_and_runs_by_hand(server, tmp_path: Path) -> None:
    with serving(server, tmp_path) as served:
        deployment = wait_for(lambda: active_deployment(server), served.process, served.log, seconds=90)
        scheduled = wait_for(lambda: runs_of(server, deployment, "SCHEDULED"), served.process, served.log, seconds=60)
        by_hand = server.post(f"/deployments/{deployment['id']}/create_flow_run", state={"type": "SCHEDULED"})
        ended = wait_for(lambda: ended_run(server, by_hand["id"]), served.process, served.log, seconds=150)

    assert all(run["expected_start_time"][11:16] == "22:30" for run in scheduled), "06:30 in Shanghai is 22:30 UTC"
    assert ended["state_type"] == "COMPLETED", served.log.read_text()[-4000:]
    assert (served.home / "current.duckdb").exists()


def test_paused_schedule_goes_on_when_serve_starts_again(server, tmp_path: Path) -> None:
    """Prefect pauses a deployment when its process is stopped."""
    with serving(server, tmp_path) as first:
        deployment = wait_for(lambda: active_deployment(server), first.process, first.log, seconds=90)
    server.post(f"/deployments/{deployment['id']}/pause_deployment")
    assert active_deployment(server) is None
    assert runs_of(server, deployment, "SCHEDULED") == []

    with serving(server, tmp_path) as again:
        wait_for(lambda: active_deployment(server), again.process, again.log, seconds=90)
        wait_for(lambda: runs_of(server, deployment, "SCHEDULED"), again.process, again.log, seconds=60)


def active_deployment(server) -> dict[str, Any] | None:
    """The deployment that `township serve` registers, where it is not paused."""
    deployment = server.get("/deployments/name/annual/yearly")
    return deployment if deployment and not deployment["paused"] else None


def runs_of(server, deployment: dict[str, Any], state: str) -> list[dict[str, Any]]:
    chosen = {"deployment_id": {"any_": [deployment["id"]]}, "state": {"type": {"any_": [state]}}}
    return server.post("/flow_runs/filter", flow_runs=chosen)


def ended_run(server, run_id: str) -> dict[str, Any] | None:
    run = server.get(f"/flow_runs/{run_id}")
    return run if run["state_type"] in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None


def test_prefect_yaml_deploys_to_a_process_pool_with_its_schedule(server, tmp_path: Path) -> None:
    environment = os.environ | server.environment | {"TOWNSHIP_HOME": str(tmp_path), "TOWNSHIP_INBOX": str(tmp_path)}

    def prefect(*arguments: str) -> None:
        command = [sys.executable, "-m", "prefect", "--no-prompt", *arguments]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=100)

    prefect("work-pool", "create", "township", "--type", "process")
    prefect("deploy", "--all")
    deployment = server.get("/deployments/name/annual/yearly-pool")

    assert deployment["work_pool_name"] == "township"
    assert sorted(s["schedule"]["cron"] for s in deployment["schedules"]) == sorted(ANNUAL)
    assert {s["schedule"]["timezone"] for s in deployment["schedules"]} == {"Asia/Shanghai"}
    collect = server.get("/deployments/name/collect/daily-pool")
    assert sorted(s["schedule"]["cron"] for s in collect["schedules"]) == sorted(COLLECT)
    assert server.get("/deployments/name/backfill/by-hand-pool")["schedules"] == []
    assert server.get("/deployments/name/publish/by-hand-pool")["parameters"] == {"home": str(tmp_path)}
    assert deployment["parameters"] == {"home": str(tmp_path), "inbox": str(tmp_path)}
