"""`township serve`: the main job on a schedule."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from flows.cli.console import DEFAULT_HOME, HomeOption, a_path

DAILY = "30 6 * * *"
"""Reports of a year appear between late November and the end of April, a few a day; a run with nothing new is cheap."""


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: PREFECT_API_URL=http://127.0.0.1:4200/api township serve --inbox inbox")(serve)


def serve(
    inbox: Annotated[
        Path | None,
        typer.Option("--inbox", metavar="DIR", parser=a_path, help="Folder that is taken in at each run."),
    ] = None,
    home: HomeOption = DEFAULT_HOME,
    cron: Annotated[str, typer.Option("--cron", help="When to run, in Asia/Shanghai.")] = DAILY,
) -> None:
    """Run the main job on a schedule, as one deployment on a Prefect server, until stopped."""
    from flows.job import make_job
    from flows.server import check_server

    make_job(home, inbox)  # a wrong folder is said now, not at the first run
    check_server(needed=True)
    from flows.serve import serve as serve_flow

    serve_flow(home, inbox, cron)
