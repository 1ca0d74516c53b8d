"""What changed since the release before: a page of all districts, and one of each district in which something did."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from tasks.compare.compare import LEVELS, Compared
from tasks.publish.notes import Notes
from tasks.publish.site import rows
from tasks.publish.site.pages import changes_page, render
from tasks.publish.site.rows import Row, by
from warehouse.models import vocabularies

_AT_ONCE = 20_000
"""Changes of some districts that are held at once."""

MOST = 500
"""Rows of a level that a district's page names; `township diff` names all."""

_COUNTS = """
    SELECT district_code, any_value(district) AS district, level, count(*) AS n
    FROM read_parquet($changes) GROUP BY district_code, level ORDER BY district_code, level
"""
_CHANGES = """
    WITH changes AS (FROM read_parquet($changes) WHERE list_contains($districts, district_code)),
    removed AS (FROM changes WHERE change = 'removed'),
    gone AS (  -- a report that was withdrawn is gone with its values: they are counted, not told again
        SELECT township_code, report_year, count(*) FILTER (level = 'observation') AS n_gone
        FROM removed SEMI JOIN (FROM removed WHERE level = 'report') AS r USING (township_code, report_year)
        GROUP BY ALL
    )
    SELECT
        g.*, gone.n_gone, c.district_code AS shown_in, o.mention_ids, d.n_values > 0 AS has_figure, y.district_code IS NOT NULL AS has_year,
        count(*) OVER (PARTITION BY g.district_code, g.level) AS n
    FROM changes AS g
    LEFT JOIN gone USING (township_code, report_year)
    LEFT JOIN coverage AS c USING (township_code, report_year)
    LEFT JOIN observations AS o USING (township_code, report_year, metric_id)
    LEFT JOIN district_metrics AS d
        ON (d.district_code, d.report_year, d.metric_id) = (g.district_code, g.report_year, g.metric_id)
    LEFT JOIN (SELECT DISTINCT district_code, report_year FROM coverage) AS y
        ON (y.district_code, y.report_year) = (g.district_code, g.report_year)
    WHERE g.level <> 'observation' OR gone.n_gone IS NULL
    QUALIFY row_number() OVER (PARTITION BY g.district_code, g.level ORDER BY g.report_year DESC, g.township_code, g.metric_id) <= $most
    ORDER BY g.district_code, g.level, g.report_year DESC, g.township_code, g.metric_id
"""


def change_pages(con: duckdb.DuckDBPyConnection, notes: Notes, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Path and content of each page; `con` holds the tables of the release, `names` are its districts by code."""
    words = vocabularies()
    given: dict[str, Any] = {"names": names, "compared": notes.compared, "words": words}
    counts: list[Row] = []
    if notes.changes:
        counts = rows.rows(con, _COUNTS, {"changes": str(notes.changes)})
    yield (
        "changes.html",
        render(
            "changes.html",
            "changes.html",
            **given,
            news=notes.news,
            levels=LEVELS,
            summary=_summary(notes.compared) if notes.compared else [],
            districts={code: {row["level"]: row for row in of} for code, of in by(counts, "district_code").items()},
        ),
    )
    if not notes.changes:
        return
    for codes in _groups(counts):
        wanted = {"changes": str(notes.changes), "districts": codes, "most": MOST}
        for code, found in by(rows.rows(con, _CHANGES, wanted), "district_code").items():
            path = changes_page(code)
            levels = by(found, "level")
            shown = [(level, levels[level]) for level in LEVELS if level in levels]
            given |= {"code": code, "district": found[-1]["district"], "levels": shown}
            yield path, render("district_changes.html", path, **given)


def _groups(counts: list[Row]) -> Iterator[list[str]]:
    """Codes of districts whose changes are read together."""
    group, size = list[str](), 0
    for code, of in by(counts, "district_code").items():
        n = sum(row["n"] for row in of)
        if group and size + n > _AT_ONCE:
            yield group
            group, size = [], 0
        group.append(code)
        size += n
    if group:
        yield group


def _summary(compared: Compared) -> list[dict[str, Any]]:
    """One row a level: added, removed, changed, and the causes."""
    kinds = vocabularies()["change"]
    return [
        {"level": level, "totals": [compared.total(level, kind) for kind in kinds], "causes": compared.causes(level)}
        for level in LEVELS
    ]
