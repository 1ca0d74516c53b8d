"""The page of a comparison: one HTML file that needs nothing else, Chinese before English."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import IO

import duckdb

from tasks.compare.compare import LEVELS, Compared
from warehouse.models import vocabularies

_MOST = 2000
"""Rows of a level on the page; a browser shows so many without waiting. The whole list is in CSV and JSON."""

_STYLE = """
body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei","PingFang SC",sans-serif;margin:2em auto;max-width:76em;padding:0 1em;color:#222}
h1{font-size:1.5em}h2{font-size:1.2em;margin-top:2em}small{color:#667}
table{border-collapse:collapse;width:100%;margin:.6em 0}
th,td{border-bottom:1px solid #dde;padding:.3em .6em;text-align:left;vertical-align:top}
th{background:#f3f5f9;position:sticky;top:0}td.n{text-align:right;font-variant-numeric:tabular-nums}
.added{color:#17692c}.removed{color:#a11}.changed{color:#7a4b00}
"""

_ENGLISH = {
    "report": "reports",
    "observation": "observations",
    "district_year": "districts and years",
    "district_metric": "district figures",
    "added": "added",
    "removed": "removed",
    "changed": "changed",
    "source": "source file",
    "correction": "correction",
    "register": "register",
    "catalogue": "catalogue",
    "code": "code",
    "catalogue_or_code": "catalogue or code",
    "season": "deadline",
    "unexplained": "not known",
    "corrections": "corrections",
}


def write_page(con: duckdb.DuckDBPyConnection, compared: Compared, target: IO[str]) -> None:
    """Writes the page of a comparison whose changes `con` holds."""
    for part in _page(con, compared):
        target.write(part)


def _page(con: duckdb.DuckDBPyConnection, of: Compared) -> Iterator[str]:
    words = vocabularies()
    title = f"发布对比：{escape(of.old)} → {escape(of.new)}"
    yield f'<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>\n'
    yield f"<body><h1>{title}</h1>\n<p>比对观测值 {of.n_old:,} → {of.n_new:,} 个 "
    yield "<small>observations compared</small></p>\n"
    yield from _versions(of, words["cause"])
    yield "<table><tr><th>变化 <small>changes</small></th>"
    yield "".join(f"<th>{words['change'][c]} <small>{c}</small></th>" for c in words["change"])
    yield "<th>按原因 <small>by cause</small></th></tr>\n"
    for level in LEVELS:
        causes = "，".join(f"{words['cause'][c]} {n:,}" for c, n in of.causes(level).items()) or "—"
        cells = "".join(f'<td class="n">{of.total(level, change):,}</td>' for change in words["change"])
        name = f"{words['change_level'][level]} <small>{_ENGLISH[level]}</small>"
        yield f"<tr><td>{name}</td>{cells}<td>{causes}</td></tr>\n"
    yield "</table>\n"
    for level in LEVELS:
        if of.total(level):
            yield from _level(con, of, level)
    yield "</body></html>\n"


def _versions(of: Compared, causes: dict[str, str]) -> Iterator[str]:
    if not of.versions:
        yield "<p>程序、指标目录、登记册、更正和期限相同 <small>same code, catalogue, register, corrections, season</small></p>\n"
        return
    yield "<table><tr><th>版本不同 <small>versions that differ</small></th><th>原 <small>old</small></th><th>新 <small>new</small></th></tr>\n"
    for name, pair in of.versions.items():
        label = causes.get(name, "更正")
        english = _ENGLISH.get(name, name)
        old, new = (escape(version if " " in version else version[:12]) for version in pair)
        yield f"<tr><td>{label} <small>{english}</small></td><td>{old}</td><td>{new}</td></tr>\n"
    yield "</table>\n"


_ROWS = """
SELECT change, district, township, report_year, metric, unit, old, new, causes, why FROM changes WHERE level = ? LIMIT ?
"""
_HEADS = {
    "变化": "change",
    "区县": "district",
    "乡镇": "township",
    "年度": "year",
    "指标": "metric",
    "单位": "unit",
    "原": "old",
    "新": "new",
    "原因": "cause",
    "依据": "what shows it",
}


def _level(con: duckdb.DuckDBPyConnection, of: Compared, level: str) -> Iterator[str]:
    words = vocabularies()
    n = of.total(level)
    yield f"<h2>{words['change_level'][level]} {n:,} <small>{_ENGLISH[level]}</small></h2>\n"
    if n > _MOST:
        yield f"<p>仅列前 {_MOST:,} 条，全部见 township diff --format csv <small>the first {_MOST:,} only</small></p>\n"
    heads = "".join(f"<th>{zh} <small>{en}</small></th>" for zh, en in _HEADS.items())
    yield f"<table><tr>{heads}</tr>\n"
    for change, district, township, year, metric, unit, old, new, causes, why in con.execute(
        _ROWS, [level, _MOST]
    ).fetchall():
        cause = "，".join(words["cause"][c] for c in causes)
        cells = [district, township, year, metric, unit, old, new, cause, why]
        shown = "".join(f"<td>{'' if cell is None else escape(str(cell))}</td>" for cell in cells)
        yield f'<tr><td class="{change}">{words["change"][change]}</td>{shown}</tr>\n'
    yield "</table>\n"
