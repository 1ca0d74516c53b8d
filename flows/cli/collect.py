"""`township collect`: reports from the web columns of the home, and how each of them is doing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, a_date, err, out, table


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township collect --source qinglan && township run --home data")(collect)


def collect(
    source: Annotated[
        list[str] | None,
        typer.Option("--source", metavar="ID", help="This source only, also out of its season; may be repeated."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="Day that says what is in season and what is due (today), as 2025-01-20."
        ),
    ] = None,
    status: Annotated[bool, typer.Option("--status", help="Only show how the sources are doing.")] = False,
) -> None:
    """Collect reports from the web columns described in the home's sources/ into its raw store; `township run` takes them
    from there."""
    from flows.collection import collect_sources, morning_of
    from flows.job import read_knowledge
    from flows.sources import read_sources
    from warehouse.home import Home

    if status:
        place = Home(home.absolute())
        sources = read_sources(place, read_knowledge(place)[1])
        chosen = {s.id for s in sources.named(source or ())}
        rows = [row for row in sources.rows() if row["source_id"] in chosen]
    else:
        from flows.cli.progress import bars

        day = a_date(as_of)
        with bars() as progress:
            rows = collect_sources(home, source or (), now=morning_of(day) if day else None, progress=progress)
    _show(rows)
    failing = [row["source_id"] for row in rows if row["status"] == "failing"]
    if failing and not status:
        err().print(
            f"warning: {len(failing)} of {len(rows)} sources could not be collected: {', '.join(failing)}",
            style="yellow",
        )


def _show(rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        out().print("没有需要采集的来源（不在采集季节；用 --source 指定可随时采集）")
        return
    from warehouse.models import vocabularies

    words = vocabularies()["source_status"]
    shown = table(
        "来源",
        "区县",
        "状况",
        "列出",
        "已有",
        "新增",
        "变更",
        "问题",
        "最近成功",
        right={"列出", "已有", "新增", "变更", "问题"},
    )
    for row in rows:
        counts = (str(row[name]) for name in ("n_listed", "n_pages", "n_new", "n_changed", "n_troubles"))
        shown.add_row(
            row["source_id"], row["district_code"], words[row["status"]], *counts, _local(row["last_success"])
        )
    out().print(shown)
    for row in rows:
        if row["detail_zh"]:
            out().print(
                f"{row['source_id']}（{words[row['status']]}）：{row['detail_zh']}",
                soft_wrap=True,
                markup=False,
                highlight=False,
            )


def _local(moment: datetime | None) -> str:
    """A time in UTC as people in China read it."""
    from flows.settings import SHANGHAI

    if moment is None:
        return "—"
    return f"{moment.replace(tzinfo=UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
