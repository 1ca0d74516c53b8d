"""Watches what a command does outside its home: no network to be had, and system calls written down where strace is."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_NETWORK = ("connect", "sendto", "sendmsg", "sendmmsg", "bind")
_OPEN = ("open", "openat", "openat2")
_CHANGE = (
    "creat", "mkdir", "mkdirat", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
    "unlinkat", "rmdir", "truncate", "mknod", "mknodat", "chmod", "fchmodat", "chown", "lchown", "fchownat",
)  # fmt: skip
_CALL = re.compile(r"\d+\s+(\w+)\(")
_PLACE = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
_HARMLESS = ("/dev/null", "/dev/shm/", "/proc/")  # locks that processes share lie in /dev/shm


@dataclass(frozen=True, slots=True)
class Seen:
    """System calls of a command and all its processes: tries to reach the network, and places written outside of some."""

    network: list[str]
    outside: list[str]


def guarded(command: Sequence[str], log: Path | None) -> list[str]:
    """`command` without a network, where the system can take it away, and its calls in `log`, where strace can see them."""
    alone = ["unshare", "--map-root-user", "--net"]
    calls = ",".join((*_NETWORK, *_OPEN, *_CHANGE))
    traced = ["strace", "-f", "-qq", "-y", "--seccomp-bpf", "-s", "256", "-o", str(log), "-e", f"trace={calls}"]
    can_trace = log is not None and _works(*traced[:5], "true")
    guards = (traced if can_trace else [], alone if _works(*alone, "true") else [])
    return [*guards[0], *guards[1], *command]


def seen(log: Path, allowed: Sequence[str]) -> Seen | None:
    """What the log tells; places that begin like those allowed are not told. None where there is no log."""
    if not log.exists():
        return None
    found = Seen([], [])
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            match = _CALL.match(line)
            call = match[1] if match else ""
            if call in _NETWORK:
                # urllib3, which rapidocr imports, asks in this way whether there is IPv6; it reaches nobody
                probe = call == "bind" and "htons(0)" in line and '"::1"' in line
                found.network.extend([line.strip()] if "sa_family=AF_INET" in line and not probe else [])
            elif call in _CHANGE or (call in _OPEN and re.search("O_WRONLY|O_RDWR|O_CREAT", line)):
                places = _PLACE.findall(line)[-1 if "symlink" in call else 0 :]  # what a link says is no place
                named = [name if name.startswith("/") else f"{folder}/{name}" for folder, name in places]
                found.outside.extend(name for name in named if not name.startswith((*_HARMLESS, *allowed)))
    return found


def _works(*command: str) -> bool:
    return (
        shutil.which(command[0]) is not None
        and subprocess.run(command, capture_output=True, check=False).returncode == 0
    )
