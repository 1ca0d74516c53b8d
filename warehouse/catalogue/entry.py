"""The grammar of a catalogue entry, checked by pydantic when it is loaded."""

from __future__ import annotations

from itertools import product
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

Kind = Literal["flow", "stock", "money", "rate", "coverage"]
Method = Literal["sum", "sum_and_median", "weighted_rate", "median"]
Qualifier = Literal["exact", "approx", "at_least", "at_most", "range"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Triggers(_Entry):
    """Words that point to a metric.

    The clause of the number must hold one of `objects` (what is counted) and, where `actions` are listed, one of these
    (what was done). 'a+b' is met where both words stand in the clause in this order, 'a|b+c|d' stands for its four
    combinations. A word of `exclude` in the clause
    rules the metric out. `phrases` state 100 % without a number (全覆盖). A word of `parts` among the number's own words
    says that it is only a part (积案 of petitions).
    """

    objects: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @field_validator("objects", mode="before")
    @classmethod
    def _spelled_out(cls, written: Any) -> Any:
        """'普法|法治+集市|夜市' stands for four objects."""
        if not isinstance(written, list | tuple) or not all(isinstance(word, str) for word in written):
            return written  # the type is refused in the usual way
        parts = ([part.split("|") for part in word.split("+")] for word in written)
        return tuple(dict.fromkeys("+".join(choice) for word in parts for choice in product(*word)))

    @model_validator(mode="after")
    def _some(self) -> Triggers:
        if not self.objects and not self.actions:
            raise ValueError("needs at least one object or action")
        if any(not part for word in self.objects for part in word.split("+")):
            raise ValueError("an object has an empty part")
        return self


class Dimension(_Entry):
    """A part that a mention may be of, and the words that say so.

    `only_beside_whole`: the words make a part only where the report also gives the whole. `unit_families`: only numbers of
    these families can be of the part (2家律师事务所, and not 律师事务所的2名律师); all where none is named.
    """

    words: tuple[str, ...] = Field(min_length=1)
    only_beside_whole: bool = False
    unit_families: tuple[str, ...] = ()


class Aggregation(_Entry):
    """How a district adds the metric up; a weighted rate names its numerator and denominator.

    `due` are words before a count that stands for the denominator where a report gives one (应出庭4件，实际出庭4件).
    """

    method: Method
    numerator: str | None = None
    denominator: str | None = None
    due: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Aggregation:
        if (self.method == "weighted_rate") != (self.numerator is not None and self.denominator is not None):
            raise ValueError("weighted_rate, and only it, needs a numerator and a denominator")
        return self


class Bounds(_Entry):
    """Least and most of one township and year, inclusive, in the metric's unit."""

    min: float
    max: float

    @model_validator(mode="after")
    def _ordered(self) -> Bounds:
        if self.min > self.max:
            raise ValueError("min is above max")
        return self


class Example(_Entry):
    """An invented clause: with values where it states this metric, with `belongs_to` where it only looks like it."""

    text: str
    value_low: float | None = None
    value_high: float | None = None
    qualifier: Qualifier = "exact"
    unit: str | None = None
    belongs_to: str | None = None


class Examples(_Entry):
    """Clauses that the tests run: positive ones must yield the metric, negative ones must not."""

    positive: tuple[Example, ...] = Field(min_length=1)
    negative: tuple[Example, ...] = Field(min_length=1)


class Seen(_Entry):
    """In how many reports the metric was seen, of how many read."""

    township_reports: int
    of: int
    other_pages: int


class Metric(_Entry):
    """One metric. `unit` is the canonical unit; figures in `mismatched_families` are linked with flag unit_mismatch.

    `plausible_per_township`: beyond it a value deserves a look. `bounds`: beyond it no value can be true; where left out,
    those of the unit's family.

    `places`: its figures say in how many places something holds that 每 (每个社区) says of each; its dimensions are the
    kinds of places. `whole_of`: dimensions that together are all, so that figures of them side by side are added.
    `named_by`: words that every figure of the metric has in its clause, where a sentence gives a wider one before it
    (党委会24次，其中专题研究法治4次). `definition_zh` and `not_counted_zh` stand in `chinese/<category>.yaml`.
    `fallback`: takes a figure only where no other metric does. `wordings` are other ways to say it, each with objects,
    actions and excluding words of its own.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name_zh: str
    name_en: str
    unit: str
    unit_families: tuple[str, ...] = Field(min_length=1)
    mismatched_families: tuple[str, ...] = ()
    kind: Kind
    aggregation: Aggregation
    plausible_per_township: Bounds
    bounds: Bounds | None = None
    definition: str
    not_counted: str
    definition_zh: str | None = None
    not_counted_zh: str | None = None
    note: str | None = None
    part_of: str | None = None
    places: bool = False
    whole_of: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    fallback: bool = False
    dimensions: dict[str, Dimension] = Field(default_factory=dict)
    triggers: Triggers
    wordings: tuple[Triggers, ...] = ()
    usual_section: Literal["achievements", "problems", "duty", "plan", "other"]
    position: Literal["early", "middle", "late"]
    seen: Seen
    examples: Examples
    category: str = ""
