"""The command line in processes that are forked from one that has its imports and knowledge already, as the workers of a run are.

Some hundred commands would load them for a third of the time of all tests. Streams, folder, environment and exit code are the
command's own; what the interpreter reads when it starts is not, so whoever sets such a thing starts a process of his own.
"""

from __future__ import annotations

import multiprocessing.forkserver
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_CONTEXT = multiprocessing.get_context("forkserver")
_LOADED = (
    "flows.preload",
    "flows.cli.main",
    "flows.pipeline",
    "flows.together",
    "tasks.publish.excel",
    "pyarrow.dataset",
)


def share() -> None:
    """Says what all processes of a test process are forked from; said last, before the first of them starts."""
    _CONTEXT.set_forkserver_preload([*_LOADED, __name__])


def run_forked(
    arguments: Sequence[str], cwd: Path, environment: Mapping[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Runs `township` with these arguments, and gives what it said.

    Raises:
        subprocess.TimeoutExpired: it took longer.
    """
    command = ["township", *arguments]
    with tempfile.TemporaryDirectory(prefix="township-said-") as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        process = _CONTEXT.Process(target=_command, args=(list(arguments), cwd, dict(environment), out, err))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, seconds, out.read_bytes(), err.read_bytes())
        said = [file.read_text(encoding="utf-8") for file in (out, err)]
        return subprocess.CompletedProcess(command, process.exitcode, *said)


def _command(arguments: list[str], cwd: Path, environment: dict[str, str], out: Path, err: Path) -> None:
    from flows.cli.main import main

    forkserver: Any = multiprocessing.forkserver._forkserver  # type: ignore[attr-defined]
    forkserver.ensure_running = lambda: None  # it runs, as the parent of this process
    for number, file in enumerate((out, err), 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(cwd)
    main(arguments)
