"""One source: its list pages, the report pages that are due, and their attachments, each handed on as it comes."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from tasks.collect.fetch import Limits, Session
from tasks.collect.pages import Link, ReportPage, asks_for_captcha, read_report, settled
from tasks.collect.reasons import Trouble
from tasks.collect.sources import Source
from tasks.collect.state import FileState, Health, PageState, SourceState, save_state
from tasks.collect.walk import TextOf, walk_lists

_FRESH = timedelta(days=60)
"""Pages this young are asked for changes in each daily run, but not again by one that goes on where another was killed."""
_FRESH_EVERY = timedelta(hours=6)
_OLD_EVERY = timedelta(days=30)
_LASTING = ("too_large", "wrong_type", "unreadable_page", "not_found", "archive", "too_many_files")
_LASTING_EVERY = timedelta(days=7)
_SHOWN = timedelta(days=30)
"""How long the health of a source speaks of a page that became another report."""
_MOST_PAGES = 2000
"""Report pages that one run asks a source for; the next one goes on."""
_MOST_FILES = 100
"""Attachments of one page."""
_IN_A_ROW = 3
"""Pages that fail one after the other before the site is left alone until the next run."""
_MILD = ("empty_column", "endless_list")
"""What may be wrong with a list that was read."""
_MAYBE_PAGE = ("txt", "xml")
_NO_DOCUMENT = frozenset({"html", "bin", "xml", "gif", "bmp", "mht", "gz"})


class Keep(Protocol):
    """Puts bytes into the raw store: address, folder and name as hints; gives ids, and what of an archive was left out."""

    def __call__(self, data: bytes, address: str, hint: str, /) -> tuple[list[str], list[tuple[str, str]]]:
        """Raises OSError where the home cannot be written."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How bytes are read: the HTML of a page, its main text ('' where it has none), and the type of any document."""

    text_of: TextOf
    content_of: Callable[[bytes], str]
    type_of: Callable[[bytes], str]


@dataclass(slots=True)
class Collection:
    """Collecting one source. `district` is the code that goes with each document, `path` where the state stands."""

    source: Source
    district: str
    session: Session
    state: SourceState
    path: Path
    keep: Keep
    reading: Reading
    now: datetime
    limits: Limits
    n_new: int = 0
    n_changed: int = 0
    gone: set[str] = field(default_factory=set)

    def run(self, progress: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Collects what is due and notes the health of the source. The state is written after each page, so that a run
        that is killed goes on where it was.

        Raises:
            OSError: the home cannot be written.
        """
        links, troubles = walk_lists(self.source, self.session, self.state, self.reading.text_of, self.now)
        self._save()
        self.gone = set() if troubles else self.state.pages.keys() - links.keys()
        stopped = next((trouble for trouble in troubles if trouble.ends_source), None)
        if stopped is None:
            stopped = self._pages([link for link in links.items() if self._is_due(*link)][:_MOST_PAGES], progress)
        self._note(len(links), troubles, stopped)
        self._save()

    def _pages(self, due: list[tuple[str, str]], progress: Callable[[int, int], None]) -> Trouble | None:
        """Fetches report pages; gives the trouble for which the site is left alone until the next run, if there is one."""
        in_a_row = 0
        for done, (address, label) in enumerate(due, 1):
            page = self.state.pages.setdefault(address, PageState())
            try:
                self._page(address, label, page)
                page.label = label
                in_a_row = 0
            except Trouble as trouble:
                page.failed(trouble.reason, trouble.detail, self.now)
                in_a_row += trouble.reason not in _LASTING
                if trouble.ends_source or in_a_row == _IN_A_ROW:
                    return trouble
            self._save()
            progress(done, len(due))
        return None

    def _page(self, address: str, label: str, page: PageState) -> None:
        """Fetches a report page, and keeps it where it is new or says something else, then its attachments."""
        is_known = bool(page.digest)
        got = self.session.get(address, page.validators if is_known and not page.reason else None)
        if got.data is None:
            page.answered(got.validators, self.now)
            for at, file in page.attachments.items():
                self._attachment(Link(at, file.title), file, address, page)
            return
        type_ = self.reading.type_of(got.data)
        attachments: tuple[Link, ...] = ()
        title, digest = label, hashlib.sha256(got.data).hexdigest()
        if type_ == "html" or (type_ in _MAYBE_PAGE and not address.endswith(f".{type_}")):
            type_ = "html"
            found = self._read(address, got.address, got.data)
            title = found.title if re.search(self.source.pattern, found.title) else label or found.title
            attachments = found.attachments[:_MOST_FILES]
            digest = self._digest(got.data, found)
        elif type_ in _NO_DOCUMENT:
            raise Trouble("wrong_type", address, type_)
        page.answered(got.validators, self.now)
        page.first_seen = page.first_seen or self.now
        if digest != page.digest:
            if is_known and title != page.title:
                page.replaced = self.now
            page.title = title
            self._keep(got.data, address, self._hint(address, page, f"{title}.{type_}"), page)
            page.digest = digest
            self.n_changed += is_known
            self.n_new += not is_known
        page.attachments = {a.address: page.attachments.get(a.address) or FileState() for a in attachments}
        if type_ == "html" and len(found.attachments) > _MOST_FILES:
            page.failed("too_many_files", str(len(found.attachments)), self.now)
        for attachment in attachments:
            self._attachment(attachment, page.attachments[attachment.address], address, page)

    def _read(self, address: str, base: str, data: bytes) -> ReportPage:
        """A page found at an address, whose links begin at `base`."""
        try:
            text = self.reading.text_of(data)
        except ValueError as error:
            raise Trouble("unreadable_page", address, str(error)) from error
        found = read_report(text, base)
        if not found.attachments and asks_for_captcha(text):
            raise Trouble("captcha", address)
        return found

    def _attachment(self, link: Link, file: FileState, page_address: str, page: PageState) -> None:
        """Fetches an attachment that is due, and keeps it where its bytes are new; its troubles stay with it."""
        if not _is_due(file, self.now):
            return
        file.title = link.label
        try:
            known = file.validators if file.digest and not file.reason else None
            got = self.session.get(link.address, known, most=self.limits.file_bytes)
            type_ = self.reading.type_of(got.data) if got.data is not None else ""
            if type_ in _NO_DOCUMENT:
                raise Trouble("wrong_type", link.address, type_)
            file.answered(got.validators, self.now)
            file.first_seen = file.first_seen or self.now
            if got.data is not None and (digest := hashlib.sha256(got.data).hexdigest()) != file.digest:
                name = link.label if link.label.lower().endswith(f".{type_}") else f"{link.label}.{type_}"
                self._keep(got.data, link.address, self._hint(page_address, page, name), file)
                file.digest = digest
        except Trouble as trouble:
            file.failed(trouble.reason, trouble.detail, self.now)
            if trouble.ends_source:
                raise

    def _keep(self, data: bytes, address: str, hint: str, file: FileState) -> None:
        file.file_ids, left_out = self.keep(data, address, hint)
        file.reason = "archive" if left_out else ""
        file.detail = "; ".join(f"{place}: {why}" for place, why in left_out[:3])

    def _hint(self, page_address: str, page: PageState, name: str) -> str:
        """The place that a document would have in an inbox: district, a folder of the page, and its name.

        The folder is named by a hash, because numbers of an address could be taken for codes or years.
        """
        key = "p" + hashlib.sha256(page_address.encode()).hexdigest()[:12]
        folder = f"{key} {_named(page.title)}".strip()
        return f"{self.district}/{folder}/{_named(name)}"

    def _digest(self, data: bytes, found: ReportPage) -> str:
        """Tells whether a page says something else than before: its main text and its attachments, not what stands around."""
        content = settled(self.reading.content_of(data)) or found.text
        listed = "\n".join(sorted(link.address for link in found.attachments))
        return hashlib.sha256(f"{content}\n{listed}".encode()).hexdigest()

    def _is_due(self, address: str, label: str) -> bool:
        page = self.state.pages.get(address)
        if page is None or _is_due(page, self.now):
            return True
        renamed = bool(page.label) and page.label != label  # it may have become another report
        return renamed or any(_is_due(a, self.now) for a in page.attachments.values())

    def _note(self, n_listed: int, of_lists: list[Trouble], stopped: Trouble | None) -> None:
        """The health of the source after this run."""
        grave = [t for t in of_lists if t.reason not in _MILD] + ([stopped] if stopped else [])
        troubles = [*grave, *(t for t in of_lists if t.reason in _MILD), *self._lasting()]
        first = troubles[0] if troubles else None
        wait = max((t.wait for t in grave), default=0.0)
        before = self.state.health
        self.state.health = Health(
            status="failing" if grave else "partial" if troubles else "ok",
            reason=first.reason if first else "",
            address=first.address if first else "",
            detail=first.detail if first else "",
            last_tried=self.now,
            last_success=before.last_success if grave else self.now,
            last_new=self.now if self.n_new or self.n_changed else before.last_new,
            not_before=self.now + timedelta(seconds=wait) if wait else None,
            n_listed=n_listed,
            n_pages=sum(bool(page.digest) for page in self.state.pages.values()),
            n_new=self.n_new,
            n_changed=self.n_changed,
            n_troubles=len({(t.reason, t.address) for t in troubles}),
        )

    def _lasting(self) -> Iterator[Trouble]:
        """What is wrong with pages and attachments, whether or not this run asked for them."""
        for address, page in self.state.pages.items():
            if address in self.gone:
                continue  # the list speaks of it no more
            if page.reason:
                yield Trouble(page.reason, address, page.detail)
            if page.replaced and self.now - page.replaced < _SHOWN:
                yield Trouble("replaced", address, page.title)
            for at, file in page.attachments.items():
                if file.reason:
                    yield Trouble(file.reason, at, file.detail)

    def _save(self) -> None:
        save_state(self.path, self.state)


def _is_due(file: FileState, now: datetime) -> bool:
    """Whether a page or an attachment is to be asked for now."""
    if file.asked is None:
        return True
    if file.reason:
        return file.reason not in _LASTING or now - file.asked >= _LASTING_EVERY
    return now - file.asked >= (_FRESH_EVERY if now - (file.first_seen or now) < _FRESH else _OLD_EVERY)


def _named(text: str) -> str:
    """A title as the name of a folder or file."""
    return " ".join(text.replace("/", "／").replace("\\", "＼").split())[:120]
