"""Trains the likeness model on the development half of the golden reports and the passages, and on the catalogue's examples.

python scripts/train_likeness.py writes warehouse/catalogue/likeness.npz; --check only prints how often the likeliest
metric is right on reports left out of the training, four parts in turn. Needs scipy (group study).
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.accuracy.gold import DEVELOPMENT, Report, load
from bench.accuracy.passages import passages
from tasks.extract.engine import Extractor
from tasks.extract.likeness import NONE, STRENGTH, Likeness, Surroundings, features
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.catalogue.likeness import Weights, save_weights

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

_RAREST = 2  # times a feature must occur
_LEAST = 0.04
_LOOSENESS = 8.0  # inverse of the regularisation
_ITERATIONS = 80


class Row(NamedTuple):
    """A number of an annotated text: what stands around it, and the metrics that are right."""

    group: str
    around: Surroundings
    right: frozenset[str]


IDENTITY = SimpleNamespace(report_year=2023, signed_on=None, period_end=None)


def main() -> None:
    """Trains on all rows, or checks on parts left out."""
    catalogue = load_catalogue()
    extractor = Extractor(catalogue, likeness=False)
    rows = [row for report in load(DEVELOPMENT) for row in _rows(report, extractor)]
    examples = [*_examples(catalogue, extractor), *_passages(extractor)]
    if "--check" in sys.argv[1:]:
        _check(rows, examples, catalogue)
        return
    weights = _train([*rows, *examples], catalogue)
    save_weights(weights)
    print(
        f"{len(rows)} numbers and {len(examples)} examples: {len(weights.index)} features, {len(weights.classes)} classes"
    )


def _rows(report: Report, extractor: Extractor) -> list[Row]:
    around = extractor.surroundings(report.document.text, report.document.blocks, report.identity)
    found = []
    for span, entries in report.rows()[0].items():
        entry = entries[0]
        plain = entry["scope"] != "case" and entry["status"] not in ("norm", "frequency")
        if span not in around or entry.get("debatable") or entry.get("dimension") == "change" or not plain:
            continue
        also = (entry.get("also") or {}).get("metric_id", ())
        right = frozenset(e["metric_id"] or NONE for e in entries) | {metric or NONE for metric in also}
        found.append(Row(report.name, around[span], right))
    return found


def _examples(catalogue: Catalogue, extractor: Extractor) -> list[Row]:
    found = []
    for metric in catalogue.metrics:
        told = [(e.text, metric.id) for e in metric.examples.positive]
        told += [(e.text, e.belongs_to or NONE) for e in metric.examples.negative]
        for text, metric_id in told:
            around = extractor.surroundings(text, (), IDENTITY).values()
            found += [Row("catalogue", words, frozenset((metric_id,))) for words in around]
    return found


def _passages(extractor: Extractor) -> list[Row]:
    """Numbers of the passages that are not held back."""
    found: list[Row] = []
    for number, passage in enumerate(p for p in passages() if not p.held):
        around = extractor.surroundings(passage.text, (), passage.identity)
        for span, marked in passage.numbers.items():
            if span in around and marked.plain:
                right = frozenset(metric or NONE for metric in marked.metrics)
                found.append(Row(f"passage {number}", around[span], right))
    return found


def _names(row: Row) -> set[str]:
    """The features of a row, each behind its mark."""
    return {mark + words for mark, present in features(row.around) for words in present}


def _train(rows: list[Row], catalogue: Catalogue) -> Weights:
    """Weights of a softmax over the metrics that a number's unit allows; several metrics may be right for one number."""
    counted = Counter(name for row in rows for name in _names(row))
    names = sorted(name for name, times in counted.items() if times >= _RAREST and "\n" not in name)
    classes = (NONE, *(metric.id for metric in catalogue.metrics))
    allowed, right = _masks(rows, classes, catalogue)
    known = right.any(axis=1)
    matrix = _matrix([row for row, kept in zip(rows, known, strict=True) if kept], names)
    fit = _Fit(matrix, np.where(allowed[known], 0.0, -np.inf), right[known].astype(np.float64))
    found = minimize(fit.loss, np.zeros(fit.size), jac=True, method="L-BFGS-B", options={"maxiter": _ITERATIONS})
    weights, intercept = fit.split(found.x)
    weights = (weights * np.array([[STRENGTH[name[0]]] for name in names])).astype(np.float32)
    weights[np.abs(weights) < _LEAST] = 0  # small ones decide nothing, and zeros pack well
    return Weights({name: i for i, name in enumerate(names)}, classes, weights, intercept)


def _masks(rows: list[Row], classes: tuple[str, ...], catalogue: Catalogue) -> tuple[Truths, Truths]:
    """For each row, the classes that its unit allows, and those of them that are right."""
    families = {NONE: None} | {metric.id: metric.unit_families for metric in catalogue.metrics}
    takes = {name: families[name] for name in classes}
    shape = len(rows), len(classes)
    allowed, right = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for n, row in enumerate(rows):
        for k, name in enumerate(classes):
            taken = takes[name]
            allowed[n, k] = taken is None or row.around.family in taken
            right[n, k] = allowed[n, k] and name in row.right
    return allowed, right


def _matrix(rows: list[Row], names: list[str]) -> csr_matrix:
    place = {name: i for i, name in enumerate(names)}
    at = [(n, place[f]) for n, row in enumerate(rows) for f in _names(row) if f in place]
    values = [STRENGTH[names[column][0]] for _, column in at]
    return csr_matrix((values, tuple(zip(*at, strict=True))), shape=(len(rows), len(names)))


class _Fit:
    """The loss to be least: how unlikely the right classes are, and the size of the weights."""

    def __init__(self, matrix: csr_matrix, barred: Floats, right: Floats) -> None:
        self._matrix, self._transposed = matrix, matrix.T.tocsr()
        self._barred, self._right = barred, right
        self._shape = matrix.shape[1], right.shape[1]
        self.size = (self._shape[0] + 1) * self._shape[1]

    def split(self, found: Floats) -> tuple[Floats, Floats]:
        """Weights, a row a feature, and the intercepts."""
        weights = found[: -self._shape[1]].reshape(self._shape)
        return weights, found[-self._shape[1] :]

    def loss(self, at: Floats) -> tuple[float, Floats]:
        """The loss at these weights, and its slope."""
        weights, intercept = self.split(at)
        scores = self._matrix @ weights + intercept + self._barred
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        hits = shares * self._right
        hit = hits.sum(axis=1, keepdims=True) + 1e-12
        slope = shares - hits / hit
        loss = -np.log(hit).sum() + (weights * weights).sum() / (2 * _LOOSENESS)
        return float(loss), np.concatenate(
            [(self._transposed @ slope + weights / _LOOSENESS).ravel(), slope.sum(axis=0)]
        )


def _check(rows: list[Row], examples: list[Row], catalogue: Catalogue) -> None:
    names = sorted({row.group for row in rows})
    random.Random(1).shuffle(names)
    shares: list[tuple[float, bool, bool]] = []
    for part in range(4):
        left_out = set(names[part::4])
        model = Likeness(catalogue, _train([r for r in rows if r.group not in left_out] + examples, catalogue))
        for row in rows:
            if row.group in left_out:
                metric_id, share = model.likely(row.around).best()
                shares.append((share, metric_id in row.right, metric_id != NONE))
    print(f"likeliest right: {np.mean([right for _, right, _ in shares]):.3f} of {len(shares)}")
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9):
        linked = [right for share, right, is_metric in shares if is_metric and share >= least]
        print(f"  from {least:.2f} on: {len(linked):5} linked, {np.mean(linked):.3f} right")


if __name__ == "__main__":
    main()
