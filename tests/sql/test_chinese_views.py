"""What a reader of the Chinese views sees: intervals in people's form, coverage beside every sum, comments everywhere."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from warehouse.db import connect, connect_locked
from warehouse.models import comment_views, create_macros, create_views, view_names

A, B = "990101001", "990101002"
PLACE = {"district_code": "990101", "district": "青澜区"}
METRIC = {"metric_id": "lectures", "name_zh": "宪法宣讲", "category_zh": "普法宣传", "unit": "场", "aggregation": "sum"}


def one(con: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    (row,) = con.execute(sql).to_arrow_table().to_pylist()
    return dict(row)


@pytest.mark.parametrize(
    ("low", "high", "about", "text"),
    [
        (40, 40, False, "40"),
        (1500, 1500, True, "约1500"),
        (120, None, False, "≥120"),
        (None, 400, False, "≤400"),
        (3, 5, False, "3–5"),
        (0, 0, False, "0"),
        (98.73, 98.73, False, "98.73"),
        (1e8, 1e8, False, "100000000"),
        (None, None, False, None),
    ],
)
def test_an_interval_is_written_as_people_write_it(low: float, high: float, about: bool, text: str | None) -> None:
    with connect() as con:
        create_macros(con)
        assert con.execute("SELECT interval_text(?::DOUBLE, ?::DOUBLE, ?)", [low, high, about]).fetchone() == (text,)


def test_a_zero_has_no_sign() -> None:
    with connect() as con:
        create_macros(con)
        assert con.execute("SELECT tidy(-1e-12)::VARCHAR, tidy(-0.5)").fetchone() == ("0.0", -0.5)


def test_an_unknown_low_of_a_district_is_not_written_as_zero() -> None:
    with connect() as con:
        create_macros(con)
        texts = "SELECT district_text(0, 400, true), district_text(0, 0, false), district_text(0, NULL, true)"
        assert con.execute(texts).fetchone() == ("≤400", "0", "≥0")


@pytest.mark.parametrize(
    ("figures", "total", "covered", "note"),
    [
        (
            {"n_values": 12, "n_exact": 12, "sum_low": 300.0, "sum_high": 300.0},
            "300",
            "12/15个乡镇有数",
            "只含有数的12个乡镇，不是全青澜区的数",
        ),
        (
            {"n_values": 15, "n_exact": 14, "sum_low": 300.0, "sum_high": 300.0},
            "约300",
            "15/15个乡镇有数",
            "全部乡镇有数",
        ),
        (
            {"n_values": 15, "n_exact": 14, "n_partial": 2, "sum_low": 300.0},
            "≥300",
            "15/15个乡镇有数",
            "全部乡镇有数；其中2个乡镇的数不足整年",
        ),
        ({}, None, "0/15个乡镇有数", "没有乡镇提及，不等于零"),
    ],
)
def test_a_district_figure_says_what_it_covers(
    build: Any, figures: Any, total: str | None, covered: str, note: str
) -> None:
    row = PLACE | {"report_year": 2023, "edition": "final", "metric_id": "lectures", "unit": "场", "n_townships": 15}
    con = build(metrics=[METRIC], district_metrics=[row | figures])
    create_views(con)
    found = one(con, "FROM 区县年度汇总")
    assert (found["合计"], found["覆盖"], found["说明"]) == (total, covered, note)
    assert (found["区县"], found["版次"], found["指标"], found["类别"]) == ("青澜区", "定稿", "宪法宣讲", "普法宣传")


def test_every_value_of_a_township_stands_with_its_sentences(build: Any) -> None:
    con = build(
        metrics=[METRIC, METRIC | {"metric_id": "fines", "name_zh": "罚款金额"}],
        coverage=[{"township_code": A, "township": "青石镇", "report_year": 2023, **PLACE}],
        mentions=[
            {"mention_id": "r-0002", "report_id": "r", "char_start": 40, "quote": "8场", "sentence": "下半年宣讲8场。"},
            {
                "mention_id": "r-0001",
                "report_id": "r",
                "char_start": 3,
                "quote": "12场",
                "sentence": "上半年宣讲12场。",
            },
            {
                "mention_id": "r-0003",
                "report_id": "r",
                "char_start": 60,
                "quote": "近400元",
                "sentence": "罚款近400元。",
            },
        ],
        observations=[
            {
                "township_code": A,
                "report_year": 2023,
                "metric_id": "lectures",
                "value_low": 20.0,
                "value_high": 20.0,
                "qualifier": "exact",
                "unit": "场",
                "obs_status": "computed",
                "n_mentions": 2,
                "mention_ids": ["r-0002", "r-0001"],
            },
            {
                "township_code": A,
                "report_year": 2023,
                "metric_id": "fines",
                "value_high": 400.0,
                "qualifier": "at_most",
                "unit": "元",
                "obs_status": "reported",
                "period_end": date(2023, 11, 30),
                "n_mentions": 1,
                "mention_ids": ["r-0003"],
            },
        ],
    )
    create_views(con)
    found = one(con, "FROM 乡镇年度指标 WHERE 指标代码 = 'lectures'")
    assert (found["乡镇"], found["数值"], found["取得方式"]) == ("青石镇", "20", "推算")
    assert (found["原文字样"], found["来源句"]) == ("12场；8场", "上半年宣讲12场。 下半年宣讲8场。")
    found = one(con, "FROM 乡镇年度指标 WHERE 指标代码 = 'fines'")
    assert (found["数值"], found["下限"], found["上限"], found["截止日期"]) == ("≤400", None, 400, date(2023, 11, 30))
    assert (found["原文字样"], found["来源句"]) == ("近400元", "罚款近400元。")
    quotes = con.execute("SELECT quote FROM evidence(?, 2023, 'lectures')", [A]).fetchall()
    assert quotes == [("12场",), ("8场",)]


def test_the_other_views_translate_codes_and_add_names(build: Any) -> None:
    con = build(
        metrics=[
            METRIC,
            {"metric_id": "rate", "name_zh": "合格率", "aggregation": "weighted_rate", "numerator": "lectures"},
        ],
        townships=[{"township_code": A, "township": "青石镇", **PLACE}],
        reports=[
            {
                "report_id": "r",
                "township_code": A,
                "township": "青石镇",
                "report_year": 2023,
                "is_current": True,
                **PLACE,
            }
        ],
        mentions=[
            {
                "mention_id": "r-0001",
                "report_id": "r",
                "quote": "约30场",
                "value_low": 30.0,
                "value_high": 30.0,
                "qualifier": "approx",
                "status": "planned",
                "section": "plan",
            }
        ],
        coverage=[
            {
                "township_code": A,
                "township": "青石镇",
                "report_year": 2023,
                "status": "late",
                "days_after_deadline": 3,
                "date_basis": "page",
            }
        ],
        quarantine=[
            {"file_id": "f", "source_uri": "a.txt", "reason": "empty", "detail_zh": "文件为空", "township_code": B}
        ],
    )
    create_views(con)
    found = one(con, "FROM 报送情况")
    assert (found["乡镇"], found["报送状态"], found["超期天数"], found["日期依据"]) == ("青石镇", "逾期发布", 3, "网页")
    found = one(con, "FROM 数量原文")
    assert (found["数值"], found["状态"], found["章节"], found["指标"]) == ("约30", "计划", "下一步打算", None)
    found = one(con, "FROM 指标目录 WHERE 指标代码 = 'rate'")
    assert (found["汇总方法"], found["分子"], found["分母"]) == ("加权比率", "宪法宣讲", None)
    found = one(con, "FROM 文件隔离")
    assert (found["来源"], found["说明"], found["乡镇代码"], found["乡镇"]) == ("a.txt", "文件为空", B, None)


def test_every_view_and_column_carries_a_comment(build: Any) -> None:
    con = build()
    create_views(con)
    comment_views(con)
    views = con.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY 1").fetchall()
    assert [name for name, _ in views] == view_names()
    assert set(view_names()) == {
        "区县年度汇总",
        "乡镇年度指标",
        "报送情况",
        "指标目录",
        "数量原文",
        "原文依据",
        "文件隔离",
        "核查发现",
        "乡镇沿革",
        "更正记录",
        "来源状况",
    }
    assert all(comment.endswith("。") for _, comment in views)
    silent = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND coalesce(comment, '') = ''"
    assert con.execute(silent).fetchall() == []


def test_views_answer_in_a_release_that_is_attached_or_locked(build: Any, tmp_path: Path) -> None:
    path = tmp_path / "release.duckdb"
    place = {"township_code": A, "township": "青石镇", **PLACE}
    con = build(path, coverage=[place | {"status": "missing"}])
    create_views(con)
    con.close()
    with connect() as con:
        con.execute(f"ATTACH '{path}' AS release (READ_ONLY)")
        assert con.execute("SELECT 乡镇, 报送状态 FROM release.报送情况").fetchall() == [("青石镇", "未见报告")]
    with connect_locked(path) as con:
        assert con.execute("SELECT 乡镇, 报送状态 FROM 报送情况").fetchall() == [("青石镇", "未见报告")]
