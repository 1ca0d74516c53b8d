"""A home for the tests of publishing."""

from __future__ import annotations

from pathlib import Path

import pytest
from publish_world import World

from warehouse.home import Home


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(Home(tmp_path / "home"))
