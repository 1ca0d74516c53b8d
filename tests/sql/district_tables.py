"""Four townships of an invented district, as rows for the published table."""

from __future__ import annotations

from typing import Any

import duckdb
import pyarrow as pa

from warehouse.models import run_model

A, B, C, D = "990101001", "990101002", "990101003", "990101004"
DISTRICT = "990101"


def township(code: str, **more: Any) -> dict[str, Any]:
    return {"township_code": code, "district_code": code[:6], "district": "青澜区", **more}


def report(code: str, year: int, **more: Any) -> dict[str, Any]:
    row = {"report_id": f"{code}-{year}", "township_code": code, "report_year": year, "version": 1, "is_current": True}
    return row | {"district_code": code[:6], "district": "青澜区"} | more


def value(code: str, year: int, metric: str, low: float | None, high: float | None, qualifier: str) -> dict[str, Any]:
    key = {"township_code": code, "report_year": year, "metric_id": metric, "report_id": f"{code}-{year}"}
    return key | {"value_low": low, "value_high": high, "qualifier": qualifier}


def exact(code: str, year: int, metric: str, number: float) -> dict[str, Any]:
    return value(code, year, metric, number, number, "exact")


METRICS = [
    {"metric_id": "lectures", "unit": "场", "aggregation": "sum"},
    {"metric_id": "fines", "unit": "元", "aggregation": "sum_and_median"},
    {"metric_id": "sat", "unit": "人", "aggregation": "sum"},
    {"metric_id": "passed", "unit": "人", "aggregation": "sum"},
    {
        "metric_id": "pass_rate",
        "unit": "%",
        "aggregation": "weighted_rate",
        "numerator": "passed",
        "denominator": "sat",
    },
    {"metric_id": "score", "unit": "分", "aggregation": "median"},
]


def home(build: Any, *observations: dict[str, Any], **more: Any) -> duckdb.DuckDBPyConnection:
    """Four townships, all with a report of 2022 and 2023, and the observations given."""
    tables = {
        "townships": [township(c) for c in (A, B, C, D)],
        "reports": [report(c, y) for c in (A, B, C, D) for y in (2022, 2023)],
        "metrics": METRICS,
        "observations": list(observations),
    }
    return build(**(tables | more))


def editions(*years: int, district: str = DISTRICT) -> pa.Table:
    names = ["district_code", "report_year", "edition"]
    return pa.table([[district] * len(years), pa.array(years, pa.int16()), ["final"] * len(years)], names=names)


def row(con: duckdb.DuckDBPyConnection, metric: str, year: int = 2023, **params: Any) -> dict[str, Any]:
    rows = run_model(con, "district_metrics", {"editions": editions(2022, 2023), **params}).to_pylist()
    (found,) = [r for r in rows if (r["district_code"], r["report_year"], r["metric_id"]) == (DISTRICT, year, metric)]
    return found
