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
from scipy.sparse import csr_matrix

from bench.accuracy.gold import DEVELOPMENT, Report, load
from bench.accuracy.passages import WHOLE, passages
from tasks.extract.engine import Extractor
from tasks.extract.likeness import NONE, PART, RULED, STRENGTH, Likeness, Surroundings, features
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.catalogue.likeness import Weights, save_weights

Floats = npt.NDArray[np.float32]
Truths = npt.NDArray[np.bool_]

_RAREST = 2  # times a feature must occur
_HIDDEN = 64
_ROUNDS = 12  # times that all rows are seen
_BATCH = 256
_RATE = 0.003
_FEATURES_LEFT_OUT, _HIDDEN_LEFT_OUT, _RULES_LEFT_OUT = 0.5, 0.3, 0.5
"""Shares left out at random in each step, so that no feature is leaned on; the rules fit the rows better than new texts."""
_DECAY = 1e-5


class Row(NamedTuple):
    """A number of an annotated text: what stands around it, the metrics that are right, and whether it is only a part."""

    group: str
    around: Surroundings
    right: frozenset[str]
    part: bool | None = None  # None: not said


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
        part = "part" in entry.get("flags", ()) or entry.get("dimension") is not None
        found.append(Row(report.name, around[span], right, part if entry["metric_id"] else None))
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
                said = WHOLE in passage.name and marked.metrics[0] is not None
                found.append(Row(f"passage {number}", around[span], right, marked.is_part if said else None))
    return found


def _names(row: Row) -> set[str]:
    """The features of a row, each behind its mark."""
    return {mark + words for mark, present in features(row.around) for words in present}


def _train(rows: list[Row], catalogue: Catalogue, seed: int = 1) -> Weights:
    """A net for the metrics that a number's unit allows; several metrics may be right for one number."""
    counted = Counter(name for row in rows for name in _names(row))
    names = sorted(name for name, times in counted.items() if times >= _RAREST and "\n" not in name)
    classes = (NONE, *(metric.id for metric in catalogue.metrics), PART)
    allowed, right = _masks(rows, classes, catalogue)
    known = right.any(axis=1)
    matrix = _matrix([row for row, kept in zip(rows, known, strict=True) if kept], names)
    net = Net(len(names), _HIDDEN, len(classes), np.random.default_rng(seed))
    parts = np.array([np.nan if row.part is None else row.part for row in rows], dtype=np.float32)[known]
    net.fit(matrix, np.array([name[0] in RULED for name in names]), allowed[known], right[known], parts)
    strength = np.array([[STRENGTH[name[0]]] for name in names], dtype=np.float32)
    places = {name: i for i, name in enumerate(names)}
    return Weights(places, classes, net.rows * strength, net.bias, net.matrix, net.intercept)


def _masks(rows: list[Row], classes: tuple[str, ...], catalogue: Catalogue) -> tuple[Truths, Truths]:
    """For each row, the classes that its unit allows, and those of them that are right."""
    families = {NONE: None} | {metric.id: metric.unit_families for metric in catalogue.metrics}
    takes = {name: families[name] for name in classes[:-1]}
    shape = len(rows), len(classes)
    allowed, right = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for n, row in enumerate(rows):
        for k, name in enumerate(classes[:-1]):
            taken = takes[name]
            allowed[n, k] = taken is None or row.around.family in taken
            right[n, k] = allowed[n, k] and name in row.right
    return allowed, right


def _matrix(rows: list[Row], names: list[str]) -> csr_matrix:
    place = {name: i for i, name in enumerate(names)}
    at = [(n, place[f]) for n, row in enumerate(rows) for f in _names(row) if f in place]
    values = np.array([STRENGTH[names[column][0]] for _, column in at], dtype=np.float32)
    return csr_matrix((values, tuple(zip(*at, strict=True))), shape=(len(rows), len(names)))


class Net:
    """One hidden layer, fitted by Adam with parts left out at random."""

    def __init__(self, n_features: int, n_hidden: int, n_classes: int, rng: np.random.Generator) -> None:
        self._rng = rng
        self.rows = rng.normal(0, 0.05, (n_features, n_hidden)).astype(np.float32)
        self.bias = np.zeros(n_hidden, dtype=np.float32)
        self.matrix = rng.normal(0, n_hidden**-0.5, (n_hidden, n_classes)).astype(np.float32)
        self.intercept = np.zeros(n_classes, dtype=np.float32)

    def fit(self, matrix: csr_matrix, of_rules: Truths, allowed: Truths, right: Truths, parts: Floats) -> None:
        """Makes the right classes likely, among the allowed ones, and the last output where a number is a part."""
        weights = (self.rows, self.bias, self.matrix, self.intercept)
        moments = [(np.zeros_like(w), np.zeros_like(w)) for w in weights]
        n, step = matrix.shape[0], 0
        steps = _ROUNDS * -(-n // _BATCH)
        for _ in range(_ROUNDS):
            order = self._rng.permutation(n)
            for first in range(0, n, _BATCH):
                step += 1
                batch = order[first : first + _BATCH]
                slopes = self._slopes(
                    self._thinned(matrix[batch], of_rules), allowed[batch], right[batch], parts[batch]
                )
                rate = _RATE * (1.02 - step / steps)
                for w, slope, (mean, square) in zip(weights, slopes, moments, strict=True):
                    mean += 0.1 * (slope - mean)
                    square += 0.001 * (slope * slope - square)
                    w -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)

    def _thinned(self, batch: csr_matrix, of_rules: Truths) -> csr_matrix:
        kept = self._rng.random(batch.data.size) > _FEATURES_LEFT_OUT
        ruled = self._rng.random(batch.shape[0]) > _RULES_LEFT_OUT
        row = np.repeat(np.arange(batch.shape[0]), np.diff(batch.indptr))
        factor = np.where(of_rules[batch.indices], ruled[row], kept / (1 - _FEATURES_LEFT_OUT))
        return csr_matrix((batch.data * factor.astype(np.float32), batch.indices, batch.indptr), batch.shape)

    def _slopes(
        self, batch: csr_matrix, allowed: Truths, right: Truths, parts: Floats
    ) -> tuple[Floats, Floats, Floats, Floats]:
        reached = batch @ self.rows + self.bias
        kept = (self._rng.random(reached.shape) > _HIDDEN_LEFT_OUT) / (1 - _HIDDEN_LEFT_OUT)
        live = (kept * (reached > 0)).astype(np.float32)
        hidden = reached * live
        outputs = hidden @ self.matrix + self.intercept
        scores = np.where(allowed, outputs, -np.inf)
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        hits = shares * right
        slope = ((shares - hits / (hits.sum(axis=1, keepdims=True) + 1e-9)) / len(allowed)).astype(np.float32)
        slope[:, -1] = np.where(np.isnan(parts), 0, 1 / (1 + np.exp(-outputs[:, -1])) - np.nan_to_num(parts)) / len(
            allowed
        )
        back = (slope @ self.matrix.T) * live
        return (
            batch.T @ back + _DECAY * self.rows,
            back.sum(axis=0),
            hidden.T @ slope + _DECAY * self.matrix,
            slope.sum(axis=0),
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
