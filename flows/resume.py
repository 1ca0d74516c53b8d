"""Runs whose process ended before they were done: they begin again, and go on where they were, since the home says it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect.client.orchestration import get_client  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.client.schemas import filters  # noqa: E402
from prefect.logging import get_logger  # noqa: E402
from prefect.states import AwaitingRetry, Crashed  # noqa: E402

from flows.errors import Busy  # noqa: E402
from flows.held import locked  # noqa: E402
from flows.notify import tell, tell_failure  # noqa: E402
from warehouse.home import Home  # noqa: E402

_MOST = 3
"""Times that a run begins; one that ends its process, or the machine, again and again is left to people."""


def begin_again(flow: Any, flow_run: Any, state: Any) -> None:
    """Hook of the flows: a run of a deployment whose process was killed begins again."""
    if not flow_run.deployment_id:
        return
    with get_client(sync_client=True) as client:
        run = client.read_flow_run(flow_run.id)  # what the hook is given was read before the run began
    if run.run_count < _MOST:
        _again(run)


def resume_broken(home: Home, deployments: list[str]) -> None:
    """Lets the runs of these deployments (their names) on a home begin again that ended together with `township serve`, of
    which the server could not hear.

    Where a process holds the home, it may be that of such a run, and nothing is done.
    """
    if not home.root.is_dir() or not (_is_free(home.lock) and _is_free(home.collect_lock)):
        return
    states: Any = {"type": {"any_": ["RUNNING", "PENDING"]}}
    with get_client(sync_client=True) as client:
        found = client.read_flow_runs(
            deployment_filter=filters.DeploymentFilter(name=filters.DeploymentFilterName(any_=deployments)),
            flow_run_filter=filters.FlowRunFilter(state=filters.FlowRunFilterState(**states)),
        )
    for run in found:
        if run.parameters.get("home") != str(home.root):
            continue
        if run.run_count < _MOST:
            _again(run)
        else:
            _set(run, Crashed(message=f"its process ended {run.run_count} times before it was done"))
            tell(str(home.root), "township: a run was given up", f"its process ended {run.run_count} times: {run.name}")


def _again(run: Any) -> None:
    _set(run, AwaitingRetry(message="its process ended before it was done; it begins again"))


def _set(run: Any, state: Any) -> None:
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, state, force=True)
    get_logger("township.resume").warning("run %s: %s", run.name, state.message)


def _is_free(lock: Path) -> bool:
    """Whether no process holds a lock."""
    with suppress(Busy), locked(lock, ""):
        return True
    return False


HOOKS: dict[str, Any] = {"on_failure": [tell_failure], "on_crashed": [tell_failure, begin_again]}
"""Options of every flow."""
