"""`township diff`: what differs between two releases, down to single observations, with the cause of each change."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, OutputOption, a_path, out, table
from flows.cli.find import folder_of
from flows.cli.output import written
from flows.cli.rows import WRITERS, Format, Shown
from flows.errors import BadInput

if TYPE_CHECKING:
    import duckdb
    from rich.console import Console
    from rich.table import Table

    from tasks.compare.compare import Compared
    from tasks.compare.sides import Side


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township diff 0002 current --html diff.html")(diff)


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="Release before: number, name or tag.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Release after: number, name, tag, or current.")],
    home: HomeOption = DEFAULT_HOME,
    format: Annotated[Shown, typer.Option("--format", help="csv and json list every change.")] = Shown.table,
    output: OutputOption = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="FILE", parser=a_path, help="Also as a page that needs nothing else."),
    ] = None,
) -> None:
    """Compare two releases: reports, observations and district figures, each change with its cause.

    Causes, in the order of proof: documents (source), corrections, register, catalogue, code.
    """
    from tasks.compare.compare import NothingToCompare, compare
    from tasks.compare.page import write_page
    from warehouse.db import connect

    sides = [_side(folder_of(home, named)) for named in (old, new)]
    with (
        tempfile.TemporaryDirectory(prefix="township-diff-") as scratch,
        connect(memory_limit="600MB", temp_dir=Path(scratch)) as con,
    ):
        try:
            compared = compare(con, *sides)
        except NothingToCompare as error:
            raise BadInput(f"diff: {error}, nothing to compare; township releases lists them") from error
        if html:
            with written(html) as target:
                write_page(con, compared, target)
        with written(output) as target:
            if format is Shown.table:
                _show(con, compared, out(target if output else None))
            else:
                WRITERS[Format(format)](con.execute("FROM changes"), target)


def _side(folder: Path) -> Side:
    from tasks.compare.sides import Side
    from warehouse.releases import read_manifest

    try:
        return Side(folder.name, folder / "parquet", read_manifest(folder)["inputs"])
    except (OSError, ValueError, KeyError) as error:
        raise BadInput(
            f"diff: the manifest of {folder} cannot be read ({error}); township verify says what else"
        ) from error


_MOST = 40
"""Changes of a level on the terminal."""


def _show(con: duckdb.DuckDBPyConnection, of: Compared, console: Console) -> None:
    from tasks.compare.compare import LEVELS
    from warehouse.models import vocabularies

    words = vocabularies()
    console.print(f"{of.old} → {of.new}：比对观测值 {of.n_old:,} → {of.n_new:,} 个")
    if of.versions:
        named = "，".join({"corrections": "更正"}.get(name) or words["cause"][name] for name in of.versions)
        console.print(f"版本不同：{named}")
    summary = table("变化", *words["change"].values(), "按原因", right=set(words["change"].values()))
    for level in LEVELS:
        causes = "，".join(f"{words['cause'][cause]} {n:,}" for cause, n in of.causes(level).items())
        summary.add_row(
            words["change_level"][level], *(f"{of.total(level, change):,}" for change in words["change"]), causes
        )
    console.print(summary)
    if not of.counts:
        console.print("无差异 | no difference")
    for level in LEVELS:
        if n := of.total(level):
            console.print()
            console.print(_rows(con, level, words))
            if n > _MOST:
                console.print(f"…另有 {n - _MOST:,} 条，全部见 --format csv 或 --html | {n - _MOST:,} more")


def _rows(con: duckdb.DuckDBPyConnection, level: str, words: dict[str, dict[str, str]]) -> Table:
    names = [words["change_level"][level], "年度", "区县", "乡镇", "指标", "原", "新", "原因", "依据"]
    query = """SELECT change, report_year, district, township, metric, "old", "new", causes, why
               FROM changes WHERE level = ? LIMIT ?"""
    rows = [
        [
            words["change"][change],
            *("" if c is None else str(c) for c in cells),
            "，".join(words["cause"][c] for c in causes),
            why or "",
        ]
        for change, *cells, causes, why in con.execute(query, [level, _MOST]).fetchall()
    ]
    used = [n for n in range(len(names)) if n == 0 or any(row[n] for row in rows)]
    shown = table(*(names[n] for n in used))
    for row in rows:
        shown.add_row(*(row[n] for n in used))
    return shown
