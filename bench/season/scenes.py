"""The districts of a season and what happens in it: a small one in which each thing happens once, and two whole ones."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from bench.corpus import districts, townships
from bench.season.world import District, Report, Version, World
from bench.web_site import Site

_DAY = timedelta(days=1)


def small(sites: Sequence[Site]) -> World:
    """Three districts on two sites, season 2024/25: each thing that may happen, once, on few days."""
    start, trouble, heals, late = date(2025, 2, 4), date(2025, 2, 5), date(2025, 2, 10), date(2025, 4, 29)
    first, second, third = _districts(3, 3, [sites[0], sites[0], sites[1]])
    a, b, c = first.townships.items()
    first.reports = [
        Report(*a, 2024, (_said(start, 21), Version(late, 23, 800, 40))),  # revised
        Report(*b, 2024, (_said(trouble, 22),)),
    ]  # c never reports
    first.troubles = [(trouble, heals - _DAY, "shell")]
    a, b, c = second.townships.items()
    second.reports = [
        Report(*a, 2024, (_said(trouble, 31),)),
        Report(*b, 2024, (_said(late, 32),)),
        Report(*c, 2024, (_said(date(2025, 5, 9), 33),)),  # when nobody collects any more
    ]
    second.new_markup = heals
    a, b, c = third.townships.items()
    page = Report(*a, 2024, (_said(start, 41),))
    other = Report(*b, 2024, (_said(heals, 42),), replaces=page)
    third.reports = [page, other, Report(*c, 2024, (_said(trouble, 43),))]
    third.troubles = [(trouble, heals - _DAY, "maintenance")]
    return World((first, second, third))


def whole(sites: Sequence[Site], n_townships: int, first_year: int = 2024, n_years: int = 2, seed: int = 1) -> World:
    """As many districts as sites and one more, so that one host has two columns; some townships late, some silent."""
    rng = random.Random(seed)
    world = World(_districts(len(sites) + 1, n_townships, [sites[0], *sites]))
    for district in world.districts:
        for year in range(first_year, first_year + n_years):
            _year(district, year, rng)
    return world


def _year(district: District, year: int, rng: random.Random) -> None:
    start = date(year, 12, 1)
    mine: list[Report] = []
    for code, name in district.townships.items():
        habit = rng.random()
        if habit < 0.1:
            continue  # reports nothing
        day = start + timedelta(days=rng.randint(0, 118) if habit < 0.8 else rng.randint(122, 190))
        versions = [_said(day, rng.randint(10, 90), rng)]
        again = day + timedelta(days=rng.randint(5, 40))
        if rng.random() < 0.2 and _is_collected(again):
            versions.append(_said(again, rng.randint(10, 90), rng))
        mine.append(Report(code, name, year, tuple(versions)))
    early = [r for r in mine if r.published < date(year + 1, 1, 20) and len(r.versions) == 1]
    later = [r for r in mine if date(year + 1, 1, 25) < r.published < date(year + 1, 3, 10) and len(r.versions) == 1]
    if early and later:  # a page is written over with the report of another township
        at = mine.index(later[0])
        mine[at] = Report(later[0].code, later[0].township, year, later[0].versions, replaces=early[0])
    district.reports += mine
    for what in ("maintenance", "shell", "silent"):
        begin = start + timedelta(days=rng.randint(20, 110))
        end = begin + _DAY * (1 if what == "silent" else rng.randint(1, 6))
        if not any(first <= end and begin <= last for first, last, _ in district.troubles):
            district.troubles.append((begin, end, what))
    if district.new_markup == date.max:
        district.new_markup = date(year + 1, 1, rng.randint(1, 31))


def _is_collected(day: date) -> bool:
    return day.month <= 4 or day >= date(day.year, 11, 20)


def _said(day: date, activities: int, rng: random.Random | None = None) -> Version:
    if rng is None:
        return Version(day, activities, activities * 20, activities + 5)
    return Version(day, activities, rng.randint(2, 90) * 100, rng.randint(5, 60))


def _districts(count: int, n_townships: int, sites: Sequence[Site]) -> list[District]:
    return [
        District(code, name, {town: called for town, called, _ in townships(code, n_townships)}, site)
        for (code, name), site in zip(districts(count), sites, strict=True)
    ]
