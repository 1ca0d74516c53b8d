"""Homes for the tests of corrections and review."""

from __future__ import annotations

from pathlib import Path

import pytest
from corrections_home import Place, report


@pytest.fixture(scope="session")
def first_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A home with a release of two reports, 桐坝镇 and 栗坪镇 2023; nobody changes it."""
    place = Place(tmp_path_factory.mktemp("first") / "place").put("桐坝镇.txt", report())
    place.put("栗坪镇.txt", report("栗坪镇", sentences=("全镇已培育法律明白人40名。",)))
    place.run()
    return place


@pytest.fixture
def place(first_place: Place, tmp_path: Path) -> Place:
    """The same, for a test to change."""
    return first_place.copy(tmp_path / "place")


@pytest.fixture(scope="module")
def read_place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The same, for tests that change nothing."""
    place = Place(tmp_path_factory.mktemp("place")).put("桐坝镇.txt", report())
    place.run()
    return place
