"""A real terminal: a command that asks, and answers that are typed when it has asked."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 100


def converse(
    arguments: Sequence[str | Path],
    answers: Sequence[tuple[str, str]],
    cwd: Path | None = None,
    **environment: str,
) -> tuple[int, str]:
    """Runs `township` on a terminal, types each answer once its question is on the screen; exit code and all it showed."""
    command = [sys.executable, "-m", "flows.cli.main", *map(str, arguments)]
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("TOWNSHIP_", "COLUMNS"))}
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        command, cwd=cwd, stdin=follower, stdout=follower, stderr=follower, env=clean | {"TERM": "xterm"} | environment
    )
    os.close(follower)
    shown, at, left = b"", 0, list(answers)
    end = time.monotonic() + _SECONDS
    try:
        while time.monotonic() < end:
            if not select.select([leader], [], [], 0.2)[0]:
                continue
            try:
                more = os.read(leader, 65536)
            except OSError:  # the terminal's other end is closed
                break
            if not more:
                break
            shown += more
            while left and (found := shown.find(left[0][0].encode(), at)) >= 0:
                at = found + len(left[0][0].encode())
                os.write(leader, left.pop(0)[1].encode() + b"\n")
        return process.wait(timeout=10), shown.decode(errors="replace").replace("\r\n", "\n")
    finally:
        os.close(leader)
        process.kill()
        process.wait()
