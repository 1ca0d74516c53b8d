"""Values of Arabic, Chinese and mixed numerals, as bounds."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_TENS = {"廿": 20, "卅": 30}
_PART = re.compile(r"零?([0-9][0-9,，]*(?:\.[0-9]+)?)([十百千万亿]*)")
_PAIR = re.compile(r"(?<![一二两三四五六七八九])([一二两三四五六七八九])([二三四五六七八九])(?=[十百千万亿]|$)")


def scale(words: str) -> int:
    """The factor that a run of scale words stands for: 千万 is 10,000,000, an empty run is 1."""
    factor = 1
    for word in words:
        factor *= _SCALES[word]
    return factor


def arabic(written: str) -> float:
    """Value of digits with grouping, decimals and scale words: '1,280', '1.2万', '2亿零300万', '1万2千'."""
    if written.isdigit():
        return float(written)
    total = Decimal(0)
    for digits, words in _PART.findall(written):
        total += Decimal(digits.replace(",", "").replace("，", "")) * scale(words)
    return float(total)


def chinese(written: str) -> tuple[float, float] | None:
    """Bounds of a Chinese numeral: 一百二十 is 120-120, 三四十 30-40, 十几 11-19, 几十 and 数十 20-99; None if it is none."""
    if written[0] in "几数" and len(written) > 1:
        base = _plain("一" + written[1:]) if written[1] in _SCALES else None
        # 几十 is at least two tens and stays below a hundred; 几百 likewise
        return None if base is None else (2.0 * base, 10.0 * base - 1)
    if "点" in written:
        whole, _, rest = written.partition("点")
        value, factor = _plain(whole), scale(rest[-1]) if rest[-1] in _SCALES else 1
        if value is None:
            return None
        exact = float(Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in rest if c in DIGITS)}") * factor)
        return exact, exact
    if written.endswith("几"):
        base = _plain(written[:-1])
        return None if base is None or base % 10 else (base + 1.0, base + 9.0)
    pair = _PAIR.search(written)
    if pair and DIGITS[pair[2]] == DIGITS[pair[1]] + 1:
        low = _plain(written[: pair.start(2)] + written[pair.end(2) :])
        high = _plain(written[: pair.start(1)] + written[pair.end(1) :])
        return None if low is None or high is None else (float(low), float(high))
    value = _plain(written)
    return None if value is None else (float(value), float(value))


def _plain(written: str) -> int | None:
    """Value of a plain numeral; None where the order of its characters makes none (年份二〇二三 is no count)."""
    total = section = digit = 0
    seen_digit = False
    for character in written:
        if character in _TENS:
            section += _TENS[character]
        elif character in DIGITS:
            if seen_digit and digit:
                return None
            digit, seen_digit = DIGITS[character], True
        elif character in ("万", "亿"):
            section = (section + digit) or 1
            if character == "亿" and total:
                section, total = total + section, 0
            total += section * _SCALES[character]
            section = digit = 0
            seen_digit = False
        else:
            section += (digit or 1) * _SCALES[character]
            digit, seen_digit = 0, False
    return total + section + digit
