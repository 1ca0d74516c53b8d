"""The deployments, served from this process: collect and annual by their schedules, backfill and publish by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

import prefect  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.schedules import Cron, Schedule  # noqa: E402

from flows.annual import annual  # noqa: E402
from flows.backfill import backfill, publish  # noqa: E402
from flows.collect import collect  # noqa: E402
from flows.errors import BadInput  # noqa: E402
from flows.resume import resume_broken  # noqa: E402
from warehouse.home import Home  # noqa: E402

COLLECT = ("0 6 20-30 11 *", "0 6 * 1-4,12 *")
"""Each morning from 20 November to 30 April."""
ANNUAL = ("30 6 * 11,12 1", "30 6 * 1-4 1", "30 6 1 4,5 *")
"""Mondays in season; and when a deadline has passed: 1 April (who is late) and 1 May (the final edition)."""
DAILY, YEARLY, BY_HAND = "daily", "yearly", "by-hand"
"""Names of the deployments."""


def serve(home: Path, inbox: Path | None, cron: str | None = None) -> None:
    """Registers the deployments with the Prefect server and runs their flow runs, one at a time, until stopped; those first
    that were broken off when an earlier process ended.

    `cron` takes the place of the schedule of `annual`.

    Raises:
        BadInput: `cron` is no cron expression.
    """
    resume_broken(Home(home.absolute()), [DAILY, YEARLY, BY_HAND])
    here: dict[str, Any] = {"home": str(home.absolute())}
    with_inbox = here | {"inbox": str(inbox.absolute()) if inbox else None}
    prefect.serve(
        _deployment(collect, DAILY, here, COLLECT),
        _deployment(annual, YEARLY, with_inbox, (cron,) if cron else ANNUAL),
        _deployment(backfill, BY_HAND, with_inbox),
        _deployment(publish, BY_HAND, here),
        limit=1,
    )


def _deployment(flow: Any, name: str, parameters: dict[str, Any], crons: tuple[str, ...] = ()) -> Any:
    first = (flow.description or "").partition("\n")[0]
    return flow.to_deployment(
        name=name, parameters=parameters, schedules=[_schedule(cron) for cron in crons], description=first
    )


def _schedule(cron: str) -> Schedule:
    try:
        return Cron(cron, timezone="Asia/Shanghai")
    except ValueError as error:
        raise BadInput(f"--cron {cron} cannot be read; write it as '30 6 * * *' for 06:30 every day") from error
