"""The pages about everything: overview, changes, metrics, coverage, findings, corrections, dictionary, downloads, search."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import duckdb

from tasks.publish.release_tables import TableFiles
from tasks.publish.site import rows
from tasks.publish.site.about import About
from tasks.publish.site.changes import change_pages
from tasks.publish.site.pages import Metrics, district_page, metric_page, render, township_page
from tasks.publish.site.rows import Row, by
from tasks.publish.tables_csv import file_stem
from warehouse import schema
from warehouse.models import column_words

_DISTRICT_YEARS = """
    SELECT
        c.district_code, c.report_year, any_value(c.district) AS district, count(*) AS n_townships,
        count(*) FILTER (c.status IN ('published', 'late')) AS n_reports,
        count(*) FILTER (c.status = 'late') AS n_late, count(*) FILTER (c.status = 'missing') AS n_missing,
        count(*) FILTER (c.status = 'pending') AS n_pending, count(*) FILTER (c.status = 'quarantined') AS n_quarantined,
        sum(c.n_mentions) AS n_mentions, sum(c.n_observations) AS n_observations, any_value(e.edition_zh) AS edition_zh
    FROM coverage AS c
    LEFT JOIN (SELECT district_code, report_year, zh_edition(any_value(edition)) AS edition_zh FROM district_metrics GROUP BY ALL)
        AS e USING (district_code, report_year)
    GROUP BY ALL ORDER BY c.district_code, c.report_year
"""
_FINDINGS_BY_DISTRICT = """
    SELECT district_code, count(*) FILTER (severity = 'block') AS n_block, count(*) FILTER (severity = 'warn') AS n_warn,
        count(*) FILTER (severity = 'info') AS n_info
    FROM findings WHERE district_code IS NOT NULL GROUP BY ALL ORDER BY ALL
"""
_FINDINGS_OF_NO_DISTRICT = """
    SELECT *, zh_severity(severity) AS severity_zh, NULL AS township, NULL AS shown_in FROM findings
    WHERE district_code IS NULL OR district_code NOT IN (SELECT district_code FROM coverage)
    ORDER BY CASE severity WHEN 'block' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, finding_id
"""
_CHECKS = """
    SELECT check_name, any_value(name_zh) AS name_zh, any_value(claim_zh) AS claim_zh, zh_severity(any_value(severity)) AS severity_zh,
        sum(n_looked_at) AS n_looked_at, sum(n_failing) AS n_failing, min(report_year) AS first, max(report_year) AS last,
        bool_and(result = 'nothing_to_compare') AS nothing
    FROM checks GROUP BY check_name
    ORDER BY array_position(['block', 'warn', 'info'], any_value(severity)), check_name
"""
_PLACES = """
    SELECT DISTINCT ON (township_code, district_code) township_code, township, district_code, district
    FROM coverage ORDER BY district_code, township_code, report_year DESC
"""
_NO_DISTRICT = "q.district_code IS NULL OR q.district_code NOT IN (SELECT district_code FROM coverage)"


def whole_pages(
    con: duckdb.DuckDBPyConnection, made: Mapping[str, TableFiles], about: About, metrics: Metrics
) -> Iterator[tuple[str, str]]:
    """Path and content of each page; `con` holds the tables of the release."""
    years = rows.rows(con, _DISTRICT_YEARS)
    names = {row["district_code"]: row["district"] for row in years}
    given: dict[str, Any] = {"release": about.release, "names": names, "metrics": metrics}
    yield _page(
        "index.html",
        **given,
        news=about.notes.news,
        districts={code: {row["report_year"]: row for row in of} for code, of in by(years, "district_code").items()},
        years=sorted(by(years, "report_year")),
    )
    yield from change_pages(con, about.notes, names)
    yield _page("metrics.html", **given, categories=list(by(list(metrics.values()), "category_zh").items()))
    yield from _metric_pages(con, metrics, names)
    yield _page(
        "coverage.html", **given, rows=years, quarantined=rows.rows(con, rows.QUARANTINE.format(where=_NO_DISTRICT))
    )
    yield _page(
        "findings.html",
        **given,
        districts=rows.rows(con, _FINDINGS_BY_DISTRICT),
        found=rows.rows(con, _FINDINGS_OF_NO_DISTRICT),
        checks=rows.rows(con, _CHECKS),
    )
    yield _page("corrections.html", **given, decided=rows.rows(con, rows.CORRECTIONS.format(where="true")))
    yield _page("dictionary.html", **given, tables=schema.tables().values(), words=column_words)
    files = [
        row | {"stem": file_stem(row["district_code"], row["district"], row["report_year"])}
        for row in years
        if row["edition_zh"]
    ]
    yield _page("downloads.html", **given, files=files, about=about, parquet=_parquet(made))
    yield _page("search.html", **given)
    yield "assets/search-index.js", _search_index(rows.rows(con, _PLACES), metrics)
    yield "assets/release.js", f"document.documentElement.dataset.release = {_json(about.release)};\n"


def _page(name: str, **given: Any) -> tuple[str, str]:
    return name, render(name, name, **given)


def _parquet(made: Mapping[str, TableFiles]) -> list[tuple[schema.Table, list[str]]]:
    """Each table, and its files as they are reached from the site's folder."""
    return [
        (schema.table(name), ["../parquet/" + path.as_posix().rpartition("/parquet/")[2] for path in made[name].files])
        for name in sorted(made)
    ]


def _metric_pages(con: duckdb.DuckDBPyConnection, metrics: Metrics, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Each metric, and its figure in every district and year."""
    order = "metric_id, district_code, report_year"  # one query: one for each metric would read all rows each time
    found = groupby(rows.stream(con, rows.FIGURES.format(where="n_values > 0", order=order)), itemgetter("metric_id"))
    stated, of_stated = next(found, ("", iter(())))
    for metric_id, metric in sorted(metrics.items()):
        figures = list(of_stated) if metric_id == stated else []
        if metric_id == stated:
            stated, of_stated = next(found, ("", iter(())))
        path = metric_page(metric_id)
        yield (
            path,
            render(
                "metric.html",
                path,
                metric=metric,
                metrics=metrics,
                names=names,
                years=sorted({row["report_year"] for row in figures}, reverse=True),
                districts={
                    code: {row["report_year"]: row for row in of_district}
                    for code, of_district in by(figures, "district_code").items()
                },
            ),
        )


def _search_index(places: list[Row], metrics: Metrics) -> str:
    """What can be searched, as a script: a page opened from disk may not fetch a file. [words, shown, note, page]"""
    found = [
        [
            f"{p['township']} {p['township_code']}",
            p["township"],
            p["district"],
            township_page(p["district_code"], p["township_code"]),
        ]
        for p in places
    ]
    districts = {p["district_code"]: p["district"] for p in places}
    found += [[f"{name} {code}", name, "区县 District", district_page(code)] for code, name in districts.items()]
    found += [
        [f"{m['name_zh']} {m['name_en']} {i}".lower(), m["name_zh"], f"指标 {m['name_en']}", metric_page(i)]
        for i, m in metrics.items()
    ]
    return f"window.SEARCH_INDEX = {_json(found)};\n"


def _json(value: Any) -> str:
    """JSON in ASCII without `<`, so that it is harmless inside a script."""
    return json.dumps(value).replace("<", "\\u003c")
