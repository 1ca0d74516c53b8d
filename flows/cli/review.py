"""`township review`: what deserves a look, best first, with its sentence; on the terminal or in a workbook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, a_path, err, out, table
from flows.cli.output import written
from flows.cli.query import release
from flows.errors import BadInput, some

if TYPE_CHECKING:
    import duckdb

    from flows.cli.review_items import Item
    from flows.decisions import Decisions

_EXAMPLES = (
    "Example: township review 青澜区 2023 · township review 青澜区 2023 --excel review.xlsx, then "
    "township review --apply review.xlsx · township review --unlinked --limit 20"
)


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog=_EXAMPLES)(review)


def review(
    district: Annotated[
        str | None, typer.Argument(metavar="[DISTRICT]", help="Only this district, by code or name.")
    ] = None,
    year: Annotated[int | None, typer.Argument(metavar="[YEAR]", help="Only this report year.")] = None,
    excel: Annotated[
        Path | None,
        typer.Option("--excel", metavar="FILE", parser=a_path, help="Write the list as a workbook to be filled in."),
    ] = None,
    apply: Annotated[
        Path | None,
        typer.Option("--apply", metavar="FILE", parser=a_path, help="Take the decisions of a filled-in workbook."),
    ] = None,
    who: Annotated[str | None, typer.Option("--who", help="Who decides; asked for on a terminal.")] = None,
    unlinked: Annotated[
        bool, typer.Option("--unlinked", help="Only quantities without a metric, ranked by what they count.")
    ] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", min=1, help="How many at the most; 30 with --unlinked.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Walk through what deserves a look: contradictions, files, findings, doubtful links, quantities without a metric.

    On a terminal each is shown with its sentence and a decision is asked for: accept, correct, reject, assign, exclude or
    ignore. Without a terminal the list is printed. Decisions go to corrections/; the next run applies them.
    """
    from flows.cli.review_items import gone, items, still_open
    from flows.decisions import Decisions

    if apply and (excel or unlinked or district or year):
        raise BadInput("review: --apply takes a workbook and nothing else but --who and --home")
    if excel and unlinked:
        raise BadInput("review: --excel writes the whole list; leave --unlinked out")
    with release(home) as connection:
        decisions = Decisions(home)
        if unlinked:
            _print_unlinked(connection, decisions, limit or 30)
            return
        wanted = _district(decisions, district) if district else None
        found = items(connection, decisions)
        open_ = still_open(connection, decisions, found)
    if apply:
        from flows.cli.review_filled import apply_workbook

        apply_workbook(apply, decisions, open_, who)
        return
    left_behind = gone(decisions, found)
    if left_behind:
        err().print(f"不再出现的事项，其决定可以删除：{some(left_behind, '；')}")
    shown = [item for item in open_ if _is_of(item, wanted, year)][:limit]
    if excel:
        from flows.cli.review_sheet import workbook

        with written(excel, binary=True) as target:
            target.write(workbook(shown))
        out().print(f"已写入 {excel}：{len(shown)} 项。填好“决定”等栏后：township review --apply {excel}")
        return
    from flows.cli.review_dialogue import ask, show

    if sys.stdin.isatty() and sys.stdout.isatty():
        ask(decisions, shown, who)
    else:
        for number, item in enumerate(shown, 1):
            show(item, f"{number}/{len(shown)}")
        out().print(f"共 {len(shown)} 项。" if shown else "没有需要看的事项。")


def _district(decisions: Decisions, name: str) -> str:
    from flows.districts import only

    unknown = f"review: district {name} is not in the register; give its six-digit code or its name"
    return only(decisions.register.find_district(name), f"review: district {name}", unknown).district_code


def _is_of(item: Item, district: str | None, year: int | None) -> bool:
    """Whether an item belongs to a district and year; one that names none may be of any."""
    return (district is None or item.district_code in (None, district)) and (year is None or item.year in (None, year))


def _print_unlinked(connection: duckdb.DuckDBPyConnection, decisions: Decisions, limit: int) -> None:
    """Quantities without a metric as a table, but for those that were ignored."""
    from flows.cli.review_unlinked import ranked

    ignored = {entry.item for entry in decisions.corrections.entries if entry.item}
    found = [entry for entry in ranked(connection) if entry.item not in ignored]
    if not found:
        out().print("没有未归入指标的数量。")
        return
    shown = table("计数对象", "单位", "报告数", "次数", "例句")
    for entry in found[:limit]:
        shown.add_row(entry.words, entry.unit or "", str(len(entry.reports)), str(entry.times), entry.example)
    out().print(shown)
    rest = len(found) - limit
    if rest > 0:
        out().print(f"另有 {rest} 种；--limit 可显示更多。")
