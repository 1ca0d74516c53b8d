"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomic(path: Path, data: bytes, *, durable: bool = False) -> None:
    """Writes `data` to a hidden file beside `path` and renames it; an existing file is replaced.

    `durable` waits until file and folder are on the disk. A reader sees the old bytes or the new ones.

    Raises:
        OSError: the folder is missing or not writable, or the disk is full.
    """
    scratch = path.with_name(f".{path.name}.{os.getpid()}.part")  # two processes may write the same document
    with scratch.open("wb") as file:
        file.write(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    scratch.replace(path)
    if durable:
        sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Waits until the names in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
