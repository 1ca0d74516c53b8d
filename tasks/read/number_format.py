"""Numbers and dates of a spreadsheet as a person sees them: 12, 3.50, 1,200, 95.6%, 2024年1月18日.

The codes are those of Excel (`#,##0.00;-#,##0.00`, `yyyy"年"m"月"d"日"`). What is not known of them (fractions, conditions,
digits cut apart by signs) is shown as a plain number: nothing is lost by that but its dress.
"""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_DAY, _MONTH, _TIME = 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', 'h"时"mm"分"'
BUILT_IN: dict[int, str] = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "yyyy/m/d", 15: "yyyy/m/d", 16: 'm"月"d"日"', 17: _MONTH, 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
    27: _MONTH, 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "yyyy/m/d", 31: _DAY, 32: _TIME, 33: 'h"时"mm"分"ss"秒"', 36: _MONTH,
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: '#,##0;-#,##0;"-"', 42: '"¥"#,##0;-"¥"#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"', 44: '"¥"#,##0.00;-"¥"#,##0.00;"-"',
    45: "mm:ss", 46: "[h]:mm:ss", 50: _MONTH, 51: 'm"月"d"日"', 52: _MONTH, 53: 'm"月"d"日"', 54: 'm"月"d"日"',
    57: _MONTH, 58: 'm"月"d"日"',
}  # fmt: skip
"""Codes that files name by number only, as a Chinese Excel shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[\$(?P<currency>[^\]-]*)[^\]]*\]|(?P<elapsed>\[[hH]+\])|\[[^\]]*\]'
    r"|(?P<general>General|G/通用格式)|(?P<half>AM/PM|A/P|上午/下午)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+|[eE](?![+-])|aaaa?)"
    r"|(?P<section>;)|(?P<digit>[0#?])|(?P<sign>.)",
    re.DOTALL | re.IGNORECASE,
)
_EPOCH = datetime(1899, 12, 30)
DAYS_TO_1904 = 1462
"""What to add to the dates of files that count from 1904."""
_LAST_DAY = 2_958_466  # the first of January 10000
_EXACT = 1e15
_DECIMALS = 10
_LONGEST = 120  # characters of a code
Tokens = list[tuple[str, str]]


def shown(value: float, code: str = "General") -> str:
    """`value` in the format `code`; a date's value counts days from 30 December 1899."""
    if not math.isfinite(value):
        return ""
    sections = _sections(code or "General")
    if len(sections) > 1 and value < 0:
        tokens, number = sections[1], -value
    else:
        tokens, number = sections[2] if len(sections) > 2 and value == 0 else sections[0], value
    if is_date(code):
        return _date(value, tokens) if 0 <= value < _LAST_DAY else _general(value)
    return _number(number, tokens, value)


def is_date(code: str) -> bool:
    """Whether `code` shows a number as a date or a time."""
    return any(kind in ("date", "elapsed") for kind, _ in _sections(code)[0])


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[Tokens]:
    sections: list[Tokens] = [[]]
    for match in _TOKEN.finditer(code if len(code) <= _LONGEST else "General"):
        kind = match.lastgroup
        if kind == "section":
            sections.append([])
        elif kind:
            literal = kind in ("quoted", "escaped", "currency")
            sections[-1].append(("literal" if literal else kind, match[kind]))
    return sections


def _general(value: float) -> str:
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return format(value, ".10g" if abs(value) < 1e10 else ".15g").upper()


def _number(value: float, tokens: Tokens, signed: float) -> str:
    """A number in one section; `signed` is what to show plainly where the section is beyond us."""
    signs = "".join(text for kind, text in tokens if kind == "sign")
    if any(kind == "general" for kind, _ in tokens):
        return "".join(_general(value) if kind == "general" else text for kind, text in tokens if kind != "half")
    places = [n for n, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not places:
        return _general(signed) if "@" in signs or signs.isalnum() else "".join(text for _, text in tokens)
    first, last = places[0], places[-1]
    while last + 1 < len(tokens) and tokens[last + 1] == ("sign", ","):
        last += 1
    inner = "".join(text if kind in ("digit", "sign") else "\0" for kind, text in tokens[first : last + 1])
    before = tokens[:first]
    whole, _, decimals = inner.partition(".")
    if before and before[-1] == ("sign", "."):  # '.00'
        before, whole, decimals = before[:-1], "", inner
    if abs(value) >= _EXACT or not re.fullmatch(r"[0#?,]*", whole) or not re.fullmatch(r"[0#?]*,*", decimals):
        return _general(signed)
    exact = Decimal(repr(value)) * 100 ** signs.count("%")
    exact /= 1000 ** (len(inner) - len(inner.rstrip(",")))
    body = _digits(exact, whole.rstrip(","), decimals.rstrip(","))
    parts = ["".join(text for _, text in run) for run in (before, tokens[last + 1 :])]
    minus = "-" if body.startswith("-") else ""
    return f"{minus}{parts[0]}{body.removeprefix('-')}{parts[1]}".strip()


def _digits(value: Decimal, whole: str, decimals: str) -> str:
    """The digits between the signs: rounded half up, as many as the code asks for, the optional ones only if not 0."""
    most, least = min(len(decimals), _DECIMALS), min(decimals.count("0"), _DECIMALS)
    text = format(value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP), ",f" if "," in whole else "f")
    integer, _, fraction = text.partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    minus = "-" if integer.startswith("-") and (integer + fraction).strip("-0,") else ""
    integer = integer.removeprefix("-")
    if integer == "0" and "0" not in whole:
        integer = ""
    integer = integer.zfill(whole.count("0")) if "," not in whole else integer
    return f"{minus}{integer}.{fraction}" if fraction else f"{minus}{integer}"


def _date(value: float, tokens: Tokens) -> str:
    seconds = round(value * 86400)
    moment = _EPOCH + timedelta(seconds=seconds, days=1 if value < 60 else 0)  # there was no 29 February 1900
    dates = [text.lower() for kind, text in tokens if kind in ("date", "elapsed")]
    half = any(kind == "half" for kind, _ in tokens)
    parts = []
    at = -1
    for kind, text in tokens:
        if kind == "elapsed":
            at += 1
            parts.append(str(seconds // 3600))
        elif kind == "half":
            parts.append("上午" if moment.hour < 12 else "下午")
        elif kind == "date":
            at += 1
            near = dates[at - 1] if at else "", dates[at + 1] if at + 1 < len(dates) else ""
            minutes = "h" in near[0] or near[1].startswith("s")
            parts.append(_part(moment, text.lower(), minutes=minutes, half=half))
        elif kind != "digit":
            parts.append(text)
    return "".join(parts).strip(" ;@.")


def _part(moment: datetime, code: str, *, minutes: bool, half: bool) -> str:
    if code[0] in "ye":
        return f"{moment.year % 100:02}" if code == "yy" else str(moment.year)
    if code[0] == "a" or (len(code) > 2 and code[0] == "d"):
        return ("星期" if len(code) == 4 else "周") + "一二三四五六日"[moment.weekday()]
    number = {"m": moment.minute if minutes else moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}[
        code[0]
    ]
    if half and code[0] == "h":
        number = number % 12 or 12
    return f"{number:0{min(len(code), 2)}}"
