"""The sources of a home: what people wrote, checked against the register, and how each is doing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flows.districts import only
from flows.errors import BadInput, reading, some
from tasks.collect import Source, load_sources
from tasks.collect.health import health_rows
from tasks.collect.state import load_state
from warehouse.home import Home
from warehouse.register import Register


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of a home, by id, and the code of each one's district."""

    home: Home
    all: tuple[Source, ...]
    districts: Mapping[str, str]

    def named(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The sources with these ids; all where none is named.

        Raises:
            BadInput: there is no source of that id.
        """
        wanted = set(ids)
        if unknown := wanted - {source.id for source in self.all}:
            listed = some([source.id for source in self.all]) or "none; put a YAML file into sources/"
            raise BadInput(f"source {min(unknown)} is not in {self.home.sources}; there are: {listed}")
        return tuple(source for source in self.all if not wanted or source.id in wanted)

    def rows(self) -> list[dict[str, Any]]:
        """The table `sources` as it stands."""
        health = {s.id: load_state(self.state_file(s)).health for s in self.all}
        return health_rows(self.all, self.districts, health)

    def state_file(self, source: Source) -> Path:
        """Where the state of a source stands."""
        return self.home.collected / f"{source.id}.json"


def read_sources(home: Home, register: Register) -> Sources:
    """The sources of a home.

    Raises:
        BadInput: a file is no source, or names a district that is not known; the message names file and field.
    """
    with reading():
        sources = load_sources(home.sources)
    districts = {source.id: _district(register, source) for source in sources}
    return Sources(home, tuple(sources), districts)


def _district(register: Register, source: Source) -> str:
    named = f"source {source.id}: district: {source.district}"
    unknown = f"{named} is not in the register; give a code or an overlay"
    return only(register.find_district(source.district), named, unknown).district_code
