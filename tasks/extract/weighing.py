"""Which link of a number stands: that of the catalogue's rules, or what likeness finds likelier."""

from __future__ import annotations

from tasks.extract.likeness import NONE, Likely
from tasks.extract.link import Link, dimension_of, excluded
from tasks.extract.triggers import Hits, TriggerIndex
from tasks.extract.windows import Window

KEPT = 0.3
"""A rule's link stands where its metric is at least this much as likely as the likeliest."""

CERTAIN = 0.0
"""From this probability on likeness links also where a word of the catalogue speaks against the metric."""

# shares right of links, by the likelihood of their metric, on the locked half (make eval)
_RIGHT = ((0.98, 0.98), (0.9, 0.95), (0.7, 0.88), (0.0, 0.7))


def weigh(
    likely: Likely, ruled: Link | None, sentence: str, hits: Hits, w: Window, index: TriggerIndex
) -> Link | None:
    """The link that stands, None where the number counts nothing that the catalogue knows.

    A metric that the model does not know is linked by its rules alone.
    """
    metric_id, share = likely.best()
    if ruled is not None:
        ours = likely.share(ruled.metric_id)
        if ours is None:
            return ruled
        if ours >= KEPT * share:
            ruled.confidence = _confidence(ours)
            return ruled
    if metric_id == NONE:
        return None
    rule = index.by_id[metric_id]
    if share < CERTAIN and excluded(sentence, hits, w, rule):
        return None  # 不予行政处罚决定 is no penalty, however like one
    dimension = dimension_of(sentence, hits, w, rule)
    return Link(metric_id, 0, "likeness", _confidence(share), -1, dimension)


def _confidence(share: float) -> float:
    return next(right for least, right in _RIGHT if share >= least)
