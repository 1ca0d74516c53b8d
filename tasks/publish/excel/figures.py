"""An interval as a cell: a number to calculate with, and the number format that shows how sharp it is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

RANGES_AT_MOST = 120
"""Number formats for ranges in a workbook; Excel promises room for 200 formats of all kinds."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An interval and how it came about.

    `low` and `high` are inclusive bounds, None where open; `about` says that it holds approximate values. `signed` figures
    are changes. `mark` names the colour of the cell (`conflict`, `doubtful`, `corrected`, `computed`; empty for none).
    """

    low: float | None
    high: float | None
    about: bool = False
    signed: bool = False
    mark: str = ""

    @property
    def is_range(self) -> bool:
        """Both bounds are known, and differ."""
        return self.low is not None and self.high is not None and self.low != self.high

    @property
    def number(self) -> float | None:
        """The number that the cell holds: the lower bound, the upper one where only that is known."""
        return self.high if self.low is None else self.low

    @property
    def hedge(self) -> tuple[str, str]:
        """What stands before and after the number: ≥ for 120余, ≤ for 近400, 约 for 约1500, –5 after the 3 of 3至5."""
        if self.low is None:
            return "≤", ""
        if self.high is None:
            return "≥", ""
        if self.low == self.high:
            return "约" if self.about else "", ""
        return "", f"–{plain(self.high, signed=self.signed)}"

    @property
    def num_format(self) -> str:
        """Excel's number format: the hedge as literal text around the number."""
        value = self.number or 0
        return _num_format(*self.hedge, value == int(value), self.signed)

    @property
    def text(self) -> str:
        """The same as text: ≥120, 3–5."""
        before, after = self.hedge
        return f"{before}{plain(self.number or 0, signed=self.signed)}{after}"


@lru_cache(maxsize=1024)
def _num_format(before: str, after: str, whole: bool, signed: bool) -> str:
    digits = "#,##0" if whole else "#,##0.0###"
    before, after = (f'"{text}"' if text else "" for text in (before, after))
    if signed:
        return ";".join(f"{before}{sign}{digits}{after}" for sign in ("+", "-", ""))
    return f"{before}{digits}{after}"


def plain(value: float, *, signed: bool = False) -> str:
    """A number as people write it: 45,000, 98.5; changes with their sign."""
    number = f"{value:+,.4f}" if signed and value else f"{value:,.4f}"
    return number.rstrip("0").rstrip(".")
