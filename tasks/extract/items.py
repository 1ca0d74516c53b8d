"""What extraction is given of a report, and what it finds in a sentence before it is read."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from tasks.extract.fold import Folded
from tasks.extract.phrases import Phrase
from tasks.extract.quantity import Quantity

# what the clause of a number without unit, or the subject of a negation, says of it
_MONEY = re.compile("投入|经费|资金|金额|罚|款|费(?![心解力尽时])|补助|补贴|赔偿|损失")
_CASES_BEHIND = re.compile(
    "(?:行政|矛盾|民间|邻里|婚姻|家庭|土地|物业|执法|处罚|简易|普通|一般|程序|信访|违法|各类|复杂|疑难|重大)*"
    "(?:案件|案子|纠纷)(?!人民调解|调解|调处|化解|多元|预防|类型|信息)"
)
_CASES_BEFORE = re.compile("(?:案件(?:数|数量|总数)?|(?:普通|简易|一般)程序)(?:案件)?[为有共计仅只]?$")
_PEOPLE = re.compile("人口|人数")
COUNTABLE = re.compile(
    "(?:脱管|漏管|被纠正|被撤销|犯罪|非访|[级京省体集]访|案件?|事件|事故|纠纷|诉讼|复议|上访|非访|信访|申请|投诉|举报|建议书?|败诉|纠错|失误|犯罪|舆情|决策|处罚|强制|文件|刑|伤亡|赔偿|人员)(?:的?(?:情况|发生|案例|现象))?$"
)


class Reported(Protocol):
    """What extraction needs to know of the report."""

    @property
    def report_year(self) -> int:
        """Year reported on."""

    @property
    def signed_on(self) -> date | None:
        """Date of the signature."""

    @property
    def period_end(self) -> date | None:
        """Last day that the report covers; None for the whole year."""


@dataclass(slots=True)
class Item:
    """Something in a sentence that may be a mention, at positions of the sentence."""

    start: int
    end: int
    quantity: Quantity | None = None
    phrase: Phrase | None = None
    full: str | None = None


def unitless_family(clause: str, q: Quantity, money_before: bool) -> str | None:
    """The family of a quantity without unit, by its name or the clause before it; None where it counts nothing.

    `money_before`: a figure before it in the sentence is money (到位15万元，其中服务费4万、制作3.2万).
    """
    if q.named:
        return q.family
    if _PEOPLE.search(clause):
        return "persons"
    return q.family if money_before or _MONEY.search(clause) else None


def as_cases(text: str, start: int, end: int, q: Quantity) -> Quantity:
    """The quantity at start..end; what is counted in 个 is cases where the words beside it say so (231个处罚案件)."""
    if q.unit == "个" and (_CASES_BEHIND.match(text, end) or _CASES_BEFORE.search(text, max(0, start - 8), start)):
        return replace(q, family="cases")
    return q


def joined_digits(folded: Folded, q: Quantity) -> bool:
    """Whether a gap inside the numeral was closed that is no grouping of thousands (23 0件, not 1 280人次)."""
    offsets = folded.offsets
    if offsets is None:
        return False
    first, last = q.numeral_start, q.numeral_start + len(q.numeral)
    digit = folded.text[first:last].isdigit()
    gaps = [i for i in range(first + 1, last) if digit and offsets[i] - offsets[i - 1] > 1]
    return bool(gaps) and any(after - before != 3 for before, after in zip(gaps, [*gaps[1:], last], strict=True))


def unit_as_written(text: str, folded: Folded, q: Quantity) -> str | None:
    """The unit with the widths of the original text (％)."""
    if q.unit is None or not folded.changed:
        return q.unit
    at = folded.text.rfind(q.unit, q.numeral_start, q.end)
    if at < 0:
        return q.unit
    start, end = folded.span(at, at + len(q.unit))
    return text[start:end]
