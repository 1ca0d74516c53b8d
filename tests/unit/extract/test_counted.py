"""What a quantity without a metric counts, in few words."""

from __future__ import annotations

import pytest

from tasks.extract.counted import counted


@pytest.mark.parametrize(
    ("sentence", "quote", "words"),
    [
        ("全年巡查草场180余次", "180余次", "巡查草场"),
        ("在3所中小学开展活动", "3所", "中小学开"),
        ("先后共计20件", "20件", ""),
        ("配备执法记录仪累计6台；", "6台", "法记录仪"),
    ],
)
def test_words_that_name_the_thing(sentence: str, quote: str, words: str) -> None:
    at = sentence.index(quote)
    assert counted(sentence, at, at + len(quote)) == words
