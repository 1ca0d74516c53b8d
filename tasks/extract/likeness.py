"""What a number counts by likeness to annotated sentences, where no rule of the catalogue says it.

A linear model over the characters around a number, trained by scripts/train_likeness.py on the development half of the
golden reports and on the catalogue's examples. It knows the metrics that stood in these; a newer one is linked by its
rules alone.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tasks.extract.triggers import Hits
from tasks.extract.windows import Window
from warehouse.catalogue import Catalogue
from warehouse.catalogue.likeness import Weights, load_weights

LIKELY = 0.5
"""From this probability on a likeness links: most such links are right."""

_DOUBTFUL = 0.01  # below it two of three links by rule were wrong

NONE = ""
"""The class of numbers that no metric takes."""

_NUMBER = re.compile("[0-9]+(?:[.,，][0-9]+)*")
_CLAUSE = re.compile("[，,；;：:。\n（(]")
_REACH = 24  # characters of the clause before
_SAID = 40  # characters of the sentence before the number, and of what stands before the sentence
STRENGTH = {
    "o": 1.0,
    "b": 1.0,
    "c": 0.5,
    "s": 0.3,
    "e": 0.3,
    "L": 1.5,
    "F": 1.5,
    "u": 1.5,
    "f": 1.5,
    "m": 1.0,
    "w": 1.0,
}
"""How much a feature says by where it stands; the training multiplies its weight by it."""


class Surroundings(NamedTuple):
    """The words around a number: its own before and behind it, the clause and the sentence before it, what stands
    before the sentence, the metric of the number before, unit and family, and the catalogue's words that stand around it,
    each behind the tier of its place."""

    own: str
    behind: str
    clause: str
    sentence: str
    earlier: str
    previous: str | None
    unit: str | None
    family: str | None
    words: tuple[str, ...] = ()


def surroundings(
    sentence: str, hits: Hits, w: Window, earlier: str, previous: str | None, unit: str | None, family: str | None
) -> Surroundings:
    """The words around the number of a window; `previous` is the metric of the number before it in the sentence."""
    before = sentence[: w.left].rstrip("，,；;：:（(、")
    clause = _CLAUSE.split(before[-_REACH:])[-1]
    own, behind, said = (
        sentence[w.left : w.start],
        sentence[w.end : w.right],
        sentence[max(0, w.start - _SAID) : w.start],
    )
    words = {f"{tier}{word}" for word, places in hits.items() for at in places if (tier := w.tier(at, len(word))) >= 0}
    return Surroundings(own, behind, clause, said, earlier[-_SAID:], previous, unit, family, tuple(sorted(words)))


def features(around: Surroundings) -> list[str]:
    """The features that are present: pairs and triples of characters by where they stand, first and last words, unit."""
    found = [
        "L" + around.own[-2:],
        "F" + around.behind[:2],
        f"u{around.unit}",
        f"f{around.family}",
        f"m{around.previous}",
    ]
    found += ["w" + word for word in around.words]
    parts = (around.own, around.behind[:12], around.clause, around.sentence, around.earlier)
    for mark, text in zip("obcse", parts, strict=True):
        words = _NUMBER.sub("#", text)
        found += [mark + one + two for one, two in pairwise(words)]
        if mark in "obc":
            found += [mark + one + two + three for one, two, three in zip(words, words[1:], words[2:], strict=False)]
    return found


class Likeness:
    """The model, ready to be asked; the classes that a family of units can be are looked up once."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        self._weights = weights or load_weights()
        self._place = {name: i for i, name in enumerate(self._weights.classes)}
        allowed: dict[str, list[int]] = {}
        for metric in catalogue.metrics:
            for family in metric.unit_families if metric.id in self._place else ():
                allowed.setdefault(family, []).append(self._place[metric.id])
        none = self._place[NONE]
        self._allowed = {family: np.array([none, *places]) for family, places in allowed.items()}

    def probabilities(self, around: Surroundings) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]] | None:
        """Places of the classes that the number's unit allows, and their probabilities; None where none is known."""
        allowed = self._allowed.get(around.family or "")
        if allowed is None:
            return None
        index = self._weights.index
        present = [at for at in map(index.get, set(features(around))) if at is not None]
        whole = self._weights.matrix.take(present, axis=0).sum(axis=0)
        scores = whole[allowed] + self._weights.intercept[allowed]
        scores = np.exp(scores - scores.max())
        return allowed, scores / scores.sum()

    def doubts(self, around: Surroundings, metric_id: str) -> bool:
        """Whether the model knows a metric and finds it all but impossible here."""
        place = self._place.get(metric_id)
        known = self.probabilities(around) if place is not None else None
        return known is not None and bool((known[1][known[0] == place] < _DOUBTFUL).any())

    def best(self, around: Surroundings) -> tuple[str, float]:
        """The likeliest metric (`NONE` where none is) and its probability."""
        known = self.probabilities(around)
        if known is None:
            return NONE, 1.0
        places, shares = known
        at = int(shares.argmax())
        return self._weights.classes[places[at]], float(shares[at])
