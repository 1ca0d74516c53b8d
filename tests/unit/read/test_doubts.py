"""Characters recognised with doubt are found again in the text that was made of their lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.read.document import Block, Document
from tasks.read.doubts import doubts, mark

FIRST, SECOND = "全年办理行政处罚案件1", "35件，罚没款3.68万元。"


def document(*lines: tuple[str, int]) -> Document:
    """A document of a block a line, each on its page."""
    blocks = []
    at = 0
    for text, page in lines:
        blocks.append(Block(at, at + len(text), "paragraph", page))
        at += len(text) + 1
    return Document("\n".join(text for text, _ in lines), tuple(blocks), "image/png", "ocr")


def line(text: str, *weak: int) -> tuple[str, list[float]]:
    """A line with little confidence in some of its characters."""
    return text, [0.5 if n in weak else 0.99 for n in range(len(text))]


def doubtful(made: Document, page: int, *lines: tuple[str, list[float]]) -> list[str]:
    marked = mark(made, {page: doubts(lines)})
    return [marked.text[start:end] for start, end in marked.doubtful]


def test_a_number_that_goes_on_in_the_next_line_is_doubtful_whole() -> None:
    made = document((FIRST + SECOND, 1))
    assert doubtful(made, 1, line(FIRST, len(FIRST) - 1), line(SECOND)) == ["135"]


def test_a_doubtful_mark_is_none_a_doubtful_decimal_point_is_one() -> None:
    made = document((FIRST + SECOND, 1))
    assert doubtful(made, 1, line(FIRST), line(SECOND, SECOND.index("，"))) == []
    assert doubtful(made, 1, line(FIRST), line(SECOND, SECOND.index("."))) == ["3.68"]


def test_a_digit_beside_a_letter_is_doubtful_however_sure() -> None:
    made = document(("合格率9o%，共12人参加。", 1))
    assert doubtful(made, 1, line("合格率9o%，共12人参加。")) == ["9o%"]


def test_other_pages_are_not_doubted() -> None:
    made = document(("一、主要做法", 1), (FIRST + SECOND, 2), (FIRST + SECOND, 3), (FIRST + SECOND, 4))
    marked = mark(made, {4: doubts([line(FIRST + SECOND, len(FIRST))])})
    assert [made.blocks[3].char_start < start for start, _ in marked.doubtful] in ([True], [False, True])
    assert all(start > made.blocks[1].char_end for start, _ in marked.doubtful)


def test_cells_find_their_own_characters() -> None:
    made = document(("领域", 1), ("立案", 1), ("渔政", 1), ("11", 1), ("农业", 1), ("7", 1), ("合计", 1), ("18", 1))
    lines = [line("领域"), line("立案"), line("渔政"), line("11"), line("农业"), line("7", 0), line("合计"), line("18")]
    assert doubtful(made, 1, *lines) == ["7"]


def test_a_page_that_reads_badly_is_doubtful_as_a_whole() -> None:
    made = document((FIRST + SECOND, 1))
    marked = doubtful(made, 1, line(FIRST, *range(4)), line(SECOND))
    assert "".join(marked) == FIRST + SECOND


@given(st.lists(st.text("0123456789年月一二三件名，。 .%", min_size=1, max_size=20), min_size=1, max_size=6), st.data())
@settings(deadline=None)
def test_a_doubtful_digit_is_never_lost(texts: list[str], data: st.DataObject) -> None:
    texts = [text.strip() or "件" for text in texts]
    made = document(*[(text, 1) for text in texts])
    weak = [data.draw(st.sets(st.integers(0, len(text) - 1), max_size=1)) for text in texts]
    marked = mark(made, {1: doubts([line(text, *some) for text, some in zip(texts, weak, strict=True)])})
    spans = list(marked.doubtful)
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(made.text) for start, end in spans)
    for block, text, some in zip(made.blocks, texts, weak, strict=True):
        for n in some:
            if text[n].isdigit():
                at = block.char_start + n
                assert any(start <= at < end for start, end in spans)
