"""The season of a release: the only way in which the calendar reaches its tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Season:
    """Which deadlines have passed: 31 March for report years up to `due_year`, 30 April for those up to `final_year`."""

    due_year: int
    final_year: int

    @classmethod
    def on(cls, day: date) -> Season:
        """The season on a day of the calendar in Asia/Shanghai; the deadline's own day has not passed."""
        return cls(
            due_year=day.year - (1 if day > date(day.year, 3, 31) else 2),
            final_year=day.year - (1 if day > date(day.year, 4, 30) else 2),
        )

    def __str__(self) -> str:
        return f"due {self.due_year}, final {self.final_year}"
