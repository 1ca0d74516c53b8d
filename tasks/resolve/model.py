"""Records of resolution: observations of one report, and what was noticed on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Observation:
    """One metric of one report; `mentions` are positions in the report's list of mentions."""

    metric_id: str
    value_low: float | None
    value_high: float | None
    qualifier: str
    unit: str
    obs_status: str
    period_end: date | None
    mentions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a person should look at; `mentions` are positions in the report's list of mentions."""

    check: str
    severity: str
    metric_id: str | None
    mentions: tuple[int, ...]
    zh: str
    en: str
