"""`township review`: what deserves a look; so far the quantities that no metric takes, the most frequent first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, out, table
from flows.cli.query import release
from flows.errors import BadInput

if TYPE_CHECKING:
    import duckdb


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township review --unlinked --limit 20")(review)


def review(
    unlinked: Annotated[
        bool, typer.Option("--unlinked", help="Quantities without a metric, ranked by what they count.")
    ] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many rows at the most.")] = 30,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Show what recurs in the reports and no metric takes: the next entries of the catalogue."""
    if not unlinked:
        raise BadInput("review: say what to review; township review --unlinked ranks quantities without a metric")
    with release(home) as connection:
        ranked = _ranked(connection)
    if not ranked:
        out().print("没有未归入指标的数量。")
        return
    shown = table("计数对象", "单位", "报告数", "次数", "例句")
    for (words, unit), (reports, times, sentence) in ranked[:limit]:
        shown.add_row(words, unit or "", str(len(reports)), str(times), sentence)
    out().print(shown)
    rest = len(ranked) - limit
    if rest > 0:
        out().print(f"另有 {rest} 种；--limit 可显示更多。")


Rank = tuple[tuple[str, str | None], tuple[set[str], int, str]]


def _ranked(connection: duckdb.DuckDBPyConnection) -> list[Rank]:
    """Achieved quantities of townships without a metric by (words, unit): their reports, number and one sentence."""
    from tasks.extract.counted import counted

    found: dict[tuple[str, str | None], tuple[set[str], int, str]] = defaultdict(lambda: (set(), 0, ""))
    for report, sentence, quote, unit in connection.execute(_UNLINKED).fetchall():
        at = sentence.find(quote)
        words = counted(sentence, at, at + len(quote)) if at >= 0 else ""
        if not words:
            continue
        reports, times, first = found[words, unit]
        around = sentence[max(0, at - 20) : at + len(quote) + 10].replace("\n", " ")
        found[words, unit] = (reports | {report}, times + 1, first or around)
    return sorted(found.items(), key=lambda item: (-len(item[1][0]), -item[1][1], item[0][0], item[0][1] or ""))


_UNLINKED = """
SELECT m.report_id, m.sentence, substring(t.text, m.char_start + 1, m.char_end - m.char_start), m.unit_canonical
FROM mentions AS m
JOIN report_texts AS t USING (report_id)
JOIN reports AS r USING (report_id)
WHERE r.is_current AND m.metric_id IS NULL AND m.status = 'achieved' AND m.scope = 'township'
    AND m.dimension IS NULL AND NOT list_contains(m.flags, 'joint')
ORDER BY m.report_id, m.char_start
"""
