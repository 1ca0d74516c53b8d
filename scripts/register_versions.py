"""From a unit's entries in the yearly lists to its names and districts, each with the years for which it held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from register_links import Unit, continuing
from register_sources import NAME, Entry, Place

T = TypeVar("T")


class Version(NamedTuple):
    """What a unit was called and where it stood, from `valid_from` (None: as far back as is known) to `valid_to`.

    `nbs_code` is the bureau's code of the unit under this name, empty where it has none; `current` says that it is so
    today.
    """

    name: str
    district: Place
    nbs_code: str
    valid_from: int | None
    valid_to: int | None
    current: bool


class Years:
    """What the lists of townships and the yearly tables of districts tell about years."""

    def __init__(self, lists: Sequence[tuple[int, list[Entry]]], counties: Mapping[int, Mapping[str, Place]]) -> None:
        self.last_nbs, self.now = lists[-2][0], lists[-1][0]
        self.today = {e.district.code: e.district for e in lists[-1][1]}
        self._counties = counties
        self._same: dict[int, dict[str, Place]] = {self.now: self.today}  # by year and code then: the district as it is
        self._before = {later: year for (year, _), (later, _) in pairwise(lists)}
        for (year, before), (later, after) in reversed(list(pairwise(lists))):
            same = continuing(before, after)
            self._same[year] = {
                e.district.code: self._same[later][same[e.district.code]] if e.district.code in same else e.district
                for e in before
            }

    def district(self, year: int, entry: Entry) -> Place | None:
        """The district of an entry as it is called today, or was at last; None for a zone that is no district by law."""
        place = self._same[year][entry.district.code]
        by_law = place.code in self.today or any(place.code in there for there in self._counties.values())
        return place if by_law else None

    def comparable(self, year: int, place: Place) -> bool:
        """Whether the list before the one of `year` has the district, so that a unit which it lacks began since."""
        return year in self._before and place in self._same[self._before[year]].values()

    def begins(self, year: int, place: Place, before: Place | None = None) -> int:
        """The first report year of what is so in the list of `year` and was not in the one before; `before` is where the
        unit stood. A district that the last yearly table still has, or has not yet, ended or began after it."""
        if year != self.now:
            return year
        tabled = max(self._counties)
        in_table = self._counties[tabled]
        began = place.code not in in_table and place not in self._same[self.last_nbs].values()
        ended = before is not None and before.code in in_table and before.code not in self.today
        return tabled + 1 if began or ended else self.last_nbs + 1

    def ends(self, year: int, place: Place) -> int | None:
        """The last report year of a unit that the list of `year` was the last to have; None where no later one tells."""
        if year != self.last_nbs or place.code in self.today:
            return year
        return max((y for y, there in self._counties.items() if place.code in there), default=None)


def versions(unit: Unit, years: Years) -> list[Version]:
    """All names and districts of a unit, in order of time; one that came back counts from its first year on.

    Nothing where no list has a name that a township can have.
    """
    seen = sorted(unit.seen.items())
    names = _filled([e.name if year == years.now or NAME.fullmatch(e.name) else None for year, e in seen])
    if names[0] is None:
        return []
    places = _filled([years.district(year, entry) for year, entry in seen])
    what = [(n or "", p or entry.district) for n, p, (_, entry) in zip(names, places, seen, strict=True)]
    last = {w: at for at, w in enumerate(what)}
    starts, at = [], 0
    while at < len(what):
        starts.append(at)
        at = last[what[at]] + 1
    told = []
    for start, stop in zip(starts, [*starts[1:], len(seen)], strict=True):
        (name, place), (year, _) = what[start], seen[start]
        codes = [e.code for y, e in seen[start:stop] if y != years.now and e.name == name]
        known = start > 0 or years.comparable(year, place)
        until = None
        if stop < len(seen):
            until = years.begins(seen[stop][0], what[stop][1], place) - 1
        elif seen[-1][0] != years.now:
            until = years.ends(seen[-1][0], place)
        first = years.begins(year, place, what[start - 1][1] if start else None) if known else None
        told.append(
            Version(
                name or "",
                place,
                codes[-1] if codes else "",
                first,
                until,
                stop == len(seen) and unit.seen.keys() >= {years.now},
            )
        )
    return told


def _filled(values: list[T | None]) -> list[T | None]:
    """What is unknown is as it was next, or, at the end, before."""
    for at in reversed(range(len(values) - 1)):
        values[at] = values[at] or values[at + 1]
    for at in range(1, len(values)):
        values[at] = values[at] or values[at - 1]
    return values
