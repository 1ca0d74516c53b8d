"""The table macro `lineage`: from a cell of a district table down to the characters and to what made them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

RATE, DISTRICT = "people_mediation_success_rate", "990101"


@pytest.fixture(scope="module")
def con(sample_home: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str((sample_home / "current.duckdb").resolve()), read_only=True)


def test_every_cell_rests_on_as_many_observations_as_it_counts(con: duckdb.DuckDBPyConnection) -> None:
    cells = con.execute("SELECT district_code, report_year, metric_id, n_values FROM district_metrics").fetchall()
    assert sum(n for *_, n in cells) > 20
    for *cell, n_values in cells:
        query = "SELECT count(DISTINCT township_code) FROM lineage(?, ?, ?) WHERE counts_as = 'value'"
        assert con.execute(query, cell).fetchall() == [(n_values,)], cell


def test_characters_of_a_cell_are_those_of_the_text(con: duckdb.DuckDBPyConnection) -> None:
    for metric in ("legal_literacy_persons", RATE):
        marked = f"""
            SELECT quote, substring(t.text, char_start + 1, char_end - char_start), source_uri, file_id
            FROM lineage('{DISTRICT}', 2023, '{metric}') JOIN report_texts AS t USING (report_id) WHERE mention_id IS NOT NULL
        """
        rows = con.execute(marked).fetchall()
        assert rows
        for quote, text, uri, file_id in rows:
            assert quote == text
            assert uri
            assert con.execute("SELECT count(*) FROM files WHERE file_id = ?", [file_id]).fetchall() == [(1,)]


def test_rate_rests_on_its_two_counts(con: duckdb.DuckDBPyConnection) -> None:
    said = dict(
        con.execute(
            f"SELECT counts_as, any_value(metric_id) FROM lineage('{DISTRICT}', 2023, '{RATE}') GROUP BY 1"
        ).fetchall()
    )
    assert {"numerator", "denominator"} <= said.keys()


def test_each_row_names_release_run_and_versions(con: duckdb.DuckDBPyConnection) -> None:
    rows = con.execute(
        f"SELECT DISTINCT release, run_id, code, catalogue, register FROM lineage('{DISTRICT}', 2023, 'legal_literacy_persons')"
    ).fetchall()
    known = dict(con.execute("SELECT item, value FROM release").fetchall())
    ((run_id,),) = con.execute("SELECT run_id FROM runs").fetchall()
    assert rows == [(known["release"], run_id, known["code"], known["catalogue"], known["register"])]
