"""The flow `annual`: documents in, a release out."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect import flow  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.artifacts import create_markdown_artifact  # noqa: E402
from prefect.task_runners import ThreadPoolTaskRunner  # noqa: E402

from flows import steps  # noqa: E402
from flows.held import hold  # noqa: E402
from flows.job import Job, make_job  # noqa: E402
from flows.late import collapse_late, patience  # noqa: E402
from flows.parameters import DaskAddress, Day, Districts, Folder, Years  # noqa: E402
from flows.resume import HOOKS  # noqa: E402
from flows.settings import RunnerName  # noqa: E402
from flows.summary import Summary  # noqa: E402
from flows.task_runs import task_crew  # noqa: E402
from tasks.ingest.task import ingest  # noqa: E402
from tasks.publish.task import publish, store  # noqa: E402

RUNNER: Any = ThreadPoolTaskRunner(max_workers=32)
"""Threads that wait for batches; the work is done in processes of the run."""


@flow(name="annual", task_runner=RUNNER, persist_result=False, **HOOKS)
def annual(
    home: Folder = "data",
    inbox: Folder | None = None,
    years: Years | None = None,
    districts: Districts | None = None,
    as_of: Day | None = None,
    wait: bool = False,
    runner: RunnerName | None = None,
    dask_address: DaskAddress | None = None,
) -> dict[str, Any]:
    """Takes in the documents of an inbox, extracts every number, and publishes a release of all that the home holds.

    Args:
        home: 数据目录 / folder of documents and releases.
        inbox: 收件夹，不填则只处理已有文件 / folder that is taken in first; none: what the home holds.
        years: 只处理这些报告年度 / process these report years only.
        districts: 只处理这些区县，名称或六位代码 / process these districts only, by name or six-digit code.
        as_of: 以哪一天判断是否到期，如 2025-04-01，不填为今天 / day that says which deadlines have passed; none: today.
        wait: 另一次运行占用时等它结束 / where another run holds the home, begin when it has ended.
        runner: 由本机进程（local）还是 Dask 集群（dask）读取文件，不填则按设置 / whose processes read documents; none: as set.
        dask_address: Dask 调度器地址，不填则用本机临时集群 / of the Dask scheduler; none: as set, or a cluster for the run.
    """
    collapse_late()
    day = date.fromisoformat(as_of) if as_of else None
    asked = {"runner": runner, "dask_address": dask_address}
    job = make_job(Path(home), Path(inbox) if inbox else None, years or (), districts or (), day, asked)
    crew = task_crew(job)
    with hold(job, wait=math.inf if wait else patience()) as run:
        steps.check_store(run)
        received = steps.ingest(run, ingest)
        plan = steps.plan(run)
        extracted = steps.extract(run, plan, crew)
        lake = steps.store(run, plan, extracted, store)
        released = steps.publish(run, plan, received, extracted, lake, publish)
        summary = steps.summarize(run, received, extracted, released)
    return told(summary, "annual")


def told(summary: Summary, key: str) -> dict[str, Any]:
    """Shows the summary of a run as an artifact with this key, and gives its fields.

    Raises:
        Refused: the gate refused the release.
    """
    create_markdown_artifact(summary.markdown(), key=key, description=summary.run_id)
    summary.raise_if_refused()
    return asdict(summary)


def run_flow(job: Job, *, wait: bool = False) -> Summary:
    """Runs the flow here, on the Prefect server that is configured, or on one that lives as long as the run."""
    parameters: dict[str, Any] = {
        "home": str(job.home.root),
        "inbox": str(job.inbox) if job.inbox else None,
        "years": sorted(job.years),
        "districts": sorted(job.districts),
        "as_of": job.as_asked.isoformat() if job.as_asked else None,
        "wait": wait,
        **job.asked,
    }
    return Summary(**annual(**parameters))
