"""District sums of annotated district-years against those of what was extracted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from bench.accuracy.agreement import Item
from bench.accuracy.gold import Report
from tasks.resolve.model import Observation
from warehouse.catalogue import Catalogue

FEWEST = 5  # townships of a district-year whose sums are compared

Bounds = tuple[float, float | None]


def district_sums(
    reports: Sequence[Report],
    items: Mapping[str, Sequence[Item]],
    made: Mapping[str, Mapping[str, Observation]],
    catalogue: Catalogue,
) -> tuple[int, int]:
    """Number of sums with both bounds right, and of sums compared.

    A sum is compared where the two readers agree on the metric in every report of the district-year, and one of them
    states it. `items` and `made` are by name of the report.
    """
    districts: dict[tuple[str, int], list[str]] = defaultdict(list)
    for report in reports:
        districts[report.header["district_code"], report.header["report_year"]].append(report.name)
    right = compared = 0
    for names in districts.values():
        if len(names) < FEWEST:
            continue
        agreed = [{item.metric_id: item.value for item in items.get(name, ())} for name in names]
        for metric in catalogue.metrics:
            if not metric.aggregation.method.startswith("sum") or not all(metric.id in a for a in agreed):
                continue
            wanted = _sum([v[:2] for a in agreed if (v := a[metric.id]) is not None])
            got = _sum([(o.value_low, o.value_high) for name in names if (o := made[name].get(metric.id)) is not None])
            if wanted is not None:
                compared += 1
                right += wanted == got
    return right, compared


def _sum(values: Sequence[tuple[float | None, float | None]]) -> Bounds | None:
    """Bounds of a sum by the contract: an unknown low counts 0, an open high leaves the sum open."""
    if not values:
        return None
    highs = [high for _, high in values if high is not None]
    return sum(low or 0.0 for low, _ in values), sum(highs) if len(highs) == len(values) else None
