"""Link a number to a metric by what is counted: object and action in its own words, then its clause, then before."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tasks.extract.empty_words import names_nothing
from tasks.extract.triggers import Hits, Rule, is_example
from tasks.extract.windows import Window, says_nothing

_OBJECT = (100, 50, 25)
_ACTION = (50, 40, 8)
_NO_ACTION = 25
_FAR = 6
_TOGETHER = 10  # two words that must stand together say more than one of their length
_LABELLED = 30
_FALLBACK = 1000  # loses to any other link
_SUM_ONLY = re.compile("[，、；]?(?:全年)?(?:共计?|合计|总计|累计)")
_AND_ABOVE = ("以上", "及以上", "（含）以上")  # 市级以上 is no level
_NEW = "new"
# shares right by kind of link on the locked half (make eval)
_CONFIDENCE = (0.96, 0.98, 0.93)
_TOPIC_CONFIDENCE = 0.85


@dataclass(slots=True)
class Link:
    """A metric found for a number: how well it fits, by which rule, and where the object stands (-1: none named)."""

    metric_id: str
    score: int
    rule: str
    confidence: float
    object_at: int
    dimension: str | None
    is_part: bool = False


def best_link(
    sentence: str,
    hits: Hits,
    w: Window,
    rules: Iterable[Rule],
    *,
    within: tuple[int, int] | None = None,
    beside: Sequence[tuple[int, int]] = (),
) -> Link | None:
    """The rule that fits best, None where none does.

    `within` limits the object or action that names the thing to a span (one of several rates, one item of a list);
    words in the spans `beside` it (the other items) exclude nothing.
    The longest object and action win; equal scores go to the first of the catalogue, with less confidence.
    """
    best: Link | None = None
    ties = 0
    nothing: bool | None = None
    for rule in rules:
        found = _object(sentence, hits, w, rule)
        if found is None:
            continue
        score, tier, at, length = found
        action = _action(hits, w, rule, at, length)
        if action is None or excluded(sentence, hits, w, rule, at if tier > 0 else -1, beside):
            continue
        score += action[0]
        if within is not None and not (_inside(at, length, within) or _inside(action[2], action[3], within)):
            continue
        if tier > 0 and (action[1] > 0 or not rule.actions):
            # the subject is carried over only to a number whose own words name nothing, or whose verb is its own
            if nothing is None:
                nothing = says_nothing(sentence, w)
            if not nothing and not _names_dimension(sentence, hits, w, rule):
                continue
        if rule.fallback:
            score -= _FALLBACK
        if best is None or score > best.score:
            name = ("object", "clause", "carried")[tier] + ("+action" if rule.actions else "")
            best = Link(rule.metric_id, score, name, _CONFIDENCE[tier], at, dimension_of(sentence, hits, w, rule))
            best.is_part = any(_says_part(w, at, p, len(word)) for word in rule.parts for p in hits.get(word, ()))
            ties = 0
        elif score == best.score and rule.metric_id != best.metric_id:
            ties += 1
    if best is not None and ties:
        best.confidence -= 0.2
    return best


def _object(sentence: str, hits: Hits, w: Window, rule: Rule) -> tuple[int, int, int, int] | None:
    """Score, tier, position and length of the rule's best object; (0, 0, -1, 0) where the rule names none."""
    if not rule.objects:
        return 0, 0, -1, 0
    best: tuple[int, int, int, int] | None = None
    for words in hits.objects.get(rule.order, ()):
        found = _compound(hits, w, words) if len(words) > 1 else _single(sentence, hits, w, words[0])
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return best


def _single(sentence: str, hits: Hits, w: Window, word: str) -> tuple[int, int, int, int] | None:
    best: tuple[int, int, int, int] | None = None
    length = len(word)
    for at in hits[word]:
        tier = w.tier(at, length)
        if tier < 0 or is_example(sentence, at + length):
            continue
        score = _OBJECT[tier] + 4 * length
        if tier > 0 and at < w.topic and _SUM_ONLY.fullmatch(sentence, w.left, w.start):
            score += _LABELLED  # 行政处罚：简易20件，普通5件，合计25件: the sum is of what the label says
        elif tier == 2:
            score -= _FAR * w.clauses_since(at)  # of two subjects said before, the nearer one is carried over
        elif tier == 0:
            # directly behind the unit stands what is counted; on the left the nearer one does
            score += 6 if w.end <= at <= w.end + 2 else 3 if w.start - 3 <= at + length <= w.start else 0
        if best is None or score >= best[0]:
            best = score, tier, at, length
    return best


def _compound(hits: Hits, w: Window, words: tuple[str, ...]) -> tuple[int, int, int, int] | None:
    """All words in this order; the tier is that of the last one, the others may stand before it in the sentence."""
    last = len(words[-1])
    for at in reversed(hits[words[-1]]):
        tier = w.tier(at, last)
        if tier < 0:
            continue
        limit = at
        for word in reversed(words[:-1]):
            before = [p for p in hits.get(word, ()) if p + len(word) <= limit and w.tier(p, len(word)) >= 0]
            if not before:
                break
            limit = before[-1]
        else:
            score = _OBJECT[tier] + 4 * sum(map(len, words)) + _TOGETHER
            return score - (_FAR * w.clauses_since(at) if tier == 2 else 0), tier, at, last
    return None


def _action(hits: Hits, w: Window, rule: Rule, at: int, length: int) -> tuple[int, int, int, int] | None:
    """Score, tier, position and length of the rule's best action; the rule's bonus where it lists none.

    A word that is both object and action (参训) counts once.
    """
    if not rule.actions:
        return _NO_ACTION, 0, -1, 0
    best: tuple[int, int, int, int] | None = None
    acts = rule.acts
    for word in hits:
        if word not in acts:
            continue
        for p in hits[word]:
            tier = w.tier(p, len(word))
            if tier >= 0:
                same = at <= p < at + length
                score = _NO_ACTION if same else _ACTION[tier] + 4 * len(word)
                score -= _FAR * w.clauses_since(p) if tier == 2 else 0
                if best is None or score > best[0]:
                    best = score, tier, p, len(word)
    return best


def excluded(
    sentence: str, hits: Hits, w: Window, rule: Rule, carried_at: int = -1, beside: Sequence[tuple[int, int]] = ()
) -> bool:
    """Whether a word of the rule keeps it out: among the number's own words, not in a span `beside`, or before the object
    that is carried over."""
    if rule.exclude.isdisjoint(hits):
        return False
    clause = bisect_left(w.marks, carried_at) if carried_at >= 0 else -1
    for word in hits:
        for at in hits[word] if word in rule.exclude else ():
            if at < carried_at < w.left and bisect_left(w.marks, at) == clause:
                return True
            if beside and any(_inside(at, len(word), span) for span in beside):
                continue
            if (
                w.tier(at, len(word)) == 0
                and not is_example(sentence, at + len(word))
                and not _titled(sentence, at, word)
            ):
                return True
    return False


def _titled(sentence: str, at: int, word: str) -> bool:
    """Whether a word only stands in the title of a law: leaflets on the 《治安管理处罚法》 are no papers of a penalty."""
    return "》" not in word and sentence.rfind("《", 0, at) > sentence.rfind("》", 0, at)


def dimension_of(sentence: str, hits: Hits, w: Window, rule: Rule) -> str | None:
    """The one dimension whose words stand in the number's own words; several at once name the whole."""
    right: set[str] = set()
    left: set[str] = set()
    for name, words in rule.dimensions:
        for word in words:
            for at in hits.get(word, ()):
                if w.tier(at, len(word)) == 0 and not sentence.startswith(_AND_ABOVE, at + len(word)):
                    (right if at >= w.end else left).add(name)
    # what stands directly behind the unit is nearer: in '12个村3个社区' the 3 are communities
    named = right or left
    if len(named) > 1:
        return _NEW if _NEW in named else None  # several parts at once name the whole, but what is new is never all
    return named.pop() if named else None


def topic_link(
    sentence: str,
    hits: Hits,
    earlier: Hits,
    w: Window,
    rules: Iterable[Rule],
    present: Mapping[int, Iterable[tuple[str, ...]]],
) -> Link | None:
    """The rule whose verb, or whose rate, is all that the number's own words name, and whose object was named last
    before this sentence; `earlier` are the hits of the text before it, `present` the objects of each rule in both."""
    best: tuple[int, int, Link] | None = None
    for rule in rules:
        if rule.acts.isdisjoint(earlier) and rule.acts.isdisjoint(hits) and rule.actions:
            continue
        for *first, last in present.get(rule.order, ()):
            named, own = _halves(rule, first, last, earlier, hits)
            if named not in earlier or excluded(sentence, hits, w, rule):
                continue
            if not any(_is_all(sentence, hits, w, word) for word in own):
                continue
            at = max(earlier[named]) + len(named)
            if best is None or (at, len(named)) > best[:2]:
                dimension = dimension_of(sentence, hits, w, rule)
                best = at, len(named), Link(rule.metric_id, 0, "topic", _TOPIC_CONFIDENCE, -1, dimension)
    return best[2] if best else None


def _halves(rule: Rule, first: list[str], last: str, earlier: Hits, hits: Hits) -> tuple[str, tuple[str, ...]]:
    """Which word of an object, or of object and action, must stand before the sentence, and which in it."""
    if first:
        return first[-1], (last,)
    if last in hits and last not in earlier:  # 学法。中心组6次: the verb was said before
        return next((a for a in rule.actions if a in earlier), ""), (last,)
    return last, rule.actions


def _names_dimension(sentence: str, hits: Hits, w: Window, rule: Rule) -> bool:
    """Whether the number's own words name only a dimension of the rule (新接收5人 after 在矫14人)."""
    return any(_is_all(sentence, hits, w, word) for _, words in rule.dimensions for word in words if word in hits)


def _is_all(sentence: str, hits: Hits, w: Window, word: str) -> bool:
    """Whether the number's own words name nothing beside this one."""
    for at in hits.get(word, ()):
        end = at + len(word)
        if w.left <= at and end <= w.start:
            rest = names_nothing(sentence, w.left, at) and names_nothing(sentence, end, w.start)
            return rest and names_nothing(sentence, w.end, w.right)
        if w.end <= at and end <= w.right:
            rest = names_nothing(sentence, w.end, at) and names_nothing(sentence, end, w.right)
            return rest and names_nothing(sentence, w.left, w.start)
    return False


def excluded_only(sentence: str, hits: Hits, w: Window, rules: Iterable[Rule]) -> bool:
    """Whether a rule's object is there and only an excluding word keeps it out (全部合格 of a spot check)."""
    return any(_object(sentence, hits, w, r) is not None and excluded(sentence, hits, w, r) for r in rules)


def _says_part(w: Window, object_at: int, at: int, length: int) -> bool:
    """Whether a word stands among the number's own words, or in the clause of the object that is carried over."""
    carried = 0 <= object_at < w.left and bisect_left(w.marks, at) == bisect_left(w.marks, object_at)
    return w.tier(at, length) == 0 or carried


def _inside(at: int, length: int, span: tuple[int, int]) -> bool:
    return at >= 0 and at < span[1] and at + length > span[0]
