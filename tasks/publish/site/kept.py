"""Pages that need not be written again: those of an earlier site whose inputs or bytes are the same, proved by their hashes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warehouse.fingerprint import sha256_of

LIST = "pages.json"
"""In a site: its units (`d/990101`, `d/990101/2023`), a hash of what each was made from, and the hash of each page."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Pages that are made together: a hash of their inputs, and each page's path below the site with its sha256."""

    inputs: str
    pages: Mapping[str, str]


Units = dict[str, Unit]


def write_pages(
    site: Path, pages: Iterable[tuple[str, str]], known: Unit | None, earlier: Path | None
) -> dict[str, str]:
    """Writes pages, given by path and HTML, and returns their sha256; those whose bytes are `known` stay the earlier ones."""
    written = {}
    for path, html in pages:
        data = html.encode("utf-8", "replace")
        written[path] = hashlib.sha256(data).hexdigest()
        if known and earlier and known.pages.get(path) == written[path] == _sha256(earlier / path):
            _take(path, earlier, site)
        else:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)
    return written


def write_list(site: Path, units: Units) -> None:
    """Writes the list of units."""
    listed = {name: {"inputs": unit.inputs, "pages": dict(unit.pages)} for name, unit in sorted(units.items())}
    (site / LIST).write_text(json.dumps(listed, indent=0, sort_keys=True) + "\n", encoding="utf-8")


def read_list(site: Path | None) -> Units:
    """The units of an earlier site; none where it has no list that can be used."""
    try:
        listed: dict[str, Any] = json.loads((site / LIST).read_bytes()) if site else {}
        return {name: Unit(str(unit["inputs"]), dict(unit["pages"])) for name, unit in listed.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def reuse(unit: Unit | None, inputs: str, earlier: Path | None, site: Path) -> bool:
    """Takes the pages of a unit from an earlier site, where they were made from these inputs and are whole."""
    if unit is None or earlier is None or unit.inputs != inputs:
        return False
    if any(_sha256(earlier / path) != sha256 for path, sha256 in unit.pages.items()):
        return False
    for path in unit.pages:
        _take(path, earlier, site)
    return True


def _take(path: str, earlier: Path, site: Path) -> None:
    """A hard link: a release's files never change. Where the disk knows none, a copy."""
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(earlier / path, site / path)
    except OSError:
        shutil.copyfile(earlier / path, site / path)


def _sha256(path: Path) -> str | None:
    try:
        return sha256_of(path)
    except OSError:
        return None
