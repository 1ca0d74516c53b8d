"""The register in memory: every township, found by code, by name and by district."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pyarrow as pa

from warehouse.register.names import TOWNSHIP_SUFFIXES, plain, short, without_office
from warehouse.schema import table


class Township(NamedTuple):
    """One row of the table `townships`, in its column order (a tuple, because a register holds 40,000 of them).

    Also what a unit was called, or where it stood, before: then of `township_history`, with the code that the unit has now.
    """

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
        """Whether the row held in that report year, as far as is known."""
        return (self.valid_from or year) <= year <= (self.valid_to or year)

    def years_from(self, year: int) -> int:
        """How many years lie between a year and those for which the row held; 0 where it did."""
        return max((self.valid_from or year) - year, year - (self.valid_to or year), 0)


class District(NamedTuple):
    """What townships stand under: a district, county or county-level city, or a city without districts."""

    district_code: str
    district: str
    city: str | None
    province: str


class FormerDistrict(NamedTuple):
    """What a district was until `valid_to`, under its code of today; `official_code` is the one it had then."""

    was: District
    official_code: str
    valid_from: int | None
    valid_to: int


@dataclass(frozen=True, slots=True)
class Register:
    """All townships and the ways to find them; made by `load_register`, never changed.

    `townships` are the units, in order of code; `former` what they were called and where they stood before, by code, in
    order of time. `by_code` finds units; `by_name` and `by_district` also former rows, so that a unit may come several
    times. `by_name` knows names without their peoples too (千家峒乡 for 千家峒瑶族乡) where no unit bears the short name.
    `districts` are as they are now, `former_districts` what they were, in order of time; `above` has every name that a
    district, its city and its province have or had.
    `places` maps every name and short form, also former ones, of a district, city or province to the codes of the
    districts below it; `provinces` are those of them that name a province.
    `fingerprint` is the sha256 over all data used.
    """

    townships: tuple[Township, ...]
    former: Mapping[str, tuple[Township, ...]]
    by_code: Mapping[str, Township]
    by_name: Mapping[str, tuple[Township, ...]]
    by_district: Mapping[str, tuple[Township, ...]]
    districts: Mapping[str, District]
    former_districts: Mapping[str, tuple[FormerDistrict, ...]]
    above: Mapping[str, tuple[str, ...]]
    places: Mapping[str, frozenset[str]]
    provinces: frozenset[str]
    name_ends: str
    longest_name: int
    fingerprint: str

    @classmethod
    def build(
        cls,
        by_code: Mapping[str, Township],
        former: Iterable[Township],
        former_districts: Iterable[FormerDistrict],
        fingerprint: str,
    ) -> Register:
        """Index the rows, given in order of code; where those of a district disagree on its name, the last counts."""
        former = sorted(former, key=lambda row: (row.township_code, row.valid_to or 0))
        before: defaultdict[str, list[Township]] = defaultdict(list)
        for row in former:
            before[row.township_code].append(row)
        by_name: defaultdict[str, list[Township]] = defaultdict(list)
        by_district: defaultdict[str, list[Township]] = defaultdict(list)
        for row in (*former, *by_code.values()):
            by_name[row.township].append(row)
            by_district[row.district_code].append(row)
        districts = {code: District(*rows[-1][4:8]) for code, rows in by_district.items()}
        called: defaultdict[str, list[FormerDistrict]] = defaultdict(list)
        for place in sorted(set(former_districts), key=lambda place: place.valid_to):
            called[place.was.district_code].append(place)
        names = {name: tuple(rows) for name, rows in by_name.items()}
        for name in [name for name in names if "族" in name]:
            alias = plain(name)
            if alias and alias not in by_name:
                names[alias] = names.get(alias, ()) + names[name]
        return cls(
            townships=tuple(by_code.values()),
            former={code: tuple(rows) for code, rows in before.items()},
            by_code=by_code,
            by_name=names,
            by_district={code: tuple(rows) for code, rows in by_district.items()},
            districts=districts,
            former_districts={code: tuple(places) for code, places in called.items()},
            above={code: _names(districts[code], called.get(code, ())) for code in districts},
            places=_places((*districts.values(), *(place.was for places in called.values() for place in places))),
            provinces=frozenset(form for d in districts.values() for form in (d.province, short(d.province)) if form),
            name_ends="".join(sorted({name[-1] for name in names})),
            longest_name=max(map(len, names), default=0),
            fingerprint=fingerprint,
        )

    def district_in(self, code: str, year: int | None) -> District:
        """A district as it was in a report year: 大足县 for 大足区 in 2010; under its code of today."""
        held = (name.was for name in self.former_districts.get(code, ()) if year is not None and year <= name.valid_to)
        return next(held, self.districts[code])

    def over_time(self, code: str) -> tuple[Township, ...]:
        """A township as it was, in order of time, and as it is."""
        return (*self.former.get(code, ()), self.by_code[code])

    def named(self, district_code: str, name: str) -> tuple[Township, ...]:
        """Townships of that name in a district; several only where one followed another."""
        return tuple(row for row in self.by_name.get(name, ()) if row.district_code == district_code)

    def find_district(self, name_or_code: str) -> tuple[District, ...]:
        """Districts by 6-digit code, name, former name or short form (大足区, 大足县, 大足); several may bear it (朝阳区).

        A former name finds a district only where none has it now.

        A city or province without a district of that name finds nothing.
        """
        query = name_or_code.strip()
        if query in self.districts:
            return (self.districts[query],)
        codes = sorted(self.places.get(query, ()))
        for over_time in (lambda code: (self.districts[code],), self._over_time):
            found = [c for c in codes if any(query in (d.district, short(d.district)) for d in over_time(c))]
            if found:
                return tuple(self.districts[code] for code in found)
        return ()

    def _over_time(self, code: str) -> Iterator[District]:
        yield self.districts[code]
        yield from (name.was for name in self.former_districts.get(code, ()))

    def find_townships(self, name_or_code: str) -> tuple[Township, ...]:
        """All townships that have or had that code or name, in order of code, as they are now.

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
                return tuple(self.by_code[code] for code in sorted({row.township_code for row in rows}))
        return ()

    def lies_under(self, row: Township, prefix: str) -> bool:
        """Whether `prefix` (重庆市大足区, 大足县, '') is made of names that the places above the township have or had."""
        over_time = list(self._over_time(row.district_code))
        for level in ("province", "city", "district"):
            names = {getattr(place, level) for place in over_time} - {None}
            forms = sorted(names | {form for name in names if (form := short(name))}, key=len)
            prefix = next((prefix.removeprefix(form) for form in reversed(forms) if prefix.startswith(form)), prefix)
        return not prefix

    def arrow(self) -> pa.Table:
        """The table `townships`, all schemes, in order of code."""
        return _arrow("townships", self.townships)

    def history_arrow(self) -> pa.Table:
        """The table `township_history`, in order of code and time."""
        return _arrow("township_history", [row for rows in self.former.values() for row in rows])

    def districts_arrow(self) -> pa.Table:
        """The table `district_history`, in order of code and time."""
        rows = [
            (*name.was, name.official_code, name.valid_from, name.valid_to)
            for names in self.former_districts.values()
            for name in names
        ]
        return _arrow("district_history", sorted(rows, key=lambda row: (row[0], row[-1])))


def _arrow(name: str, rows: Sequence[tuple[object, ...]]) -> pa.Table:
    schema = table(name).arrow()
    columns = zip(*rows, strict=True) if rows else [()] * len(schema)
    return pa.Table.from_arrays(
        [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)], schema=schema
    )


def _names(district: District, former: Iterable[FormerDistrict]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for place in (district, *(f.was for f in former)) for name in place[1:] if name))


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
