"""Whether the confidence of a link means what it says: the share right by the kind of rule that made the link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from bench.accuracy.gold import Report, fits
from tasks.extract.engine import Extractor

Counts = dict[str, list[tuple[float, bool]]]


def kind(rule: str) -> str:
    """The kind of a rule: how near the words were that decided (object, clause, carried, topic, part, cell, …)."""
    head, _, rest = rule.partition(":")
    if head in ("cell", "zero", "phrase"):
        return head
    return (rest or head).removesuffix("+action")


def count_links(report: Report, extractor: Extractor, counts: Counts) -> None:
    """Adds each link of one report that the annotation speaks of: its confidence, and whether its metric is right."""
    rows, _ = report.rows()
    for m in extractor.extract(report.document.text, report.document.blocks, report.identity):
        entries = [e for e in rows.get((m.char_start, m.char_end), ()) if not e.get("debatable")]
        if m.metric_id is not None and entries:
            right = any(fits(e, "metric_id", m.metric_id) for e in entries)
            counts.setdefault(kind(m.rule), []).append((m.confidence, right))


def calibration(counts: Counts) -> Iterator[str]:
    """A line a kind of rule, the most frequent first: links, mean confidence, share right; then the mean distance."""
    merged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for name, links in counts.items():
        merged[name if len(links) >= _FEWEST else "others"] += links
    distance = total = 0.0
    for name, links in sorted(merged.items(), key=lambda item: -len(item[1])):
        said = sum(confidence for confidence, _ in links) / len(links)
        share = sum(right for _, right in links) / len(links)
        distance, total = distance + abs(said - share) * len(links), total + len(links)
        yield f"  {name:12} {len(links):5}   confidence {said:.3f}   right {share:.3f}"
    yield f"  mean distance of confidence and share right: {distance / max(1.0, total):.3f}"


_FEWEST = 15
