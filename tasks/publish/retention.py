"""How many releases a home keeps."""

from __future__ import annotations

import shutil
from pathlib import Path

from warehouse.home import Home
from warehouse.releases import Shelf, shelf


def surplus(of: Shelf, keep: int) -> list[Path]:
    """The releases beyond the newest `keep` untagged ones, oldest first.

    Never the current one, a tagged one, or the newest, whose number and editions the next one goes on from.
    """
    untagged = [path for path in of.folders.values() if not of.tags_of(path.name)]
    return [path for path in untagged[: max(len(untagged) - keep, 0)] if path not in (of.current, of.newest)]


def retire(home: Home, keep: int) -> list[str]:
    """Removes the surplus releases and gives their names; each is gone at once, by a rename out of `releases/`.

    Whoever has the database of one open reads on until it is closed. What cannot be removed is removed by the next run,
    which clears its staging folder. The caller holds the home.

    Raises:
        OSError: a release cannot be moved.
        TagRefused: the tags cannot be read; nothing is removed.
    """
    gone = []
    for path in surplus(shelf(home), keep):
        away = home.staging / "retired" / path.name
        away.parent.mkdir(parents=True, exist_ok=True)
        path.rename(away)
        shutil.rmtree(away, ignore_errors=True)
        gone.append(path.name)
    return gone
