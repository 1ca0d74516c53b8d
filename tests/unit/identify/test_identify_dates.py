"""Dates in all the ways in which reports write them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.identify.dates import YEAR, first_date, year_number

DIGITS = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月30日",
        "2024 年 1 月 30 日",
        "２０２４年１月３０日",
        "2024-01-30",
        "2024/1/30",
        "2024.01.30",
        "2024－01－30 09:18",
        "二〇二四年一月三十日",
        "二○二四年一月三十日",
        "二O二四年一月三十日",
        "二0二四年一月三十日",
        "二零二四年元月，二零二四年一月卅日",
        "2024年元月30日",
        "2024年1月30号",
        "发布于2024年13月45日，改为2024年1月30日",
    ],
)
def test_one_date(text: str) -> None:
    assert first_date(text) == date(2024, 1, 30)


@pytest.mark.parametrize(
    "text", ["", "2024年1月", "2025年1—11月", "20240130", "2024年2月30日", "1月30日", "〔2024〕1号30日"]
)
def test_no_date(text: str) -> None:
    assert first_date(text) is None


def in_words(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


@given(st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_words_and_digits_agree(day: date) -> None:
    year = "".join(DIGITS[int(digit)] for digit in str(day.year))
    assert first_date(f"{year}年{in_words(day.month)}月{in_words(day.day)}日") == day
    assert first_date(f"{day.year}年{day.month}月{day.day}日") == day
    assert first_date(day.isoformat()) == day


@pytest.mark.parametrize(("text", "year"), [("2023", 2023), ("２０２３", 2023), ("二○二三", 2023), ("二零一九", 2019)])
def test_years(text: str, year: int) -> None:
    match = re.fullmatch(YEAR, text)
    assert match
    assert year_number(match.group()) == year
