"""Geometry of the plots; the templates draw them as SVG, whose text stays text. Lengths are in user units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tasks.publish.site.pages import Metrics
from tasks.publish.site.rows import Row, by

WIDTH = 320
_LEFT, _RIGHT = 12, 308
_STEP = 8
"""Between dots that stand above each other."""

_HIGHEST = 10
_CELL = 5


def distribution(values: Sequence[Row]) -> dict[str, Any]:
    """One dot a township along an axis from 0 (or the least value) to the greatest.

    A dot whose figure is open on one side stands at the bound that is known and carries an arrow to where it is open.
    """
    known = [b for row in values for b in (row["low"], row["high"]) if b is not None]
    least, most = min(0.0, *known), max(known)
    scale = (_RIGHT - _LEFT) / ((most - least) or 1)
    stacked: Counter[int] = Counter()
    dots = []
    for row in values:
        bound = row["low"] if row["low"] is not None else row["high"]
        x = round(_LEFT + (bound - least) * scale)
        column = x // _STEP
        y = _STEP * min(stacked[column], _HIGHEST)
        stacked[column] += 1
        end = round(_LEFT + (row["high"] - least) * scale) if row["high"] is not None else None
        dots.append({"x": x, "y": y, "to": end if end != x else None, "row": row})
    height = _STEP * min(max(stacked.values()), _HIGHEST + 1) + 24
    for dot in dots:
        dot["y"] = height - 20 - dot["y"]
    return {"width": WIDTH, "height": height, "dots": dots, "least": _text(least), "most": _text(most)}


def over_years(figures: Sequence[Row]) -> dict[str, Any]:
    """One bar a year; its pale part is what the sources leave open, its label the figure and how many townships gave it."""
    highs = [row["high"] if row["high"] is not None else row["low"] for row in figures]
    most = max((abs(high) for high in highs if high is not None), default=0) or 1
    bars = []
    width = min(60, (WIDTH - 10) // max(len(figures), 1))
    for n, row in enumerate(figures):
        low = row["low"] or 0
        high = row["high"] if row["high"] is not None else low
        bars.append(
            {
                "x": 5 + n * width,
                "width": width - 8,
                "low": round(60 * max(low, 0) / most, 1),
                "high": round(60 * max(high, 0) / most, 1),
                "row": row,
            }
        )
    return {"width": WIDTH, "height": 108, "bars": bars}


def reach(coverage: Sequence[Row], values: Sequence[Row], metrics: Metrics) -> dict[str, Any]:
    """A matrix of townships and metrics: filled where the township's report gives the metric; groups are categories."""
    stated = {row["metric_id"] for row in values}
    shown = [metric for metric_id, metric in metrics.items() if metric_id in stated]
    x, columns, groups = 0, {}, []
    for category, of_category in by(shown, "category_zh").items():
        groups.append({"x": x, "width": _CELL * len(of_category), "name": category, "n": len(of_category)})
        for metric in of_category:
            columns[metric["metric_id"]] = x
            x += _CELL
        x += _CELL
    said = by(values, "township_code")
    lines = [
        {
            "township": row["township"],
            "code": row["township_code"],
            "status": row["status_zh"],
            "n": len(said.get(row["township_code"], [])),
            "path": "".join(f"M{columns[v['metric_id']]} 1h4v9h-4z" for v in said.get(row["township_code"], [])),
        }
        for row in coverage
    ]
    return {"width": max(x, 1), "groups": groups, "lines": lines, "n": len(shown)}


def _text(number: float) -> str:
    return f"{number:,.4f}".rstrip("0").rstrip(".")
