"""Trains the likeness model on the development half of the golden reports and the passages, and on the catalogue's examples.

python scripts/train_likeness.py writes warehouse/catalogue/likeness.npz; --check only prints how often the likeliest
metric is right on reports left out of the training, four parts in turn. Needs scikit-learn (group train).
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.accuracy.gold import DEVELOPMENT, Report, load
from bench.accuracy.passages import passages
from tasks.extract import Extractor
from tasks.extract.likeness import NONE, STRENGTH, Likeness, Surroundings, features
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.catalogue.likeness import Weights, save_weights

_RAREST = 2  # times a feature must occur
_LEAST = 0.04
_STRENGTH = 8.0  # inverse of the regularisation


class Row(NamedTuple):
    """A number of an annotated text: what stands around it, its metric, and the metrics that are right too."""

    group: str
    around: Surroundings
    metric_id: str
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
    weights = _train([*rows, *examples])
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
        found.append(Row(report.name, around[span], entry["metric_id"] or NONE, right))
    return found


def _examples(catalogue: Catalogue, extractor: Extractor) -> list[Row]:
    found = []
    for metric in catalogue.metrics:
        told = [(e.text, metric.id) for e in metric.examples.positive]
        told += [(e.text, e.belongs_to or NONE) for e in metric.examples.negative]
        for text, metric_id in told:
            around = extractor.surroundings(text, (), IDENTITY).values()
            found += [Row("catalogue", words, metric_id, frozenset((metric_id,))) for words in around]
    return found


def _passages(extractor: Extractor) -> list[Row]:
    """Numbers of the passages that are not held back."""
    found: list[Row] = []
    for number, passage in enumerate(p for p in passages() if not p.held):
        around = extractor.surroundings(passage.text, (), passage.identity)
        for span, marked in passage.numbers.items():
            if span in around and marked.plain:
                right = [metric or NONE for metric in marked.metrics]
                found.append(Row(f"passage {number}", around[span], right[0], frozenset(right)))
    return found


def _train(rows: list[Row]) -> Weights:
    counted = Counter(name for row in rows for name in set(features(row.around)))
    kept = {name for name, times in counted.items() if times >= _RAREST and not re.search("[\n]", name)}
    vectors = DictVectorizer(dtype=np.float32)
    present = [{name: STRENGTH[name[0]] for name in kept.intersection(features(row.around))} for row in rows]
    matrix = vectors.fit_transform(present)
    model = LogisticRegression(C=_STRENGTH, max_iter=400).fit(matrix, [row.metric_id for row in rows])
    index = {name: int(place) for name, place in vectors.vocabulary_.items()}
    strength = np.array([STRENGTH[name[0]] for name in vectors.feature_names_])
    weights = (model.coef_ * strength).T.astype(np.float32)
    weights[np.abs(weights) < _LEAST] = 0  # small ones decide nothing, and zeros pack well
    return Weights(index, tuple(model.classes_), weights, model.intercept_)


def _check(rows: list[Row], examples: list[Row], catalogue: Catalogue) -> None:
    names = sorted({row.group for row in rows})
    random.Random(1).shuffle(names)
    shares: list[tuple[float, bool, bool]] = []
    for part in range(4):
        left_out = set(names[part::4])
        model = Likeness(catalogue, _train([r for r in rows if r.group not in left_out] + examples))
        for row in rows:
            if row.group in left_out:
                metric_id, share = model.best(row.around)
                shares.append((share, metric_id in row.right, metric_id != NONE))
    print(f"likeliest right: {np.mean([right for _, right, _ in shares]):.3f} of {len(shares)}")
    for least in (0.5, 0.6, 0.7, 0.75, 0.8, 0.9):
        linked = [right for share, right, is_metric in shares if is_metric and share >= least]
        print(f"  from {least:.2f} on: {len(linked):5} linked, {np.mean(linked):.3f} right")


if __name__ == "__main__":
    main()
