"""Things in an inbox that are no files, or files that cannot be opened, or whose names lead astray."""

from __future__ import annotations

import os
import random
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.hostile.case import TEXT, Case, kind


def _link(to: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(to)


@kind("inbox: links")
def links(dice: random.Random) -> Iterator[Case]:
    """Links to a file of the machine, to its folders, to themselves, to nothing: none is followed."""
    for name, to in (
        ("file.txt", "/etc/passwd"), ("folder", "/etc"), ("up", ".."), ("itself.txt", "itself.txt"), ("nowhere.txt", "nowhere"),
        ("process", "/proc/self"), ("memory.txt", "/proc/self/mem"), ("endless.txt", "/dev/zero"),
    ):  # fmt: skip
        yield Case(name, _link(to))


@kind("inbox: no regular files")
def special(dice: random.Random) -> Iterator[Case]:
    """Pipes that never answer, sockets, devices, files of no end, files and folders that nobody may open."""
    yield Case("pipe.txt", os.mkfifo)
    yield Case("socket.txt", _socket)
    yield Case("sparse.txt", lambda path: _sparse(path, 300 << 20))
    yield Case("sparse_below_the_limit.pdf", lambda path: _sparse(path, 200 << 20))
    if os.geteuid() == 0:
        yield Case("device.txt", lambda path: os.mknod(path, 0o600 | 0o020000, os.makedev(1, 5)))
    else:  # root may open everything
        yield Case("locked.txt", _locked)
        yield Case("locked_folder", lambda path: path.mkdir(0))


def _socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # the path of a socket may have 107 bytes
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.chdir(here)


def _locked(path: Path) -> None:
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


@kind("inbox: names")
def names(dice: random.Random) -> Iterator[Case]:
    """Names with line feeds, signs that steer a terminal or turn the writing round, bytes of GBK, as long as may be."""
    for number, name in enumerate((
        "a\nb.txt", "\x1b[2J\x1b]0;x\x07.txt", "\u202etxt.exe", "-rf", "$(id).txt", "'\"`.txt", "x" * 251 + ".txt", " .txt", "%s%n.txt",
        "报告[red].txt", "=cmd|'.csv", "<script>.txt",
    )):  # fmt: skip
        yield Case(name, f"{TEXT}{number}".encode(), f"{TEXT}{number}")
    gbk = os.fsdecode("望川镇报告.txt".encode("gb18030"))
    yield Case(gbk, f"{TEXT}甲".encode(), f"{TEXT}甲")
    yield Case("deep", _deep)


def _deep(path: Path) -> None:
    """Folders in folders, until no path leads to the last one."""
    path.mkdir()
    folder = os.open(path, os.O_RDONLY)
    for _ in range(40):
        os.mkdir("d" * 200, dir_fd=folder)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    with open(os.open("x.txt", os.O_CREAT | os.O_WRONLY, dir_fd=folder), "w") as file:  # noqa: PTH123
        file.write(TEXT)
    os.close(folder)
