"""A season without a hand, the short form of `python -m bench.season`: local sites, and the scheduled flows alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.timeout(300)
def test_scheduled_flows_alone_end_with_the_right_tables_and_a_release_for_each_change(server) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.season", "--small"],
        cwd=ROOT,
        env=os.environ | server.environment,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    figures = {line[:48].strip(): line[48:].split() for line in done.stdout.splitlines()}
    assert figures["releases"][:2] == ["3", "3"], done.stdout
    assert figures["townships late, and missing, at the end"][:2] == ["1,", "2"]
    assert figures["days on which a source was red, by source"] == ["4"]
