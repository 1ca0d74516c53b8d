"""The Prefect server: the environment that is set before Prefect is imported, and whether the server answers."""

from __future__ import annotations

import os

from flows.errors import BadInput


def prepare_prefect() -> None:
    """Environment that Prefect reads at import: no telemetry, time for a slow machine; what the user set stays."""
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")


def check_server(*, needed: bool) -> None:
    """Asks the configured Prefect server for an answer; without one Prefect starts a temporary server of its own.

    Raises:
        BadInput: the server does not answer, or none is configured where one is `needed`.
    """
    prepare_prefect()
    import httpx
    from prefect.settings import get_current_settings

    url = get_current_settings().api.url
    if url is None:
        if needed:
            raise BadInput(
                "no Prefect server is set; start one with `prefect server start` and set "
                "PREFECT_API_URL=http://127.0.0.1:4200/api"
            )
        return
    try:
        httpx.get(f"{url.rstrip('/')}/health", timeout=10)
    except httpx.HTTPError as error:
        raise BadInput(
            f"the Prefect server at {url} does not answer ({error}); start it, correct PREFECT_API_URL, or use "
            "township run --no-server"
        ) from error
