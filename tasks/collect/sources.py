"""Sources: the web columns to collect, one YAML file each in the home's `sources/`."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError


def _address(text: str) -> str:
    parts = urlsplit(text)
    _ = parts.port  # ValueError where it is no number
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{text!r} is no address that begins with http:// or https:// and names a host")
    if parts.username or parts.password:
        raise ValueError("an address with a user name or password is not collected")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is no regular expression: {error}") from error
    return text


def _day(text: str) -> str:
    try:
        date.fromisoformat(f"2024-{text}")
    except ValueError as error:
        raise ValueError(f"{text!r} is no day of a year; write it as '11-20'") from error
    return text


class Season(BaseModel):
    """The days of a year on which a source is collected, first and last, as 11-20; it may lie over the turn of a year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    first: Annotated[str, AfterValidator(_day)] = "11-20"
    last: Annotated[str, AfterValidator(_day)] = "04-30"

    def holds(self, day: date) -> bool:
        """Whether a day lies in the season."""
        today = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


class Source(BaseModel):
    """A web column. `pattern` is searched for in the text, title and address of each link of the list pages.

    `delay` is the least time between two requests to a host, in seconds; robots.txt may ask for more. `allow_private`
    lets it lie on a private address (an intranet); `max_pages` limits the list pages of each address.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    district: str = Field(min_length=2, max_length=40)
    lists: tuple[Annotated[str, AfterValidator(_address)], ...] = Field(min_length=1, max_length=50)
    pattern: Annotated[str, AfterValidator(_pattern)] = "法治政府建设|法治建设|依法行政"
    season: Season = Season()
    delay: float = Field(default=2.0, ge=0, le=600)
    max_pages: int = Field(default=50, ge=1, le=1000)
    allow_private: bool = False

    @property
    def endpoints(self) -> frozenset[tuple[str, int]]:
        """Host and port of each list, the only ones that `allow_private` opens."""
        found = [urlsplit(address) for address in self.lists]
        return frozenset(((p.hostname or "").lower(), p.port or (443 if p.scheme == "https" else 80)) for p in found)

    @property
    def host(self) -> str:
        """The host of the first list page."""
        return urlsplit(self.lists[0]).hostname or ""


def load_sources(folder: Path) -> list[Source]:
    """The sources of a home, by id; an empty list where there is no folder.

    Raises:
        ValueError: a file is no source; the message names file and field.
        OSError: a file cannot be read.
    """
    sources: dict[str, Source] = {}
    for path in sorted(p for p in folder.glob("*.y*ml") if not p.name.startswith(".")):
        name = f"sources/{path.name}"
        try:
            source = Source.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"]) or "the file"
            raise ValueError(f"{name}: {field}: {first['msg'].removeprefix('Value error, ')}; correct it") from error
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise ValueError(f"{name}: {' '.join(str(error).split())}; correct it") from error
        if source.id in sources:
            raise ValueError(f"{name}: id: {source.id} is the id of another source too; choose another")
        sources[source.id] = source
    return [sources[key] for key in sorted(sources)]
