"""Reads the shipped tables and the overlays of a home into one register."""

from __future__ import annotations

import csv
import gc
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from warehouse.register.names import township_type
from warehouse.register.overlay import read_overlays
from warehouse.register.register import District, FormerDistrict, Register, Township

DATA = Path(__file__).parent / "data"
_TABLES = ("district_names", "districts", "history", "names", "townships")


def load_register(overlay_dir: Path | None = None) -> Register:
    """The register of the Ministry of Civil Affairs, the units that the bureau's yearly lists had besides, and overlays.

    `overlay_dir` is a home's `register/` folder (see `read_overlays`); the rows of an overlay replace all that is known of
    their code. A folder that does not exist has no overlays. Takes about 0.1 s.

    Raises:
        ValueError: an overlay is not valid; the message names file, line, field and what to do.
    """
    base = shipped()
    digest = hashlib.sha256(base.digest.encode())
    rows = dict(base.rows)
    overlays = read_overlays(overlay_dir, base.as_of) if overlay_dir else []
    replaced = {row.township_code for row in overlays}
    former = [row for row in base.former if row.township_code not in replaced]
    for row in overlays:
        if row.township_code in replaced:
            replaced.remove(row.township_code)
        else:  # a later line on the same unit
            former.append(rows[row.township_code])
        rows[row.township_code] = row
        digest.update(repr(tuple(row)).encode())
    names = [*_renamed(overlays), *base.districts]
    looking = gc.isenabled()
    gc.disable()  # 40,000 new rows make no garbage; to look for some takes as long as to make them
    try:
        return Register.build(dict(sorted(rows.items())), former, names, digest.hexdigest())
    finally:
        if looking:
            gc.enable()


@dataclass(frozen=True, slots=True)
class Shipped:
    """What the committed tables say: units by code, what they and their districts were called before, and their date."""

    rows: Mapping[str, Township]
    former: Sequence[Township]
    districts: Sequence[FormerDistrict]
    as_of: date
    digest: str


@lru_cache(maxsize=1)
def shipped() -> Shipped:
    """The committed tables, read once: every home builds on the same."""
    tables = {name: (DATA / f"{name}.csv").read_bytes() for name in _TABLES}
    provenance = (DATA / "provenance.json").read_bytes()
    digest = hashlib.sha256(provenance)
    for data in tables.values():
        digest.update(data)
    sources = {source["scheme"]: source for source in json.loads(provenance)}
    lines = {name: list(csv.reader(data.decode("utf-8").splitlines()))[1:] for name, data in tables.items()}
    as_of = date.fromisoformat(sources["mca"]["as_of"])
    rows, former = _units(lines, as_of, [date.fromisoformat(listed["as_of"]) for listed in sources["nbs"]["lists"]])
    districts = [
        FormerDistrict(District(code, name, city or None, province), official, _year(first), int(last))
        for code, first, last, official, name, city, province in lines["district_names"]
    ]
    return Shipped(rows, former, districts, as_of, digest.hexdigest())


def _renamed(overlays: list[Township]) -> list[FormerDistrict]:
    """What overlays call a district in lines of years that are over, where a later line of the same unit has another name."""
    return [
        FormerDistrict(District(*row[4:8]), row.district_code, row.valid_from, row.valid_to)
        for row, later in pairwise(overlays)
        if row.township_code == later.township_code and row.district_code == later.district_code
        if row[5:8] != later[5:8] and row.valid_to
    ]


def _units(
    lines: dict[str, list[list[str]]], as_of: date, lists: list[date]
) -> tuple[dict[str, Township], list[Township]]:
    """Units by code, and what they were called and where they stood before, from the committed tables."""
    districts = {code: (code, name, city or None, province) for code, name, city, province in lines["districts"]}
    dates = {day.year: day for day in lists}

    def of_bureau(code: str, place: str, name: str, nbs: str, first: str, last: str) -> Township:
        """A row that the bureau's lists show; its date is that of the last list that has it."""
        day = dates.get(int(last or 0), lists[-1])
        kind = township_type(name)
        return Township(code, nbs or None, name, kind, *districts[place], "nbs", day, _year(first), _year(last))

    rows = {
        code: Township(
            code, nbs or None, name, township_type(name), *districts[code[:6]], "mca", as_of, _year(first), None
        )
        for code, name, nbs, first in lines["townships"]
    }
    for code, *row in lines["history"]:
        rows[code] = of_bureau(code, code[:6], *row)
    return rows, [of_bureau(*row) for row in lines["names"]]


def _year(text: str) -> int | None:
    return int(text) if text else None
