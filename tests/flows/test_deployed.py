"""A deployed run that is killed begins again, and nothing of it is lost or stands twice; the short form of
`python -m bench.chaos --only deployed`, which kills the server too."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bench.chaos.deployed import kill_deployed
from bench.chaos.server import Prefect


@pytest.mark.timeout(300)
def test_run_that_is_killed_with_its_service_is_the_one_that_completes(server, tmp_path: Path) -> None:
    prefect = Prefect(Path(server.environment["PREFECT_HOME"]), urlsplit(server.url).port or 0)
    found = kill_deployed(prefect, tmp_path, ["serving"])

    assert found.problems == []
    assert dict(found.ends) == {"killed: serving; that run ended as COMPLETED": 1}
