"""A count that holds in each of a stated number of places: 12个村各设1个宣传栏, 每个社区配有法律顾问1名."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.model import Mention, is_guess
from tasks.resolve.decided import REJECTED
from tasks.resolve.model import Observation
from warehouse.catalogue import Catalogue, Metric

_EVERY = re.compile("每(?=[^，。；]*$)")
_NAMED = re.compile("一?个?[一-龥]{0,3}(?:村|社区|嘎查)(?:[（(、和及]?(?:村|社区|嘎查|居)[）)]?)?")
_NEAR = 26  # characters before a figure in which 每 may stand
_TAIL = re.compile("[一-龥（()）、]{0,8}")

Places = dict[frozenset[str], tuple[float, int]]


def stated_counts(text: str, mentions: Sequence[Mention], catalogue: Catalogue) -> Places:
    """How many places of each kind the report says there are, and the mention that says so; contradictions give none."""
    found: dict[frozenset[str], set[float]] = {}
    where: dict[frozenset[str], int] = {}
    for position, m in enumerate(mentions):
        metric = catalogue.by_id[m.metric_id] if m.metric_id else None
        if metric is None or not metric.places or m.status != "achieved" or m.scope != "township":
            continue
        if REJECTED in m.flags:
            continue
        tail = _TAIL.match(text, m.char_end)
        kinds = _kinds(tail[0] if tail else "", metric)
        if kinds and m.qualifier == "exact" and m.value_low is not None:
            found.setdefault(kinds, set()).add(m.value_low)
            where.setdefault(kinds, position)
    return {kinds: (values.pop(), where[kinds]) for kinds, values in found.items() if len(values) == 1}


def per_place(
    text: str, mentions: Sequence[Mention], achieved: Sequence[int], metric: Metric, catalogue: Catalogue
) -> Observation | None:
    """The product of an achieved count in each place and the stated number of places; norms give nothing."""
    places: Places | None = None
    for position in achieved:
        m = mentions[position]
        if m.scope != "sub_area" or m.qualifier != "exact" or m.dimension is not None or is_guess(m):
            continue
        if "per_place" in m.flags:
            number: float | None = mentions[position - 1].value_low
            used: tuple[int, ...] = (position - 1,)
            if mentions[position - 1].qualifier != "exact":
                continue
        else:
            places = stated_counts(text, mentions, catalogue) if places is None else places
            number, used = _number_of(text, m, places, catalogue)
        if number:
            value = number * (m.value_low or 0)
            order = tuple(sorted({*used, position}))
            return Observation(metric.id, value, value, "exact", metric.unit, "computed", m.period_end, order)
    return None


def _number_of(text: str, m: Mention, places: Places, catalogue: Catalogue) -> tuple[float | None, tuple[int, ...]]:
    every = _EVERY.search(text, max(0, m.char_start - _NEAR), m.char_start)
    if every is None:
        return None, ()
    for metric in catalogue.metrics:
        wanted = _kinds(_words(text, every.end(), m.char_start), metric) if metric.places else None
        if not wanted:
            continue
        if wanted in places:
            return places[wanted][0], (places[wanted][1],)
        single = [places.get(frozenset((kind,))) for kind in sorted(wanted)]
        known = [s for s in single if s is not None]
        if len(known) == len(wanted):
            return sum(s[0] for s in known), tuple(s[1] for s in known)
    return None, ()


def _words(text: str, start: int, end: int) -> str:
    named = _NAMED.match(text, start, end)
    return named[0] if named else ""


def _kinds(words: str, metric: Metric) -> frozenset[str]:
    return frozenset(name for name, d in metric.dimensions.items() if any(word in words for word in d.words))
