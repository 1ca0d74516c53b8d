"""The deployments on a real server: schedules that fire, forms that refuse nonsense, late runs, messages."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from prefect_server import stop, wait_for

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples"
NAMES = ("collect/daily", "annual/yearly", "backfill/by-hand", "publish/by-hand")

pytestmark = pytest.mark.timeout(400)


@contextmanager
def serving(server, home: Path, *options: str) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """`township serve` for a home, until the block ends; the process and its log."""
    home.mkdir(exist_ok=True)
    log = home.parent / "serve.log"
    command = [sys.executable, "-m", "flows.cli.main", "serve", "--home", str(home), *options]
    with log.open("ab") as target:
        process = subprocess.Popen(
            command, cwd=home.parent, env=os.environ | server.environment, stdout=target, stderr=target
        )
        try:
            yield process, log
        finally:
            process.send_signal(signal.SIGCONT)
            stop(process)


def deployments(server) -> list[dict[str, Any]] | None:
    """All deployments of `township serve`, once each is there and none is paused."""
    found = [server.get(f"/deployments/name/{name}") for name in NAMES]
    return found if all(d and not d["paused"] for d in found) else None


def runs(server, deployment: dict[str, Any]) -> list[dict[str, Any]]:
    chosen = {"deployment_id": {"any_": [deployment["id"]]}}
    return server.post("/flow_runs/filter", flow_runs=chosen, sort="EXPECTED_START_TIME_ASC")


def state(server, run_id: str) -> str:
    return str(server.get(f"/flow_runs/{run_id}")["state_type"])


def ended(server, run_id: str) -> str | None:
    now = state(server, run_id)
    return now if now in {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"} else None


def test_forms_explain_themselves_and_refuse_nonsense_and_hand_made_runs_do_the_work(server, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "register", home / "register")
    with serving(server, home) as (process, log):
        collect, annual, backfill, publish = wait_for(lambda: deployments(server), process, log, seconds=120)
        scheduled = wait_for(
            lambda: [run for run in runs(server, collect) if run["auto_scheduled"]], process, log, seconds=60
        )
        refused = [
            httpx.post(
                f"{server.url}/deployments/{d['id']}/create_flow_run", json={"parameters": p}, timeout=30
            ).status_code
            for d, p in ((backfill, {"years": [1800]}), (annual, {"as_of": "soon"}), (collect, {"sources": ["a b"]}))
        ]
        by_hand = [
            server.post(f"/deployments/{d['id']}/create_flow_run", parameters=d["parameters"] | p)
            for d, p in ((annual, {}), (publish, {}), (collect, {}), (backfill, {"years": [2024]}))
        ]
        results = [wait_for(lambda run=run: ended(server, run["id"]), process, log, seconds=200) for run in by_hand]

    assert all(400 <= status < 500 for status in refused), refused
    assert all(run["expected_start_time"][11:16] == "22:00" for run in scheduled), "06:00 in Shanghai is 22:00 UTC"
    for deployment in (collect, annual, backfill, publish):
        fields = deployment["parameter_openapi_schema"]["properties"].values()
        assert all(field["description"] for field in fields)
    assert results == ["COMPLETED", "COMPLETED", "FAILED", "COMPLETED"], "collect has no source, and says so"


def test_cron_fires_and_late_runs_are_one_and_serving_again_makes_no_run_twice(server, tmp_path: Path) -> None:
    """Real minutes: the process sleeps while two runs fall due, and wakes up."""
    home = tmp_path / "home"
    with serving(server, home, "--cron", "* * * * *") as (process, log):
        annual = wait_for(lambda: deployments(server), process, log, seconds=120)[1]
        os.kill(process.pid, signal.SIGSTOP)

        def overdue() -> list[str]:
            now = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime())
            due = [
                r["id"]
                for r in runs(server, annual)
                if r["state_type"] == "SCHEDULED" and r["expected_start_time"] < now
            ]
            return due if len(due) > 1 else []

        late = wait_for(overdue, process, log, seconds=200)
        os.kill(process.pid, signal.SIGCONT)
        wait_for(lambda: all(ended(server, run) for run in late), process, log, seconds=150)
        states = Counter(state(server, run) for run in late)
    with serving(server, home, "--cron", "* * * * *") as (process, log):
        wait_for(lambda: deployments(server), process, log, seconds=120)
        planned = wait_for(lambda: runs(server, annual), process, log, seconds=60)

    assert states["COMPLETED"] >= 1 and states["CANCELLED"] >= 1 and states.total() == len(late)
    times = [run["expected_start_time"] for run in planned if run["auto_scheduled"]]
    assert len(times) == len(set(times))


def test_failures_and_red_sources_are_told_through_the_block_that_the_home_names(server, tmp_path: Path) -> None:
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    listener = HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=listener.serve_forever)
    thread.start()
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "register", home / "register")
    (home / "settings.toml").write_text('notify = ["township-notice/ops", "township-notice/unknown"]\n')
    (home / "sources").mkdir()
    (home / "sources" / "a.yaml").write_text("id: down\ndistrict: '990101'\nlists: ['http://127.0.0.1:9/']\n")
    program = f"""
from flows.notify import TownshipNotice
TownshipNotice(url="json://127.0.0.1:{listener.server_address[1]}/").save("ops")
from flows.collect import collect
collect(home={str(home)!r}, sources=["down"])
from flows.annual import annual
annual(home={str(home)!r}, districts=["没有区"], return_state=True)
"""
    try:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=os.environ | server.environment,
            capture_output=True,
            text=True,
            timeout=200,
        )
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()

    assert done.returncode == 0, done.stderr[-3000:]
    assert len(heard) == 2, done.stderr[-3000:]
    assert "1 of 1 sources could not be collected" in heard[0] and "allow_private" in heard[0]
    assert "annual Failed" in heard[1] and "is not in the register" in heard[1]
    (artifact,) = server.post("/artifacts/latest/filter", artifacts={"key": {"any_": ["sources"]}})
    assert "未能采集" in artifact["data"]
