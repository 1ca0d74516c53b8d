"""Every example sentence of the catalogue extracts itself, and no look-alike is taken for its metric."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from warehouse.catalogue import Example, load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REPORT = SimpleNamespace(report_year=2024, signed_on=date(2025, 1, 20), period_end=None)
POSITIVE = [pytest.param(m.id, e, id=f"{m.id}-{e.text}") for m in CATALOGUE.metrics for e in m.examples.positive]
NEGATIVE = [pytest.param(m.id, e, id=f"{m.id}-{e.text}") for m in CATALOGUE.metrics for e in m.examples.negative]


def linked(text: str) -> list[Mention]:
    found = EXTRACTOR.extract(text, (), REPORT)
    return [m for m in found if m.status == "achieved" and "unit_mismatch" not in m.flags]


@pytest.mark.parametrize(("metric_id", "example"), POSITIVE)
def test_positive_example(metric_id: str, example: Example) -> None:
    own = [m for m in linked(example.text) if m.metric_id == metric_id]
    assert [(m.value_low, m.value_high, m.qualifier, m.unit) for m in own] == [
        (example.value_low, example.value_high, example.qualifier, example.unit)
    ]


@pytest.mark.parametrize(("metric_id", "example"), NEGATIVE)
def test_negative_example(metric_id: str, example: Example) -> None:
    metrics = {m.metric_id for m in linked(example.text)}
    assert metric_id not in metrics
    assert example.belongs_to is None or example.belongs_to in metrics
