"""Plain text: every encoding, hard-wrapped lines, tables between tabs and bars, residue of conversion."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.read.document import Document, Unreadable
from tasks.read.encoding import decode
from tasks.read.lines import unwrap, width
from tasks.read.reader import read_document

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
HAN = "".join(bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
WORDS = st.text(st.sampled_from(HAN + "，。；：（）《》“”0123456789"), min_size=1, max_size=60)
TEXTS = st.lists(WORDS, min_size=1, max_size=20).map(lambda lines: "\n".join(["法治政府建设情况报告", *lines]))


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(text=TEXTS)
@settings(max_examples=60, deadline=None)
def test_text_comes_back_exactly(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding))[0] == text


@pytest.mark.parametrize("name", ["utf8_bom", "gb18030", "utf16le_bom", "utf16be_bom", "utf16le", "utf16be"])
def test_one_report_in_every_encoding(name: str, fixture_bytes) -> None:
    plain = read_document(fixture_bytes("report_utf8.txt"))
    assert read_document(fixture_bytes(f"report_{name}.txt")).text == plain.text


def test_traditional_text_in_big5_is_read_and_named() -> None:
    text = "關於二○二三年度法治政府建設工作情況的報告。全鎮共開展法律宣傳十二場，調解各類糾紛三十餘件。"
    document = read_document(text.encode("big5hkscs"))
    assert (document.text, document.meta["encoding"]) == (text, "big5hkscs")


def test_a_file_cut_in_the_middle_of_a_character_keeps_the_rest() -> None:
    text = "全年开展法治宣传活动12场次。" * 5
    document = read_document(text.encode()[:-1])
    assert document.meta["encoding"] == "utf-8"
    assert document.text == text[:-1] + "\ufffd"


def test_a_few_broken_bytes_do_not_turn_the_text_into_another_encoding() -> None:
    data = ("全年开展法治宣传活动12场次。" * 40).encode()
    document = read_document(data[:360] + b"\xff" + data[360:])
    assert document.text.count("\ufffd") == 1
    assert document.text.replace("\ufffd", "") == data.decode()


def test_control_and_invisible_characters_go_and_widths_stay() -> None:
    document = read_document(
        "开展\0宣传\u200b１２场次，　发放\xa0资料\xad300份\ufeff。\r\n\x07第二行\x0c第三行".encode()
    )
    assert document.text == "开展宣传１２场次，　发放\xa0资料300份。\n第二行\n第三行"


def test_surrogates_become_replacement_characters() -> None:
    data = "法治政府建设情况报告，全年共办理案件".encode("utf-16-le") + b"\x00\xd8" + "12件。".encode("utf-16-le")
    assert read_document(data).text == "法治政府建设情况报告，全年共办理案件\ufffd12件。"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("目录[bookmark: _GoBack]一、成效", "目录一、成效"),
        ("一、成效 PAGEREF _Toc1234 \\h 3", "一、成效"),
        ('详见 HYPERLINK "http://a.example/x" \\h 附件全文', "详见  附件全文"),
        ("一、成效Error! Bookmark not defined.", "一、成效"),
        ("一、成效错误！未定义书签。", "一、成效"),
        ("全年&nbsp;12场", "全年 12场"),
    ],
)
def test_field_residue_goes_and_is_recorded(left: str, right: str) -> None:
    document = read_document(f"法治政府建设报告\n{left}\n结束语在此。".encode())
    assert document.text.split("\n")[1] == right
    assert "&nbsp;" in left or any(entry.startswith("field: ") for entry in document.removed)


def test_a_wrapped_page_reads_like_the_same_text_unwrapped(fixture_bytes) -> None:
    plain = read_document(fixture_bytes("report_utf8.txt")).text
    wrapped = read_document(fixture_bytes("wrapped.txt"))
    assert wrapped.text.startswith(plain)
    assert [b.row for b in wrapped.blocks if b.table] == [1, 1, 1, 2, 2, 2, 3, 3, 3]


def test_no_number_stays_cut_from_its_classifier() -> None:
    sentence = "全镇共排查矛盾纠纷1286件，成功化解1270件，开展法治宣传活动35场次，发放宣传资料12000余份。"
    paragraph = sentence * 6
    for columns in range(20, 40):
        lines = [paragraph[at : at + columns] for at in range(0, len(paragraph), columns)]
        assert "".join(unwrap(lines)) == paragraph
        assert len(unwrap(lines)) == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["一是开展法治宣传活动十二场次，发放各类宣传资料三千余份；"] * 6,
        ["望川镇人民政府", "2024年1月18日"],
        ["本镇" + "法" * n + "。" for n in (10, 80, 200, 35, 60)],
    ],
)
def test_real_paragraph_ends_stay(lines: list[str]) -> None:
    assert unwrap(lines) == lines


def test_indented_paragraphs_of_a_wrapped_page_stay_apart() -> None:
    paragraph = "　　" + "坚持依法行政推进法治建设工作" * 6
    lines = [paragraph[at : at + 30] for at in range(0, len(paragraph), 30)] * 3
    assert unwrap(lines) == [paragraph] * 3


def test_latin_words_are_joined_with_a_space() -> None:
    lines = ["推进法治政府建设示范创建活动情况说明Legal", "Affairs 推进法治政府建设示范创建活动的情况"] * 4
    assert {width(line) for line in lines} <= {41, 42}
    assert "Legal Affairs" in unwrap(lines)[0]


@pytest.mark.parametrize(
    "table",
    [
        "项目\t件数\t金额（万元）\n处罚\t15\t3.68\n强制\t2\t—",
        "|项目|件数|金额（万元）|\n|---|---|---|\n|处罚|15|3.68|\n|强制|2|—|",
        "项目│件数│金额（万元）\n处罚│15│3.68\n强制│2│—",
    ],
)
def test_tables_of_tabs_and_bars_become_cells(table: str) -> None:
    document = read_document(f"行政执法情况统计表（单位：件）\n{table}\n以上情况特此报告，请审阅。".encode())
    found = cells(document)
    assert found["15"] == "处罚 › 件数"
    assert found["3.68"] == "处罚 › 金额（万元）"
    assert document.blocks[0].kind == "caption"
    assert document.blocks[-1].table is None


def test_columns_between_spaces_become_cells_where_figures_stand_in_them() -> None:
    document = read_document(
        "表2 办理情况\n项目 2025年 2024年\n法律援助（件） 34 29\n解除矫正（人） 12 /\n二、存在的不足\n".encode()
    )
    cells = [(document.text[b.char_start : b.char_end], b.header_path) for b in document.blocks if b.kind == "cell"]
    assert ("34", "法律援助（件） › 2025年") in cells
    assert ("/", "解除矫正（人） › 2024年") in cells


def test_sentences_with_spaces_make_no_table() -> None:
    document = read_document("我镇 今年 工作\n共受理 23 件\n其中办结 20 件\n办结率 87 %\n".encode())
    assert all(block.kind != "cell" for block in document.blocks)


def test_a_tab_after_a_list_number_makes_no_table() -> None:
    document = read_document("法治报告\n1.\t抓学习12次\n2.\t抓宣传3场\n3.\t抓执法8件".encode())
    assert {block.table for block in document.blocks} == {None}


def test_header_labels_saved_with_the_text_go_to_meta() -> None:
    text = "索引号：1199X/2024-3 发布机构：青澜区\n发布日期：2024-01-22\n望川镇法治政府建设报告\n来源不明的案件3件已办结，全年办结15件，群众较为满意。"
    document = read_document(text.encode())
    assert document.text.startswith("望川镇")
    assert document.meta["header.发布日期"] == "2024-01-22"
    assert document.meta["header.发布机构"] == "青澜区"


def test_a_large_text_and_a_long_line_are_read() -> None:
    line = "全年开展法治宣传活动12场次。" * 70_000
    assert read_document(line.encode()).text == line
    lines = "\n".join(["全年开展法治宣传活动12场次，参加150人。"] * 120_000)
    assert read_document(lines.encode()).text == lines


@pytest.mark.parametrize("data", [b"", b"  \r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0"])
def test_empty_files_are_refused_as_empty(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == "empty"


def cells(document: Document) -> dict[str, str | None]:
    """Header path by text of the cell."""
    return {document.text[b.char_start : b.char_end]: b.header_path for b in document.blocks if b.kind == "cell"}
