"""What other packages import when they can, and this program never uses."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


def without_pandas() -> None:
    """Keeps pyarrow and DuckDB from importing pandas when they are given rows: it takes a third of a second of each command.

    Who works with the database in Python has it all the same: this holds for the processes of `township` alone.
    """
    if not any(isinstance(finder, _NoPandas) for finder in sys.meta_path):
        sys.meta_path.insert(0, _NoPandas())


class _NoPandas(MetaPathFinder):
    """Finds that pandas is not there."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(f"{fullname} is not used here", name=fullname)
