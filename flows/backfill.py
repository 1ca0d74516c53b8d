"""The flows that people start: `backfill` for chosen years or districts, `publish` for what the lake holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect import flow  # noqa: E402 - Prefect reads the environment when it is imported

from flows import steps  # noqa: E402
from flows.annual import RUNNER, annual, told  # noqa: E402
from flows.batches import Extracted  # noqa: E402
from flows.errors import BadInput, Refused  # noqa: E402
from flows.held import hold  # noqa: E402
from flows.job import make_job  # noqa: E402
from flows.late import patience  # noqa: E402
from flows.parameters import Districts, Folder, Years  # noqa: E402
from flows.resume import HOOKS  # noqa: E402
from tasks.ingest.model import IngestReport  # noqa: E402
from tasks.publish.task import publish as publish_task  # noqa: E402


@flow(name="backfill", task_runner=RUNNER, persist_result=False, on_crashed=HOOKS["on_crashed"])
def backfill(
    home: Folder = "data", inbox: Folder | None = None, years: Years | None = None, districts: Districts | None = None
) -> dict[str, Any]:
    """Extracts chosen years or districts with today's catalogue, register and code, and publishes. 补做历年或指定区县。

    Args:
        home: 数据目录 / folder of documents and releases.
        inbox: 收件夹，不填则只处理已有文件 / folder that is taken in first; none: what the home holds.
        years: 报告年度，如 2023 / years that are reported on.
        districts: 区县名称或六位代码 / names or six-digit codes of districts.
    """
    if not years and not districts:
        raise BadInput("a backfill needs years or districts; for everything run the deployment annual")
    result: dict[str, Any] = annual(home=home, inbox=inbox, years=years, districts=districts)
    return result


@flow(name="publish", task_runner=RUNNER, persist_result=False, **HOOKS)
def publish(home: Folder = "data") -> dict[str, Any]:
    """Publishes what the lake holds, after a change of settings or of what people let pass. 重新发布。

    Args:
        home: 数据目录 / folder of documents and releases.
    """
    job = make_job(Path(home))
    with hold(job, wait=patience()) as run:
        plan = steps.plan(run)
        waiting = len(plan.process) + len(plan.repair) + len(plan.removed)
        if waiting:
            raise Refused(
                f"{waiting} documents of the home wait to be processed; run the deployment annual, which publishes too"
            )
        received, extracted = IngestReport(0, 0, 0, 0, []), Extracted()
        released = steps.publish(run, plan, received, extracted, plan.manifest, publish_task)
        summary = steps.summarize(run, received, extracted, released)
    return told(summary, "publish")
