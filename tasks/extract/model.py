"""The record of extraction: a mention, as the contract defines it, before ids are given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

GUESSED = 0.8
"""Confidence below which a link that only likeness proposes is a guess: phrasing that nobody taught goes wrong there."""


@dataclass(slots=True)
class Mention:
    """One quantity stated in a text; `text[char_start:char_end]` is its quote.

    Values are in the canonical unit's scale (money in 元, percentages 0-100), bounds inclusive, None where open.
    `part_of` is the position of the total in the list of the report's mentions; `part_share` is how likely the figure is
    only some of what its metric counts, where likeness was asked.
    """

    char_start: int
    char_end: int
    value_low: float | None
    value_high: float | None
    qualifier: str
    value_origin: str
    unit: str | None
    unit_canonical: str | None
    sentence: str = ""
    section: str = "other"
    status: str = "achieved"
    scope: str = "township"
    dimension: str | None = None
    period_end: date | None = None
    part_of: int | None = None
    metric_id: str | None = None
    rule: str = ""
    confidence: float = 0.0
    flags: tuple[str, ...] = ()
    part_share: float = 0.0


def is_guess(mention: Mention) -> bool:
    """Whether only likeness proposes what the number counts, and without much confidence: nothing is published by it."""
    return mention.rule == "likeness" and mention.confidence < GUESSED


def is_no_part(mention: Mention) -> None:
    """Takes the flag `part` away: the figure is all of what its metric counts."""
    mention.flags = tuple(flag for flag in mention.flags if flag != "part")
