"""The generated corpus: as many files as asked for, always the same, and a register that knows them."""

from __future__ import annotations

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from bench.corpus import districts, townships, write_corpus, write_register
from warehouse.register.overlay import read_overlays

YEARS = range(2022, 2024)
QUANTITY = re.compile(r"\d+(?:\.\d)?余?(?:%|人次|平方米|批次|场次|[次件份条名块场期家处元项])|未收到|未发生")


def texts(folder: Path) -> dict[str, str]:
    return {str(p.relative_to(folder)): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.txt"))}


def test_one_file_a_district_township_and_year_and_the_same_every_time(tmp_path: Path) -> None:
    assert write_corpus(tmp_path / "a", 2, 3, YEARS) == 12
    write_corpus(tmp_path / "b", 2, 3, YEARS)
    write_corpus(tmp_path / "c", 2, 3, YEARS, seed=2)
    first = texts(tmp_path / "a")
    assert len(set(first.values())) == 12
    assert first == texts(tmp_path / "b") != texts(tmp_path / "c")


def test_a_report_has_the_usual_length_and_number_of_quantities(tmp_path: Path) -> None:
    write_corpus(tmp_path, 2, 5, YEARS)
    for text in texts(tmp_path).values():
        assert 2_600 < len(text) < 3_200
        assert 12 <= len(QUANTITY.findall(text)) <= 30


def test_the_register_is_a_valid_overlay_of_the_same_townships(tmp_path: Path) -> None:
    write_register(tmp_path / "bench.csv", 50, 20)
    rows = read_overlays(tmp_path, date(2025, 12, 31))
    assert len(rows) == 1_000
    assert all(row.township_code.startswith("99") for row in rows)
    write_corpus(tmp_path, 2, 3, YEARS)
    named = {(row.district, row.township) for row in rows}
    assert {(p.parts[-3], p.stem) for p in tmp_path.rglob("*.txt")} <= named


def test_names_do_not_repeat_within_a_district_and_run_out_loudly() -> None:
    assert len({name for _, name in districts(50)}) == 50
    assert len({name for _, name, _ in townships("990201", 50)}) == 50
    with pytest.raises(ValueError, match="51 districts"):
        list(districts(51))
    with pytest.raises(ValueError, match="51 townships"):
        list(townships("990201", 51))


def test_the_register_has_the_header_of_overlays(tmp_path: Path) -> None:
    write_register(tmp_path / "r" / "bench.csv", 1, 1)
    with (tmp_path / "r" / "bench.csv").open(encoding="utf-8", newline="") as file:
        header, row = csv.reader(file)
    assert header[:2] == ["township_code", "township"]
    assert row == ["990201001", "松坪镇", "镇", "990201", "青屿区", "云澜市", "澜江省"]
