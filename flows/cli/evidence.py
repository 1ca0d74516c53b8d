"""`township evidence`: the sentences behind one number, with the number marked, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer
from rich.console import Console
from rich.text import Text

from flows.cli.console import DEFAULT_HOME, HomeOption, interval, out
from flows.cli.find import ReleaseOption
from flows.cli.lookup import find_metric, find_report, find_township, one
from flows.cli.numbers import Number
from flows.cli.query import release
from flows.cli.sentences import Sentence, sentences, sentences_of

if TYPE_CHECKING:
    import duckdb

    from warehouse.register import Register


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
    of: ReleaseOption = None,
) -> None:
    """Show each sentence behind a number, with the number marked, its file, place and section."""
    from flows.job import read_knowledge
    from warehouse.home import Home

    with release(home, of) as connection:
        _, register = read_knowledge(Home(home))
        shown = look_up(connection, register, "evidence", township, year, metric)
        made = one(connection, _MADE, [])
    shown.show(out())
    out().print()
    out().print("发布：{}  运行：{}  程序：{}  指标目录：{}  登记册：{}".format(*made), soft_wrap=True)


class Change(NamedTuple):
    """A correction of a number, as the release has it."""

    kind: str
    expect: str | None
    low: float | None
    high: float | None
    qualifier: str | None
    who: str
    decided_on: date
    why: str
    source: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A number, the other sentences of its report that speak of its metric, and what people changed of it."""

    number: Number
    others: list[Sentence]
    changes: list[Change]

    def show(self, console: Console) -> None:
        """Prints the value, what people changed of it, and every sentence that speaks of it."""
        from warehouse.models import vocabularies

        words = vocabularies()
        console.print(Text(f"{self.number.title}：", style="bold").append(self.number.said), soft_wrap=True)
        for c in self.changes:
            new = interval(c.low, c.high, about=c.qualifier == "approx") or "不计"
            signed = f"{c.who}，{c.decided_on}；理由：{c.why}" + (f"；来源：{c.source}" if c.source else "")
            console.print(f"{words['correction_kind'][c.kind]}：{c.expect or '无'} → {new}（{signed}）")
        for n, sentence in enumerate([*self.number.counted, *self.others], 1):
            console.print()
            console.print(Text(f"{n}. ").append_text(sentence.marked(terminal=console.is_terminal)), soft_wrap=True)
            note = "" if sentence in self.number.counted else f"  {sentence.uncounted()}"
            console.print(f"   {sentence.place()}  章节：{words['section'][sentence.section]}{note}", soft_wrap=True)


def look_up(
    connection: duckdb.DuckDBPyConnection, register: Register, command: str, township: str, year: int, metric: str
) -> Evidence:
    """What the release holds of one number.

    Raises:
        BadInput: township, metric or report is not there.
    """
    from warehouse.corrections import Value

    place = find_township(connection, register, command, township)
    known = find_metric(connection, command, metric)
    report = find_report(connection, command, place, year)
    named = [place.township_code, year, known[0]]
    *value, status, ids = one(connection, _OBSERVATION, named) or (None, [])
    counted = sorted(sentences(connection, ids).values(), key=lambda s: s.start)
    others = [s for s in sentences_of(connection, report, known[0]) if s.mention_id not in ids]
    changes = [Change(*c) for c in connection.execute(_CHANGES, named).fetchall()]
    number = Number(place, year, known, Value(*value) if value else None, status, tuple(counted))
    return Evidence(number, others, changes)


_OBSERVATION = """
SELECT value_low, value_high, qualifier, obs_status, mention_ids FROM observations
WHERE township_code = $1 AND report_year = $2 AND metric_id = $3
"""

_MADE = """
SELECT
    max(value) FILTER (item = 'release') AS made, (SELECT coalesce(max(run_id), '—') FROM runs WHERE release = made),
    max(value[:12]) FILTER (item = 'code'), max(value[:12]) FILTER (item = 'catalogue'), max(value[:12]) FILTER (item = 'register')
FROM release
"""
"""The release, the run that made it, and the versions of code, catalogue and register, as `lineage` has them."""

_CHANGES = """
SELECT kind, expect, value_low, value_high, qualifier, who, decided_on, why, source FROM corrections
WHERE township_code = $1 AND report_year = $2 AND metric_id = $3 AND kind IN ('correct', 'supply', 'reject')
ORDER BY decided_on, correction_id
"""
