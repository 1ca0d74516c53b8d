"""Find what is written as a quantity: hedge, numeral, unit, trailing hedge; no judgement yet of what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tasks.extract.item_numbers import begins_item
from tasks.extract.named import CLOSES, bracketed_unit, named_family
from tasks.extract.numerals import DIGITS, arabic, chinese, scale
from warehouse.catalogue import Units

_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?"
_SCALE = r"(?:[十百千]?[万亿]|[百千])"
_MIXED = rf"{_ARABIC}(?:{_SCALE}(?:零?{_ARABIC}{_SCALE}?)*+)?"
_CHINESE = (
    r"(?:[数几][十百千万亿]++|[〇零一二两三四五六七八九十百千万亿廿卅]++(?:点[〇零一二三四五六七八九]++[万亿]?|几)?)"
)
_NUMERAL = rf"(?:{_MIXED}|{_CHINESE})"

_FIRST = re.compile("[0-9〇零一二两三四五六七八九十百千万亿廿卅数几]")
_ANCHOR = re.compile(rf"(?<![0-9.])(?:(?P<arabic>{_MIXED})|(?P<chinese>{_CHINESE}))")
_LONGEST = 18
_FRACTION = re.compile(
    rf"百分之(?P<percent>{_NUMERAL})|(?P<lower>[二三四五六七八九十]+)分之(?P<upper>[一二两三四五六七八九十]+)"
    "|(?P<tenth>[一二三四五六七八九])成(?P<hundredth>[一二三四五六七八九半])"
)
_RANGE = re.compile(rf"(?:余|多)?(?:[-—~至到]|——)(?P<numeral>{_NUMERAL})(?![0-9.]*[-—])")
_HEDGE_BEFORE = re.compile(
    "(?P<at_most>不超过|不多于|不高于|不得超过|未超过|将近|接近|(?<![摆题点板现在出找、和及])不足|不到|至多|最多|低于|少于|(?<![附最临靠邻亲远相])近)$"
    "|(?P<at_least>不少于|不低于|不得少于|不得低于|不小于|不下于|至少|最少|超过了?|突破了?|不下|多于|大于|不止|高于|逾|(?<![赶反商])超)$"
    "|(?P<approx>大约|大概|约为|(?<![节预制合履契条公签邀集解簿违守租相特])(?<!规民)约)$"
)
_RANGE_STARTS = frozenset("余多-—~至到")
_HEDGE_ENDS = frozenset("过于高近足到多少低逾超止约概为上破了下")
_AFTER = {"以上": "at_least", "及以上": "at_least", "或以上": "at_least", "以下": "at_most", "以内": "at_most"}
_AFTER |= {"出头": "at_least", "左右": "approx", "上下": "approx"}
_AFTER_WORDS = "|".join(sorted(_AFTER, key=len, reverse=True))

# 不少于 and the like bind more than 超过: in a rule they make a norm
BINDING = (
    "不少于",
    "不低于",
    "不得少于",
    "不得低于",
    "不小于",
    "不下于",
    "至少",
    "最少",
    "不超过",
    "不多于",
    "不高于",
    "不得超过",
)


@dataclass(slots=True)
class Quantity:
    """A numeral with its unit, at folded positions; bounds are in the scale of the canonical unit.

    `named`: it has no unit, and the name before it says that it is a figure (处罚数29).
    """

    start: int
    end: int
    low: float | None
    high: float | None
    qualifier: str
    origin: str
    unit: str | None
    family: str | None
    hedge: str
    numeral: str
    numeral_start: int
    named: bool = False


class Scanner:
    """Finds quantities with the units of a catalogue; compiled once."""

    def __init__(self, units: Units) -> None:
        self._units = units
        names = sorted(units.family_of, key=len, reverse=True)
        plain = [_pattern(n, units.shorter_before.get(n, ())) for n in names if n not in ("百分之", "分之")]
        self._tail = re.compile(
            rf"(?P<more>余|多|来)?(?P<scale>[十百千]?[万亿]|[百千])?(?P<more2>余|多)?(?P<unit>{'|'.join(plain)})"
            "(?:[（(][件起宗份册本张次场户家名条项处座][）)])?"  # 1935家（户）
            rf"(?:(?P<after>{_AFTER_WORDS})|余(?![下名人条份场次件户家万元款粮额])|(?<=成)多)?"
        )
        # most numerals are dates, markers and names: what can follow the numeral of a quantity tells at once
        self._follows = frozenset(n[0] for n in names) | frozenset("余多来百千万亿十-—~至到，,。；;、\n）)") | {""}
        self._no_unit = re.compile(
            rf"(?P<more>余|多)?(?P<scale>[万亿])?(?P<more2>(?!))?(?P<unit>(?!))?(?P<after>{_AFTER_WORDS})?"
        )

    def scan(self, text: str) -> Iterator[Quantity]:
        """Quantities of the folded text in order, not overlapping; linear in the text's length."""
        position = 0
        while first := _FIRST.search(text, position):
            anchor = _ANCHOR.match(text, first.start())
            if anchor is None:
                position = first.end()
                continue
            position = anchor.end()
            if len(anchor[0]) > _LONGEST:
                continue  # an index number, no count
            if text[position : position + 1] in self._follows:
                found = self._read(text, anchor)
                if found is not None:
                    position = max(position, found.end)
                    yield found

    def _read(self, text: str, anchor: re.Match[str]) -> Quantity | None:
        start, end = anchor.span()
        numeral = anchor[0]
        if "." in numeral and begins_item(text, start):
            shift = numeral.index(".") + 1
            start, numeral = start + shift, numeral[shift:]
        if anchor["chinese"]:
            fraction = _FRACTION.match(text, start)
            if fraction:
                return self._fraction(text, fraction)
        tail = self._tail.match(text, end)
        bounds = _bounds(numeral)
        if bounds is None:
            return None
        low, high = bounds
        origin = "words" if anchor["chinese"] else "digits"
        at = tail.end() if tail and not tail["more"] else end
        second = _RANGE.match(text, at) if text[at : at + 1] in _RANGE_STARTS else None
        ranged = False
        if second:
            upper = _bounds(second["numeral"])
            end_tail = self._tail.match(text, second.end())
            same = end_tail and (not tail or tail["unit"] == end_tail["unit"])
            if upper and end_tail and same and upper[1] > low and not _moves(text, start):
                low *= _shared_scale(numeral, second["numeral"])
                ranged, tail, high, numeral = True, end_tail, upper[1], second["numeral"]
        if tail is None:
            return self._without_unit(text, start, end, low, high, numeral, origin)
        if not self._is_unit(text, tail):
            return None
        factor, unit = self._unit(tail, numeral)
        return self._make(text, start, tail.end(), (low * factor, high * factor), numeral, origin, unit, tail, ranged)

    def _is_unit(self, text: str, tail: re.Match[str]) -> bool:
        """Whether the classifier is not the beginning of another word."""
        if tail["after"]:
            return True
        return not text.startswith(self._units.not_before.get(tail["unit"], ()), tail.end("unit"))

    def _unit(self, tail: re.Match[str], numeral: str) -> tuple[float, str]:
        """Factor to the canonical scale, and the unit as written; 万 directly before 元 belongs to the unit of digits (3.6万元, 五万元: 元)."""
        unit = _half_width(tail["unit"])
        if not tail["scale"] and numeral[-1] not in "万亿":
            return self._units.factor_of[unit], tail["unit"]
        factor = self._units.factor_of[unit] * (scale(tail["scale"]) if tail["scale"] else 1)
        for word in (tail["scale"] or "", numeral[-1:]):
            direct = not (tail["more2"] if tail["scale"] else tail["more"])
            direct = direct and (numeral[0] in "0123456789" or word == tail["scale"])
            if word in ("万", "亿") and direct and word + unit in self._units.family_of:
                return factor, word + unit
        return factor, tail["unit"]

    def _make(
        self,
        text: str,
        start: int,
        end: int,
        bounds: tuple[float, float],
        numeral: str,
        origin: str,
        unit: str | None,
        tail: re.Match[str],
        ranged: bool,
    ) -> Quantity:
        numeral_start = start
        hedges: list[str] = []
        start, words = _hedges_before(text, start, numeral)
        hedges += [kind for kind, _ in words]
        more, _, more2, _, after = tail.groups()
        if more == "来":
            hedges.append("approx")
        elif more or more2 or text[tail.end() - 1] in "余多":
            hedges.append("more")
        if after:
            hedges.append(_AFTER[after])
        low, high, qualifier = _hedged(bounds, hedges, ranged or bounds[0] != bounds[1])
        family = self._units.family_of.get(_half_width(unit)) if unit else None
        hedge = "".join(word for _, word in words)
        return Quantity(start, end, low, high, qualifier, origin, unit, family, hedge, numeral, numeral_start)

    def _fraction(self, text: str, match: re.Match[str]) -> Quantity | None:
        end = match.end()
        tail = self._no_unit.match(text, end)
        if match["percent"]:
            bounds = _bounds(match["percent"])
            unit = "百分之"
        elif match["tenth"]:
            value = 10.0 * DIGITS[match["tenth"]] + DIGITS.get(match["hundredth"], 5)
            bounds, unit = (value, value), "成"
        else:
            upper, lower = chinese(match["upper"]), chinese(match["lower"])
            bounds = (round(100 * upper[0] / lower[0], 2),) * 2 if upper and lower and lower[0] > upper[0] else None
            unit = "分之"
        if bounds is None or tail is None:
            return None
        return self._make(text, match.start(), tail.end(), bounds, match[0], "words", unit, tail, False)

    def _without_unit(
        self, text: str, start: int, end: int, low: float, high: float, numeral: str, origin: str
    ) -> Quantity | None:
        """'投入10余万': money without 元; kept for the caller to accept where the clause speaks of money."""
        tail = self._no_unit.match(text, end)
        if tail is None or origin != "digits" or text[tail.end() : tail.end() + 1] not in CLOSES:
            return None
        if not (tail["scale"] or numeral[-1] in "万亿"):
            unit = bracketed_unit(text, start)
            family = self._units.family_of[unit] if unit else named_family(text, start)
            if family is None:
                return None
            factor = self._units.factor_of[unit] if unit else 1
            made = self._make(
                text, start, tail.end(), (low * factor, high * factor), numeral, origin, None, tail, False
            )
            made.named, made.family = True, family
            return made
        factor = scale(tail["scale"] or "")
        made = self._make(text, start, tail.end(), (low * factor, high * factor), numeral, origin, None, tail, False)
        made.family = "money"  # or persons, as the clause says
        return made


def _pattern(unit: str, shorter_before: Sequence[str]) -> str:
    """The unit with brackets of both widths, and not where what follows makes it another word."""
    written = re.escape(unit).replace(r"\(", "[(（]").replace(r"\)", "[)）]")
    return f"{written}(?!{'|'.join(shorter_before)})" if shorter_before else written


def _half_width(unit: str) -> str:
    return unit.replace("（", "(").replace("）", ")") if "（" in unit else unit


def _bounds(numeral: str) -> tuple[float, float] | None:
    if numeral[0].isdigit() and numeral[0].isascii():
        value = arabic(numeral)
        return value, value
    return chinese(numeral)


def _shared_scale(first: str, second: str) -> int:
    """In '5至10万元' the 万 belongs to both figures."""
    return 1 if first[-1] in "十百千万亿" or second[-1] not in "万亿" else scale(second[-1])


def _moves(text: str, start: int) -> bool:
    """'由12件到20件' is a change between two figures, not a range."""
    return text[start - 1 : start] in ("由", "从")


def _hedges_before(text: str, start: int, numeral: str) -> tuple[int, list[tuple[str, str]]]:
    """Hedges directly before the numeral, at most two (约近, 近约), and where the first begins."""
    words: list[tuple[str, str]] = []
    if text[start - 1 : start] not in _HEDGE_ENDS:
        return start, words
    for _ in range(2):
        match = _HEDGE_BEFORE.search(text, max(0, start - 5), start)
        if match is None or match.lastgroup is None:
            break
        words.append((match.lastgroup, match[0]))
        start = match.start()
    if not words and text[start - 1 : start] == "上" and numeral[0] in "百千万亿":
        return start - 1, [("at_least", "上")]
    return start, words


def _hedged(bounds: tuple[float, float], hedges: list[str], ranged: bool) -> tuple[float | None, float | None, str]:
    """Bounds and qualifier by the contract: 约700余 is at least 700; 约1500 and 1500左右 are approximately 1500."""
    low, high = round(bounds[0], 6), round(bounds[1], 6)
    if "at_most" in hedges and "more" in hedges:
        return low, high, "approx"
    if "more" in hedges or "at_least" in hedges:
        return low, None, "at_least"
    if "at_most" in hedges:
        return None, high, "at_most"
    if ranged:
        return low, high, "range"
    return low, high, "approx" if hedges else "exact"
