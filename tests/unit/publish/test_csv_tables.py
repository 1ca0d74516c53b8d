"""CSV as people open it: a BOM, Chinese headers, one order, the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from tasks.publish.tables_csv import (
    DistrictYear,
    join_tables,
    published_rows,
    write_district,
    write_part,
    write_register,
)
from warehouse.db import connect
from warehouse.models import create_tables, create_views

METRICS = [("m_later", "执法检查", 2), ("m_first", "宪法宣讲", 1)]
TOWNSHIPS = [("990102001", "白石乡", "990102", "云溪县"), ("990101001", "青石镇", "990101", "青澜区")]
SENTENCE = '开展宣讲12场，受众"广泛",反响好。'


@pytest.fixture
def release() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two districts, two years, two metrics; the rows are put in against their order."""
    with connect() as con:
        create_tables(con)
        con.executemany(
            "INSERT INTO metrics BY NAME SELECT ? AS metric_id, ? AS name_zh, ?::INT AS sort_order, '' AS name_en, 'c' AS category,"
            " '普法' AS category_zh, '场' AS unit, [] AS unit_families, 'flow' AS kind, 'sum' AS aggregation,"
            " [] AS dimensions, '' AS definition, '' AS not_counted, '' AS definition_zh, '' AS not_counted_zh",
            METRICS,
        )
        con.executemany(
            "INSERT INTO townships BY NAME SELECT ? AS township_code, ? AS township, ? AS district_code, ? AS district,"
            " '镇' AS township_type, '澜江省' AS province, 'overlay' AS scheme, DATE '2024-01-01' AS as_of",
            TOWNSHIPS,
        )
        con.execute(
            "INSERT INTO coverage BY NAME SELECT township_code, township, district_code, district, y::SMALLINT AS report_year, 'published' AS status,"
            " 1 AS n_mentions, 1 AS n_observations FROM townships, (VALUES (2023), (2022)) AS years(y)"
        )
        con.execute(
            "INSERT INTO district_metrics BY NAME SELECT district_code, district, report_year, 'final' AS edition, metric_id, unit,"
            " 1 AS n_townships, 1 AS n_reports, 1 AS n_values, 1 AS n_exact, 0 AS n_partial, 12.0 AS sum_low,"
            " 12.0 AS sum_high, 0 AS n_rate, 0 AS n_matched FROM coverage, metrics"
        )
        con.execute(
            "INSERT INTO observations BY NAME SELECT township_code, report_year, metric_id, 12.0 AS value_low, 12.0 AS value_high,"
            " 'exact' AS qualifier, '场' AS unit, 'reported' AS obs_status, 1 AS n_mentions,"
            " [township_code || report_year] AS mention_ids, township_code || report_year AS report_id FROM coverage, metrics"
        )
        con.execute(
            "INSERT INTO mentions BY NAME SELECT DISTINCT mention_ids[1] AS mention_id, report_id, 4 AS char_start, 7 AS char_end,"
            " '12场' AS \"quote\", ? AS sentence, 'achievements' AS section, 'exact' AS qualifier, 'digits' AS value_origin,"
            " 'achieved' AS status, 'township' AS scope, '' AS \"rule\", 1.0 AS confidence, [] AS flags FROM observations",
            [SENTENCE],
        )
        create_views(con)
        yield con


def publish(con: duckdb.DuckDBPyConnection, folder: Path) -> list[DistrictYear]:
    """One part for each district and year, in the order of the whole tables."""
    folder.mkdir()
    districts, parts = [], []
    for year in (2022, 2023):
        for code in ("990101", "990102"):
            parts.append(folder.with_name(f"{folder.name}-{len(parts)}"))
            parts[-1].mkdir()
            part = published_rows(con, year, [code])
            write_part(part, parts[-1], header=len(parts) == 1)
            for district in part.by_district():
                write_district(district, folder)
                districts.append(district)
    join_tables(parts, folder)
    return districts


def test_parts_of_any_size_make_the_same_tables(release: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    publish(release, tmp_path / "each")
    parts = [tmp_path / "2022", tmp_path / "2023"]
    for n, part in enumerate(parts):
        part.mkdir()
        write_part(published_rows(release, int(part.name), ["990101", "990102"]), part, header=n == 0)
    join_tables(parts, tmp_path)
    for view in ("区县年度汇总", "乡镇年度指标", "报送情况"):
        assert (tmp_path / f"{view}.csv").read_bytes() == (tmp_path / "each" / f"{view}.csv").read_bytes()


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_whole_tables_hold_every_year_in_one_order(release: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    publish(release, tmp_path / "csv")
    found = rows(tmp_path / "csv" / "区县年度汇总.csv")
    assert [(r["年度"], r["区县"], r["指标"]) for r in found[:5]] == [
        ("2022", "青澜区", "宪法宣讲"),
        ("2022", "青澜区", "执法检查"),
        ("2022", "云溪县", "宪法宣讲"),
        ("2022", "云溪县", "执法检查"),
        ("2023", "青澜区", "宪法宣讲"),
    ]
    assert (len(found), found[0]["合计"], found[0]["合计下限"], found[0]["覆盖"]) == (8, "12", "12", "1/1个乡镇有数")
    values = rows(tmp_path / "csv" / "乡镇年度指标.csv")
    assert (len(values), values[0]["乡镇"], values[0]["来源句"], values[0]["原文字样"]) == (
        8,
        "青石镇",
        SENTENCE,
        "12场",
    )
    coverage = rows(tmp_path / "csv" / "报送情况.csv")
    assert [(r["年度"], r["乡镇"], r["报送状态"], r["发布日期"]) for r in coverage] == [
        ("2022", "青石镇", "已发布", ""),
        ("2022", "白石乡", "已发布", ""),
        ("2023", "青石镇", "已发布", ""),
        ("2023", "白石乡", "已发布", ""),
    ]


def test_the_register_of_the_districts_with_both_codes_and_former_names(
    release: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    release.execute(
        "INSERT INTO township_history BY NAME SELECT t.* REPLACE ('青石乡' AS township, '乡' AS township_type,"
        " '990101201' AS nbs_code, 2020 AS valid_to) FROM townships AS t WHERE township_code = '990101001'"
    )
    release.execute(
        "INSERT INTO townships BY NAME SELECT t.* REPLACE ('990103001' AS township_code, '990103' AS district_code)"
        " FROM townships AS t LIMIT 1"  # of a district that nobody asked for
    )
    found = rows(write_register(release, tmp_path))
    assert [(r["乡镇代码"], r["统计局代码"], r["乡镇"], r["终止年度"]) for r in found] == [
        ("990101001", "990101201", "青石乡", "2020"),
        ("990101001", "", "青石镇", ""),
        ("990102001", "", "白石乡", ""),
    ]


def test_each_district_and_year_has_its_table(release: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    districts = publish(release, tmp_path / "csv")
    assert [d.file_stem for d in districts] == [
        "990101_青澜区_2022",
        "990102_云溪县_2022",
        "990101_青澜区_2023",
        "990102_云溪县_2023",
    ]
    found = rows(tmp_path / "csv" / "990102_云溪县_2023.csv")
    assert {(r["区县"], r["年度"]) for r in found} == {("云溪县", "2023")}
    assert [r["指标"] for r in found] == ["宪法宣讲", "执法检查"]
    (first, *_) = districts
    assert (first.metrics.num_rows, first.values.num_rows, first.coverage.num_rows) == (2, 2, 1)


def test_files_begin_with_a_bom_and_come_out_the_same_again(release: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    hashes: list[dict[str, str]] = []
    for folder in (tmp_path / "once", tmp_path / "twice"):
        publish(release, folder)
        files = sorted(folder.iterdir())
        assert len(files) == 3 + 4
        assert all(f.read_bytes().startswith(b'\xef\xbb\xbf"') for f in files)
        hashes.append({f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files})
    assert hashes[0] == hashes[1]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_of_a_document_never_becomes_a_formula(
    release: duckdb.DuckDBPyConnection, tmp_path: Path, start: str
) -> None:
    hostile = f'{start}HYPERLINK("http://example.invalid";"12场")'
    release.execute("UPDATE mentions SET sentence = ?", [hostile])
    publish(release, tmp_path / "csv")
    assert {r["来源句"] for r in rows(tmp_path / "csv" / "乡镇年度指标.csv")} == {"'" + hostile}


def test_a_name_that_no_file_can_have_is_made_harmless() -> None:
    empty: Any = pa.table({})
    assert DistrictYear("990101", "../a:b?", 2023, *[empty] * 6).file_stem == "990101_.._a_b__2023"
