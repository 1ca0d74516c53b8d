"""A text of a year, read as one of a report: what the tests of reading share."""

from __future__ import annotations

from types import SimpleNamespace

from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)


def mentions(text: str, year: int = 2023) -> list[Mention]:
    """The mentions of a text, in its order."""
    report = SimpleNamespace(report_year=year, signed_on=None, period_end=None)
    return EXTRACTOR.extract(text, (), report)


def read(text: str, year: int = 2023) -> dict[str, Mention]:
    """The mentions of a text by their quote."""
    return {text[m.char_start : m.char_end]: m for m in mentions(text, year)}


def published(text: str, year: int = 2023) -> dict[str, float | None]:
    """What becomes an observation: the lower bound by metric."""
    observations, _ = resolve(text, mentions(text, year), CATALOGUE)
    return {o.metric_id: o.value_low for o in observations}
