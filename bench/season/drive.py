"""Runs the scheduled flows through the days of a season, and compares what they publish with what the sites showed."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import duckdb
import yaml
from prefect.server.schemas.schedules import CronSchedule

from bench.corpus import write_register
from bench.season.world import World
from flows.annual import annual
from flows.collect import collect
from flows.serve import ANNUAL, COLLECT

DELAY = 0.02
"""Seconds between two requests to a host, as the sources say."""

METRICS = {
    "activities": "legal_publicity_events",
    "leaflets": "publicity_materials",
    "disputes": "people_mediation_cases",
    "reviews": "administrative_reconsideration_cases",
}
_SHANGHAI = "Asia/Shanghai"


@dataclass(slots=True)
class Course:
    """How a season went: runs by flow, releases made and due, requests by host, and what was not as it should be."""

    runs: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    releases: int = 0
    due: int = 0
    duplicates: int = 0
    tables: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    most_a_day: int = 0
    shortest_gap: float = float("inf")
    red_days: int = 0
    editions: dict[int, set[str]] = field(default_factory=dict)
    late: int = 0
    missing: int = 0
    problems: list[str] = field(default_factory=list)


def furnish(home: Path, world: World) -> None:
    """Makes the home: register, sources, settings."""
    n_townships = max(len(d.townships) for d in world.districts)
    write_register(home / "register" / "own.csv", len(world.districts), n_townships)
    (home / "sources").mkdir()
    for d in world.districts:
        entry = {"id": f"s{d.code}", "district": d.code, "lists": [d.site.address + d.column], "delay": DELAY}
        text = yaml.safe_dump(entry | {"allow_private": True}, allow_unicode=True)
        (home / "sources" / f"{d.code}.yaml").write_text(text, encoding="utf-8")
    codes = ", ".join(f'"{d.code}"' for d in world.districts)
    (home / "settings.toml").write_text(f"districts = [{codes}]\nworkers = 1\nsite = false\n", encoding="utf-8")


def run_through(world: World, home: Path, first: date, last: date, *, every_day: bool) -> Course:
    """Fires the schedules of `township serve` from one day to another, in the order of their hours.

    Without `every_day` those are left out for which nothing has changed, on the sites or by the calendar; but for the first.
    """
    course = Course()
    changes = {day for district in world.districts for day in district.changes()}
    published: object = None
    quiet: Counter[str] = Counter()
    for moment, flow in fired(first, last):
        day = moment.date()
        known = _known(world, day)
        is_due = known != published if flow == "annual" else day in changes
        quiet[flow] += not is_due
        if not (every_day or is_due or quiet[flow] == 1):
            continue
        if flow == "collect":
            world.show(day)
            _collect(world, home, day, course)
        else:
            _annual(world, home, day, course, is_due=is_due)
            published = known
    return course


def fired(first: date, last: date) -> Iterator[tuple[datetime, str]]:
    """When the deployments' schedules fire, and which flow."""
    zone = ZoneInfo(_SHANGHAI)
    start, end = (datetime.combine(day, time(hour), zone) for day, hour in ((first, 0), (last, 23)))
    times = set()
    for name, crons in (("annual", ANNUAL), ("collect", COLLECT)):
        for cron in crons:
            found = asyncio.run(CronSchedule(cron=cron, timezone=_SHANGHAI).get_dates(n=1000, start=start, end=end))
            times |= {(datetime.fromisoformat(at.isoformat()).astimezone(zone), name) for at in found}
    yield from sorted(times)


def _known(world: World, day: date) -> object:
    """All that a release may depend on: what was seen, and which deadlines have passed."""
    seen = {key: tuple(versions) for key, versions in world.seen.items()}
    settled = day.year - 1 if day > date(day.year, 3, 31) else day.year - 2  # listed in coverage, also without a report
    years = sorted({settled, *(year for _, year in seen)})
    passed = tuple((year, day > date(year + 1, 3, 31), day > date(year + 1, 4, 30)) for year in years)
    return seen, passed


def _collect(world: World, home: Path, day: date, course: Course) -> None:
    sites = {id(d.site): d.site for d in world.districts}.values()
    for site in sites:
        site.forget()
    start = perf_counter()
    rows = collect(home=str(home), as_of=day.isoformat())
    course.runs["collect"] += 1
    course.seconds["collect"] += perf_counter() - start
    red = {row["district_code"] for row in rows if row["status"] == "failing"}
    course.red_days += len(red)
    if red != world.failing(day):
        said = {row["source_id"]: (row["status"], row["detail_en"]) for row in rows}
        course.problems.append(f"{day}: red are {sorted(red)}, not {sorted(world.failing(day))}: {said}")
    world.collected(day)
    for site in sites:
        host = site.address.rpartition(":")[0]
        times = [at for _, _, at in site.asked]
        course.requests[host] += len(times)
        course.most_a_day = max(course.most_a_day, len(times))
        course.shortest_gap = min([course.shortest_gap, *(b - a for a, b in pairwise(times))])
        twice = [path for path, n in Counter(site.paths()).items() if n > 1]
        if site.most_at_once > 1 or (twice and not any(d.trouble(day) for d in world.districts if d.site is site)):
            course.problems.append(f"{day}: {host}: {site.most_at_once} requests at once, asked twice for {twice}")


def _annual(world: World, home: Path, day: date, course: Course, *, is_due: bool) -> None:
    start = perf_counter()
    outcome = annual(home=str(home), as_of=day.isoformat())["outcome"]
    course.runs["annual"] += 1
    course.seconds["annual"] += perf_counter() - start
    course.due += is_due
    course.releases += outcome == "published"
    course.duplicates += outcome == "published" and not is_due
    if (outcome == "published") != is_due:
        course.problems.append(f"{day}: {outcome}, a release was {'due' if is_due else 'not due'}")
    course.problems += [f"{day}: {problem}" for problem in differences(world, home, day, course)]


def differences(world: World, home: Path, day: date, course: Course) -> Iterator[str]:
    """What the current release says otherwise than it should, as of a day."""
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as con:
        sums = con.execute(
            "SELECT district_code, report_year, metric_id, sum_low, sum_high, n_values, n_townships, edition "
            "FROM district_metrics WHERE list_contains(?, metric_id)",
            [list(METRICS.values())],
        ).fetchall()
        covered = con.execute("SELECT township_code, report_year, status, days_after_deadline FROM coverage").fetchall()
    names = {metric: name for name, metric in METRICS.items()}
    found = {
        (code, year, names[m]): (low or 0, high, n, of, edition) for code, year, m, low, high, n, of, edition in sums
    }
    years = sorted({year for _, year in world.seen})
    course.editions = defaultdict(set)
    course.late = course.missing = 0
    for district in world.districts:
        for year in years:
            for name, (low, high, n) in world.sums(district, year).items():
                got = found.get(
                    (district.code, year, name), (0, None, 0, len(district.townships), None)
                )  # not one report
                wanted = (low, high if n else None, n, len(district.townships))
                if got[:4] != wanted:
                    yield f"{district.name} {year} {name}: {got}, not {wanted}"
                course.tables += 1
                if got[4]:
                    course.editions[year].add(got[4])
                    if (got[4] == "preliminary") != (day <= date(year + 1, 4, 30)):
                        yield f"{district.name} {year} {name}: {got[4]} on {day}"
            listed = {
                town: (status, late) for town, of, status, late in covered if of == year and town in district.townships
            }
            wanted_list = world.coverage(district, year, day)
            if listed != wanted_list:
                wrong = {t: (listed.get(t), w) for t, w in wanted_list.items() if listed.get(t) != w}
                yield f"{district.name} {year}: coverage (is, should be): {wrong}"
            course.late += sum(status == "late" for status, _ in listed.values())
            course.missing += sum(status == "missing" for status, _ in listed.values())
