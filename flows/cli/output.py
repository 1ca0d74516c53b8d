"""Where a command's rows go: the terminal, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from flows.errors import BadInput


@contextmanager
def written(path: Path | None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Standard output where `path` is None, else a file that is put in place when the block ends without an error.

    Raises:
        BadInput: the file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        target: IO[Any] = scratch.open("wb") if binary else scratch.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}); name another file with -o") from error
    try:
        with target:
            yield target
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
