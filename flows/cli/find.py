"""Which release a command means: the current one, or one by name, number or tag."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.errors import BadInput

if TYPE_CHECKING:
    from warehouse.releases import Shelf

ReleaseOption = Annotated[
    str | None,
    typer.Option("--release", metavar="RELEASE", help="An earlier release, by number, name or tag (the current one)."),
]


def shelf_of(home: Path) -> Shelf:
    """The releases of a home.

    Raises:
        BadInput: there are none, or the tags cannot be read.
    """
    from warehouse.home import Home
    from warehouse.releases import TagRefused, shelf

    try:
        found = shelf(Home(home.absolute()))
    except TagRefused as error:
        raise BadInput(str(error)) from error
    if not found.folders:
        raise BadInput(f"no release in {home}; make one with: township run --inbox DIR --home {home}")
    return found


def folder_of(home: Path, wanted: str) -> Path:
    """The folder of a release by name, number, tag, or `current`.

    Raises:
        BadInput: there is none; the message lists those that there are.
    """
    from warehouse.releases import ReleaseNotFound

    try:
        return shelf_of(home).find(wanted)
    except ReleaseNotFound as error:
        raise BadInput(f"{error.args[0]}; township releases lists them with their tags") from error
