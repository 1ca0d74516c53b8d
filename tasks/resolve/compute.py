"""Values that no sentence states but the counts give: added parts, a count in each of several places, rates."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date

from tasks.extract.model import Mention, is_guess
from tasks.extract.parts import ALL_DONE
from tasks.resolve.model import Finding, Observation
from tasks.resolve.wholes import UNFIT
from warehouse.catalogue import Catalogue, Metric

_THE_OTHERS = re.compile("[，、；](?:其他|其余)(?:党政)?(?:班子|领导|负责人|副职|同志)[^，。；0-9]{0,12}")
_LEFT = re.compile("限期|其余|剩余|余下|未|尚|正在")  # what is still to be done
_IN_ALL = re.compile("共(?!同|享|建|治|商|育|赢|产)[^，。；：0-9]{0,10}$")
_ONE_MORE = re.compile("[、和及][^，。；：、0-9]{2,10}")
_OWN_LEVEL = re.compile("(?:镇|乡|街道)(?:本?级|机关|(?:人民)?调解?委)")
_VILLAGES = re.compile("村(?:级|社|居|集体|干部|（社区）|(?:人民)?调)|社区")
_NEXT_LEVEL = re.compile("[、，和及][^，。；：、0-9]{2,10}")
_NOT_ADDED = UNFIT | {"each"}
_ALL = re.compile("辖|共|合计|总计|累计|分别|各")


def added_parts(text: str, mentions: Sequence[Mention], achieved: Sequence[int], metric: Metric) -> Observation | None:
    """Parts of one sentence, one a dimension, where the text says that they are all (辖12个村3个社区: 15).

    The same parts stated again count once; other parts stated elsewhere for the whole are a conflict.
    """
    sums: dict[tuple[float, float | None, str], list[int]] = {}
    for positions in _by_place(mentions, achieved, metric):
        first, last = mentions[positions[0]], mentions[positions[-1]]
        dimensions = {mentions[p].dimension for p in positions}
        if not len(dimensions) == len(positions) > 1 or "new" in dimensions:
            continue
        if any(mentions[p].part_of in positions for p in positions):
            continue  # one of them is the total of another
        lead = text[max(0, first.char_start - 12) : last.char_start]
        # 26个行政村、1个社区, 代表建议5件、政协提案3件: kinds side by side that are all
        all_kinds = metric.places or dimensions == set(metric.whole_of)
        if not (all_kinds or _ALL.search(lead)) or any(mentions[p].value_low is None for p in positions):
            continue
        exact = all(mentions[p].qualifier == "exact" for p in positions)
        low = sum(mentions[p].value_low or 0 for p in positions)
        highs = [mentions[p].value_high for p in positions]
        high = None if None in highs else sum(v for v in highs if v is not None)
        qualifier = "exact" if exact else "at_least" if high is None else "approx" if low == high else "range"
        sums.setdefault((low, high, qualifier), []).extend(positions)
    if not sums:
        return _of_everyone(text, mentions, achieved, metric)
    if len(sums) > 1 and metric.whole_of:
        return None  # 市代表建议3件、政协提案2件；区代表建议4件、政协提案5件 are kinds of kinds
    used = tuple(sorted(p for positions in sums.values() for p in positions))
    end = mentions[used[0]].period_end
    if len(sums) == 1:
        low, high, qualifier = next(iter(sums))
        return Observation(metric.id, low, high, qualifier, metric.unit, "computed", end, used)
    tops = [high for _, high, _ in sums]
    top = None if None in tops else max(v for v in tops if v is not None)
    return Observation(metric.id, min(low for low, _, _ in sums), top, "range", metric.unit, "conflict", end, used)


def _of_everyone(text: str, mentions: Sequence[Mention], achieved: Sequence[int], metric: Metric) -> Observation | None:
    """主要负责人接访22次，其他班子成员接访88次: what some did and what the others did is what all did; so are kinds after
    共 (共审查镇级合同163份、村级合同208份)."""
    own = _countable(mentions, achieved)
    if len(own) < 2 or len({mentions[p].sentence for p in own}) != 1:
        return None
    first, second = mentions[own[0]], mentions[own[1]]
    levels = len(own) == 2 and metric.kind in ("flow", "stock") and _both_levels(text, first, second)
    if metric.kind != "flow":
        return _added(mentions, own, metric) if levels else None
    others = len(own) == 2 and _THE_OTHERS.fullmatch(text, first.char_end, second.char_start)
    listed = _IN_ALL.search(text, max(0, first.char_start - 12), first.char_start) and all(
        _ONE_MORE.fullmatch(text, mentions[p].char_end, mentions[q].char_start) for p, q in itertools.pairwise(own)
    )
    halves = len(own) == 2 and _is_half(text, first, "上半年") and _is_half(text, second, "下半年")
    return _added(mentions, own, metric) if others or listed or halves or levels else None


def _both_levels(text: str, first: Mention, second: Mention) -> bool:
    """Whether one figure is of the township's own level and the other of its villages (村级合同112份、乡级合同9份)."""
    words = text[first.char_end : second.char_start].strip()
    if not _NEXT_LEVEL.fullmatch(words):
        return False
    either = text[max(0, first.char_start - 8) : first.char_start], words
    return any(_OWN_LEVEL.search(a) and _VILLAGES.search(b) for a, b in (either, either[::-1]))


def _is_half(text: str, mention: Mention, half: str) -> bool:
    return half in text[max(0, mention.char_start - 10) : mention.char_start]


def _countable(mentions: Sequence[Mention], achieved: Sequence[int]) -> list[int]:
    """Exact figures of the township that no flag keeps out but that each is a part."""
    return [
        p
        for p in achieved
        if (mentions[p].scope, mentions[p].dimension, mentions[p].qualifier) == ("township", None, "exact")
        and not _NOT_ADDED.intersection(mentions[p].flags)
        and not is_guess(mentions[p])
    ]


def _added(mentions: Sequence[Mention], positions: Sequence[int], metric: Metric) -> Observation:
    total = sum(mentions[p].value_low or 0.0 for p in positions)
    end = mentions[positions[0]].period_end
    return Observation(metric.id, total, total, "exact", metric.unit, "computed", end, tuple(positions))


def add_up(
    text: str,
    mentions: Sequence[Mention],
    by_metric: Mapping[str, Sequence[int]],
    found: dict[str, Observation],
    catalogue: Catalogue,
) -> None:
    """Figures of one sentence that add up to the count which they are a share of are all of it: 行政诉讼5件，镇长出庭2件，
    分管副镇长出庭3件; 发现隐患87处，当场整改60处，限期整改27处."""
    for rate in catalogue.rates:
        metric = catalogue.by_id[rate.aggregation.numerator or ""]
        whole = found.get(rate.aggregation.denominator or "")
        if whole is None or metric.id in found or (whole.qualifier, whole.obs_status) != ("exact", "reported"):
            continue
        own = _countable(mentions, by_metric.get(metric.id, ()))
        same = len(own) > 1 and len({mentions[p].sentence for p in own}) == 1
        added = _added(mentions, own, metric) if same else None
        if added is None or added.value_low != whole.value_low or added.period_end != whole.period_end:
            continue
        last = mentions[own[-1]]
        left = _LEFT.search(text, max(0, last.char_start - 8), last.char_start)
        if not left or ALL_DONE.match(text, last.char_end):
            found[metric.id] = added


def _by_place(mentions: Sequence[Mention], achieved: Sequence[int], metric: Metric) -> list[list[int]]:
    """Parts of the metric, those of one sentence together; a sentence that is repeated is another one."""
    groups: list[list[int]] = []
    for position in achieved:
        m = mentions[position]
        if m.dimension not in metric.dimensions or m.scope != "township" or "unit_mismatch" in m.flags or is_guess(m):
            continue
        before = mentions[groups[-1][-1]] if groups else None
        said = {mentions[p].dimension for p in groups[-1]} if groups else set()
        if before is not None and before.sentence == m.sentence and m.dimension not in said:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def with_computed_rates(
    text: str, mentions: Sequence[Mention], found: dict[str, Observation], catalogue: Catalogue
) -> None:
    """Add rates from their two exact counts where the report states none."""
    for metric in catalogue.rates:
        if metric.id in found:
            continue
        computed = _rate(metric, found, _due(text, mentions, metric))
        if computed is not None:
            value, used, end = computed
            rate = round(value, 2)
            found[metric.id] = Observation(metric.id, rate, rate, "exact", metric.unit, "computed", end, used)


def rate_findings(
    text: str, mentions: Sequence[Mention], found: dict[str, Observation], catalogue: Catalogue
) -> list[Finding]:
    """Stated rates that differ from their counts beyond rounding; the stated rate stays the observation.

    A warning where one sentence gives all three in figures. Counts told elsewhere may be of another whole (按期办结率100%,
    and of old cases 化解3件), and a phrase (全部销号) of a later day: worth a look, no more.
    """
    findings = []
    for metric in catalogue.rates:
        stated = found.get(metric.id)
        if stated is None or stated.obs_status != "reported":
            continue
        computed = _rate(metric, found, _due(text, mentions, metric))
        if computed is None or _fits(stated, computed[0]):
            continue
        for p in stated.mentions:
            mentions[p].flags = (*mentions[p].flags, "rate_mismatch")
        value = f"{computed[0]:.1f}"
        said = _bounds(stated)
        concerned = [mentions[p] for p in (*stated.mentions, *computed[1])]
        beside = len({m.sentence for m in concerned}) == 1 and all(m.value_origin != "phrase" for m in concerned)
        findings.append(
            Finding(
                "rate_mismatch",
                "warn" if beside else "info",
                metric.id,
                (*stated.mentions, *computed[1]),
                f"“{metric.name_zh}”所述{said}%与按两项数量计算的{value}%不符，按原文采用{said}%。请核对。",
                f"{metric.id} is stated as {said} %, the two counts give {value} %; the stated rate is kept. Check it.",
            )
        )
    return findings


def _due(text: str, mentions: Sequence[Mention], metric: Metric) -> Observation | None:
    """What the text says was due (应出庭4件), which stands for the denominator of the rate; None where it says nothing."""
    for position, m in enumerate(mentions) if metric.aggregation.due else ():
        if m.scope == "township" and text.endswith(metric.aggregation.due, max(0, m.char_start - 8), m.char_start):
            return Observation(
                metric.id, m.value_low, m.value_high, m.qualifier, metric.unit, "reported", m.period_end, (position,)
            )
    return None


def _rate(
    metric: Metric, found: dict[str, Observation], due: Observation | None
) -> tuple[float, tuple[int, ...], date | None] | None:
    """The rate from exact, reported counts of one period; None where they give none."""
    top = found.get(metric.aggregation.numerator or "")
    bottom = due or found.get(metric.aggregation.denominator or "")
    if top is None or bottom is None or top.qualifier != "exact" or bottom.qualifier != "exact":
        return None
    if top.period_end != bottom.period_end or not bottom.value_low or top.value_low is None:
        return None
    if top.value_low > bottom.value_low:
        return None
    return 100 * top.value_low / bottom.value_low, (*top.mentions, *bottom.mentions), top.period_end


def _fits(stated: Observation, computed: float) -> bool:
    """Within rounding of the stated figure: half a unit of its last decimal, at most half a percent."""
    low, high = stated.value_low, stated.value_high
    shown = low if low is not None else high
    decimals = len(f"{shown:.6f}".rstrip("0").partition(".")[2]) if shown is not None else 0
    slack = 0.5 * 10.0**-decimals + 1e-9
    return (low is None or computed >= low - slack) and (high is None or computed <= high + slack)


def _bounds(observation: Observation) -> str:
    low, high = observation.value_low, observation.value_high
    if low is None:
        return f"≤{high:g}"
    if high is None:
        return f"≥{low:g}"
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"
