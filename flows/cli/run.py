"""`township run`, the main job, and `township demo`, the same on the shipped samples."""

from __future__ import annotations

import os
import shutil
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, a_date, a_path, err, interval, out, table
from flows.errors import BadInput

if TYPE_CHECKING:
    from flows.job import Job
    from flows.summary import Summary

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


class Runner(StrEnum):
    """Whose processes read documents."""

    local = "local"
    dask = "dask"


NoServer = Annotated[bool, typer.Option("--no-server", help="The same steps without Prefect.")]


def register(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command(epilog="Example: township run --inbox inbox --year 2023 --district 大足区")(run)
    app.command(epilog="Example: township demo")(demo)


def run(
    inbox: Annotated[
        Path | None,
        typer.Option(
            "--inbox", metavar="DIR", parser=a_path, help="Folder of documents; without it, what the home holds."
        ),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    year: Annotated[
        list[str] | None, typer.Option("--year", metavar="YEAR", help="Process this report year only; may be repeated.")
    ] = None,
    district: Annotated[
        list[str] | None,
        typer.Option(
            "--district", metavar="DISTRICT", help="Process this district only, by code or name; may be repeated."
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", metavar="DATE", help="Date that decides which deadlines have passed (today), as 2024-04-01."
        ),
    ] = None,
    no_server: NoServer = False,
    runner: Annotated[
        Runner | None,
        typer.Option("--runner", help="Who reads documents: processes of this run, or a Dask cluster (extra dask)."),
    ] = None,
    dask_address: Annotated[
        str | None,
        typer.Option(
            "--dask-address",
            metavar="ADDRESS",
            help="Scheduler of the cluster, as tcp://host:8786; without it a cluster of this machine, for this run.",
        ),
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help="Where another run holds the home, begin when it has ended.")
    ] = False,
) -> None:
    """Run the main job: ingest, extract, store, publish. Ends with a summary and the path of the release."""
    from flows.job import make_job

    asked = {"runner": runner, "dask_address": dask_address}
    job = make_job(home, inbox, [_year(text) for text in year or ()], district or (), a_date(as_of), asked)
    _check_server(no_server, needed=job.settings.runner == "dask" and job.settings.dask_address is not None)
    _finish(_run(job, no_server, wait))


def demo(no_server: NoServer = False) -> None:
    """Run the main job on the shipped samples (an invented district), in its own home ./data-sample."""
    from flows.job import make_job

    home = Path("data-sample")
    make_job(home, SAMPLES / "inbox")
    _check_server(no_server)  # before anything is written
    shutil.copytree(SAMPLES / "register", home / "register", dirs_exist_ok=True)
    summary = _run(make_job(home, SAMPLES / "inbox"), no_server)
    _print_districts(home)
    _finish(summary)


def _year(text: str) -> int:
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        raise BadInput(f"--year {text} is no year; write it as 2023")
    return int(text)


def _check_server(no_server: bool, needed: bool = False) -> None:
    """Prepares Prefect where it is wanted; refuses a server that is set and does not answer, and none where it is `needed`:
    the workers of a cluster report to it."""
    if no_server:
        return
    if not os.environ.get("TOWNSHIP_DEBUG"):  # what goes wrong is said in one line, at the end
        os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    from flows.server import check_server

    check_server(needed=needed)


def _run(job: Job, no_server: bool, wait: bool = False) -> Summary:
    from flows.cli.progress import bars
    from flows.held import PROGRESS

    with bars() as progress:
        token = PROGRESS.set(progress)
        try:
            if no_server:
                return _run_plain(job, wait)
            progress("prefect", 0, 1)
            return _run_flow(job, wait)
        finally:
            PROGRESS.reset(token)


def _run_plain(job: Job, wait: bool) -> Summary:
    from flows.pipeline import run_plain

    return run_plain(job, wait=wait)


def _run_flow(job: Job, wait: bool) -> Summary:
    from flows.annual import run_flow

    return run_flow(job, wait=wait)


def _finish(summary: Summary) -> None:
    shown = table("", "")
    shown.show_header = False
    for label, value in summary.lines():
        shown.add_row(label, value)
    out().print(shown)
    if not summary.n_usable and (summary.n_quarantined or summary.failed):
        err().print(
            f"warning: no new document could be used: {summary.n_quarantined} quarantined (the view 文件隔离 and "
            f"quarantine/ say why), {len(summary.failed)} not taken in (the lines 未能收取 say why)",
            style="yellow",
        )


_STATED = """
SELECT 区县, 年度, 指标, 单位, 加权比率, 合计下限, 合计上限, 中位数下限, 中位数上限, 确数乡镇 < 有数乡镇, 有数乡镇 || '/' || 乡镇总数
FROM 区县年度汇总 WHERE 有数乡镇 > 0
QUALIFY dense_rank() OVER (PARTITION BY 区县代码 ORDER BY 年度 DESC) <= 2
ORDER BY sum(有数乡镇) OVER (PARTITION BY 区县代码, 指标代码) DESC, 指标代码, 年度
"""


def _print_districts(home: Path, most: int = 20) -> None:
    """The metrics that most townships state, with two columns for each of the last two years."""
    from flows.cli.query import release

    with release(home) as connection:
        rows = connection.execute(_STATED).fetchall()
    for district in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == district]
        years = sorted({row[1] for row in mine})
        headings = [text for year in years for text in (f"{year}年", "有数乡镇")]
        shown = table(f"{district}：指标", "单位", *headings, right={*headings})
        cells = {(row[2], row[1]): (_figure(*row[4:10]), row[10]) for row in mine}
        for name, unit in list(dict.fromkeys((row[2], row[3]) for row in mine))[:most]:
            shown.add_row(name, unit, *(cell for year in years for cell in cells.get((name, year), ("—", ""))))
        out().print(shown)
    out().print(
        "各数只含有数的乡镇，不是全区县的数；≥ 至少，≤ 至多，— 没有乡镇提及（不等于零）。全部指标见视图 区县年度汇总。\n"
    )


def _figure(
    rate: float | None,
    low: float | None,
    high: float | None,
    median_low: float | None,
    median_high: float | None,
    about: bool,
) -> str:
    """A district's figure in one cell: the weighted rate, else the sum, else the median."""
    if rate is not None:
        return f"{rate:.1f}"
    if low is None:
        return "中位 " + interval(median_low, median_high, about=about)
    return interval(None if low == 0 and high else low, high, about=about)
