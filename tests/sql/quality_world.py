"""A year of reports as rows, in a few words, and the quality checks on it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pyarrow as pa

from tasks.validate.run import BEFORE, LAKE, PUBLISHED, WHOLE, WHOLE_PUBLISHED, Outcome, run_year
from warehouse.db import connect
from warehouse.models import create_macros
from warehouse.schema import table

YEAR = 2023
NAMES = ("青石镇", "云岭乡", "柳塘镇", "石桥镇", "新渡街道", "北滩镇", "栗坪镇", "桐坝镇", "松湾乡", "榆树镇")
TEXT = "{place}{year}年法治政府建设年度报告\n{year}年，{place}主要负责人履行第一责任人职责。\n存在的问题：力量不足。\n下一步打算：继续努力。"

Row = dict[str, Any]

_METRICS = [  # id, unit, kind, plausible and possible maximum, part of, numerator and denominator
    ("filed", "件", "flow", 1_500, 1e7, None, None, None),
    ("summary", "件", "flow", 1_500, 1e7, "filed", None, None),
    ("ordinary", "件", "flow", 1_500, 1e7, "filed", None, None),
    ("received", "件", "flow", 2_000, 1e7, None, None, None),
    ("settled", "件", "flow", 2_000, 1e7, None, None, None),
    ("settled_rate", "%", "rate", 100, 100, None, "settled", "received"),
    ("fines", "元", "money", 2e7, 1e11, None, None, None),
    ("staff", "人", "stock", 600, 1e7, None, None, None),
    *((f"flow{n}", "次", "flow", 10_000, 1e7, None, None, None) for n in range(12)),
]


def code(town: int) -> str:
    """Code of the township with this number, from 0."""
    return f"990101{town + 1:03d}"


class World:
    """Townships of one district. Methods add rows and return the world, so that a case reads as one sentence."""

    def __init__(self) -> None:
        named = ("metric_id", "unit", "kind", "plausible_max", "bound_max", "part_of", "numerator", "denominator")
        zero = {"plausible_min": 0, "bound_min": 0}
        self.rows: dict[str, list[Row]] = {
            "metrics": [zero | {"name_zh": f"名{m[0]}"} | dict(zip(named, m, strict=True)) for m in _METRICS],
            "townships": [
                {"township_code": code(i), "township": name, "district_code": "990101", "district": "青澜区"}
                for i, name in enumerate(NAMES)
            ],
        }
        self.rows["townships_published"] = self.rows["townships"]

    def add(self, name: str, **row: Any) -> World:
        """A row of any table; what is left out is NULL, or where that may not be, empty."""
        self.rows.setdefault(name, []).append(row)
        return self

    def report(self, town: int = 0, text: str = TEXT, achieved: bool = True, version: int = 1, **fields: Any) -> World:
        """A report, with one quantity among its achievements."""
        report_id = f"r{town}" + ("" if version == 1 else f"v{version}")
        place = {"township_code": code(town), "township": NAMES[town], "district_code": "990101", "district": "青澜区"}
        dated = {"signed_on": None, "published_on": None, "period_end": None} | fields
        known = {"report_id": report_id, "report_year": YEAR, "version": version, "is_current": True} | place | dated
        self.add("reports", **known).add(
            "report_texts", report_id=report_id, text=text.format(place=NAMES[town], year=YEAR)
        )
        return self.mention(town, report_id, number=900, metric_id=None) if achieved else self

    def mention(
        self,
        town: int,
        report_id: str = "",
        number: int = 901,
        low: float = 7,
        high: float | None = None,
        **fields: Any,
    ) -> World:
        """A quantity of a report: achieved, of the township, whole."""
        report_id = report_id or f"r{town}"
        said = {
            "quote": f"{low:g}件",
            "sentence": f"第{number}句，{low:g}件。",
            "value_low": low,
            "value_high": low if high is None else high,
        }
        usual = {
            "section": "achievements",
            "value_origin": "digits",
            "status": "achieved",
            "scope": "township",
            "qualifier": "exact",
        }
        return self.add(
            "mentions",
            **{"mention_id": f"{report_id}-{number}", "report_id": report_id, "flags": []} | said | usual | fields,
        )

    def figure(self, town: int, metric: str, low: float | None, high: float | None = None, **fields: Any) -> World:
        """An observation; exact where no high is given."""
        unit = next(m["unit"] for m in self.rows["metrics"] if m["metric_id"] == metric)
        values = {
            "value_low": low,
            "value_high": low if high is None else high,
            "qualifier": "exact" if high is None else "range",
        }
        ids = {
            "township_code": code(town),
            "report_year": YEAR,
            "report_id": f"r{town}",
            "mention_ids": [f"r{town}-900"],
        }
        return self.add(
            "observations", **ids | values | {"metric_id": metric, "unit": unit, "obs_status": "reported"} | fields
        )

    def before(self, town: int, metric: str, value: float, **fields: Any) -> World:
        """An observation of the year before, exact."""
        row = {
            "township_code": code(town),
            "report_year": YEAR - 1,
            "metric_id": metric,
            "value_low": value,
            "value_high": value,
        }
        return self.add("observations_before", **row | {"qualifier": "exact", "obs_status": "reported"} | fields)

    def covered(self, town: int, before: tuple[int, int], now: tuple[int, int] | None) -> World:
        """Quantities and observations of a township in the last release and now; None: its report is gone."""
        key = {"township_code": code(town), "report_year": YEAR}
        self.add("coverage_published", **key, status="published", n_mentions=before[0], n_observations=before[1])
        status, counts = ("missing", (0, 0)) if now is None else ("published", now)
        return self.add("coverage", **key, status=status, n_mentions=counts[0], n_observations=counts[1])

    def run(self, accepted: Collection[str] = ()) -> tuple[dict[str, Outcome], list[Row]]:
        """Outcomes by name of the check, and the findings."""
        with connect() as con:
            for name in (
                *LAKE,
                *WHOLE,
                "coverage",
                *(f"{n}_before" for n in BEFORE),
                *(f"{n}_published" for n in (*PUBLISHED, *WHOLE_PUBLISHED)),
            ):
                schema = table(name.removesuffix("_before").removesuffix("_published")).arrow()
                rows = [_complete(schema, row) for row in self.rows.get(name, [])]
                con.register(name, pa.Table.from_pylist(rows, schema=schema))
            create_macros(con)
            findings, outcomes = run_year(con, YEAR, accepted)
        return {outcome.check.name: outcome for outcome in outcomes}, findings


_EMPTY: dict[pa.DataType, Any] = {pa.string(): "", pa.bool_(): False, pa.list_(pa.string()): [], pa.date32(): 0}


def _complete(schema: pa.Schema, row: Row) -> Row:
    assert set(row) <= set(schema.names), set(row) - set(schema.names)
    return {f.name: None if f.nullable else _EMPTY.get(f.type, 0) for f in schema} | row
