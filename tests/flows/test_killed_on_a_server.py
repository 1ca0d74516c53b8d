"""A run on a Prefect server that is killed, the short form of `python -m bench.chaos --only server`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.chaos.server import killed_on


@pytest.mark.timeout(300)
def test_run_that_is_killed_on_a_server_is_run_again(tmp_path: Path, server) -> None:
    kills, problems = killed_on(server.environment, tmp_path, 1)

    assert (kills, problems) == (1, [])
