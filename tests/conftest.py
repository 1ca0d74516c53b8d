"""Fixtures that several kinds of tests share. Everything is real: files, processes, the command line, the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from forked import run_forked, share

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples"

Township = Callable[..., subprocess.CompletedProcess[str]]
_FIRST = ("flows", "full", "contracts", "corrections", "collect")
"""Folders of tests that take long; begun first, they do not end last."""


_SERVED = frozenset(
    f"tests/flows/test_{name}.py"
    for name in ("annual", "cluster", "deployments", "killed_on_a_server", "operators_guide", "season")
)
"""Modules whose flows run on the Prefect server of the tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begins with what takes long."""
    items.sort(key=lambda item: next((n for n, folder in enumerate(_FIRST) if f"tests/{folder}/" in item.nodeid), 9))


def pytest_collection_finish() -> None:
    """When all modules are imported, some of which say what their own processes share."""
    share()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object:
    """Shares out modules, so that their fixtures are made once; flows with a Prefect server are one, and so have one server:
    they wait more than they work, which leaves the cores to the others."""
    from xdist.scheduler import LoadScopeScheduling

    class Modules(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            module = nodeid.partition("::")[0]
            return "served" if module in _SERVED else module

    return Modules(config, log)


@pytest.fixture(scope="session")
def township(tmp_path_factory: pytest.TempPathFactory) -> Township:
    """Runs the command line in a process of its own, as a user does, in a folder that holds nothing of the project.

    The process is a new interpreter where the environment says anything but settings of township; else it is forked from
    one that has its imports already.

    Releases have no web pages, which take time and to which few tests look: those say TOWNSHIP_SITE="true", or "" for what the home says.
    """
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNSHIP_", "PREFECT_", "COLUMNS"))}
    clean["TOWNSHIP_SITE"] = "false"

    def run(*arguments: str | Path, cwd: Path = elsewhere, **environment: str) -> subprocess.CompletedProcess[str]:
        said = [str(argument) for argument in arguments]
        set_ones = {name: value for name, value in (clean | environment).items() if value}
        if all(name.startswith("TOWNSHIP_") for name in environment):
            return run_forked(said, cwd, set_ones, seconds=110)
        command = [sys.executable, "-m", "flows.cli.main", *said]
        return subprocess.run(command, cwd=cwd, env=set_ones, capture_output=True, text=True, timeout=110, check=False)

    return run


@pytest.fixture(scope="session")
def run_samples(township: Township) -> Township:
    """Runs the main job on the samples in a home, with their overlay of the register; no server, a fixed date."""

    def run(home: Path, *more: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
        shutil.copytree(SAMPLES / "register", home / "register", dirs_exist_ok=True)
        fixed = ("--inbox", SAMPLES / "inbox", "--home", home, "--as-of", "2025-06-01", "--no-server")
        return township("run", *fixed, *more, **environment)

    return run


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, run_samples: Township) -> Path:
    """A home with a release made from the samples; tests only read it."""
    return _released(tmp_path_factory.mktemp("samples") / "home", run_samples)


@pytest.fixture(scope="session")
def site_home(tmp_path_factory: pytest.TempPathFactory, run_samples: Township) -> Path:
    """The same home, whose release has web pages too."""
    return _released(tmp_path_factory.mktemp("site") / "home", run_samples, TOWNSHIP_SITE="true")


def _released(home: Path, run_samples: Township, **environment: str) -> Path:
    result = run_samples(home, **environment)
    assert result.returncode == 0, result.stderr
    return home
