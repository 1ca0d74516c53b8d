"""A broken catalogue is refused at load, naming file, entry and field."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from warehouse.catalogue import CatalogueError, Triggers, load_catalogue
from warehouse.catalogue.loader import FOLDER

EXAMS = "C7_capacity/exams.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "catalogue"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    return copy


def change(folder: Path, old: str, new: str, file: str = EXAMS) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_shipped_catalogue_loads() -> None:
    catalogue = load_catalogue()
    assert len(catalogue.metrics) >= 123
    assert catalogue.arrow().num_rows == len(catalogue.metrics)
    assert catalogue.find("法律明白人人数") is catalogue.by_id["legal_literacy_persons"]


def test_every_metric_says_in_chinese_what_it_counts_and_what_not() -> None:
    for metric in load_catalogue().metrics:
        for text in (metric.definition_zh, metric.not_counted_zh):
            assert text and text.endswith("。"), metric.id
            assert not re.search("[a-z{}_]", text), metric.id  # no id is left


def test_a_chinese_text_that_names_no_metric_is_refused(folder: Path) -> None:
    change(folder, "{law_exam_pass_rate}", "{law_exam_rate}", "chinese/C7_capacity.yaml")
    with pytest.raises(CatalogueError, match=r"chinese/C7_capacity.yaml: law_exam_passed: .*law_exam_rate"):
        load_catalogue(folder)
    change(folder, "{law_exam_rate}", "", "chinese/C7_capacity.yaml")
    change(folder, "law_exam_passed:", "law_exam_failed:", "chinese/C7_capacity.yaml")
    with pytest.raises(CatalogueError, match="law_exam_failed: no such metric"):
        load_catalogue(folder)


def test_a_change_of_any_file_changes_the_fingerprint(folder: Path) -> None:
    before = load_catalogue(folder).fingerprint
    change(folder, "max: 600", "max: 601")
    assert load_catalogue(folder).fingerprint != before


@pytest.mark.parametrize(
    ("old", "new", "entry", "field"),
    [
        ("numerator: law_exam_passed", "numerator: law_exam_sat", "law_exam_pass_rate", "aggregation.numerator"),
        ("denominator: law_exam_participants", "denominator: null", "law_exam_pass_rate", "aggregation"),
        ("unit_families: [persons]", "unit_families: [people]", "law_exam_participants", "unit_families"),
        ("unit: 人", "unit: 件", "law_exam_participants", "unit"),
        ("kind: flow", "kind: level", "law_exam_participants", "kind"),
        ("min: 0, max: 600", "min: 9, max: 6", "law_exam_participants", "plausible_per_township"),
        ("belongs_to: law_exam_pass_rate", "belongs_to: nothing", "law_exam_participation_rate", "belongs_to"),
        ("part_of: law_exam_participants", "part_of: all_exams", "law_exam_passed", "part_of"),
        ("  usual_section: achievements\n", "", "law_exam_participants", "usual_section"),
        ("  position: early\n", "  position: early\n  colour: red\n", "law_exam_participants", "colour"),
        ("- id: law_exam_passed\n", "- id: law_exam_participants\n", "law_exam_participants", "id"),
    ],
)
def test_a_broken_entry_is_named(folder: Path, old: str, new: str, entry: str, field: str) -> None:
    change(folder, old, new)
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    message = str(refused.value)
    assert message.startswith(f"{EXAMS}: {entry}: ")
    assert field in message


def test_broken_yaml_and_missing_files_are_named(folder: Path) -> None:
    change(folder, "- id: law_exam_participants", "- id: [")
    with pytest.raises(CatalogueError, match=r"C7_capacity/exams\.yaml: is no valid YAML"):
        load_catalogue(folder)
    (folder / "units.yaml").unlink()
    with pytest.raises(CatalogueError, match=r"units\.yaml: cannot be read"):
        load_catalogue(folder)


def test_a_unit_stands_in_one_family_only(folder: Path) -> None:
    change(folder, "files: [卷]", "files: [卷, 件]", "units.yaml")
    with pytest.raises(CatalogueError, match="unit 件 stands in two families"):
        load_catalogue(folder)


def test_alternatives_stand_for_each_of_their_combinations() -> None:
    written = Triggers(objects=("普法|法治+集市|夜市", "院坝会", "普法+集市"))
    assert written.objects == ("普法+集市", "普法+夜市", "法治+集市", "法治+夜市", "院坝会")


def test_an_alternative_may_not_be_empty() -> None:
    with pytest.raises(ValueError, match="empty part"):
        Triggers(objects=("普法|+集市",))
