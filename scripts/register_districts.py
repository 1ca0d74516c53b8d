"""What each district was called, and where it stood, in each year: names follow a district over its changes of code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from register_links import district_stem
from register_sources import Place

Counties = Mapping[int, Mapping[str, Place]]  # places by year and code


def former_names(
    counties: Counties, districts: Iterable[Place], same: set[tuple[str, str]]
) -> Iterator[tuple[str, int | None, int, Place]]:
    """Code of today, first and last year, and the place as it was, wherever it differs from what it is in `districts`.

    The first year is None where the yearly tables begin with it. `same` are pairs of codes, old and new, that the lists
    of townships show to be one district.
    """
    for today in districts:
        last = max((year for year in counties if _in(counties, year, today)), default=None)
        if last is None:
            continue
        runs: list[tuple[Place, int, int]] = []
        place: Place | None = counties[last][today.code]
        year = last
        while place is not None:
            if runs and runs[-1][0] == place:
                runs[-1] = (place, year, runs[-1][2])
            else:
                runs.append((place, year, year))
            year -= 1
            place = _before(place, year, counties, same)
        for was, first, until in reversed(runs):
            if was != today:
                yield today.code, first if first > min(counties) else None, until, was


def _in(counties: Counties, year: int, place: Place) -> bool:
    found = counties[year].get(place.code)
    return found is not None and found.name == place.name


def _before(place: Place, year: int, counties: Counties, same: set[tuple[str, str]]) -> Place | None:
    """The same district a year earlier: of its code and stem, else one of its stem that ended then (大足县, 500225, before
    大足区, 500111, which had been 双桥区's code), else one that the lists of townships name, else the only one of its city
    that ended as it began and shares the first character (开县, 开州区), else of its code."""
    if year not in counties:
        return None
    there, later = counties[year], counties[year + 1]
    of_code = there.get(place.code)
    if of_code and district_stem(of_code.name) == district_stem(place.name):
        return of_code
    ended = [p for p in there.values() if p.code not in later and p.province == place.province]
    alike = [p for p in ended if p.city == place.city and p.name[0] == place.name[0] and place.code not in there]
    for found in (
        [p for p in ended if district_stem(p.name) == district_stem(place.name)],
        [p for p in ended if (p.code, place.code) in same],
        alike,
    ):
        if len(found) == 1:
            return found[0]
    return of_code
