"""What a run is asked to do, checked before anything is touched."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flows.districts import only
from flows.errors import BadInput, reading
from flows.settings import Settings, load_settings, today
from flows.sources import Sources, read_sources
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.corrections import Corrections, load_corrections
from warehouse.forms import Form, load_forms
from warehouse.home import Home
from warehouse.register import Register, load_register

FIRST_YEAR = 1949


@dataclass(frozen=True, slots=True)
class Job:
    """One run: where, from what, limited to what, and by which knowledge.

    `districts` are six-digit codes; empty limits mean all. `expected` are the districts that are configured to report.
    `as_of` decides which deadlines have passed, `as_asked` is what was asked for as such, `asked` are settings that were
    asked for in place of the home's.
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
    corrections: Corrections
    sources: Sources
    forms: tuple[Form, ...]
    as_asked: date | None = None
    asked: Mapping[str, str] = field(default_factory=dict)

    def again(self) -> Job:
        """The same job by what the home says now: settings, overlays, corrections.

        Raises:
            BadInput: a part cannot be used.
        """
        return make_job(self.home.root, self.inbox, self.years, self.districts, self.as_asked, self.asked)


def make_job(
    home: Path,
    inbox: Path | None = None,
    years: Iterable[int] = (),
    districts: Iterable[str] = (),
    as_of: date | None = None,
    asked: Mapping[str, str | None] | None = None,
) -> Job:
    """A job whose every part can be used; `districts` are codes or names, `asked` settings that stand before the home's
    where they are not None. Creates nothing.

    Raises:
        BadInput: a part cannot be used; the message says which, and what to do.
    """
    place = Home(home.absolute())
    _check_temporary()
    try:
        _check_inbox(place, inbox)
        _check_writable(place.root)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise BadInput(f"home {home} cannot be used ({error.strerror}: {error.filename}); name another") from error
    wanted = {name: value for name, value in (asked or {}).items() if value is not None}
    settings = load_settings(place, wanted)
    catalogue, register = read_knowledge(place)
    return Job(
        home=place,
        inbox=inbox.absolute() if inbox else None,
        years=frozenset(_year(y) for y in years),
        districts=_district_codes(register, districts),
        expected=_district_codes(register, settings.districts),
        as_of=as_of or settings.as_of or _today(place),
        settings=settings,
        catalogue=catalogue,
        register=register,
        corrections=read_corrections(place, catalogue, register),
        as_asked=as_of,
        asked=wanted,
        sources=read_sources(place, register),
        forms=read_forms(place, catalogue),
    )


def read_forms(home: Home, catalogue: Catalogue) -> tuple[Form, ...]:
    """The layouts of forms, the home's own among them.

    Raises:
        BadInput: a layout is broken (the message names file and field), or cannot be read.
    """
    with reading():
        return load_forms(home.forms, catalogue)


def read_knowledge(home: Home) -> tuple[Catalogue, Register]:
    """Catalogue and register with the overlays of the home.

    Raises:
        BadInput: an entry or overlay is broken (the message names file, entry and field), or cannot be read.
    """
    with reading():
        return load_catalogue(), load_register(home.register)


def read_corrections(home: Home, catalogue: Catalogue, register: Register) -> Corrections:
    """What people decided about the documents of the home.

    Raises:
        BadInput: an entry is broken (the message names file and entry), or a file cannot be read.
    """
    with reading("; nothing was changed"):
        return load_corrections(home.corrections, register, catalogue)


def _check_inbox(home: Home, inbox: Path | None) -> None:
    if inbox is None:
        if not home.root.is_dir():
            raise BadInput(
                f"home {home.root} does not exist; name an inbox to begin with: "
                f"township run --inbox DIR --home {home.root}"
            )
        return
    if not inbox.is_dir():
        raise BadInput(f"inbox {inbox} is not a folder; create it and put the reports into it, or name another")
    if inbox.resolve().is_relative_to(home.root.resolve()):
        raise BadInput(f"inbox {inbox} lies in the home {home.root}, which would take in its own files; keep it apart")


def _check_writable(root: Path) -> None:
    """Makes a folder and removes it, which alone shows that the home can be written, also to root."""
    nearest = next(p for p in (root, *root.parents) if p.exists())
    if not nearest.is_dir():
        raise BadInput(f"home {root} cannot be made: {nearest} is a file; name another folder with --home")
    try:
        Path(tempfile.mkdtemp(prefix=".township-", dir=nearest)).rmdir()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise BadInput(
            f"home {root} cannot be written ({error.strerror} in {nearest}); name another folder with --home"
        ) from error


def _check_temporary() -> None:
    """Processes of a run find each other by a socket in the folder for temporary files; the system limits its path."""
    folder = tempfile.gettempdir()
    if len(os.fsencode(folder)) > _LONGEST_SOCKET - len("/pymp-xxxxxxxx/listener-xxxxxxxx"):
        raise BadInput(
            f"the folder for temporary files has too long a path ({folder}); name a shorter one, as TMPDIR=/tmp"
        )


_LONGEST_SOCKET = 107  # bytes, unix(7)


def _today(home: Home) -> date:
    """Today, by a clock that is not behind the current release: one that was set back would undo what has passed."""
    try:
        built = json.loads(home.current.resolve().with_name("manifest.json").read_bytes())["built_at"]
        behind = datetime.fromisoformat(built) - datetime.now(UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return today()  # no release, or none that is whole
    if behind > _SLACK:
        raise BadInput(
            f"the clock of this machine says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, but the current release was made on "
            f"{built}; set the clock right, or, where it is right now, name the day with --as-of DATE"
        )
    return today()


_SLACK = timedelta(hours=1)  # clocks of two machines


def _year(year: int) -> int:
    if not FIRST_YEAR <= year <= today().year:
        raise BadInput(f"year {year} is no report year; give one from {FIRST_YEAR} to {today().year}")
    return year


def _district_codes(register: Register, wanted: Iterable[str]) -> frozenset[str]:
    unknown = "district {} is not in the register; give its six-digit code, its name, or an overlay"
    return frozenset(
        only(register.find_district(name), f"district {name}", unknown.format(name)).district_code for name in wanted
    )
