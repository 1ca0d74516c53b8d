"""What a number counts by likeness to annotated sentences: asked of every number, with what the rules say of it.

A small net (one hidden layer) over the characters around a number and the link of the rules, trained by
scripts/train_likeness.py on the development half of the golden reports, the passages and the catalogue's examples. It knows
the metrics that stood in these; a newer one is linked by its rules alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import repeat
from math import exp
from operator import add
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tasks.extract.triggers import Hits
from tasks.extract.windows import Window
from warehouse.catalogue import Catalogue
from warehouse.catalogue.likeness import Weights, load_weights

NONE = ""
"""The class of numbers that no metric takes."""
PART = "|part"
"""The output that says whether a number is only some of what its metric counts; beside the classes, not one of them."""

_NUMBER = re.compile("[0-9]+(?:[.,，][0-9]+)*")
_CLAUSE = re.compile("[，,；;：:。\n（(]")
_REACH = 24  # characters of the clause before
_NEAR = 8, 10  # characters directly before and behind the number, whatever stands there
STRENGTH = {
    "o": 1.0,
    "b": 1.0,
    "c": 0.5,
    "L": 1.2,
    "F": 1.2,
    "z": 0.6,
    "a": 0.6,
    "u": 1.5,
    "f": 1.5,
    "m": 1.0,
    "w": 1.0,
    "R": 1.5,
    "K": 0.5,
    "Q": 0.5,
}
"""How much a feature says by where it stands; the training multiplies its weight by it."""

RULED = "RKQ"
"""The marks of the features that say what the rules link."""


class Surroundings(NamedTuple):
    """The words around a number: its own before and behind it, the clause before it, what stands directly before and behind
    it, the metric of the number before, unit and family, the catalogue's words that stand around it, each behind the tier of
    its place, and the metric and name of the rule that links it ('' and '': none does)."""

    own: str
    behind: str
    clause: str
    before: str
    after: str
    previous: str | None
    unit: str | None
    family: str | None
    words: frozenset[str] = frozenset()
    ruled: tuple[str, str] = (NONE, "")


def surroundings(
    sentence: str,
    hits: Hits,
    w: Window,
    previous: str | None,
    unit: str | None,
    family: str | None,
    ruled: tuple[str, str],
) -> Surroundings:
    """The words around the number of a window; `previous` is the metric of the number before it in the sentence, `ruled` the
    metric and the name of the rule that links it."""
    said = sentence[: w.left].rstrip("，,；;：:（(、")
    clause = _CLAUSE.split(said[-_REACH:])[-1]
    own, behind = sentence[w.left : w.start], sentence[w.end : w.right]
    before, after = sentence[max(0, w.start - _NEAR[0]) : w.start], sentence[w.end : w.end + _NEAR[1]]
    words = {f"{tier}{word}" for word, places in hits.items() for at in places if (tier := w.tier(at, len(word))) >= 0}
    return Surroundings(own, behind, clause, before, after, previous, unit, family, frozenset(words), ruled)


def features(around: Surroundings) -> Iterator[tuple[str, Iterable[str]]]:
    """The features that are present, each kind behind its mark: pairs and triples of characters by where they stand,
    first and last words, unit and family, the metric before, the catalogue's words, the link of the rules."""
    own, behind = around.own, around.behind
    yield "L", {own[-n:] for n in (1, 2, 3, 4)}
    yield "F", {behind[:n] for n in (1, 2, 3)}
    yield "u", (str(around.unit),)
    yield "f", (str(around.family),)
    yield "m", (str(around.previous),)
    yield "w", around.words
    metric_id, rule = around.ruled
    # that no rule links says little: the rules fit the texts they were made from better than new ones
    if metric_id != NONE:
        yield "R", (metric_id,)
        yield "K", (rule,)
        yield "Q", (metric_id + rule,)
    for mark, text in zip("obcza", (own, behind[:12], around.clause, around.before, around.after), strict=True):
        words = _NUMBER.sub("#", text)
        pairs = list(map(add, words, words[1:]))
        yield mark, pairs
        yield mark, map(add, pairs, words[2:])


class _Family(NamedTuple):
    """What numbers of one family of units can be: the classes, and the columns of the weights that belong to them."""

    classes: tuple[str, ...]
    matrix: npt.NDArray[np.float32]
    intercept: npt.NDArray[np.float32]


class Likely(NamedTuple):
    """The metrics that a number's unit allows (`NONE` first), the probability of each, and that of being only a part."""

    classes: tuple[str, ...]
    shares: npt.NDArray[np.float32]
    part: float = 0.0

    def best(self) -> tuple[str, float]:
        """The likeliest metric (`NONE` where none is) and its probability."""
        at = int(self.shares.argmax())
        return self.classes[at], float(self.shares[at])


_SILENT = repeat(-1)  # the row of a feature that says nothing
_UNKNOWN = Likely((NONE,), np.ones(1, dtype=np.float32))


class Likeness:
    """The model, ready to be asked; the classes that a family of units can be are looked up once."""

    def __init__(self, catalogue: Catalogue, weights: Weights | None = None) -> None:
        weights = weights or load_weights()
        self._places: dict[str, dict[str, int]] = {mark: {} for mark in STRENGTH}
        for name, at in weights.index.items():
            self._places[name[0]][name[1:]] = at
        self._rows, self._bias = weights.rows, weights.bias
        place = {name: i for i, name in enumerate(weights.classes)}
        part_at = place.get(PART)
        self._part = (
            (weights.matrix[:, part_at].copy(), float(weights.intercept[part_at])) if part_at is not None else None
        )
        allowed: dict[str, list[str]] = {}
        for metric in catalogue.metrics:
            for family in metric.unit_families if metric.id in place else ():
                allowed.setdefault(family, [NONE]).append(metric.id)
        self._families: dict[str, _Family] = {}
        for family, classes in allowed.items():
            columns = [place[name] for name in classes]
            self._families[family] = _Family(
                tuple(classes), np.ascontiguousarray(weights.matrix[:, columns]), weights.intercept[columns]
            )

    def likely(self, around: Surroundings) -> Likely:
        """What the number counts, as far as its unit allows it; `NONE` alone where the model knows no such unit."""
        family = self._families.get(around.family or "")
        if family is None:
            return _UNKNOWN
        present: set[int] = set()
        for mark, words in features(around):
            present.update(map(self._places[mark].get, words, _SILENT))
        present.discard(-1)
        hidden = np.add.reduce(self._rows.take(sorted(present), axis=0), axis=0) + self._bias
        live = np.maximum(hidden, 0.0)
        scores = live @ family.matrix + family.intercept
        shares = np.exp(scores - scores.max())
        part = 1 / (1 + exp(-float(live @ self._part[0]) - self._part[1])) if self._part else 0.0
        return Likely(family.classes, shares / np.add.reduce(shares), part)
