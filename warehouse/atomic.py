"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_atomic(path: Path | str, data: bytes, *, durable: bool = False) -> None:
    """Writes `data` to a hidden file beside `path` and renames it; an existing file is replaced.

    `durable` waits until file and folder are on the disk. A reader sees the old bytes or the new ones.

    Raises:
        OSError: the folder is missing or not writable, or the disk is full.
    """
    folder, name = os.path.split(path)
    scratch = os.path.join(folder, f".{name}.{os.getpid()}.part")  # noqa: PTH118 - of this process
    try:
        with open(scratch, "wb") as file:  # noqa: PTH123 - for 20,000 documents, Paths take as long as the disk
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.replace(scratch, path)  # noqa: PTH105
    except OSError:
        Path(scratch).unlink(missing_ok=True)  # on a full disk it would take what is left
        raise
    if durable:
        sync_folder(Path(folder))


def remove_leftovers(folder: Path) -> None:
    """Removes what processes that were killed in write_atomic left in `folder`; nobody may be writing there."""
    for path in folder.glob(".*.part"):
        path.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Waits until the names in `folder` are on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
