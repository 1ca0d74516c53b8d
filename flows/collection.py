"""Collecting: the sources of a home, those of one host after the other, hosts at the same time. No Prefect here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from flows.errors import BadInput
from flows.held import locked
from flows.job import read_knowledge
from flows.settings import SHANGHAI, load_settings
from flows.sources import Sources, read_sources
from tasks.collect import Source
from tasks.collect.collect import Collection, Reading
from tasks.collect.fetch import Limits, Session
from tasks.collect.gates import Gates
from tasks.collect.reasons import Trouble
from tasks.collect.state import SourceState, load_state, save_state
from tasks.ingest.web import Collected, take_collected
from tasks.read.archive import unpack
from tasks.read.document import Unreadable
from tasks.read.formats import extension_of
from tasks.read.html import html_text
from tasks.read.reader import read_document
from warehouse.home import Home

log = logging.getLogger(__name__)

_HOSTS = 8
"""Hosts that are visited at the same time."""
_VERSION = version("township").rpartition(".")[0]

Progress = Callable[[str, int, int], None]
"""Called with the id of a source, pages done, and pages that are due."""


def morning_of(day: date) -> datetime:
    """When the daily run of a day begins."""
    return datetime.combine(day, time(6), SHANGHAI).astimezone(UTC)


def collect_sources(
    home_folder: Path,
    ids: Sequence[str] = (),
    *,
    now: datetime | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> list[dict[str, Any]]:
    """Collects the sources of a home that are in season, or those that are named, into its raw store.

    Returns the rows of the table `sources` that were tried. A source that fails is told in its row; the others go on.

    Raises:
        BadInput: a source or setting cannot be used, or there is none.
        Busy: another run collects for this home.
        OSError: the home cannot be written.
    """
    home = Home(home_folder.absolute())
    sources = read_sources(home, read_knowledge(home)[1])
    if not sources.all:
        raise BadInput(
            f"there is no source in {home.sources}; put a YAML file there for each column (docs/operators.md)"
        )
    chosen = sources.named(ids)
    contact = load_settings(home).contact
    moment = now or datetime.now(UTC)
    today = moment.astimezone(SHANGHAI).date()
    due = [source for source in chosen if ids or source.season.holds(today)]
    work = _Work(sources, moment, limits or Limits(), Gates(), _user_agent(contact), progress)
    with locked(home.collect_lock, f"home {home.root} is being collected for by another run; wait until it has ended"):
        by_host = groupby(sorted(due, key=lambda s: (s.host, s.id)), key=lambda s: s.host)
        groups = [list(of_host) for _, of_host in by_host]
        with ThreadPoolExecutor(max_workers=min(_HOSTS, max(1, len(groups)))) as pool:
            for done in pool.map(work.host, groups):
                log.info("%d sources of one host are done", done)
    tried = {source.id for source in due}
    return [row for row in sources.rows() if row["source_id"] in tried]


@dataclass(frozen=True, slots=True)
class _Work:
    sources: Sources
    now: datetime
    limits: Limits
    gates: Gates
    user_agent: str
    progress: Progress | None

    def host(self, sources: Sequence[Source]) -> int:
        """Collects the sources of one host, one after the other; gives how many there were."""
        for source in sources:
            self.source(source)
        return len(sources)

    def source(self, source: Source) -> None:
        path = self.sources.state_file(source)
        state = load_state(path)
        if state.health.not_before and self.now < state.health.not_before:
            return  # the site asked for it; the state says so already
        session = Session(
            self.gates,
            user_agent=self.user_agent,
            delay=source.delay,
            private=source.endpoints if source.allow_private else frozenset(),
            limits=self.limits,
        )
        try:
            Collection(
                source=source,
                district=self.sources.districts[source.id],
                session=session,
                state=state,
                path=path,
                keep=lambda data, address, hint: self.keep(source, data, address, hint),
                reading=READING,
                now=self.now,
                limits=self.limits,
            ).run(lambda done, of: self.progress(source.id, done, of) if self.progress else None)
        except OSError:
            raise
        except Exception as error:  # a fault of ours in one source must not cost the others
            log.exception("source %s", source.id)
            _note_fault(state, source, error, self.now)
            save_state(path, state)
        finally:
            session.close()

    def keep(self, source: Source, data: bytes, address: str, hint: str) -> tuple[list[str], list[tuple[str, str]]]:
        collected = Collected(address, hint, data, source.id, self.now)
        return take_collected(self.sources.home, collected, extension_of=extension_of, unpack=unpack)


def _note_fault(state: SourceState, source: Source, error: Exception, now: datetime) -> None:
    fault = Trouble("internal_error", source.lists[0], f"{type(error).__name__}: {error}")
    changed = {"status": "failing", "reason": fault.reason, "address": fault.address, "detail": fault.detail}
    state.health = state.health.model_copy(update={**changed, "last_tried": now, "n_troubles": 1})


def _text_of(data: bytes) -> str:
    try:
        return html_text(data)[0]
    except Unreadable as error:
        raise ValueError(error.en) from error


def _content_of(data: bytes) -> str:
    try:
        return read_document(data).text
    except Unreadable:
        return ""


READING = Reading(text_of=_text_of, content_of=_content_of, type_of=extension_of)


def _user_agent(contact: str) -> str:
    return f"township/{_VERSION} (collects yearly reports{'; ' + contact if contact else ''})"
