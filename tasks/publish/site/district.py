"""The pages of a district: the district, its years, its townships."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tasks.publish.site.pages import Metrics, district_page, render, township_page, year_page
from tasks.publish.site.plots import distribution, over_years, reach
from tasks.publish.site.rows import District, Row, by

Page = tuple[str, str]
"""Path below the site and HTML."""


def district_pages(district: District, metrics: Metrics) -> Iterator[Page]:
    """Every page of a district but those of its reports."""
    figures, values = by(district.figures, "report_year"), by(district.values, "report_year")
    coverage, findings = by(district.coverage, "report_year"), by(district.findings, "report_year")
    path = district_page(district.code)
    yield path, render("district.html", path, district=district, years=_years(district), townships=_townships(district))
    history = by([row for row in district.figures if row["n_values"]], "metric_id")
    for year in district.years:
        path = year_page(district.code, year)
        yield (
            path,
            render(
                "year.html",
                path,
                district=district,
                name=coverage[year][0]["district"],
                year=year,
                coverage=coverage[year],
                edition=figures[year][0]["edition_zh"] if year in figures else None,
                categories=_categories(figures.get(year, []), values.get(year, []), coverage[year], history, metrics),
                matrix=reach(coverage[year], values.get(year, []), metrics),
                found=findings.get(year, []),
                metrics=metrics,
            ),
        )
    of_township = by(district.values, "township_code")
    for code, rows in by(district.coverage, "township_code").items():
        path = township_page(district.code, code)
        yield path, _township(path, district, rows, of_township.get(code, []), metrics)


def _years(district: District) -> list[dict[str, Any]]:
    """One row a year: who reported, and how much it says."""
    figures, coverage = by(district.figures, "report_year"), by(district.coverage, "report_year")
    return [
        {
            "year": year,
            "edition": figures[year][0]["edition_zh"] if year in figures else None,
            "status": {key: len(rows) for key, rows in by(coverage[year], "status").items()},
            "n_townships": len(coverage[year]),
            "n_reports": figures[year][0]["n_reports"] if year in figures else 0,
            "n_metrics": sum(row["n_values"] > 0 for row in figures.get(year, [])),
            "n_values": sum(row["n_values"] for row in figures.get(year, [])),
        }
        for year in district.years
    ]


def _townships(district: District) -> list[dict[str, Any]]:
    """One row a township: its coverage by year."""
    return [
        {"code": code, "name": rows[-1]["township"], "years": {row["report_year"]: row for row in rows}}
        for code, rows in sorted(by(district.coverage, "township_code").items())
    ]


def _categories(
    figures: list[Row], values: list[Row], coverage: list[Row], history: dict[str, list[Row]], metrics: Metrics
) -> list[tuple[str, list[dict[str, Any]]]]:
    """By category: each metric with its figure, its townships' values from the largest down, who is silent, its plots."""
    names = {row["township_code"]: row["township"] for row in coverage}
    of_metric, of_figure = by(values, "metric_id"), {row["metric_id"]: row for row in figures}
    shown = []
    for metric_id, metric in metrics.items():
        if metric_id not in of_figure:
            continue
        said = [row | {"township": names[row["township_code"]]} for row in of_metric.get(metric_id, [])]
        said.sort(key=lambda row: (-_size(row), row["township_code"]))
        speaking = {row["township_code"] for row in said}
        shown.append(
            {
                "metric": metric,
                "category": metric["category_zh"],
                "figure": of_figure[metric_id],
                "values": said,
                "silent": [row for row in coverage if row["township_code"] not in speaking],
                "distribution": distribution(said) if len(said) > 1 else None,
                "over_years": over_years(history.get(metric_id, [])) if said else None,
            }
        )
    return list(by(shown, "category").items())


def _size(row: Row) -> float:
    return float(row["low"] if row["low"] is not None else row["high"])


def _township(path: str, district: District, coverage: list[Row], values: list[Row], metrics: Metrics) -> str:
    code = coverage[0]["township_code"]
    cells = {(row["metric_id"], row["report_year"]): row for row in values}
    stated = {row["metric_id"] for row in values}
    shown = [metric for metric_id, metric in metrics.items() if metric_id in stated]
    return render(
        "township.html",
        path,
        district=district,
        code=code,
        coverage=sorted(coverage, key=lambda row: -row["report_year"]),
        cells=cells,
        categories=list(by(shown, "category_zh").items()),
        n_silent=len(metrics) - len(shown),
        elsewhere=[row for row in district.elsewhere if row["township_code"] == code],
        found=[row for row in district.findings if row["township_code"] == code],
    )
