"""Whatever the text, extraction ends, spans lie in it, and numerals are read as they are written."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.engine import Extractor
from tasks.extract.fold import fold
from tasks.extract.numerals import arabic, chinese
from tasks.resolve.resolve import resolve
from warehouse.catalogue import load_catalogue

CATALOGUE = load_catalogue()
EXTRACTOR = Extractor(CATALOGUE)
REPORT = SimpleNamespace(report_year=2023, signed_on=date(2024, 1, 3), period_end=None)
PIECES = (
    "全年", "开展", "法治宣传活动", "受理", "矛盾纠纷", "化解", "其中", "共", "每季度", "不少于", "约", "近", "余", "多", "以上", "件", "人次",
    "名", "%", "万元", "2023年", "2024年", "一、", "（二）", "计划", "较上年", "增长", "未发生", "行政复议案件", "、", "，", "。", "；", "\n", " ",
    "　", "\u200b", "“", "”", "（", "）", "1", "12", "３", "１．５", "三十", "百", "万", "一", "各", "均", "率", "100%",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(st.characters(categories=["L", "N", "P", "Cs"]), max_size=60).map(
        lambda rest: f"开展宣传12场{rest}受理纠纷3件"
    ),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join),
)


@given(TEXTS)
def test_spans_lie_in_the_text_and_hold_a_value(text: str) -> None:
    mentions = EXTRACTOR.extract(text, (), REPORT)
    for mention in mentions:
        assert 0 <= mention.char_start < mention.char_end <= len(text)
        assert text[mention.char_start : mention.char_end].strip()
        low, high = mention.value_low, mention.value_high
        assert low is not None or high is not None
        assert low is None or high is None or low <= high
        assert mention.part_of is None or 0 <= mention.part_of < len(mentions)
    assert [m.char_start for m in mentions] == sorted(m.char_start for m in mentions)
    observations, findings = resolve(text, mentions, CATALOGUE)
    assert len({o.metric_id for o in observations}) == len(observations)
    assert all(0 <= p < len(mentions) for o in observations for p in o.mentions)
    assert all(0 <= p < len(mentions) for f in findings for p in f.mentions)


@given(TEXTS)
def test_folding_maps_each_character_back(text: str) -> None:
    folded = fold(text)
    assert folded.offsets is None or len(folded.offsets) == len(folded.text)
    for position in range(len(folded.text)):
        start, end = folded.span(position, position + 1)
        assert end == start + 1
        alone = fold(text[start]).text  # a gap closes where it stands alone
        assert alone in ("", folded.text[position])


@given(st.integers(0, 999_999_999))
def test_arabic_numerals(number: int) -> None:
    assert arabic(str(number)) == number
    assert arabic(f"{number:,}") == number


def written(number: int) -> str:
    """A whole number below a hundred million in Chinese characters."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if rest and rest < 1_000 else ""
        return written(number // 10_000) + "万" + gap + (written(rest) if rest else "")
    text, zero = "", False
    for scale, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + word
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 99_999_999))
def test_chinese_numerals(number: int) -> None:
    assert chinese(written(number)) == (number, number)
