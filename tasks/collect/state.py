"""What is known of a source between runs: its pages with the validators of the site, and its health; one JSON file each."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from tasks.collect.validators import Validators
from warehouse.atomic import write_atomic

log = logging.getLogger(__name__)

Status = Literal["never", "ok", "partial", "failing"]


class Asked(BaseModel):
    """An address that was asked: when, what to ask for changes with, and what is wrong with it ('': nothing)."""

    etag: str = ""
    last_modified: str = ""
    asked: datetime | None = None
    reason: str = ""
    detail: str = ""

    @property
    def validators(self) -> Validators:
        """As a request takes them."""
        return Validators(self.etag, self.last_modified)

    def answered(self, validators: Validators, now: datetime) -> None:
        """Notes an answer; that an archive holds what cannot be taken out stays true until other bytes come."""
        self.etag, self.last_modified = validators.etag, validators.last_modified
        self.asked = now
        if self.reason != "archive":
            self.reason = self.detail = ""

    def failed(self, reason: str, detail: str, now: datetime) -> None:
        """Notes that it gave nothing."""
        self.asked, self.reason, self.detail = now, reason, detail


class ListState(Asked):
    """A list page: the links to reports (address, label), the articles and the further pages that it had."""

    links: list[tuple[str, str]] = Field(default_factory=list)
    articles: list[str] = Field(default_factory=list)
    further: list[str] = Field(default_factory=list)


class FileState(Asked):
    """An attachment, or a report page: what the site calls it, the documents that it gave, and the hash that tells
    whether it says something else now."""

    title: str = ""
    digest: str = ""
    file_ids: list[str] = Field(default_factory=list)
    first_seen: datetime | None = None


class PageState(FileState):
    """A report page; `label` is what the lists called it when it was read, `replaced` when it became another report."""

    label: str = ""
    attachments: dict[str, FileState] = Field(default_factory=dict)
    replaced: datetime | None = None


class Health(BaseModel):
    """How the last run went. `address` is where the first trouble was; counts are of that run, `n_pages` of all."""

    status: Status = "never"
    reason: str = ""
    address: str = ""
    detail: str = ""
    last_tried: datetime | None = None
    last_success: datetime | None = None
    last_new: datetime | None = None
    not_before: datetime | None = None
    n_listed: int = 0
    n_pages: int = 0
    n_new: int = 0
    n_changed: int = 0
    n_troubles: int = 0


class SourceState(BaseModel):
    """All that is known of a source; `fruitful` are the addresses of its lists that ever gave a link, `rules` what the links
    of its lists were chosen by."""

    version: Literal[1] = 1
    lists: dict[str, ListState] = Field(default_factory=dict)
    pages: dict[str, PageState] = Field(default_factory=dict)
    rules: str = ""
    fruitful: list[str] = Field(default_factory=list)
    health: Health = Field(default_factory=Health)


def load_state(path: Path) -> SourceState:
    """What is known of a source; nothing where there is no file, or, with a warning, where it is damaged: then every page
    is fetched again, and the raw store knows the same bytes."""
    try:
        return SourceState.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return SourceState()
    except ValidationError:
        log.warning("%s is damaged; the pages of this source are fetched again", path)
        return SourceState()


def save_state(path: Path, state: SourceState) -> None:
    """Writes the file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_atomic(path, state.model_dump_json(indent=1, exclude_defaults=True).encode() + b"\n")
