"""One deployment of `annual` with a schedule, served from this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flows.settings import prepare_prefect

prepare_prefect()

from prefect.schedules import Cron  # noqa: E402 - Prefect reads the environment when it is imported

from flows.annual import annual  # noqa: E402

DEPLOYMENT = "yearly"

EVERY_MORNING = "30 6 * * *"
"""Reports of a year appear between late November and the end of April, a few a day; a run with nothing new is cheap."""


def parameters(home: Path, inbox: Path | None) -> dict[str, Any]:
    """Parameters of a scheduled run."""
    return {"home": str(home.absolute()), "inbox": str(inbox.absolute()) if inbox else None}


def serve(home: Path, inbox: Path | None, cron: str = EVERY_MORNING) -> None:
    """Registers the deployment with the Prefect server and runs its flow runs, one at a time, until stopped."""
    annual.serve(
        name=DEPLOYMENT,
        schedule=Cron(cron, timezone="Asia/Shanghai"),
        parameters=parameters(home, inbox),
        limit=1,
        description=annual.description,
    )
