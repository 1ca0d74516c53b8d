"""A disk that fills up in the middle of a run: a small one of its own, in memory, that no other process sees.

    python -m bench.chaos.full_disk FOLDER POINTS

Needs the right to mount, and `unshare`. Prints what it found as JSON, for the process that started it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.chaos import victim
from bench.chaos.place import ROOT, Place
from bench.chaos.readers import readers
from bench.chaos.whole import broken, lake_files, published

_SIZE_MB = 96
_PRIVATE = ["unshare", "--mount"]


def may_mount(folder: Path) -> bool:
    """Whether this process may have a disk of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    mount = [*_PRIVATE, "mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)]
    return (
        shutil.which("unshare") is not None and subprocess.run(mount, capture_output=True, check=False).returncode == 0
    )


def fill_up(folder: Path, points: int) -> dict[str, object]:
    """Fills the disk at so many points of a run, in a process that may mount; gives `stopped`, `opens` and `problems`."""
    command = [*_PRIVATE, sys.executable, "-m", "bench.chaos.full_disk", str(folder), str(points)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def _fill_up(folder: Path, points: int) -> dict[str, object]:
    """Needed space is measured on an undisturbed run; then less and less of it is left free."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={_SIZE_MB}m", "none", str(disk)], check=True)
    base = Place(folder / "base").make(3)
    if victim.wait(victim.start(base)):
        raise RuntimeError(victim.log(base).read_text())
    for number in (3, 4, 5):
        base.add(number)
    problems: list[str] = []
    with _copy(base, disk) as place, _most_used(disk) as most:
        before = _used(disk)
        if victim.wait(victim.start(place)):
            raise RuntimeError(victim.log(place).read_text())
        lake, tables = lake_files(place.home), published(place.home)
    needed = most[0] - before
    stopped, opens = 0, 0
    for point in range(points):
        with _copy(base, disk) as place:
            free = needed * point // points
            old = (place.home / "current.duckdb").readlink()
            _leave_free(disk, free)
            with readers(place.home, 1, 0.02) as seen:
                code = victim.wait(victim.start(place))
            said = victim.log(place).read_text()
            stopped += code == 4
            opens += seen.opens
            where = f"{free // 1024} kB free, exit code {code}"
            if not (code == 0 or (code == 4 and "the disk is full" in said and said.count("\n") == 1)):
                problems.append(f"{where}: {said[:300]}")
            if code and (place.home / "current.duckdb").readlink() != old:
                problems.append(f"{where}: another release is current")
            problems += [f"{where}: {problem}" for problem in (*seen.problems, *broken(place.home))]
            (disk / "ballast").unlink()
            if again := victim.wait(victim.start(place)):
                problems.append(f"{where}: rerun ended with {again}: {victim.log(place).read_text()[:300]}")
            elif (lake_files(place.home), published(place.home)) != (lake, tables):
                problems.append(f"{where}: other bytes than undisturbed")
    return {"points": points, "needed": needed, "stopped": stopped, "opens": opens, "problems": problems}


@contextmanager
def _copy(base: Place, disk: Path) -> Iterator[Place]:
    """The place again, with its home on the small disk."""
    place = Place(base.folder, disk / "home")
    shutil.copytree(base.home, place.home, symlinks=True)
    try:
        yield place
    finally:
        shutil.rmtree(place.home)


@contextmanager
def _most_used(disk: Path) -> Iterator[list[int]]:
    """Bytes of the disk that were used at most while the block lasted."""
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.003):
            most[0] = max(most[0], _used(disk))

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield most
    finally:
        done.set()
        watching.join()


def _used(disk: Path) -> int:
    system = os.statvfs(disk)
    return (system.f_blocks - system.f_bfree) * system.f_frsize


def _leave_free(disk: Path, size: int) -> None:
    system = os.statvfs(disk)
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, system.f_bavail * system.f_frsize - size))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_fill_up(Path(sys.argv[1]), int(sys.argv[2]))))
