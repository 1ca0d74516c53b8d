"""What no rule links is linked by likeness where it is likely, and only among what its unit can count."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tasks.extract.engine import Extractor
from tasks.extract.likeness import NONE, Likely, Likeness, Surroundings
from tasks.extract.link import Link
from tasks.extract.triggers import Hits, TriggerIndex
from tasks.extract.weighing import weigh
from tasks.extract.windows import Window
from warehouse.catalogue import load_catalogue
from warehouse.catalogue.likeness import Weights, load_weights, save_weights

CATALOGUE = load_catalogue()
REPORT = SimpleNamespace(report_year=2024, signed_on=None, period_end=None)


def around(own: str, unit: str, family: str) -> Surroundings:
    return Surroundings(own, "", "", own[-8:], "", None, unit, family)


def test_the_likeliest_metric_is_one_that_the_unit_allows() -> None:
    model = Likeness(CATALOGUE)
    for unit, family in (("件", "cases"), ("人次", "person_times"), ("万元", "money"), ("%", "percent")):
        metric_id, share = model.likely(around("化解矛盾纠纷", unit, family)).best()
        assert metric_id == NONE or family in CATALOGUE.by_id[metric_id].unit_families
        assert 0 < share <= 1


def test_a_unit_that_nothing_takes_is_linked_to_nothing() -> None:
    assert Likeness(CATALOGUE).likely(around("配备执法车", "辆", "vehicles")).best() == (NONE, 1.0)


def test_links_by_likeness_say_so() -> None:
    text = "给孩子们讲法16节，夜里上门说和了129起，抄录条幅36幅。"
    ruled = {m.char_start for m in Extractor(CATALOGUE, likeness=False).extract(text, (), REPORT) if m.metric_id}
    linked = [m for m in Extractor(CATALOGUE).extract(text, (), REPORT) if m.metric_id and m.char_start not in ruled]
    assert all(m.rule == "likeness" and 0 < m.confidence < 1 for m in linked)


def test_rules_stand_before_likeness() -> None:
    text = "成功化解矛盾纠纷12件，发放宣传资料300份。"
    plain = [(m.metric_id, m.rule) for m in Extractor(CATALOGUE, likeness=False).extract(text, (), REPORT)]
    assert [(m.metric_id, m.rule) for m in Extractor(CATALOGUE).extract(text, (), REPORT)] == plain


def test_a_metric_that_the_model_does_not_know_is_linked_by_its_rules() -> None:
    ruled = Link("a_metric_of_tomorrow", 150, "object", 0.96, 0, None)
    likely = Likely((NONE, "people_mediation_success"), np.array([0.01, 0.99], dtype=np.float32))
    window = Window(0, 0, 4, 6, 6)
    assert weigh(likely, ruled, "化解纠纷12件", Hits(), window, TriggerIndex(CATALOGUE)) is ruled


def test_a_known_metric_gives_way_to_a_likelier_one() -> None:
    index, window = TriggerIndex(CATALOGUE), Window(0, 0, 4, 6, 6)
    ruled = Link("people_mediation_cases", 150, "object", 0.96, 0, None)
    classes = (NONE, "people_mediation_cases", "people_mediation_success")
    kept = weigh(
        Likely(classes, np.array([0.1, 0.6, 0.3], dtype=np.float32)), ruled, "化解纠纷12件", Hits(), window, index
    )
    other = weigh(
        Likely(classes, np.array([0.0, 0.1, 0.9], dtype=np.float32)), ruled, "化解纠纷12件", Hits(), window, index
    )
    none = weigh(
        Likely(classes, np.array([0.8, 0.1, 0.1], dtype=np.float32)), ruled, "化解纠纷12件", Hits(), window, index
    )
    assert kept is ruled
    assert other is not None
    assert (other.metric_id, other.rule) == ("people_mediation_success", "likeness")
    assert none is None


def test_weights_come_back_as_they_were_saved(tmp_path: Path) -> None:
    rows = np.array([[0.5, -1.0], [2.0, 0.25], [-1.5, 0.0]], dtype=np.float32)
    matrix = np.array([[1.0, 0.5], [-0.25, 2.0]], dtype=np.float32)
    bias, intercept = np.array([0.5, -0.5], dtype=np.float32), np.array([0.0, 1.0], dtype=np.float32)
    index = {"o化解": 0, "u件": 1, "Rpeople_mediation_success": 2}
    save_weights(Weights(index, (NONE, "people_mediation_success"), rows, bias, matrix, intercept), tmp_path / "w.npz")
    back = load_weights(tmp_path / "w.npz")
    assert (back.index, back.classes) == (index, (NONE, "people_mediation_success"))
    assert np.abs(back.rows - rows).max() <= np.abs(rows).max() / 200
    assert all(np.array_equal(a, b) for a, b in ((back.matrix, matrix), (back.bias, bias), (back.intercept, intercept)))
