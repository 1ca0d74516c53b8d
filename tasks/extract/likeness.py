"""What a number counts by likeness to annotated sentences, where no rule of the catalogue says it.

A linear model over the characters around a number, trained by scripts/train_likeness.py on the development half of the
golden reports and on the catalogue's examples. It knows the metrics that stood in these; a newer one is linked by its
rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from operator import add
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tasks.extract.triggers import Hits
from tasks.extract.windows import Window
from warehouse.catalogue import Catalogue
from warehouse.catalogue.likeness import Weights, load_weights

LIKELY = 0.5
"""From this probability on a likeness links: most such links are right."""

CERTAIN = 0.95
"""From this probability on a likeness links also where a word of the catalogue speaks against the metric."""

_DOUBTFUL = 0.01  # below it two of three links by rule were wrong

# shares right of links by rule, by the likelihood of their metric, on the locked half (make eval)
_RIGHT = ((0.97, 0.99), (0.35, 0.94), (0.0, 0.65))

NONE = ""
"""The class of numbers that no metric takes."""

_NUMBER = re.compile("[0-9]+(?:[.,，][0-9]+)*")
_CLAUSE = re.compile("[，,；;：:。\n（(]")
_REACH = 24  # characters of the clause before
STRENGTH = {
    "o": 1.0,
    "b": 1.0,
    "c": 0.5,
    "L": 1.5,
    "F": 1.5,
    "u": 1.5,
    "f": 1.5,
    "m": 1.0,
    "w": 1.0,
}
"""How much a feature says by where it stands; the training multiplies its weight by it."""


class Surroundings(NamedTuple):
    """The words around a number: its own before and behind it, the clause before it, the metric of the number before,
    unit and family, and the catalogue's words that stand around it, each behind the tier of its place."""

    own: str
    behind: str
    clause: str
    previous: str | None
    unit: str | None
    family: str | None
    words: frozenset[str] = frozenset()


def surroundings(
    sentence: str, hits: Hits, w: Window, previous: str | None, unit: str | None, family: str | None
) -> Surroundings:
    """The words around the number of a window; `previous` is the metric of the number before it in the sentence."""
    before = sentence[: w.left].rstrip("，,；;：:（(、")
    clause = _CLAUSE.split(before[-_REACH:])[-1]
    own, behind = sentence[w.left : w.start], sentence[w.end : w.right]
    words = {f"{tier}{word}" for word, places in hits.items() for at in places if (tier := w.tier(at, len(word))) >= 0}
    return Surroundings(own, behind, clause, previous, unit, family, frozenset(words))


def features(around: Surroundings) -> Iterator[tuple[str, Iterable[str]]]:
    """The features that are present, each kind behind its mark: pairs and triples of characters by where they stand,
    first and last words, unit and family, the metric before, the catalogue's words."""
    yield "L", (around.own[-2:],)
    yield "F", (around.behind[:2],)
    yield "u", (str(around.unit),)
    yield "f", (str(around.family),)
    yield "m", (str(around.previous),)
    yield "w", around.words
    for mark, text in zip("obc", (around.own, around.behind[:12], around.clause), strict=True):
        words = _NUMBER.sub("#", text)
        pairs = list(map(add, words, words[1:]))
        yield mark, pairs
        yield mark, map(add, pairs, words[2:])


class _Family(NamedTuple):
    """What numbers of one family of units can be: the classes, and the columns of the weights that belong to them."""

    classes: tuple[str, ...]
    matrix: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float64]


class Likely(NamedTuple):
    """The metrics that a number's unit allows (`NONE` first), and the probability of each."""

    classes: tuple[str, ...]
    shares: npt.NDArray[np.float64]

    def doubts(self, metric_id: str) -> bool:
        """Whether the model knows a metric and finds it all but impossible here."""
        return metric_id in self.classes and bool(self.shares[self.classes.index(metric_id)] < _DOUBTFUL)

    def confidence(self, metric_id: str, ruled: float) -> float:
        """How much of the links by rule was right where the model finds the metric that likely; `ruled`, what the kind
        of rule says, where the model does not know the metric."""
        if metric_id not in self.classes:
            return ruled
        share = float(self.shares[self.classes.index(metric_id)])
        return next(right for least, right in _RIGHT if share >= least)

    def best(self) -> tuple[str, float]:
        """The likeliest metric (`NONE` where none is) and its probability."""
        at = int(self.shares.argmax())
        return self.classes[at], float(self.shares[at])


_SILENT = repeat(-1)  # the row of a feature that says nothing
_UNKNOWN = Likely((NONE,), np.ones(1))


class Likeness:
    """The model, ready to be asked; the classes that a family of units can be are looked up once."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        weights = weights or load_weights()
        telling = (weights.matrix != 0).any(axis=1)  # most features say nothing, and are not looked for
        self._rows: dict[str, dict[str, int]] = {mark: {} for mark in STRENGTH}
        named = [name for name, at in weights.index.items() if bool(telling[at])]
        for row, name in enumerate(named):
            self._rows[name[0]][name[1:]] = row
        matrix = weights.matrix[[weights.index[name] for name in named]]
        place = {name: i for i, name in enumerate(weights.classes)}
        allowed: dict[str, list[str]] = {}
        for metric in catalogue.metrics:
            for family in metric.unit_families if metric.id in place else ():
                allowed.setdefault(family, [NONE]).append(metric.id)
        self._families: dict[str, _Family] = {}
        for family, classes in allowed.items():
            columns = [place[name] for name in classes]
            self._families[family] = _Family(
                tuple(classes), np.ascontiguousarray(matrix[:, columns]), weights.intercept[columns]
            )

    def likely(self, around: Surroundings) -> Likely:
        """What the number counts, as far as its unit allows it; `NONE` alone where the model knows no such unit."""
        family = self._families.get(around.family or "")
        if family is None:
            return _UNKNOWN
        present: set[int] = set()
        for mark, words in features(around):
            present.update(map(self._rows[mark].get, words, _SILENT))
        present.discard(-1)
        shares = np.exp(np.add.reduce(family.matrix.take(sorted(present), axis=0), axis=0) + family.intercept)
        return Likely(family.classes, shares / np.add.reduce(shares))
