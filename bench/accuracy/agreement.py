"""Two readers of the same reports: how far they agree, and what is scored only where they do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from bench.accuracy.gold import Report
from bench.accuracy.score import same
from tasks.resolve.model import Observation
from warehouse.catalogue import Catalogue

_VALUE = ("value_low", "value_high", "qualifier")


class Item(NamedTuple):
    """A metric of a report on which both readers agree: its value (None: both say the report states none)."""

    report: str
    metric_id: str
    value: tuple[float | None, float | None, str] | None


def agreed_items(first: Report, second: Report, catalogue: Catalogue) -> list[Item]:
    """Items with one value, or none, for both readers; what either calls debatable is left out."""
    items = []
    for metric in catalogue.metrics:
        a, b = first.observations.get(metric.id), second.observations.get(metric.id)
        if (a and a.get("debatable")) or (b and b.get("debatable")):
            continue
        if a is None and b is None:
            items.append(Item(first.name, metric.id, None))
        elif a is not None and b is not None and all(_close(a[name], b[name]) for name in _VALUE):
            items.append(Item(first.name, metric.id, (a["value_low"], a["value_high"], a["qualifier"])))
    return items


def _close(a: float | str | None, b: float | str | None) -> bool:
    return a == b or (isinstance(a, int | float) and isinstance(b, int | float) and abs(a - b) < 0.051)


def score_items(items: Sequence[Item], made: dict[str, Observation]) -> Counter[str]:
    """Counts of wanted, found and right observations on the items of one report."""
    counts: Counter[str] = Counter()
    for item in items:
        got = made.get(item.metric_id)
        counts["agreed_gold"] += item.value is not None
        counts["agreed_found"] += got is not None
        if got is not None and item.value is not None:
            entry = dict(zip(_VALUE, item.value, strict=True)) | {"obs_status": got.obs_status}
            counts["agreed_hits"] += same(got, entry)
    return counts


def readers(first: Report, second: Report) -> Counter[str]:
    """Counts of what two readers found: spans, whole rows (value, unit, hedge, status), metrics and observations."""
    counts: Counter[str] = Counter()
    rows, others = first.rows()[0], second.rows()[0]
    counts["spans_first"], counts["spans_second"] = len(rows), len(others)
    for span in rows.keys() & others.keys():
        counts["spans_both"] += 1
        a, b = rows[span][0], others[span][0]
        counts["rows_both"] += all(_close(a.get(n), b.get(n)) for n in (*_VALUE, "unit", "status"))
        counts["metrics_both"] += a["metric_id"] == b["metric_id"]
    counts["observations_first"], counts["observations_second"] = len(first.observations), len(second.observations)
    for metric_id in first.observations.keys() & second.observations.keys():
        a, b = first.observations[metric_id], second.observations[metric_id]
        counts["observations_both"] += all(_close(a[n], b[n]) for n in _VALUE)
    return counts
