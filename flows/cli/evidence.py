"""`township evidence`: the sentences behind one number, with the number marked, and where each stands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from flows.cli.console import DEFAULT_HOME, HomeOption, interval, out
from flows.cli.query import release
from flows.errors import BadInput, some

if TYPE_CHECKING:
    import duckdb

    from warehouse.register import Township


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township evidence 雍溪镇 2023 法律明白人人数")(evidence)


def evidence(
    township: Annotated[
        str, typer.Argument(metavar="TOWNSHIP", help="Code or name; 区县 before the name where it is not unique.")
    ],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="Year reported on.")],
    metric: Annotated[str, typer.Argument(metavar="METRIC", help="Id or Chinese name of a metric.")],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Show each sentence behind a number, with the number marked, its file, place and section."""
    from warehouse.models import vocabularies

    with release(home) as connection:
        place = _township(connection, home, township)
        metric_id, name = _metric(connection, metric)
        report = _report(connection, place, year)
        value = _one(connection, _OBSERVATION, [place.township_code, year, metric_id])
        mentions = connection.execute(_MENTIONS, [report, metric_id, value[5] if value else []]).fetchall()
    console = out()
    head = Text(f"{_full_name(place)}（{place.township_code}） {year}年 {name}：", style="bold")
    if value:
        words = vocabularies()["obs_status"]
        head.append(f"{interval(value[0], value[1], about=value[2])} {value[3]}（{words[value[4]]}）")
    else:
        head.append("报告未作可计入的陈述")
    console.print(head)
    for n, row in enumerate(mentions, 1):
        _show(console, n, dict(zip(_FIELDS, row, strict=True)))


_METRICS = "SELECT metric_id, name_zh FROM metrics WHERE $1 IN (metric_id, name_zh) ORDER BY 1"

_SIMILAR_METRICS = """
SELECT metric_id || ' ' || name_zh FROM metrics
ORDER BY greatest(jaro_winkler_similarity($1, metric_id), jaro_winkler_similarity($1, name_zh)) DESC LIMIT 3
"""

_REPORT = "SELECT report_id FROM reports WHERE township_code = $1 AND report_year = $2 AND is_current"

_YEARS = "SELECT DISTINCT report_year FROM reports WHERE township_code = $1 ORDER BY 1"

_OBSERVATION = """
SELECT value_low, value_high, qualifier = 'approx', unit, obs_status, mention_ids FROM observations
WHERE township_code = $1 AND report_year = $2 AND metric_id = $3
"""

_FIELDS = ("counted", "quote", "sentence", "start", "end", "text", "section", "status", "scope", "dimension", "flags",
           "uri", "role", "begins", "page", "table", "row", "header_path")  # fmt: skip

_MENTIONS = """
SELECT list_contains($3::VARCHAR[], m.mention_id) AS counted, m.quote, m.sentence, m.char_start, m.char_end, t.text,
    m.section, m.status, m.scope, m.dimension, m.flags, f.source_uri, f.role, coalesce(s.char_start, 0),
    b.page, b."table", b.row, b.header_path
FROM mentions AS m
JOIN report_texts AS t USING (report_id)
LEFT JOIN blocks AS b
    ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
LEFT JOIN files AS f ON f.file_id = b.file_id
LEFT JOIN (
    SELECT file_id, min(char_start) AS char_start FROM blocks WHERE report_id = $1 GROUP BY file_id
) AS s ON s.file_id = b.file_id
WHERE m.report_id = $1 AND (m.metric_id = $2 OR list_contains($3::VARCHAR[], m.mention_id))
ORDER BY counted DESC, m.char_start
"""


def _one(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> Any:
    return connection.execute(query, values).fetchone()


def _township(connection: duckdb.DuckDBPyConnection, home: Path, wanted: str) -> Township:
    """The township of that code or name; where a name is not unique, the only one that has a report."""
    from flows.job import read_knowledge
    from warehouse.home import Home

    _, register = read_knowledge(Home(home))
    found = register.find_townships(wanted)
    reporting = {code for (code,) in connection.execute("SELECT DISTINCT township_code FROM reports").fetchall()}
    found = tuple(t for t in found if t.township_code in reporting) or found
    if not found:
        raise BadInput(f"evidence: no township {wanted} in the register; give its code or its name as registered")
    if len(found) > 1:
        listed = some([f"{t.township_code} {_full_name(t)}" for t in found], "; ")
        raise BadInput(
            f"evidence: {wanted} is ambiguous, give a code or the 区县 before it, as {found[0].district}{wanted}: {listed}"
        )
    return found[0]


def _full_name(t: Township) -> str:
    return f"{t.province}{t.city or ''}{t.district}{t.township}"


def _metric(connection: duckdb.DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Id and Chinese name."""
    rows = connection.execute(_METRICS, [wanted]).fetchall()
    if len(rows) != 1:
        near = rows or connection.execute(_SIMILAR_METRICS, [wanted]).fetchall()
        listed = ", ".join(row[0] for row in near)
        raise BadInput(f"evidence: {'no' if not rows else 'more than one'} metric {wanted}; did you mean: {listed}")
    return rows[0]


def _report(connection: duckdb.DuckDBPyConnection, place: Township, year: int) -> str:
    row = _one(connection, _REPORT, [place.township_code, year])
    if row is None:
        years = ", ".join(str(y) for (y,) in connection.execute(_YEARS, [place.township_code]).fetchall())
        raise BadInput(f"evidence: no report of {_full_name(place)} for {year}; years on hand: {years or 'none'}")
    return str(row[0])


def _show(console: Console, n: int, m: dict[str, Any]) -> None:
    from warehouse.models import vocabularies

    console.print()
    console.print(Text(f"{n}. ").append_text(_marked(m, terminal=console.is_terminal)))
    words = vocabularies()
    what = [words["mention_status"][m["status"]], words["scope"][m["scope"]], m["dimension"] or "", *m["flags"]]
    note = "" if m["counted"] else f"  未计入（{'，'.join(w for w in what if w)}）"
    file = "附件" if m["role"] == "annex" else "文件"
    console.print(f"   {file}：{m['uri'] or '—'}  位置：{_where(m)}  章节：{words['section'][m['section']]}{note}")


def _marked(m: dict[str, Any], *, terminal: bool) -> Text:
    """The sentence with the number marked: in colour on a terminal, in 【】 elsewhere."""
    sentence, start, end = m["sentence"], m["start"], m["end"]
    at = m["text"].find(sentence, max(0, end - len(sentence)))
    if not at <= start <= end <= at + len(sentence):  # joined from cells: the number by itself, then its context
        sentence, at = f"{m['quote']} … {sentence}", start
    before, quote, after = sentence[: start - at], sentence[start - at : end - at], sentence[end - at :]
    if terminal:
        return Text.assemble(before, (quote, "bold reverse"), after)
    return Text(f"{before}【{quote}】{after}")


def _where(m: dict[str, Any]) -> str:
    """Page, table, row and headings, as far as the file has them, and the characters, counted in that file's text."""
    first, last = m["start"] - m["begins"] + 1, m["end"] - m["begins"]
    parts = [f"第{m['page']}页" if m["page"] else "", f"表{m['table']}" if m["table"] else ""]
    parts += [f"第{m['row']}行" if m["row"] else "", m["header_path"] or "", f"第{first}–{last}字"]
    return " ".join(part for part in parts if part)
