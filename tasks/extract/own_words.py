"""Of two figures that one metric would take, the one whose words name it: 党委会24次，其中专题研究法治4次."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.model import GUESSED, Mention, is_no_part
from warehouse.catalogue import Catalogue

_REACH = 40  # characters of a clause that are looked at
_CLAUSE = re.compile("[，,。；;：:\n（(）)]|[0-9]")


def unnamed_wholes(text: str, mentions: Sequence[Mention], group: Sequence[int], catalogue: Catalogue) -> None:
    """A larger figure whose clause lacks the words that a metric is named by (`named_by`), before one whose clause has
    them, counts something wider: it loses the metric, and the other is no part of the metric but all of it."""
    for place, position in enumerate(group):
        one = mentions[position]
        for before in reversed(group[:place]):
            wider = mentions[before]
            metric = catalogue.by_id.get(wider.metric_id or "")
            guessed = one.metric_id is None or one.confidence < GUESSED
            same = one.metric_id == wider.metric_id or (guessed and one.part_of == before)
            if metric is None or not metric.named_by or not same or wider.dimension is not None:
                continue
            if (one.unit, one.status, one.scope) != (wider.unit, wider.status, wider.scope):
                continue
            named = _names(text, one, metric.named_by)
            if (wider.value_low or 0) > (one.value_low or 0) and named and not _names(text, wider, metric.named_by):
                one.metric_id, one.unit_canonical = metric.id, metric.unit
                is_no_part(one)
                shares = [mentions[p] for p in group if _only_shares(text, mentions[p], before, metric.named_by)]
                for other in (wider, *shares):
                    _leave(other, catalogue)
            break


def _names(text: str, mention: Mention, words: Sequence[str]) -> bool:
    """Whether the clause of a figure has one of the words."""
    before = _CLAUSE.split(text[max(0, mention.char_start - _REACH) : mention.char_start])[-1]
    behind = _CLAUSE.split(text[mention.char_end : mention.char_end + _REACH])[0].partition("、")[0]
    return any(word in before or word in behind for word in words)


def _only_shares(text: str, mention: Mention, whole: int, words: Sequence[str]) -> bool:
    """Whether a figure has its metric only as a part of the whole."""
    return mention.part_of == whole and mention.rule == "part" and not _names(text, mention, words)


def _leave(mention: Mention, catalogue: Catalogue) -> None:
    mention.metric_id = mention.dimension = None
    mention.unit_canonical = catalogue.units.canonical(mention.unit or "")
    mention.rule, mention.confidence = "value", 0.9
    is_no_part(mention)
