"""Tables of PDF pages: cells with their headings, in their place, also over pages and with rules missing."""

from __future__ import annotations

import pytest
from pdf_maker import column, pages, rules, text

from tasks.read.document import Document
from tasks.read.reader import read_document

XS = (80, 240, 360, 480)
ROWS = [["事项", "件数（件）", "金额（万元）"], ["行政处罚", "15", "3.68"], ["行政强制", "2", "—"]]
PATHS = {"15": "行政处罚 › 件数（件）", "3.68": "行政处罚 › 金额（万元）", "2": "行政强制 › 件数（件）"}


def drawn(rows: list[list[str]], top: float = 600) -> bytes:
    """The words of a table with rows 30 points high."""
    words = [
        text(word, x + 10, top - 20 - 30 * n, 12)
        for n, row in enumerate(rows)
        for x, word in zip(XS, row, strict=False)
    ]
    return b"\n".join(words)


def levels(count: int, top: float = 600) -> list[float]:
    return [top - 30 * n for n in range(count + 1)]


def cells(document: Document) -> dict[str, str | None]:
    """Heading path of each cell."""
    return {document.text[b.char_start : b.char_end]: b.header_path for b in document.blocks if b.kind == "cell"}


def test_cells_know_their_headings_and_stand_between_the_paragraphs() -> None:
    content = column(["　　统计如下：", "　　（单位：见表）"], y=680) + rules(XS, levels(3)) + drawn(ROWS)
    document = read_document(pages([content + column(["　　表后还有一段话。"], y=450)]))
    assert document.text.split("\n")[2:-1] == [word for row in ROWS for word in row]
    assert document.text.endswith("\n表后还有一段话。")
    assert PATHS.items() <= cells(document).items()
    assert {(block.table, block.page) for block in document.blocks if block.kind == "cell"} == {(1, 1)}


def test_a_table_without_outer_rules_is_whole() -> None:
    level = b"\n".join(b"80 %d m 480 %d l S" % (y, y) for y in levels(3))
    upright = b"\n".join(b"%d 600 m %d 510 l S" % (x, x) for x in XS[1:3])
    assert PATHS.items() <= cells(read_document(pages([level + b"\n" + upright + b"\n" + drawn(ROWS)]))).items()


def test_rules_that_are_thin_boxes_are_rules() -> None:
    level = b"\n".join(b"80 %d 400 0.5 re f" % y for y in levels(3))
    upright = b"\n".join(b"%d 510 0.5 90 re f" % x for x in XS)
    assert PATHS.items() <= cells(read_document(pages([level + b"\n" + upright + b"\n" + drawn(ROWS)]))).items()


def test_a_table_without_rules_is_told_by_its_columns() -> None:
    assert PATHS.items() <= cells(read_document(pages([drawn(ROWS)]))).items()


def test_merged_headings_count_for_all_they_cover() -> None:
    words = [(90, 580, "事项"), (330, 580, "办理结果"), (250, 550, "件数（件）"), (370, 550, "金额（万元）")]
    words += [(90, 520, "行政处罚"), (250, 520, "15"), (370, 520, "3.68")]
    level = b"80 600 m 480 600 l S 240 570 m 480 570 l S 80 540 m 480 540 l S 80 510 m 480 510 l S\n"
    upright = b"80 600 m 80 510 l S 240 600 m 240 510 l S 360 570 m 360 510 l S 480 600 m 480 510 l S\n"
    document = read_document(pages([level + upright + b"\n".join(text(word, x, y, 12) for x, y, word in words)]))
    assert cells(document)["3.68"] == "行政处罚 › 办理结果 › 金额（万元）"


def test_lines_of_a_cell_are_joined() -> None:
    words = drawn([["事项", "", ""]]) + text("调解各类矛盾纠纷及案", 244, 586, 11.5) + text("件（件）", 276, 573, 11.5)
    content = rules((80, 240, 363), [600, 567, 537]) + words + text("12345", 90, 547, 12) + text("67", 290, 547, 12)
    assert "调解各类矛盾纠纷及案件（件）" in cells(read_document(pages([content])))


def test_a_table_goes_on_on_the_next_page_without_its_repeated_heading() -> None:
    more = [ROWS[0], ["行政检查", "31", "0"]]
    first = rules(XS, levels(3, 140)) + drawn(ROWS, 140) + column(["　　统计如下："])
    second = rules(XS, levels(2, 780)) + drawn(more, 780) + column(["　　以上。"], y=500)
    document = read_document(pages([first, second]))
    assert cells(document)["31"] == "行政检查 › 件数（件）"
    assert document.text.count("件数（件）") == 1
    assert [(b.table, b.row, b.page) for b in document.blocks if b.kind == "cell"][-1] == (1, 4, 2)


def test_a_frame_around_text_is_no_table() -> None:
    body = ["　　全年办理行政处罚案件15", "件，罚没款3万元。"]
    document = read_document(pages([rules((60, 500), (760, 100)) + column(body)]))
    assert document.text == "全年办理行政处罚案件15件，罚没款3万元。"
    assert document.blocks[0].table is None


@pytest.mark.timeout(20)
@pytest.mark.parametrize("count", [100, 190])
def test_a_page_full_of_rules_is_a_drawing_and_read_quickly(count: int) -> None:
    """Neither ten thousand cells nor twenty thousand boxes are searched for tables."""
    mesh = rules([20 + 3 * n for n in range(count)], [20 + 4 * n for n in range(count)])
    boxes = (
        b"".join(b"%d %d 9 .3 re " % (n % 500, n % 800) + b"f " * (n % 30 == 0) for n in range(count * 100)) + b"f\n"
    )
    assert read_document(pages([mesh + boxes + text("办结3件", 80, 820)])).text == "办结3件"
