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

    History rows are valid to the last year in which the statistics bureau lists them. A civil-affairs row that the
    bureau did not list by then is valid from the year after, so that a unit and its successor are not both counted.
    """
    lines = {name: csv.reader(data.decode("utf-8").splitlines()) for name, data in tables.items()}
    for reader in lines.values():
        next(reader)
    districts = {code: (code, name, city or None, province) for code, name, city, province in lines["districts.csv"]}
    current, history = as_of["mca"], as_of["nbs"]
    rows = [
        Township(
            code,
            nbs or None,
            name,
            township_type(name),
            *districts[code[:6]],
            "mca",
            current,
            None if nbs else history.year + 1,
            None,
        )
        for code, name, nbs in lines["townships.csv"]
    ]
    rows += [
        Township(code, nbs, name, township_type(name), *districts[code[:6]], "nbs", history, None, history.year)
        for code, name, nbs in lines["history.csv"]
    ]
    return rows
