"""What may happen to a home, the short form of `python -m bench.chaos`."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.chaos import victim
from bench.chaos.at_once import two_runs
from bench.chaos.full_disk import fill_up, may_mount
from bench.chaos.kills import killed, undisturbed
from bench.chaos.place import Place
from bench.chaos.readers import read_while_releases_appear
from bench.chaos.whole import broken, mixed

pytestmark = pytest.mark.timeout(300)


def test_killed_runs_leave_whole_releases_and_reruns_the_same_bytes(tmp_path: Path) -> None:
    states, seconds = undisturbed(tmp_path / "undisturbed", 2)
    found = killed(tmp_path, states, seconds, seed=1)

    assert found.problems == []
    assert found.kills.total() + found.missed == 2


def test_readers_see_whole_releases_while_others_appear(tmp_path: Path) -> None:
    releases, seen = read_while_releases_appear(tmp_path / "place", 3, count=2, opens=50, pause=0.02)

    assert seen.problems == []
    assert releases == 3
    assert seen.opens >= 50
    assert len(seen.releases) >= 2


def test_two_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    found = two_runs(tmp_path / "place", 2)

    assert found.problems == []
    assert found.codes.total() == 4


def test_full_disk_costs_nothing_but_the_run(tmp_path: Path) -> None:
    if not may_mount(tmp_path / "probe"):
        pytest.skip("needs the right to mount")
    found = fill_up(tmp_path / "place", 2)

    assert found["problems"] == []
    assert found["stopped"] == 2


def test_what_is_broken_is_seen(tmp_path: Path) -> None:
    """The claims of the tests above can fail."""
    place = Place(tmp_path / "place").make(2)
    assert victim.wait(victim.start(place)) == 0
    assert broken(place.home) == []
    release = (place.home / "current.duckdb").resolve().parent
    table = release / "csv" / "reports.csv"
    table = table if table.exists() else next(release.rglob("*.csv"))
    table.chmod(0o644)
    table.write_bytes(table.read_bytes() + b"\n")
    (place.home / "current.duckdb").unlink()
    (place.home / "current.duckdb").symlink_to("releases/nowhere.duckdb")

    assert any(table.name in problem for problem in broken(place.home))
    assert len(mixed(place.home)) == 1
