"""Parquet files whose bytes depend on their rows alone."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tasks.publish.parquet import ROW_GROUP, split_by_year, write_parquet
from warehouse.schema import table

SCHEMA = table("report_texts").arrow()


def texts(n: int) -> pa.Table:
    rows = {"report_id": [f"{i:016x}" for i in range(n)], "text": ["法治" * (i % 50) for i in range(n)]}
    return pa.table(rows, schema=SCHEMA)


@pytest.mark.parametrize("n", [0, 1, ROW_GROUP, 3 * ROW_GROUP + 7])
def test_bytes_do_not_depend_on_how_rows_are_cut(tmp_path: Path, n: int) -> None:
    whole = write_parquet(tmp_path / "whole", SCHEMA, texts(n).to_batches())
    cut = write_parquet(tmp_path / "cut", SCHEMA, texts(n).to_batches(max_chunksize=333))
    assert whole == cut
    assert whole.rows == n
    assert pq.read_table(tmp_path / "cut") == texts(n)


def test_a_file_carries_the_comments_of_its_columns(tmp_path: Path) -> None:
    write_parquet(tmp_path / "x", SCHEMA, texts(1).to_batches())
    assert pq.read_schema(tmp_path / "x").equals(SCHEMA, check_metadata=True)


def test_a_null_that_the_schema_forbids_is_refused(tmp_path: Path) -> None:
    rows = pa.RecordBatch.from_pydict({"report_id": ["a"], "text": pa.array([None], pa.string())})
    with pytest.raises(ValueError, match="non-nullable"):
        write_parquet(tmp_path / "x", SCHEMA, [rows])


def test_rows_are_sorted_into_years_and_rows_of_others_left_out(tmp_path: Path) -> None:
    for name, rows in (("a", texts(5)), ("b", texts(8).slice(5))):
        pq.write_table(rows, tmp_path / f"{name}.parquet")
    years = {f"{i:016x}": 2020 + i % 2 for i in range(7)}
    split = split_by_year([tmp_path / "a.parquet", tmp_path / "b.parquet"], "report_id", years, tmp_path)
    found = {year: pa.ipc.open_file(path).read_all()["report_id"].to_pylist() for year, path in split.items()}
    assert found == {2020: [f"{i:016x}" for i in (0, 2, 4, 6)], 2021: [f"{i:016x}" for i in (1, 3, 5)]}
