"""One number of a release as people decide about it: whose, what, how much, and the sentences that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.cli.console import interval
from flows.cli.lookup import full_name
from flows.cli.sentences import Sentence

if TYPE_CHECKING:
    from warehouse.corrections import Value
    from warehouse.register import Township


@dataclass(frozen=True, slots=True)
class Number:
    """A metric of a township and year; `value` and `obs_status` are None where the report gives none.

    `metric` is id, Chinese name and unit; `counted` are the sentences behind the value.
    """

    place: Township
    year: int
    metric: tuple[str, str, str]
    value: Value | None
    obs_status: str | None
    counted: tuple[Sentence, ...]

    @property
    def title(self) -> str:
        """Township, year and metric in words."""
        return f"{full_name(self.place)}（{self.place.township_code}） {self.year}年 {self.metric[1]}"

    @property
    def said(self) -> str:
        """Value, unit and how it came about, in words."""
        from warehouse.models import vocabularies

        if self.value is None:
            return "报告未作可计入的陈述"
        low, high, qualifier = self.value
        how = vocabularies()["obs_status"][self.obs_status or ""]
        return f"{interval(low, high, about=qualifier == 'approx')} {self.metric[2]}（{how}）"

    @property
    def report(self) -> tuple[str, int]:
        """Township code and year."""
        return self.place.township_code, self.year
