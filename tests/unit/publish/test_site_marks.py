"""Marks of overlapping, nested and shared spans: each character once, each mention whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tasks.publish.site.marks import Span, merged, pieces, sentence_range
from tasks.publish.site.words import change, grouped, harmless

TEXT = "参考率、合格率均为100%，𠮷田社区3至5场"


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    borders = st.lists(st.integers(0, len(TEXT)), min_size=2, max_size=2, unique=True).map(sorted)
    return [Span(*pair, f"m{n}") for n, pair in enumerate(draw(st.lists(borders, max_size=6)))]


@given(spans(), st.integers(0, 10), st.integers(10, len(TEXT)))
def test_pieces_are_the_text_and_each_mention_is_marked_whole(marked: list[Span], start: int, end: int) -> None:
    made = list(pieces(TEXT, start, end, marked))
    assert "".join(piece.text for piece in made) == TEXT[start:end]
    for span in marked:
        inside = TEXT[max(span.start, start) : min(span.end, end)]
        assert "".join(piece.text for piece in made if span.key in piece.keys) == inside
        assert sum(span.key in piece.begins for piece in made) == (start <= span.start < end)


def test_the_shortest_span_comes_first_and_shared_spans_both_begin() -> None:
    made = list(pieces("共100余名", 0, 6, [Span(1, 6, "long"), Span(1, 4, "short"), Span(1, 4, "twin")]))
    assert [(p.text, p.keys, p.begins) for p in made] == [
        ("共", (), ()),
        ("100", ("short", "twin", "long"), ("short", "twin", "long")),
        ("余名", ("long",), ()),
    ]


def test_a_sentence_is_found_around_its_number_and_ranges_are_joined() -> None:
    assert sentence_range("一3名。二3名。", "二3名。", Span(5, 7, "m")) == (4, 8)
    assert sentence_range("甲\n3", "甲 3", Span(2, 3, "m")) == (2, 3)  # joined from cells
    assert merged([(4, 8), (0, 3), (6, 9), (3, 4)]) == [(0, 9)]


def test_numbers_are_grouped_and_changes_are_signed() -> None:
    assert [grouped(text) for text in ("≥14200", "约1500", "3–5", "120400.25", "0", None)] == [
        "≥ 14,200", "约 1,500", "3–5", "120,400.25", "0", None,
    ]  # fmt: skip
    assert [change(*pair) for pair in (("3", "3"), ("-5", "3"), (None, "107"), ("-1000", None), ("0", "0"))] == [
        "+3", "−5 至 +3", "≤ +107", "≥ −1,000", "0",
    ]  # fmt: skip


@given(st.text())
def test_harmless_text_has_no_control_and_nothing_that_turns_it(text: str) -> None:
    shown = harmless(text)
    assert not set(shown) & {*map(chr, range(9)), "\x7f", "\u202e", "\u2066", "\u200f", "\x85"}
    assert harmless(shown) == shown
    assert harmless("𠮷\x00\u202e<b>") == "𠮷␀⟨U+202E⟩<b>"
