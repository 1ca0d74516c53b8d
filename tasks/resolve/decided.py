"""What people decided about the numbers of a report: rejected mentions, values in the place of others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tasks.extract.model import Mention
from tasks.resolve.model import Observation
from warehouse.catalogue import Catalogue
from warehouse.corrections import Correction, Value, mention_hash, parse_value, same_value

DECIDED = ("corrected", "supplied")
"""How observations came about that people decided."""

REJECTED = "rejected"
"""Flag of a mention that a person rejected: it stays a mention and counts for nothing."""


def mark_rejected(text: str, mentions: Iterable[Mention], corrections: Sequence[Correction]) -> None:
    """Gives the flag `rejected` to the mentions that reject entries name; quotes are those of `text`."""
    wanted = {(entry.metric_id, entry.mention) for entry in corrections if entry.kind == "reject"}
    if not wanted:
        return
    metrics = {metric for metric, _ in wanted}
    for m in mentions:
        if m.metric_id in metrics:
            named = mention_hash(text[m.char_start : m.char_end], m.sentence)
            if (m.metric_id, named) in wanted:
                m.flags = (*m.flags, REJECTED)


def apply(
    found: dict[str, Observation], corrections: Sequence[Correction], catalogue: Catalogue, *, computed: bool
) -> list[Correction]:
    """Puts corrected and supplied values into the observations `found`, by metric; gives the entries that did not fit.

    A rate is supplied only once the rates are `computed` from their counts: it must be neither stated nor computed.
    """
    left = []
    for entry in corrections:
        if entry.kind not in ("correct", "supply") or entry.metric_id is None or entry.value is None:
            continue
        now, metric = found.get(entry.metric_id), catalogue.by_id[entry.metric_id]
        if entry.kind == "correct" and now is not None and same_value(_value(now), parse_value(entry.expect or "")):
            found[metric.id] = Observation(
                metric.id, *entry.value, metric.unit, "corrected", now.period_end, now.mentions
            )
        elif entry.kind == "supply" and now is None and (computed or metric not in catalogue.rates):
            found[metric.id] = Observation(metric.id, *entry.value, metric.unit, "supplied", None, ())
        else:
            left.append(entry)
    return left


def _value(observation: Observation) -> Value:
    return Value(observation.value_low, observation.value_high, observation.qualifier)
