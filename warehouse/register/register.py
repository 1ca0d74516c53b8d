"""The register in memory: every township, found by code, by name and by district."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from warehouse.register.names import TOWNSHIP_SUFFIXES, plain, short, without_office
from warehouse.schema import table


class Township(NamedTuple):
    """One row of the table `townships`, in its column order (a tuple, because a register holds 40,000 of them)."""

    township_code: str
    nbs_code: str | None
    township: str
    township_type: str
    district_code: str
    district: str
    city: str | None
    province: str
    scheme: str
    as_of: date
    valid_from: int | None
    valid_to: int | None

    def valid_in(self, year: int) -> bool:
        """Whether the unit existed in that report year, as far as is known."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)


class District(NamedTuple):
    """What townships stand under: a district, county or county-level city, or a city without districts."""

    district_code: str
    district: str
    city: str | None
    province: str


@dataclass(frozen=True, slots=True)
class Register:
    """All townships and the ways to find them; made by `load_register`, never changed.

    `townships` is in order of code. `by_name` also knows names without their peoples (千家峒乡 for 千家峒瑶族乡)
    where no unit bears the short name.
    `places` maps every name and short form of a district, city or province to the codes of the districts below it;
    `provinces` are those of them that name a province.
    `fingerprint` is the sha256 over all data used.
    """

    townships: tuple[Township, ...]
    by_code: Mapping[str, Township]
    by_name: Mapping[str, tuple[Township, ...]]
    by_district: Mapping[str, tuple[Township, ...]]
    districts: Mapping[str, District]
    places: Mapping[str, frozenset[str]]
    provinces: frozenset[str]
    name_ends: str
    longest_name: int
    fingerprint: str

    @classmethod
    def build(cls, by_code: Mapping[str, Township], fingerprint: str) -> Register:
        """Index the rows, given in order of code; where those of a district disagree on its name, the last counts."""
        by_name: defaultdict[str, list[Township]] = defaultdict(list)
        by_district: defaultdict[str, list[Township]] = defaultdict(list)
        for row in by_code.values():
            by_name[row.township].append(row)
            by_district[row.district_code].append(row)
        districts = {code: District(*rows[-1][4:8]) for code, rows in by_district.items()}
        names = {name: tuple(rows) for name, rows in by_name.items()}
        for name in [name for name in names if "族" in name]:
            alias = plain(name)
            if alias and alias not in by_name:
                names[alias] = names.get(alias, ()) + names[name]
        return cls(
            townships=tuple(by_code.values()),
            by_code=by_code,
            by_name=names,
            by_district={code: tuple(rows) for code, rows in by_district.items()},
            districts=districts,
            places=_places(districts.values()),
            provinces=frozenset(form for d in districts.values() for form in (d.province, short(d.province)) if form),
            name_ends="".join(sorted({name[-1] for name in names})),
            longest_name=max(map(len, names), default=0),
            fingerprint=fingerprint,
        )

    def named(self, district_code: str, name: str) -> tuple[Township, ...]:
        """Townships of that name in a district; several only where one followed another."""
        return tuple(row for row in self.by_name.get(name, ()) if row.district_code == district_code)

    def find_district(self, name_or_code: str) -> tuple[District, ...]:
        """Districts by 6-digit code, name or short form (大足区, 大足); a name may be borne by several (朝阳区).

        A city or province without a district of that name finds nothing.
        """
        query = name_or_code.strip()
        if query in self.districts:
            return (self.districts[query],)
        found = [self.districts[code] for code in sorted(self.places.get(query, ()))]
        return tuple(d for d in found if query in (d.district, short(d.district)))

    def find_townships(self, name_or_code: str) -> tuple[Township, ...]:
        """All townships of that code or name, in order of code.

        Takes 雍溪镇, 雍溪, 雍溪镇人民政府, and with what stands above it before it: 大足区雍溪镇, 重庆市大足区雍溪镇,
        大足区 雍溪镇.
        """
        query = re.sub(r"\s", "", name_or_code)
        if query in self.by_code:
            return (self.by_code[query],)
        query = without_office(query)
        for start in range(len(query)):
            prefix, name = query[:start], query[start:]
            rows = self.by_name.get(name) or tuple(
                row for suffix in TOWNSHIP_SUFFIXES for row in self.by_name.get(name + suffix, ())
            )
            rows = tuple(row for row in rows if self.lies_under(row, prefix))
            if rows:
                return rows
        return ()

    def lies_under(self, row: Township, prefix: str) -> bool:
        """Whether `prefix` (重庆市大足区, 大足, '') is made of names of the places above the township."""
        for name in (row.province, row.city, row.district):
            stem = short(name) if name else None
            if name and prefix.startswith(name):
                prefix = prefix.removeprefix(name)
            elif stem:
                prefix = prefix.removeprefix(stem)
        return not prefix

    def arrow(self) -> pa.Table:
        """The table `townships`, all schemes, in order of code."""
        schema = table("townships").arrow()
        columns = zip(*self.townships, strict=True)
        return pa.Table.from_arrays(
            [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
        )


def _places(districts: Iterable[District]) -> dict[str, frozenset[str]]:
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for district in districts:
        for name in district[1:]:
            if name:
                codes[name].add(district.district_code)
    for name in list(codes):
        stem = short(name)
        if stem:
            codes[stem] |= codes[name]
    return {name: frozenset(found) for name, found in codes.items()}
