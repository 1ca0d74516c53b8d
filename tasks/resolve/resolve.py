"""One observation a metric from the mentions of one report, as the contract defines it.

Only achieved figures of the township itself, whole, become observations. A whole-year statement stands before a partial
one, a sharper one before a vaguer one that it satisfies; statements that cannot all be true are a conflict.
"""

from __future__ import annotations

from collections.abc import Sequence

from tasks.extract.doubtful import DOUBTFUL
from tasks.extract.model import Mention, is_guess
from tasks.resolve.compute import add_up, added_parts, rate_findings, with_computed_rates
from tasks.resolve.decided import DECIDED, REJECTED, apply
from tasks.resolve.model import Finding, Observation
from tasks.resolve.places import per_place
from tasks.resolve.turns import times
from tasks.resolve.wholes import (
    UNFIT,
    WEAK,
    agreeing,
    apart,
    in_digits,
    larger,
    likely_part,
    wholes,
    without_lacks,
    without_likely_parts,
    without_outgrown,
)
from warehouse.catalogue import Catalogue, Metric
from warehouse.corrections import Correction

_NOT_WHOLE = UNFIT | {"part"}
_CERTAIN, _DOUBTFUL = 0.9, 0.7


def resolve(
    text: str, mentions: Sequence[Mention], catalogue: Catalogue, corrections: Sequence[Correction] = ()
) -> tuple[list[Observation], list[Finding]]:
    """Observations by metric in the catalogue's order, and findings (conflict, rate_mismatch, doubtful_character).

    A mention that is found to be only a part gets the flag part; one whose rate does not fit the counts, rate_mismatch.
    Rejected ones count for nothing. `corrections` (correct, supply) put a value in the place of the one that they expect;
    one that does not find it changes nothing.
    """
    by_metric: dict[str, list[int]] = {}
    for position, mention in enumerate(mentions):
        if mention.metric_id is not None and mention.status == "achieved" and REJECTED not in mention.flags:
            by_metric.setdefault(mention.metric_id, []).append(position)
    found: dict[str, Observation] = {}
    findings: list[Finding] = []
    for metric_id, achieved in by_metric.items():
        metric = catalogue.by_id[metric_id]
        positions = [p for p in achieved if mentions[p].scope == "township" and _is_whole(mentions[p])]
        observation = _observe(text, mentions, positions, metric) if positions else None
        if observation is None:
            observation = added_parts(text, mentions, achieved, metric)
        if observation is None and any(mentions[p].scope == "sub_area" for p in achieved):
            observation = per_place(text, mentions, achieved, metric, catalogue)
        doubtful = tuple(p for p in achieved if DOUBTFUL in mentions[p].flags)
        if doubtful:
            findings.append(_doubt(text, mentions, doubtful, metric))
        if observation is not None and not any(DOUBTFUL in mentions[p].flags for p in observation.mentions):
            found[metric.id] = observation
            if observation.obs_status == "conflict":
                findings.append(_conflict(text, mentions, observation, metric))
    add_up(text, mentions, by_metric, found, catalogue)
    later = apply(found, corrections, catalogue, computed=False)
    decided = {metric_id for metric_id, o in found.items() if o.obs_status in DECIDED}
    findings = [finding for finding in findings if finding.metric_id not in decided]
    findings += rate_findings(text, mentions, found, catalogue)
    with_computed_rates(text, mentions, found, catalogue)
    apply(found, later, catalogue, computed=True)
    return sorted(found.values(), key=lambda o: catalogue.order[o.metric_id]), findings


def _is_whole(mention: Mention) -> bool:
    return mention.dimension is None and not _NOT_WHOLE.intersection(mention.flags) and not is_guess(mention)


def _observe(text: str, mentions: Sequence[Mention], positions: list[int], metric: Metric) -> Observation | None:
    whole_year = [p for p in positions if mentions[p].period_end is None]
    if metric.kind == "flow" and whole_year:
        whole_year = without_outgrown(mentions, positions, whole_year)
    if whole_year:
        positions = whole_year
    else:
        positions = [p for p in positions if mentions[p].period_end is not None]
        latest = max(end for p in positions if (end := mentions[p].period_end) is not None)
        positions = [p for p in positions if mentions[p].period_end == latest]
    listed = _listed(mentions, positions)
    if listed is not None:
        return _observation(mentions, listed, metric, "computed", _sum(mentions, listed))
    agreed = agreeing(mentions, positions)
    if agreed is None:
        of_all = in_digits if metric.kind == "rate" else without_lacks
        positions = of_all(mentions, positions)
        positions = _named(mentions, _trusted(mentions, positions))
        agreed = agreeing(mentions, positions)
    if agreed is None:
        positions = apart(text, mentions, wholes(text, mentions, positions))
        if not positions:
            return None
        agreed = agreeing(mentions, positions)
    if agreed is None and metric.kind == "flow":
        positions = larger(mentions, positions)
        agreed = agreeing(mentions, positions)
    turns = times(text, mentions[positions[0]]) if metric.kind == "flow" and len(positions) == 1 else 1
    if agreed is not None and turns > 1:
        total = (agreed[0] or 0.0) * turns
        return _observation(mentions, positions, metric, "computed", (total, total, "exact"))
    if agreed is None or all(likely_part(mentions[p]) for p in positions):
        positions = without_likely_parts(mentions, positions)
        if not positions:
            return None
        agreed = agreeing(mentions, positions)
    if agreed is not None:
        return _observation(mentions, positions, metric, "reported", agreed)
    lows = [mentions[p].value_low for p in positions]
    highs = [mentions[p].value_high for p in positions]
    low = None if None in lows else min(v for v in lows if v is not None)
    high = None if None in highs else max(v for v in highs if v is not None)
    return _observation(mentions, positions, metric, "conflict", (low, high, "range"))


def _listed(mentions: Sequence[Mention], positions: list[int]) -> list[int] | None:
    """Rows of one span that count different things under this metric (宪法宣讲、禁毒宣传各2场): they are added."""
    each = [p for p in positions if "each" in mentions[p].flags]
    if len(each) < 2 or len(each) != len(positions) or len({mentions[p].char_start for p in each}) != 1:
        return None
    return each


def _sum(mentions: Sequence[Mention], positions: list[int]) -> tuple[float | None, float | None, str]:
    highs = [mentions[p].value_high for p in positions]
    low = sum(mentions[p].value_low or 0.0 for p in positions)  # a count is at least 0 where its low is open
    high = None if None in highs else sum(v for v in highs if v is not None)
    kinds = {mentions[p].qualifier for p in positions}
    return low, high, kinds.pop() if kinds in ({"exact"}, {"approx"}) else _shape(low, high)


def _shape(low: float, high: float | None) -> str:
    if high is None:
        return "at_least"
    return "approx" if low == high else "range"


def _trusted(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """The statements whose link is all but certain, where there are any: what contradicts them with a doubtful link
    counts something else."""
    certain = [p for p in positions if mentions[p].confidence >= _CERTAIN]
    return [p for p in positions if mentions[p].confidence >= _DOUBTFUL] if certain else positions


def _named(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """The figures whose own clause names what they count, where there are any in several sentences: a subject that was
    only carried over, or guessed by likeness, contradicts nothing."""
    named = [p for p in positions if not mentions[p].rule.startswith(WEAK)]
    separate = {mentions[p].sentence for p in named}.isdisjoint(
        mentions[p].sentence for p in positions if p not in named
    )
    return named if named and separate else positions


def _observation(
    mentions: Sequence[Mention],
    positions: Sequence[int],
    metric: Metric,
    obs_status: str,
    value: tuple[float | None, float | None, str],
) -> Observation:
    ends = {mentions[p].period_end for p in positions}
    end = ends.pop() if len(ends) == 1 else None
    return Observation(metric.id, value[0], value[1], value[2], metric.unit, obs_status, end, tuple(positions))


def _conflict(text: str, mentions: Sequence[Mention], observation: Observation, metric: Metric) -> Finding:
    quotes = "、".join(text[mentions[p].char_start : mentions[p].char_end] for p in observation.mentions)
    return Finding(
        "conflict",
        "warn",
        metric.id,
        observation.mentions,
        f"“{metric.name_zh}”前后不一致：{quotes}。请核对原文，确定采用哪个数。",
        f"{metric.id} is stated with different values: {quotes}. Check the report and decide which one holds.",
    )


def _doubt(text: str, mentions: Sequence[Mention], doubtful: tuple[int, ...], metric: Metric) -> Finding:
    quotes = "、".join(text[mentions[p].char_start : mentions[p].char_end] for p in doubtful)
    return Finding(
        "doubtful_character",
        "warn",
        metric.id,
        doubtful,
        f"“{metric.name_zh}”的数字在扫描件上认不准：{quotes}，未采用。请对照原件核实。",
        f"{metric.id} is recognised with doubt on the scan: {quotes}, and was not taken. Check it against the original.",
    )
