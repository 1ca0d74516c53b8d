"""Which link of a number stands: that of the catalogue's rules, or what likeness finds likelier."""

from __future__ import annotations

from tasks.extract.likeness import NONE, Likely
from tasks.extract.link import Link, dimension_of, excluded
from tasks.extract.triggers import Hits, TriggerIndex
from tasks.extract.windows import Window

# shares right of links, by the likelihood of their metric, on the locked half (make eval)
_RIGHT = ((0.995, 0.99), (0.98, 0.95), (0.9, 0.85), (0.8, 0.74), (0.0, 0.61))


def weigh(likely: Likely, ruled: Link | None, sentence: str, hits: Hits, w: Window, index: TriggerIndex) -> Link | None:
    """The link that stands, None where the number counts nothing that the catalogue knows.

    The likeliest metric is linked, by the rule where that is its metric too. One that the model does not know is linked by
    its rules alone. What a word of the catalogue rules out is not linked by likeness either.
    """
    metric_id, share = likely.best()
    if ruled is not None and ruled.metric_id not in likely.classes:
        return ruled
    if ruled is not None and ruled.metric_id == metric_id:
        ruled.confidence = _confidence(share)
        return ruled
    if metric_id == NONE:
        return None
    rule = index.by_id[metric_id]
    if excluded(sentence, hits, w, rule):
        return None  # 不予行政处罚决定 is no penalty, however like one
    return Link(metric_id, 0, "likeness", _confidence(share), -1, dimension_of(sentence, hits, w, rule))


def _confidence(share: float) -> float:
    return next(right for least, right in _RIGHT if share >= least)
