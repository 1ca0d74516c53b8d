"""Hostile statements to `township sql`: each must end with an exit code of ours and one line, and reach nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.chaos.place import ENVIRONMENT
from bench.chaos.whole import digest
from bench.watched import used

TIMEOUT, MEMORY_MB = 4.0, 256
SECRET = "d41d8cd98f00b204-not-for-you"
_KILL_AFTER = 60.0
_SHOWN = 1 << 20
_EVERY_SECONDS = 0.01
MOST_MB = 2 * MEMORY_MB + 1024
"""What a process may take at most, with Python and all that is on its way out."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a statement: standard error, memory, and what is wrong with that; nothing, where it was refused."""

    statement: str
    error: str
    mb: float
    problems: tuple[str, ...]


def ask_all(home: Path, folder: Path, statements: Sequence[str], at_once: int = 2) -> Iterator[Answer]:
    """Asks each statement by the command line, in a process of its own, with a small limit of time and memory."""
    folder.mkdir()
    places = {"file": folder / "secret.csv", "new": folder / "new", "db": folder / "other.duckdb"}
    places["file"].write_text(f"a,b\n{SECRET},1\n", encoding="utf-8")
    with duckdb.connect(str(places["db"])) as con:
        con.execute(f"CREATE TABLE t AS SELECT '{SECRET}' AS a")
    work = folder / "work"
    work.mkdir()
    before = digest(folder), digest(home)

    def ask(statement: str) -> Answer:
        for name, place in places.items():
            statement = statement.replace("{" + name + "}", str(place))
        return _ask(home, work, statement)

    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(ask, statements)
    if (digest(folder), digest(home)) != before:
        yield Answer("all of them", "", 0.0, ("files were changed, made or removed",))


def _ask(home: Path, work: Path, statement: str) -> Answer:
    limits = ["--timeout", str(TIMEOUT), "--memory", str(MEMORY_MB), "--format", "csv"]
    command = [sys.executable, "-m", "flows.cli.main", "sql", statement, "--home", str(home), *limits]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, cwd=work, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=said) as process,
    ):
        end = time.monotonic() + _KILL_AFTER
        assert process.stdout
        shown, mb = b"", 0.0
        os.set_blocking(process.stdout.fileno(), False)
        ended = False
        while not ended:
            ended = process.poll() is not None
            # what wait4 says of memory may be that of the process which started this one
            mb = max(mb, (used(process.pid) or (0.0, 0.0))[1])
            shown += (process.stdout.read() or b"")[: _SHOWN - len(shown)]
            if time.monotonic() > end:
                process.kill()
            time.sleep(_EVERY_SECONDS)
        said.seek(0)
        error = said.read().decode()
    claims = {
        f"exit code {process.returncode}": process.returncode == 2,
        "no one line on standard error": len(error.splitlines()) == 1 and error.startswith("township: sql: "),
        "the secret was shown": SECRET not in error and SECRET.encode() not in shown,
        f"{mb:.0f} MB": mb <= MOST_MB,
    }
    return Answer(statement, error, mb, tuple(problem for problem, held in claims.items() if not held))
