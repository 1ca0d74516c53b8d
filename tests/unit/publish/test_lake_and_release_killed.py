"""A run killed in the middle, by SIGKILL in a process of its own, leaves lake and release as they were."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from publish_world import World
from small_documents import Doc

from warehouse.home import Home

OLD = Doc("old")
NEW = [Doc(f"new{n}", town=f"99010100{n}", year=2010 + n, persons=n) for n in (1, 2, 3)]

_CHILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from publish_world import World
from test_lake_and_release_killed import NEW, OLD
from warehouse.home import Home

def stall(done, total):
    if done == int(sys.argv[4]):
        print("here", flush=True)
        time.sleep(60)

world = World(Home(Path(sys.argv[2])), n_runs=10).put(OLD, *NEW)
world.store(stall) if sys.argv[3] == "store" else world.publish(progress=stall)
"""


def kill(world: World, step: str, at: int) -> None:
    command = [sys.executable, "-c", _CHILD, str(Path(__file__).parent), str(world.home.root), step, str(at)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout and child.stdout.readline() == b"here\n"
        child.send_signal(signal.SIGKILL)


def contents(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.parquet")}


@pytest.mark.parametrize("tables_done", [1, 5, 8])
def test_killed_while_writing_the_lake(world: World, tmp_path: Path, tables_done: int) -> None:
    before = world.put(OLD).store()
    kill(world, "store", tables_done)
    assert world.plan().manifest == before
    assert world.plan().damaged == frozenset()
    world.put(*NEW).store()
    world.plan()  # the next run removes what nothing names
    untouched = World(Home(tmp_path / "untouched")).put(OLD, *NEW)
    untouched.store()
    assert contents(world.home.lake) == contents(untouched.home.lake)


def test_killed_while_publishing(world: World) -> None:
    first = world.put(OLD).publish()
    kill(world, "publish", 2)
    assert world.query("SELECT count(*) FROM reports") == [(1,)]
    assert world.home.current.resolve().parent == first.path.resolve()
    assert world.put(*NEW).publish().release == "0002-2024-06-01"
    assert world.query("SELECT count(*) FROM reports") == [(4,)]
