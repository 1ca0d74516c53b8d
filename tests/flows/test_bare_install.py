"""The tests of the flows speak for a bare install: what runs here is what requirements.lock pins, nothing else.

`make run` installs that file alone; `.ci/run` begins with it.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Version of each package that a lock file pins on this platform."""
    lines = re.findall(r"^(\S.*?) \\$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    pinned = [Requirement(line) for line in lines]
    return {p.name: str(p.specifier)[2:] for p in pinned if p.marker is None or p.marker.evaluate()}


def test_what_is_installed_is_what_the_lock_file_pins() -> None:
    locked = pins("requirements.lock")
    assert {"prefect", "fastapi", "sqlalchemy", "duckdb", "pyarrow"} <= locked.keys()
    assert {name: version(name) for name in locked} == locked


def test_development_adds_to_the_lock_file_and_changes_nothing() -> None:
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()
