"""What a run is asked to do, checked before anything is touched."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from flows.errors import BadInput
from flows.settings import Settings, load_settings, today
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.home import Home
from warehouse.register import Register, load_register

FIRST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where, from what, limited to what, and by which knowledge.

    `districts` are six-digit codes; empty limits mean all. `expected` are the districts that are configured to report.
    `as_of` decides which deadlines have passed.
    """

    home: Home
    inbox: Path | None
    years: frozenset[int]
    districts: frozenset[str]
    expected: frozenset[str]
    as_of: date
    settings: Settings
    catalogue: Catalogue
    register: Register


def make_job(
    home: Path,
    inbox: Path | None = None,
    years: Iterable[int] = (),
    districts: Iterable[str] = (),
    as_of: date | None = None,
) -> Job:
    """A job whose every part can be used; `districts` are codes or names. Creates nothing.

    Raises:
        BadInput: a part cannot be used; the message says which, and what to do.
    """
    place = Home(home.absolute())
    if inbox is not None and not inbox.is_dir():
        raise BadInput(f"inbox {inbox} is not a folder; create it and put the reports into it, or name another")
    if inbox is None and not place.root.is_dir():
        raise BadInput(
            f"home {home} does not exist; name an inbox to begin with: township run --inbox DIR --home {home}"
        )
    _check_writable(place.root)
    settings = load_settings(place)
    catalogue, register = _knowledge(place)
    return Job(
        home=place,
        inbox=inbox.absolute() if inbox else None,
        years=frozenset(_year(y) for y in years),
        districts=_district_codes(register, districts),
        expected=_district_codes(register, settings.districts),
        as_of=as_of or settings.as_of or today(),
        settings=settings,
        catalogue=catalogue,
        register=register,
    )


def _knowledge(home: Home) -> tuple[Catalogue, Register]:
    """Catalogue and register, which are refused here where an entry is broken; both name file, entry and field."""
    try:
        return load_catalogue(), load_register(home.register)
    except ValueError as error:
        raise BadInput(str(error)) from error


def _check_writable(root: Path) -> None:
    nearest = next(p for p in (root, *root.parents) if p.exists())
    if not nearest.is_dir():
        raise BadInput(f"home {root} cannot be made: {nearest} is a file; name another folder with --home")
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise BadInput(f"home {root} cannot be written: no permission in {nearest}; name another folder with --home")


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= today().year:
        raise BadInput(f"year {year} is no report year; give one from {FIRST_YEAR} to {today().year}")
    return year


def _district_codes(register: Register, wanted: Iterable[str]) -> frozenset[str]:
    codes = set()
    for name in wanted:
        found = register.find_district(name)
        if not found:
            raise BadInput(f"district {name} is not in the register; give its six-digit code, its name, or an overlay")
        if len(found) > 1:
            listed = ", ".join(f"{d.district_code} {d.province}{d.city or ''}{d.district}" for d in found)
            raise BadInput(f"district {name} is ambiguous, give a code: {listed}")
        codes.add(found[0].district_code)
    return frozenset(codes)
