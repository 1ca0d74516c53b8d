"""Going back to an earlier release, and what of that the next runs respect.

A rollback moves `current.duckdb` and nothing else: what the home holds stays, so the next run would publish it again.
`rollback.json` keeps it from doing so while it is all that there is to publish. Once a document, a correction, the register,
the catalogue, the code or the season differ and change a table, the run publishes all that the home holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.publish.pointer import (
    PublishedRelease,
    confirmed_inputs,
    current_release,
    point_to,
    published_release,
)
from warehouse.atomic import write_atomic
from warehouse.home import Home
from warehouse.releases import current_folder, numbered


@dataclass(frozen=True, slots=True)
class Held:
    """The release that was rolled back, the inputs that are known to give it, and what its manifest says."""

    instead_of: str
    inputs: list[Mapping[str, str]]
    release: PublishedRelease

    def has(self, inputs: Mapping[str, str]) -> bool:
        """Whether these inputs give the release that was rolled back."""
        return inputs in self.inputs

    def is_made_of(self, hashes: Mapping[str, str], form: str) -> bool:
        """Whether these tables in this form are the release that was rolled back."""
        return hashes == self.release.hashes and form == self.release.inputs.get("form")


def held_back(home: Home) -> str | None:
    """The release that was rolled back to get to the current one; None where none was."""
    data, current = _read(home), current_folder(home)
    return str(data["instead_of"]) if current and data.get("release") == current.name else None


def held_release(home: Home) -> Held | None:
    """What was rolled back to get to the current release, as the next run has to know it."""
    name = held_back(home)
    made = published_release(home.releases / name) if name else None
    return Held(made.name, _read(home)["inputs"], made) if made else None


def roll_back(home: Home, folder: Path) -> None:
    """Makes a release current, by one rename; whoever has the database open keeps what they opened.

    The caller holds the home.

    Raises:
        OSError: the home cannot be written.
    """
    newest = published_release(list(numbered(home).values())[-1])
    if newest is None or newest.path == folder:
        point_to(home, folder.name)
        home.rollback.unlink(missing_ok=True)
        return
    before, current = _read(home), current_release(home)
    inputs = [newest.inputs]
    if current and current.name == newest.name and (confirmed := confirmed_inputs(home, current)):
        inputs.append(confirmed)
    if before.get("instead_of") == newest.name:
        inputs = before["inputs"]
    data = {"release": folder.name, "instead_of": newest.name, "inputs": inputs}
    write_atomic(home.rollback, json.dumps(data, ensure_ascii=False, indent=1).encode(), durable=True)
    point_to(home, folder.name)  # until here the file names a release that is not current, and counts for nothing


def _read(home: Home) -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(home.rollback.read_bytes())
        return data if {"release", "instead_of", "inputs"} <= data.keys() else {}
    except (OSError, ValueError, AttributeError):
        return {}
