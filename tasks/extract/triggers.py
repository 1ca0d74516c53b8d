"""The catalogue's words, indexed so that one pass over a sentence finds them all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation

from tasks.extract.named import UNNAMED
from warehouse.catalogue import Catalogue, Metric, Triggers, Units

Objects = tuple[tuple[str, ...], ...]
_MEASURED = frozenset(("percent", "money", "area"))
# families in which an explicit zero of events, cases, persons or documents may be counted
_ZERO_FAMILIES = frozenset(("cases", "copies", "items", "laws", "persons"))
_MISMATCHED, _DENIED, _FULL = "mismatched ", "denied", "full"
_FOR_EXAMPLE = re.compile('(?:[一-龥]{0,4}[”"’』】）)]+|)等(?![级待到候同额])')
# what only says where or how it was done, and is not what is counted: 进企业、进农村等普法活动, 通过党委会、中心组学习等形式
_AROUND = re.compile(
    "进[一-龥]{2,5}(?:、(?:进|送法进)?[一-龥]{2,5}(?=、))*、(?:进|送法进)[一-龥]{2}"
    "|(?:通过|采取|采用|运用|借助|利用)[^，。；0-9]{2,40}、[^，。；0-9]{1,20}等(?=(?:多种|各种)?(?:形式|方式|载体|途径))"
)


class Hits(dict[str, list[int]]):
    """Where each trigger word starts in a sentence; and, once rules were asked for, the objects of each rule (by its
    order) whose words all stand there, and the rules by what was asked."""

    __slots__ = ("objects", "rules")

    def __init__(self, *known: dict[str, list[int]]) -> None:
        super().__init__()
        for hits in known:
            self.update(hits)
        self.objects: dict[int, list[tuple[str, ...]]] = {}
        self.rules: dict[str, list[Rule]] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """What links a number to one metric, one rule a wording: its words, ready to be looked up in a sentence's hits."""

    metric_id: str
    order: int
    families: frozenset[str]
    mismatched: frozenset[str]
    phrases: tuple[str, ...]
    objects: Objects
    actions: tuple[str, ...]
    acts: frozenset[str]
    exclude: frozenset[str]
    parts: tuple[str, ...]
    dimensions: tuple[tuple[str, tuple[str, ...]], ...]
    fallback: bool


class _Rules:
    """Rules by the words that make them candidates: an object, or of a rule without objects an action; compounds are
    found by their last word and then by their first."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._single: dict[str, list[Rule]] = {}
        self._compound: dict[str, dict[str, list[tuple[Rule, tuple[str, ...]]]]] = {}
        for rule in rules:
            for words in rule.objects or tuple((word,) for word in rule.actions):
                if len(words) == 1:
                    self._single.setdefault(words[0], []).append(rule)
                else:
                    beside = self._compound.setdefault(words[-1], {})
                    beside.setdefault(words[0], []).append((rule, words))

    def standing_in(self, hits: Hits) -> list[Rule]:
        """The rules whose words stand in a sentence with these hits, in the order of the catalogue."""
        named: dict[int, list[tuple[str, ...]]] = {}
        rules: dict[int, Rule] = {}
        single, compound = self._single, self._compound
        for word in hits:
            for rule in single.get(word, ()):
                rules[rule.order] = rule
                named.setdefault(rule.order, []).append((word,))
            beside = compound.get(word)
            for first in beside.keys() & hits.keys() if beside else ():
                for rule, words in compound[word][first]:
                    if len(words) == 2 or all(w in hits for w in words):
                        rules[rule.order] = rule
                        named.setdefault(rule.order, []).append(words)
        hits.objects |= named
        return [r for order in sorted(rules) if not ((r := rules[order]).actions and r.acts.isdisjoint(hits))]


class TriggerIndex:
    """All trigger words of a catalogue in one automaton, and the rules that each word belongs to."""

    def __init__(self, catalogue: Catalogue) -> None:
        ways = [(m, t) for m in catalogue.metrics for t in (m.triggers, *m.wordings)]
        rules = [_rule(order, m, t, catalogue.units) for order, (m, t) in enumerate(ways)]
        self.by_id = {rule.metric_id: rule for rule in reversed(rules)}
        self._rules = _by_kind(rules)
        words: set[str] = set()
        phrases: set[str] = set()
        for rule in rules:
            words.update(w for o in rule.objects for w in o)
            words.update(rule.actions, rule.exclude, rule.parts, *(ws for _, ws in rule.dimensions))
            phrases.update(rule.phrases)
        # in the name of a body (调解组织) a verb is none
        verbs = {w for r in rules for w in (*r.actions, *r.exclude)}
        self._bodies = {
            body: [(verb, body.index(verb)) for verb in sorted(verbs) if verb in body and verb != body]
            for body in catalogue.units.bodies
        }
        words.update(self._bodies)
        self._words = sorted(words)
        self._automaton = AhoCorasick(self._words, implementation=Implementation.DFA)
        self.phrases = re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or "(?!)")

    def counting(self, hits: Hits, family: str | None) -> list[Rule]:
        """The rules whose words stand in a sentence with these hits and that count in a family of units (`UNNAMED`:
        all that count), in the order of the catalogue."""
        return self._standing(hits, family or "")

    def mismatched(self, hits: Hits, family: str | None) -> list[Rule]:
        """The rules that take a figure in this family with the flag unit_mismatch."""
        return self._standing(hits, f"{_MISMATCHED}{family}")

    def denied(self, hits: Hits) -> list[Rule]:
        """The rules of what can be said not to have happened."""
        return self._standing(hits, _DENIED)

    def full(self, hits: Hits, phrase: str) -> list[Rule]:
        """The rates that a phrase states in full."""
        return [r for r in self._standing(hits, _FULL) if phrase in r.phrases]

    def _standing(self, hits: Hits, kind: str) -> list[Rule]:
        found = hits.rules.get(kind)
        if found is None:
            rules = self._rules.get(kind)
            hits.rules[kind] = found = rules.standing_in(hits) if rules else []
        return found

    def hits(self, sentence: str) -> Hits:
        """Start positions of every trigger word in the sentence, by word with half-width brackets."""
        found = Hits()
        if "（" in sentence or "）" in sentence:
            sentence = sentence.replace("（", "(").replace("）", ")")
        words = self._words
        for number, start, _ in self._automaton.find_matches_as_indexes(sentence, overlapping=True):
            word = words[number]
            if word in found:
                found[word].append(start)
            else:
                found[word] = [start]
        for body in self._bodies.keys() & found.keys():
            for verb, offset in self._bodies[body]:
                _withdraw(found, verb, {at + offset for at in found[body]})
        for span in _AROUND.finditer(sentence) if "、" in sentence else ():
            start, end = span.span()
            for word in [w for w, places in found.items() if any(start <= at and at + len(w) <= end for at in places)]:
                _withdraw(found, word, {at for at in found[word] if start <= at and at + len(word) <= end})
        return found


def _by_kind(rules: list[Rule]) -> dict[str, _Rules]:
    """The rules of each family of units, of each family with another unit, of zeros and of full shares."""
    kinds: dict[str, list[Rule]] = {UNNAMED: [r for r in rules if r.families.isdisjoint(_MEASURED)]}
    for rule in rules:
        for family in rule.families:
            kinds.setdefault(family, []).append(rule)
        for family in rule.mismatched:
            kinds.setdefault(_MISMATCHED + family, []).append(rule)
    kinds[_DENIED] = [r for r in rules if not r.families.isdisjoint(_ZERO_FAMILIES)]
    kinds[_FULL] = [r for r in rules if r.phrases]
    return {kind: _Rules(of_kind) for kind, of_kind in kinds.items()}


def _withdraw(found: Hits, word: str, positions: set[int]) -> None:
    left = [at for at in found.get(word, ()) if at not in positions]
    if left:
        found[word] = left
    else:
        found.pop(word, None)


def _folded(word: str) -> str:
    return word.replace("（", "(").replace("）", ")")


def _rule(order: int, metric: Metric, triggers: Triggers, units: Units) -> Rule:
    near = frozenset(metric.mismatched_families).union(*(units.neighbours.get(f, ()) for f in metric.unit_families))

    def folded(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(_folded, words))

    objects = tuple(folded(tuple(o.split("+"))) for o in triggers.objects)
    return Rule(
        metric.id,
        order,
        frozenset(metric.unit_families),
        near - frozenset(metric.unit_families),
        triggers.phrases,
        objects,
        folded(triggers.actions),
        frozenset(folded(triggers.actions)),
        frozenset(folded(triggers.exclude)),
        folded(triggers.parts),
        tuple((name, folded(d.words)) for name, d in metric.dimensions.items()),
        metric.fallback,
    )


def is_example(sentence: str, end: int) -> bool:
    """Whether what ends here is only an example of what is counted: in '律师、社工等15人' the 15 are not the lawyers."""
    return bool(_FOR_EXAMPLE.match(sentence, end))
