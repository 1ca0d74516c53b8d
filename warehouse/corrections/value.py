"""Values as people write them, with the hedges of the contract: 120, 约120, ≥120, ≤400, 3–5."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import NamedTuple

_NUMBER = r"\d+(?:\.\d+)?(?:万亿|[万亿])?"
_AT_LEAST = rf"(?:≥|>=|>|至少|不少于|不低于|超过|超)({_NUMBER})|约?({_NUMBER})(?:余|多|以上)"
_AT_MOST = rf"(?:≤|<=|<|至多|不超过|不足|近)({_NUMBER})|({_NUMBER})以下"
_FORMS = {
    "exact": re.compile(rf"({_NUMBER})"),
    "approx": re.compile(rf"(?:约|大约|≈)({_NUMBER})|({_NUMBER})左右"),
    "at_least": re.compile(_AT_LEAST),
    "at_most": re.compile(_AT_MOST),
    "range": re.compile(rf"({_NUMBER})(?:[-—–－~～]+|至|到)({_NUMBER})"),
}
_UNKNOWN = "–"
_SCALE = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
_WIDTHS = str.maketrans("０１２３４５６７８９．，％＞＜＝", "0123456789.,%><=")


class Value(NamedTuple):
    """An interval with inclusive bounds, None where open, and its qualifier as in the table of observations."""

    low: float | None
    high: float | None
    qualifier: str


def parse_value(text: str, unit: str = "") -> Value:
    """The value that a person wrote, with or without its `unit`: 120, 1,200, 1.2万, 约120, ≥120, 120余, 近400, 3–5.

    Raises:
        ValueError: it is none of these.
    """
    written = re.sub(r"(?<!\d)\s+|\s+(?!\d)|(?<=\d),(?=\d{3})", "", text.translate(_WIDTHS)).removesuffix(unit)
    if written == _UNKNOWN:
        return Value(None, None, "range")
    for qualifier, form in _FORMS.items():
        if found := form.fullmatch(written):
            numbers = [_number(group) for group in found.groups() if group]
            return _value(qualifier, numbers[0], numbers[-1])
    raise ValueError(f"'{text}' is no value; write it as 120, 约120, ≥120, ≤120 or 100–120")


def value_text(value: Value) -> str:
    """A value as `parse_value` takes it: 52, 约1500, ≥120, ≤400, 3–5; – where neither bound is known."""
    low, high, qualifier = value
    if low is None:
        return _UNKNOWN if high is None else f"≤{_text(high)}"
    if high is None:
        return f"≥{_text(low)}"
    if low == high:
        return ("约" if qualifier == "approx" else "") + _text(low)
    return f"{_text(low)}–{_text(high)}"


def same_value(one: Value, other: Value) -> bool:
    """Whether two values say the same: equal bounds, and both approximate or neither."""
    pairs = ((one.low, other.low), (one.high, other.high))
    return (one.qualifier == "approx") == (other.qualifier == "approx") and all(
        a == b if a is None or b is None else math.isclose(a, b, rel_tol=1e-9) for a, b in pairs
    )


def _value(qualifier: str, first: float, last: float) -> Value:
    if qualifier == "at_least":
        return Value(first, None, qualifier)
    if qualifier == "at_most":
        return Value(None, first, qualifier)
    if first > last:
        raise ValueError(f"{_text(first)} is above {_text(last)}; write the lower bound first")
    return Value(first, last, "exact" if qualifier == "range" and first == last else qualifier)


def _number(text: str) -> float:
    digits = text.rstrip("万亿")
    return float(Decimal(digits) * _SCALE[text[len(digits) :]])


def _text(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.9f}".rstrip("0")
