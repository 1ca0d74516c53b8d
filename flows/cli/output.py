"""Where a command's rows go: the terminal, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from flows.errors import BadInput, ReaderGone

_UNFINISHED: set[Path] = set()


def drop_unfinished() -> None:
    """Removes the files that are not in place yet, for a process that ends without unwinding."""
    for scratch in _UNFINISHED:
        scratch.unlink(missing_ok=True)


@contextmanager
def written(path: Path | None, *, binary: bool = False) -> Iterator[IO[Any]]:
    """Standard output where `path` is None, else a file that is put in place when the block ends without an error.

    A link is followed; what is no regular file (`/dev/null`, a pipe) is written as it is, never replaced.

    Raises:
        BadInput: the file cannot be written.
        ReaderGone: standard output was closed.
    """
    if path is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
        return
    try:
        final = path.resolve()
        if final.is_dir():
            raise BadInput(f"{path} is a folder; name a file in it with -o")
        as_it_is = final.exists() and not final.is_file()
        scratch = final if as_it_is else final.with_name(f".{final.name}.{os.getpid()}")
        target: IO[Any] = scratch.open("wb") if binary else scratch.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(f"{path} cannot be written ({error.strerror}); name another file with -o") from error
    if not as_it_is:
        _UNFINISHED.add(scratch)
    try:
        with target:
            yield target
        if not as_it_is:
            scratch.replace(final)
    finally:
        if not as_it_is:
            scratch.unlink(missing_ok=True)
            _UNFINISHED.discard(scratch)
