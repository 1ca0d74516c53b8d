"""`township serve`: collecting and the main job on their schedules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, a_path


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: PREFECT_API_URL=http://127.0.0.1:4200/api township serve --inbox inbox")(serve)


def serve(
    inbox: Annotated[
        Path | None,
        typer.Option("--inbox", metavar="DIR", parser=a_path, help="Folder that is taken in at each run."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    cron: Annotated[
        str | None,
        typer.Option("--cron", help="When the main job runs, in Asia/Shanghai; without it on Mondays in season."),
    ] = None,
) -> None:
    """Serve the deployments collect, annual, backfill and publish on a Prefect server, with their schedules, until stopped."""
    from flows.job import make_job
    from flows.server import check_server

    make_job(home, inbox)  # a wrong folder is said now, not at the first run
    check_server(needed=True)
    from flows.serve import serve as serve_flow

    serve_flow(home, inbox, cron)
