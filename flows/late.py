"""Runs that piled up while nothing was there to run them: the first that starts does the work of all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect import runtime  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.client.orchestration import get_client  # noqa: E402
from prefect.client.schemas import filters  # noqa: E402
from prefect.logging import get_run_logger  # noqa: E402
from prefect.states import Cancelled  # noqa: E402

_PATIENT = 6 * 3600.0


def patience() -> float:
    """Seconds that a deployed run waits for a home that another one holds; 0 for a run by hand."""
    return _PATIENT if runtime.deployment.id else 0.0


def collapse_late() -> int:
    """Cancels the overdue runs that a schedule made for the same deployment, besides this one; gives how many.

    A run does all that is to be done on its day, so one is enough; runs that people asked for stay.
    """
    deployment, this = runtime.deployment.id, runtime.flow_run.id
    if not deployment:
        return 0
    now: Any = datetime.now(UTC)
    state: Any = {"type": {"any_": ["SCHEDULED"]}}
    n_cancelled = 0
    with get_client(sync_client=True) as client:
        overdue = client.read_flow_runs(
            deployment_filter=filters.DeploymentFilter(id=filters.DeploymentFilterId(any_=[deployment])),
            flow_run_filter=filters.FlowRunFilter(
                state=filters.FlowRunFilterState(**state),
                expected_start_time=filters.FlowRunFilterExpectedStartTime(before_=now),
            ),
        )
        for run in overdue:
            if run.auto_scheduled and str(run.id) != str(this):
                client.set_flow_run_state(run.id, Cancelled(message=f"its work is done by {this}"))
                n_cancelled += 1
    if n_cancelled:
        get_run_logger().info("%d late runs of this deployment are done by this one", n_cancelled)
    return n_cancelled
