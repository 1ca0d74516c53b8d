"""Templates compiled once: beside them, as Python keeps its own modules; where that folder cannot be written, each time."""

from __future__ import annotations

import pickle
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from warehouse.atomic import write_atomic


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
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            write_atomic(self._file(bucket), bucket.bytecode_to_string())

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}-{self._made_with}.compiled"
