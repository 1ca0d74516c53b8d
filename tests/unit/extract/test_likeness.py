"""What no rule links is linked by likeness where it is likely, and only among what its unit can count."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tasks.extract.engine import Extractor
from tasks.extract.likeness import LIKELY, NONE, Likeness, Surroundings
from warehouse.catalogue import load_catalogue
from warehouse.catalogue.likeness import Weights, load_weights, save_weights

CATALOGUE = load_catalogue()
REPORT = SimpleNamespace(report_year=2024, signed_on=None, period_end=None)


def around(own: str, unit: str, family: str) -> Surroundings:
    return Surroundings(own, "", "", None, unit, family)


def test_the_likeliest_metric_is_one_that_the_unit_allows() -> None:
    model = Likeness(CATALOGUE)
    for unit, family in (("件", "cases"), ("人次", "person_times"), ("万元", "money"), ("%", "percent")):
        metric_id, share = model.likely(around("化解矛盾纠纷", unit, family)).best()
        assert metric_id == NONE or family in CATALOGUE.by_id[metric_id].unit_families
        assert 0 < share <= 1


def test_a_unit_that_nothing_takes_is_linked_to_nothing() -> None:
    assert Likeness(CATALOGUE).likely(around("配备执法车", "辆", "vehicles")).best() == (NONE, 1.0)


def test_links_by_likeness_say_so_and_are_likely() -> None:
    extractor = Extractor(CATALOGUE)
    text = "给孩子们讲法16节，夜里上门说和了129起，抄录条幅36幅。"
    for mention in extractor.extract(text, (), REPORT):
        if mention.rule == "likeness":
            assert mention.confidence >= LIKELY


def test_rules_stand_before_likeness() -> None:
    text = "成功化解矛盾纠纷12件，发放宣传资料300份。"
    plain = [(m.metric_id, m.rule) for m in Extractor(CATALOGUE, likeness=False).extract(text, (), REPORT)]
    assert [(m.metric_id, m.rule) for m in Extractor(CATALOGUE).extract(text, (), REPORT)] == plain


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    matrix = np.array([[0.5, -1.0], [2.0, 0.25]], dtype=np.float32)
    weights = Weights({"o化解": 0, "u件": 1}, (NONE, "people_mediation_success"), matrix, np.array([0.5, -0.5]))
    save_weights(weights, tmp_path / "w.npz")
    back = load_weights(tmp_path / "w.npz")
    assert (back.index, back.classes) == (weights.index, weights.classes)
    assert np.array_equal(back.matrix, matrix)
    assert np.array_equal(back.intercept, weights.intercept)
