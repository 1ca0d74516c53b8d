"""The notes of a release, NOTES.md: what is new in it, who reported, what the checks found, what people decided.

Same releases, same notes: no time of a run stands in them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tasks.compare.compare import LEVELS, Compared, NothingToCompare, compare
from tasks.compare.sides import Side, rows
from tasks.publish.pointer import PublishedRelease
from warehouse.db import connect
from warehouse.models import create_macros, vocabularies
from warehouse.schema import literal

NOTES = "NOTES.md"

_MEMORY = "256MB"
_TABLES = ("checks", "corrections", "coverage", "district_metrics", "findings")
_MOST = 50
"""Corrections that are named, the latest."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The page, one line on what is new in Chinese, the editions of each report year, and what was compared.

    `changes` is a Parquet file of what differs from the release before; None, as `compared`, where there is none.
    """

    text: str
    news: str
    editions: dict[str, list[str]]
    compared: Compared | None = None
    changes: Path | None = None


def make_notes(
    name: str, parquet: Path, inputs: Mapping[str, str], previous: PublishedRelease | None, *, spill: Path
) -> Notes:
    """The notes of a release whose tables lie in `parquet`; `previous` is the current one, which it is compared with.

    The changes are written to the folder `spill`.
    """
    with connect(memory_limit=_MEMORY, temp_dir=spill) as con:
        new = Side(name, parquet, inputs)
        compared = _compare(con, previous, new)
        create_macros(con)
        for table in _TABLES:
            con.execute(f"CREATE TEMP VIEW noted_{table} AS {rows(table, new.files(table))}")
        news = _news(compared, new)
        text = "\n".join(_lines(con, name, news, previous, compared))
        changes = spill / "changes.parquet" if compared else None
        if changes:
            con.execute(
                f"COPY (FROM changes ORDER BY district_code, level) TO {literal(str(changes))} (FORMAT parquet)"
            )
        return Notes(text + "\n", news, _editions(con), compared, changes)


def _compare(con: duckdb.DuckDBPyConnection, previous: PublishedRelease | None, new: Side) -> Compared | None:
    """None where there is nothing before, or where it cannot be read: a damaged old release stops no new one."""
    if previous is None:
        return None
    try:
        return compare(con, Side(previous.name, previous.path / "parquet", previous.inputs), new)
    except (NothingToCompare, duckdb.Error, OSError):
        return None


_SIGNS = {"added": "+", "removed": "−", "changed": "改"}


def _news(compared: Compared | None, new: Side) -> str:
    if compared is None:
        return f"首次发布：观测值 {new.n_observations():,}"
    words = vocabularies()
    parts = []
    for level in ("report", "observation"):
        kinds = [(sign, compared.total(level, change)) for change, sign in _SIGNS.items()]
        if shown := " ".join(f"{sign}{n:,}" for sign, n in kinds if n):
            causes = "，".join(f"{words['cause'][cause]} {n:,}" for cause, n in compared.causes(level).items())
            parts.append(f"{words['change_level'][level]} {shown}（{causes}）")
    return "；".join(parts) or "报告和观测值未变"


def _lines(
    con: duckdb.DuckDBPyConnection, name: str, news: str, previous: PublishedRelease | None, compared: Compared | None
) -> Iterator[str]:
    words = vocabularies()
    yield f"# 发布 {name} | Release {name}\n"
    yield f"## 新内容 | What is new\n\n{news}\n"
    if previous and compared:
        yield f"与 {previous.name} 相比 | compared with {previous.name}: `township diff {previous.name} {name}`\n"
        yield "| 变化 changes | 新增 added | 减少 removed | 改变 changed | 原因 causes |"
        yield "| --- | ---: | ---: | ---: | --- |"
        for level in LEVELS:
            numbers = " | ".join(f"{compared.total(level, change):,}" for change in words["change"])
            causes = "，".join(f"{words['cause'][c]} ({c}) {n:,}" for c, n in compared.causes(level).items())
            yield f"| {words['change_level'][level]} {level} | {numbers} | {causes} |"
        yield ""
    yield "## 报送情况 | Coverage\n"
    states = words["coverage"]
    yield "| 年度 year | 版次 edition | " + " | ".join(f"{zh} {state}" for state, zh in states.items()) + " |"
    yield "| --- | --- |" + " ---: |" * len(states)
    counted = con.execute(
        "SELECT report_year, status, count(*) FROM noted_coverage GROUP BY ALL ORDER BY ALL"
    ).fetchall()
    editions = _editions(con)
    for year in sorted({row[0] for row in counted}, reverse=True):
        of_year = {status: n for y, status, n in counted if y == year}
        edition = "、".join(words["edition"][e] for e in editions.get(str(year), []))
        yield f"| {year} | {edition} | " + " | ".join(f"{of_year.get(state, 0):,}" for state in states) + " |"
    yield "\n## 核查发现 | Findings\n"
    yield from _list(con, _FINDINGS, "无 | none")
    yield "\n## 更正 | Corrections\n"
    yield from _list(con, _CORRECTIONS, "无 | none")


def _list(con: duckdb.DuckDBPyConnection, query: str, nothing: str) -> list[str]:
    found = [f"- {line}" for (line,) in con.execute(query).fetchall()]
    more = f"- …另有 {len(found) - _MOST:,} 条 | {len(found) - _MOST:,} more"
    return [*found[:_MOST], more] if len(found) > _MOST else found or [nothing]


def _editions(con: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    query = "SELECT report_year::VARCHAR, list(DISTINCT edition ORDER BY edition) FROM noted_district_metrics GROUP BY 1 ORDER BY 1"
    return dict(con.execute(query).fetchall())


_FINDINGS = """
WITH named AS (SELECT check_name, any_value(name_zh) AS name_zh FROM noted_checks GROUP BY check_name)
SELECT zh_severity(severity) || ' ' || severity || '：' || coalesce(name_zh, zh_check(check_name)) || ' ' || check_name || ' ' || count(*)
FROM noted_findings LEFT JOIN named USING (check_name)
GROUP BY severity, check_name, name_zh ORDER BY array_position(['block', 'warn', 'info'], severity), check_name
"""

_CORRECTIONS = r"""
SELECT zh_correction_kind(kind) || ' ' || kind || '：' || concat_ws(' ', township_code, report_year, metric_id, about)
    || '（' || who || '，' || decided_on || '：' || regexp_replace(why, '\s+', ' ', 'g') || '）'
FROM noted_corrections ORDER BY decided_on DESC, correction_id
"""
