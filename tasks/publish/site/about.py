"""What the site of a release says of the release as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from tasks.publish.notes import Notes

SiteTexts = Literal["whole", "sentences"]
"""Whether reports are shown whole, or by their sentences with numbers."""


@dataclass(frozen=True, slots=True)
class About:
    """Name and content hash of a release, what is new in it, the names of the districts' forms, and how texts are shown."""

    release: str
    content: str
    notes: Notes
    forms: Sequence[str] = ()
    texts: SiteTexts = "whole"
