"""The list pages of a source, in order, through their pagination."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from datetime import datetime

from tasks.collect.fetch import Session
from tasks.collect.pages import asks_for_captcha, read_list
from tasks.collect.reasons import Trouble
from tasks.collect.sources import Source
from tasks.collect.state import ListState, SourceState

TextOf = Callable[[bytes], str]
"""The HTML of a page; ValueError where the bytes are none that can be parsed."""

_RULES = 1
"""Another number where `read_list` chooses other links of the same page."""
_BARREN = 5
"""List pages in a row without an article that was not seen: such a pagination has no end."""


def walk_lists(
    source: Source, session: Session, state: SourceState, text_of: TextOf, now: datetime
) -> tuple[dict[str, str], list[Trouble]]:
    """Links to reports (address → label) of all list pages, and what is wrong with the lists."""
    rules = f"{_RULES} {source.max_pages} {source.pattern}"
    if state.rules != rules:
        state.lists.clear()  # a list that has not changed is read anew all the same
        state.rules = rules
    links: dict[str, str] = {}
    troubles: list[Trouble] = []
    asked: dict[str, ListState] = {}
    for first in source.lists:
        found: dict[str, str] = {}
        wrong = _walk(first, source, session, state, text_of, now, found, asked)
        links |= found
        if found and first not in state.fruitful:
            state.fruitful.append(first)
        if not found and not wrong:
            wrong = [Trouble("nothing_found" if first in state.fruitful else "empty_column", first)]
        troubles += wrong
        if any(trouble.ends_source for trouble in wrong):
            break
    if not troubles:
        state.lists = asked  # pages that the pagination no longer has are forgotten
    return links, troubles


def _walk(
    first: str,
    source: Source,
    session: Session,
    state: SourceState,
    text_of: TextOf,
    now: datetime,
    links: dict[str, str],
    asked: dict[str, ListState],
) -> list[Trouble]:
    queue, queued = deque([first]), {first}
    seen: set[str] = set()
    n_pages = n_barren = 0
    while queue:
        if n_pages == source.max_pages or n_barren == _BARREN:
            return [Trouble("endless_list", queue[0], str(n_pages))]
        address = queue.popleft()
        page = state.lists.setdefault(address, ListState())
        try:
            _ask(address, page, source, session, text_of, now)
        except Trouble as trouble:
            page.failed(trouble.reason, trouble.detail, now)
            if trouble.reason == "not_found" and address != first:
                continue  # a pagination that names one page too many
            return [trouble]
        asked[address] = page
        n_pages += 1
        n_barren = n_barren + 1 if seen.issuperset(page.articles) else 0
        seen.update(page.articles)
        for at, label in page.links:
            links[at] = max(links.get(at, ""), label, key=len)
        for further in page.further:
            if further not in queued:
                queued.add(further)
                queue.append(further)
    return []


def _ask(address: str, page: ListState, source: Source, session: Session, text_of: TextOf, now: datetime) -> None:
    got = session.get(address, page.validators if page.asked and not page.reason else None)
    if got.data is not None:
        try:
            text = text_of(got.data)
        except ValueError as error:
            raise Trouble("unreadable_page", address, str(error)) from error
        found = read_list(text, got.address, re.compile(source.pattern), source.max_pages)
        if not found.articles and asks_for_captcha(text):
            raise Trouble("captcha", address)
        page.links = [(link.address, link.label) for link in found.links]
        page.articles = sorted(found.articles)
        page.further = list(found.further)
    page.answered(got.validators, now)
