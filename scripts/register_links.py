"""Follows each township through the yearly lists: which entry of one list is the same unit as which of the next.

A unit goes on under its own name in its district, or in the district to which most of its district's townships went;
under another kind (乡, then 镇) where the rest of the name is the same; under the same code of the bureau where the old
name ended and the new one began (a new name, or a new spelling); or under its own name in another district of its city,
where it ended in one and began in the other. Nothing else is taken for the same unit: it ends, and another begins.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from register_sources import Entry

sys.path.insert(0, str(Path(__file__).parent.parent))
from warehouse.register.names import plain, short

_KIND = re.compile(r"(?:街道|地区|苏木|镇|乡)$")
Key = tuple[str, str]  # district code and name, which are unique in a list


@dataclass
class Unit:
    """A township and its entries, by the year of the list."""

    seen: dict[int, Entry] = field(default_factory=dict)


def stem(name: str) -> str:
    """A name without its kind and without the peoples in it: 青石乡, 青石镇 and 青石苗族乡 are one."""
    return re.sub(r"(?<=..)民?族$", "", _KIND.sub("", plain(name) or name))


def link(lists: Sequence[tuple[int, list[Entry]]], codes_go_on: set[int]) -> list[Unit]:
    """All units, in the order in which they first appear. `codes_go_on` are the years whose codes are those of the list
    before, that is, all but the list of another authority."""
    units: list[Unit] = []
    live: dict[Key, Unit] = {}
    ended: dict[Key, Unit] = {}
    before: list[Entry] = []
    last = 0
    for year, entries in lists:
        went = succession(before, entries)
        now = _joined(before, entries, went, codes_go_on=year in codes_go_on)
        ended = {(went.get(code, code), name): unit for (code, name), unit in (ended | live).items()}
        old, live = live, {}
        for entry in entries:
            key = (entry.district.code, entry.name)
            if key in live:
                continue  # a list may have a name twice, as a street and as an office
            unit = old[now[key]] if key in now else Unit()
            earlier = ended.pop(key, unit)  # a list may leave a unit out, or have it under a wrong name, for a year
            if last not in earlier.seen and not earlier.seen.keys() & unit.seen.keys():
                unit.seen |= earlier.seen
                earlier.seen = {}
            unit.seen[year] = entry
            units.append(unit)
            live[key] = unit
        before, last = entries, year
    return list({id(unit): unit for unit in units if unit.seen}.values())


def succession(before: Iterable[Entry], after: Iterable[Entry]) -> dict[str, str]:
    """The district in which at least half of a district's townships stand in the next list, by code; itself if it can.

    In another city it takes three of them, since few names tell little.
    """
    old, new = _names(before), _names(after)
    city = {e.district.code: e.district.city for e in (*before, *after)}
    where = defaultdict(set)
    for code, names in new.items():
        for name in names:
            where[code[:2], name].add(code)
    went = {}
    for code, names in old.items():
        votes = Counter(to for name in sorted(names) for to in sorted(where[code[:2], name]))
        if votes[code] * 2 >= min(len(names), len(new.get(code, names))):
            went[code] = code
            continue
        best, count = votes.most_common(1)[0] if votes else (code, 0)
        if count * 2 >= len(names) and (count >= 3 or city[best] == city[code]):
            went[code] = best
    return went


def continuing(before: Iterable[Entry], after: Iterable[Entry]) -> dict[str, str]:
    """Districts that are the same one in the next list, by code: those whose code goes on, and, of those that went into one
    with a new code, the one that bears its name or stem, else the only one."""
    there = {e.district.code for e in before}
    called = {e.district.code: e.district.name for e in (*before, *after)}
    into = defaultdict(list)
    for code, to in succession(before, after).items():
        into[to].append(code)
    same = {}
    for to, codes in into.items():
        if to in there:
            codes = [code for code in codes if code == to]
        for of_same in (called.get, lambda code: district_stem(called[code])):
            alike = [code for code in codes if of_same(code) == of_same(to)]
            codes = alike or codes
        if len(codes) == 1:
            same[codes[0]] = to
    return same


def district_stem(name: str) -> str:
    """A district without its kind: 大足 for 大足县 and 大足区, 沙 for 沙县."""
    return short(name) or name[:-1]


def _joined(
    before: Sequence[Entry], after: Sequence[Entry], went: dict[str, str], *, codes_go_on: bool
) -> dict[Key, Key]:
    """For entries of the later list the entry of the earlier one that is the same unit, by district code and name."""
    old = {(e.district.code, e.name): e for e in before}
    new = {(e.district.code, e.name): e for e in after}
    joined: dict[Key, Key] = {}
    gone = {}
    for key in old:
        to = (went.get(key[0], key[0]), key[1])
        if to in new and to not in joined:
            joined[to] = key
        else:
            gone[key] = to[0]
    rules = [_by_kind, _by_code, _by_city] if codes_go_on else [_by_kind, _by_city]
    for rule in rules:
        begun = {key: entry for key, entry in new.items() if key not in joined}
        for key, to in rule(gone, old, begun):
            if to not in joined and key in gone:
                joined[to] = key
                del gone[key]
    return joined


Pairs = Iterator[tuple[Key, Key]]


def _by_kind(gone: dict[Key, str], old: dict[Key, Entry], begun: dict[Key, Entry]) -> Pairs:
    return _single(
        ((key, (district, stem(key[1]))) for key, district in gone.items()),
        ((key, (key[0], stem(key[1]))) for key in begun),
    )


def _by_code(gone: dict[Key, str], old: dict[Key, Entry], begun: dict[Key, Entry]) -> Pairs:
    return _single(((key, old[key].code) for key in gone), ((key, entry.code) for key, entry in begun.items()))


def _by_city(gone: dict[Key, str], old: dict[Key, Entry], begun: dict[Key, Entry]) -> Pairs:
    return _single(
        ((key, (key[0][:2], old[key].district.city, key[1])) for key in gone),
        ((key, (key[0][:2], entry.district.city, key[1])) for key, entry in begun.items()),
    )


def _single(gone: Iterable[tuple[Key, Hashable]], begun: Iterable[tuple[Key, Hashable]]) -> Pairs:
    """Pairs of keys with the same mark, where just one ended with it and one began."""
    here: defaultdict[Hashable, list[Key]] = defaultdict(list)
    there: defaultdict[Hashable, list[Key]] = defaultdict(list)
    for groups, marked in ((here, gone), (there, begun)):
        for key, mark in marked:
            groups[mark].append(key)
    for mark, keys in here.items():
        if len(keys) == 1 and len(there.get(mark, ())) == 1:
            yield keys[0], there[mark][0]


def _names(entries: Iterable[Entry]) -> dict[str, set[str]]:
    names = defaultdict(set)
    for entry in entries:
        names[entry.district.code].add(entry.name)
    return dict(names)
