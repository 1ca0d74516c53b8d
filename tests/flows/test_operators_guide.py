"""The operators' page, followed word for word on a fresh home, with the services as processes; one of them is killed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from prefect_server import Server

from bench.chaos.deployed import kill
from bench.chaos.whole import broken, doubled
from bench.watched import family
from bench.web_site import COLUMN, Site, serve
from flows.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```(bash|yaml|toml|ini)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SYSTEM = {"systemctl", "useradd", "make", "cd"}
"""What belongs to the machine, or was done before the tests began."""


@dataclass
class Operator:
    """Follows the page: paths of the page are folders below `srv`, its server is that of the tests."""

    srv: Path
    server: Server
    site: Site
    services: list[str] = field(default_factory=list)
    n_commands: int = 0

    def __post_init__(self) -> None:
        self.home = self.srv / "township"
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNSHIP_", "PREFECT_"))}
        self.environment |= self.server.environment | {"PREFECT_RUNNER_POLL_FREQUENCY": "1"}

    def here(self, text: str) -> str:
        """The page's paths and addresses as they are here."""
        text = text.replace("/srv/township-project/.venv/bin/", f"{Path(sys.executable).parent}/")
        text = text.replace("/srv/township-project", str(ROOT)).replace("http://127.0.0.1:4200/api", self.server.url)
        text = re.sub(r"(?<![\w/])\.venv/bin/", f"{Path(sys.executable).parent}/", text)
        return re.sub(r"/srv(?=[/ ])", str(self.srv), text)

    def writes(self, language: str, text: str) -> None:
        """What the page says to write into a file."""
        if language == "yaml":
            text = re.sub(r"https://www\.example\.gov\.cn/\S*", self.site.address + COLUMN, text)
            (self.home / "sources" / "qinglan.yaml").write_text(text + "allow_private: true\ndelay: 0\n")
        elif language == "toml":
            (self.home / "settings.toml").write_text(text + "workers = 1\nsite = false\n")
        else:
            self.services.append(text)

    def gives(self, command: str) -> None:
        """A command of the page; the first word says whether it is one of ours."""
        words = shlex.split(self.here(command), comments=True)
        if words[0] == "runuser":
            words = words[words.index("--") + 1 :]
        if words[0] in SYSTEM or not words:
            return
        self.n_commands += 1
        if Path(words[0]).name == "township":
            with pytest.raises(SystemExit) as end:
                main(words[1:])
            assert end.value.code == 0, command
        else:
            text = self.here(command.replace(" && chown -R township /srv/township /srv/township-prefect", ""))
            options: Any = {"cwd": ROOT, "env": self.environment, "capture_output": True, "text": True, "timeout": 100}
            done = subprocess.run(["bash", "-c", text], **options, check=False)
            assert done.returncode == 0, (command, done.stdout, done.stderr)

    def start(self) -> subprocess.Popen[bytes]:
        """The service that runs what is due, as its unit says; its user has no home folder."""
        (command,) = re.findall(r"^ExecStart=(.*township serve.*)$", self.services[1], re.MULTILINE)
        with (self.srv / "serve.log").open("ab") as log:
            return subprocess.Popen(
                shlex.split(self.here(command)),
                cwd=ROOT,
                env=self.environment | {"HOME": "/nonexistent"},
                stdout=log,
                stderr=log,
            )

    def runs(self, name: str) -> list[dict[str, Any]]:
        """Runs by hand of a deployment."""
        deployment = self.server.get(f"/deployments/name/{name}")
        if not deployment:
            return []
        chosen = {"deployment_id": {"any_": [deployment["id"]]}}
        found = self.server.post("/flow_runs/filter", flow_runs=chosen)
        return [run for run in found if not run["auto_scheduled"] and run["parameters"].get("home") == str(self.home)]

    def waits(self, done: Any, seconds: float = 120) -> None:
        """Until something is so."""
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, (self.srv / "serve.log").read_text()[-4000:]
            time.sleep(0.05)

    def registered(self) -> bool:
        deployment = self.server.get("/deployments/name/backfill/by-hand")
        return bool(deployment and not deployment["paused"] and deployment["parameters"]["home"] == str(self.home))


@contextmanager
def operator(srv: Path, server: Server) -> Iterator[Operator]:
    with serve(Site()) as site:
        site.report(f"{COLUMN}202501/t20250120_1.html", "桐坝镇", 2024)
        site.column({"./202501/t20250120_1.html": "桐坝镇2024年法治政府建设年度报告"})
        yield Operator(srv, server, site)


@pytest.mark.timeout(400)
def test_the_page_can_be_followed_word_for_word(server, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
    page = page.partition("\n## 7. ")[0]  # a cluster and an object store have tests of their own
    running: list[subprocess.Popen[bytes]] = []
    with operator(tmp_path, server) as person:
        try:
            for language, text in BLOCK.findall(page):
                if language != "bash":
                    person.writes(language, text)
                    continue
                for command in text.splitlines():
                    if command.startswith("export"):
                        running.append(person.start())
                        person.waits(person.registered)
                    else:
                        person.gives(command)
                    if command.startswith("mkdir") and not running and (person.home / "register").is_dir():
                        shutil.copytree(ROOT / "samples" / "register", person.home / "register", dirs_exist_ok=True)
                    if "backfill/by-hand" in command:
                        person.waits(lambda: any((person.home / ".staging").glob("*")))
                        kill(family(running[-1].pid))
                        running.append(person.start())  # Restart=always
                        for name in ("collect/daily", "backfill/by-hand"):
                            person.waits(
                                lambda name=name: [r["state_type"] for r in person.runs(name)] == ["COMPLETED"]
                            )
        finally:
            for process in running:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=60)

        assert broken(person.home) + doubled(person.home) == []
        assert person.n_commands >= 10
        check_units(tmp_path, [person.here(unit) for unit in person.services])


def check_units(folder: Path, units: list[str]) -> None:
    """The units as systemd reads them, where it is there; the user is none of this machine."""
    if shutil.which("systemd-analyze"):
        for name, unit in zip(("prefect", "township"), units, strict=True):
            (folder / f"{name}.service").write_text(unit.replace("User=township\n", ""))
        command = ["systemd-analyze", "verify", "prefect.service", "township.service"]
        found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert [line for line in found.stderr.splitlines() if "prefect" in line or "township" in line] == []
