"""One deployment of `annual` with a schedule, served from this process."""

from __future__ import annotations

from pathlib import Path

from flows.server import prepare_prefect

prepare_prefect()

from prefect.schedules import Cron  # noqa: E402 - Prefect reads the environment when it is imported

from flows.annual import annual  # noqa: E402
from flows.errors import BadInput  # noqa: E402

DEPLOYMENT = "yearly"


def serve(home: Path, inbox: Path | None, cron: str) -> None:
    """Registers the deployment with the Prefect server and runs its flow runs, one at a time, until stopped.

    Raises:
        BadInput: `cron` is no cron expression.
    """
    try:
        schedule = Cron(cron, timezone="Asia/Shanghai")
    except ValueError as error:
        raise BadInput(f"--cron {cron} cannot be read; write it as '30 6 * * *' for 06:30 every day") from error
    annual.serve(
        name=DEPLOYMENT,
        schedule=schedule,
        parameters={"home": str(home.absolute()), "inbox": str(inbox.absolute()) if inbox else None},
        limit=1,
        description=annual.description,
    )
