"""The data dictionary is what the schema says, and every code of a vocabulary has its Chinese word."""

from __future__ import annotations

from warehouse import schema
from warehouse.catalogue import load_catalogue
from warehouse.dictionary import PAGE, render
from warehouse.models import column_words, view_names, vocabularies


def test_the_committed_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "run: python -m warehouse.dictionary"


def test_the_page_names_every_table_column_and_view() -> None:
    page = render()
    sections = {part.split("\n", 1)[0]: part for part in page.split("### ")[1:]}
    assert set(sections) == set(schema.tables()) | set(view_names())
    for table in schema.tables().values():
        rows = [line for line in sections[table.name].splitlines() if line.startswith("| `")]
        assert [row.split("`")[1] for row in rows] == list(table.names)


def test_every_vocabulary_has_a_chinese_word_for_each_code() -> None:
    for table in schema.tables().values():
        for column in table.columns:
            assert tuple(column_words(table.name, column.name)) == column.values, f"{table.name}.{column.name}"


def test_every_part_that_the_catalogue_names_has_a_chinese_word() -> None:
    named = {dimension for metric in load_catalogue().metrics for dimension in metric.dimensions}
    assert named | {"change"} == set(vocabularies()["dimension"])
