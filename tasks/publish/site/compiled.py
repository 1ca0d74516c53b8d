"""Templates compiled once: beside them, as Python keeps its own modules; where that folder cannot be written, each time."""

from __future__ import annotations

import os
import pickle
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache


class Compiled(BytecodeCache):
    """Compiled templates in a folder. Jinja drops one of another template; `made_with` names all else that they come from."""

    def __init__(self, folder: Path, made_with: str) -> None:
        self._folder = folder
        self._made_with = made_with

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fills the bucket where the folder has its template."""
        try:
            with self._file(bucket).open("rb") as file:
                bucket.load_bytecode(file)
        except (OSError, ValueError, EOFError, TypeError, pickle.PickleError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keeps a template; a process that reads meanwhile sees all of it or nothing."""
        target = self._file(bucket)
        scratch = target.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            try:
                with scratch.open("wb") as file:
                    bucket.write_bytecode(file)
                scratch.replace(target)
            finally:
                scratch.unlink(missing_ok=True)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._made_with}.compiled"
