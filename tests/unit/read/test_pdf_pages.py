"""Text of PDF pages: lines joined, layout's spaces and furniture out, every block with its page."""

from __future__ import annotations

import pytest
from pdf_maker import column, pages, text

from tasks.read.document import Document
from tasks.read.reader import read_document

BODY = [
    "　　全年办理行政处罚案件15",
    "件，罚没款3.68万元，新申领",
    "执法证8人。",
    "　　排查矛盾纠纷210件，化",
    "解205件。",
]
JOINED = "全年办理行政处罚案件15件，罚没款3.68万元，新申领执法证8人。\n排查矛盾纠纷210件，化解205件。"


def place(document: Document, words: str) -> int | None:
    """Page of the block that holds `words`."""
    at = document.text.index(words)
    return next(block.page for block in document.blocks if block.char_start <= at < block.char_end)


def test_lines_become_paragraphs_and_no_number_is_cut_from_its_unit() -> None:
    document = read_document(pages([column(BODY)]))
    assert document.text == JOINED
    assert (document.media_type, document.parser) == ("application/pdf", "pdf")
    assert [block.page for block in document.blocks] == [1, 1]


def test_a_paragraph_goes_on_on_the_next_page_and_belongs_to_its_first() -> None:
    document = read_document(pages([column(BODY[:4]), column(BODY[4:] + BODY)]))
    assert document.text == f"{JOINED}\n{JOINED}"
    assert [block.page for block in document.blocks] == [1, 1, 2, 2]


@pytest.mark.parametrize("matrix", ["0 1 -1 0", "0 -1 1 0", "-1 0 0 -1"])
def test_pages_are_read_upright(matrix: str) -> None:
    """As on a page turned aside; the place of each line turns with it."""
    a, b, c, d = map(int, matrix.split())
    drawn = []
    for number, line in enumerate(BODY):
        bare = line.lstrip("　")
        x, y = (len(line) - len(bare)) * 16 - 100, 60 - number * 28
        drawn.append(text(bare, 300 + a * x + c * y, 400 + b * x + d * y, 16, matrix))
    assert read_document(pages([b"\n".join(drawn)])).text == JOINED


def test_a_watermark_is_left_out() -> None:
    mark = text("内部资料3份", 100, 300, 40, "0.7 0.7 -0.7 0.7")
    document = read_document(pages([column(BODY) + mark]))
    assert document.text == JOINED
    assert document.removed == ("watermark: 内部资料3份",)


def test_what_lies_beside_the_page_and_what_is_printed_twice_is_read_once() -> None:
    twice = text("共计3件", 80, 500) + text("共计3件", 80.3, 500)
    assert read_document(pages([twice + text("看不见9件", 700, 500)])).text == "共计3件"


def test_two_lines_that_run_over_the_edge_do_not_widen_the_column() -> None:
    wide = ["这一行是贴上去的，比正文宽得多，一直伸到页边", "这一行也是贴上去的，比正文宽得多，也到页边去"]
    document = read_document(pages([column(BODY * 4), column(BODY * 4), column(wide, x=40)]))
    assert document.text.startswith("\n".join([JOINED] * 8))


def test_spaces_between_characters_and_digits_go_and_those_between_columns_stay() -> None:
    apart = text("负责人：张某", 80, 600) + text("电话：12345", 320, 600)
    tight = text("开展宣传", 80, 500) + text("12", 148, 500) + text("场次", 168, 500) + text("3 ", 210, 500)
    document = read_document(pages([apart + tight + text("普法 6 场", 80, 400)]))
    assert document.text == "负责人：张某  电话：12345\n开展宣传12场次3\n普法6场"


def test_numbers_side_by_side_do_not_run_together() -> None:
    assert read_document(pages([text("12", 80, 600) + text("34", 102, 600)])).text == "12 34"


def test_two_columns_are_read_one_after_the_other() -> None:
    left = [
        "左栏的文字排在这一行里面写满",
        "以后接着写第二行，共办件12",
        "件，又一行，再有第三行文字，",
        "第四行文字接着写，一直写满，",
        "第五行写满为止不再往下写了。",
    ]
    right = [
        "右栏的文字排在这一行里面写满",
        "以后接着写第二行，共罚款34",
        "万元，又一行，有第三行文字，",
        "第四行文字接着写，一直写满，",
        "第五行写满为止不再往下写了。",
    ]
    drawn = [text(line, x, 700 - 20 * n, 12) for n in range(5) for x, line in ((80, left[n]), (320, right[n]))]
    assert read_document(pages([b"\n".join(drawn)])).text == "".join(left + right)


def test_a_title_broken_by_its_width_is_one_line_and_one_broken_by_hand_is_two() -> None:
    long = text("望川镇人民政府关于二〇二三年度法治", 100, 780, 24) + text("政府建设情况的报告", 196, 752, 24)
    lines = [
        "　　一年来，望川镇扎实推进法治政府建设，成效明显。",
        "现将有关情况报告如下，既说清楚做了什么又说明白差在何",
        "处，请审示。",
    ]
    body = column(lines, x=88, y=600, size=18)
    document = read_document(pages([long + body]))
    assert document.text.split("\n")[0] == "望川镇人民政府关于二〇二三年度法治政府建设情况的报告"
    short = text("望川镇人民政府", 208, 780, 24) + text("2023年度报告", 214, 740, 24)
    assert read_document(pages([short + body])).text.split("\n")[:2] == ["望川镇人民政府", "2023年度报告"]


def test_headers_footers_and_page_numbers_go() -> None:
    contents = [
        text("望川镇2023年报", 200, 800, 10)
        + column([f"　　第{number}项工作共办{number * 7}件。"])
        + text(f"第{number}页 共3页", 270, 40, 10)
        for number in (1, 2, 3)
    ]
    document = read_document(pages(contents))
    assert document.text == "第1项工作共办7件。\n第2项工作共办14件。\n第3项工作共办21件。"
    assert document.removed.count("page_furniture: 望川镇2023年报") == 3
    assert "page_furniture: 第2页 共3页" in document.removed


@pytest.mark.parametrize("shown", ["- 1 -", "— 1 —", "1", "第1页", "1/3"])
def test_the_number_of_an_only_page_goes(shown: str) -> None:
    document = read_document(pages([column(BODY) + text(shown, 290, 40, 10)]))
    assert document.text == JOINED
    assert document.removed == (f"page_furniture: {shown}",)


def test_a_figure_at_the_end_of_a_page_is_no_page_number() -> None:
    contents = [column(BODY) + text(shown, 290, 40, 10) for shown in ("15", "28")]
    assert read_document(pages(contents)).text == f"{JOINED}\n15\n{JOINED}\n28"


def test_a_table_of_contents_goes() -> None:
    contents = ["目录", "一、主要做法……………………1", "二、存在不足……………………3", "三、下一步打算…………………12"]
    document = read_document(pages([column(contents), column(BODY)]))
    assert document.text == JOINED
    assert len(document.removed) == 4


def test_radicals_that_look_like_characters_are_these_characters() -> None:
    assert read_document(pages([text("⼈⺠政府⻓⾏⼯作3件", 80, 600)])).text == "人民政府长行工作3件"
