"""Reads the shipped tables and the overlays of a home into one register."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import date
from pathlib import Path

from warehouse.register.names import township_type
from warehouse.register.overlay import read_overlays
from warehouse.register.register import Register, Township

DATA = Path(__file__).parent / "data"


def load_register(overlay_dir: Path | None = None) -> Register:
    """The register of the Ministry of Civil Affairs, the units that only the statistics bureau lists, and overlays.

    `overlay_dir` is a home's `register/` folder (see `read_overlays`); a row of an overlay replaces the one with the
    same code. A folder that does not exist has no overlays. Takes about 0.1 s.

    Raises:
        ValueError: an overlay is not valid; the message names file, line, field and what to do.
    """
    tables = {name: (DATA / name).read_bytes() for name in ("districts.csv", "history.csv", "townships.csv")}
    provenance = (DATA / "provenance.json").read_bytes()
    digest = hashlib.sha256(provenance)
    for data in tables.values():
        digest.update(data)

    as_of = {source["scheme"]: date.fromisoformat(source["as_of"]) for source in json.loads(provenance)}
    rows = {row.township_code: row for row in _shipped(tables, as_of)}
    for row in read_overlays(overlay_dir, as_of["mca"]) if overlay_dir else ():
        rows[row.township_code] = row
        digest.update(repr(tuple(row)).encode())
    return Register.build(dict(sorted(rows.items())), digest.hexdigest())


def _shipped(tables: dict[str, bytes], as_of: dict[str, date]) -> list[Township]:
    """Rows of the committed tables.

    The two lists can be compared only within a district that both have. There a row of the bureau alone is valid to the
    last year in which the bureau lists it, and one of civil affairs alone from the year after, so that a unit and its
    successor are not both counted. A district that only one list has keeps its rows for all years.
    """
    lines = {name: list(csv.reader(data.decode("utf-8").splitlines()))[1:] for name, data in tables.items()}
    districts = {code: (code, name, city or None, province) for code, name, city, province in lines["districts.csv"]}
    listed = {code[:6] for code, _, _ in lines["townships.csv"]}
    matched = {code[:6] for code, _, nbs in lines["townships.csv"] if nbs}
    bureau = as_of["nbs"].year

    def row(code: str, name: str, nbs: str, scheme: str, first: int | None, last: int | None) -> Township:
        place = districts[code[:6]]
        return Township(code, nbs or None, name, township_type(name), *place, scheme, as_of[scheme], first, last)

    rows = [
        row(code, name, nbs, "mca", bureau + 1 if not nbs and code[:6] in matched else None, None)
        for code, name, nbs in lines["townships.csv"]
    ]
    rows += [
        row(code, name, nbs, "nbs", None, bureau if code[:6] in listed else None)
        for code, name, nbs in lines["history.csv"]
    ]
    return rows
