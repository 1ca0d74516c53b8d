"""OFD files. They are made by hand here, after the standard: no program that writes them is free to use in tests."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from ofd_maker import LEFT, SIZE, STEP, TOP, laid_out, ofd, text

from tasks.read.document import Unreadable
from tasks.read.formats import extension_of
from tasks.read.reader import read_document

ROOT = Path(__file__).parents[3]


def reports() -> list[Path]:
    return [
        ROOT / "tests/fixtures/documents/report_utf8.txt",
        *sorted(path for path in (ROOT / "samples/inbox").rglob("*.txt") if path.read_bytes()),
    ]


@pytest.mark.parametrize("path", reports(), ids=lambda path: path.stem)
def test_a_report_reads_like_its_text(path: Path) -> None:
    plain = read_document(path.read_bytes())
    paragraphs = [plain.text[b.char_start : b.char_end] for b in plain.blocks if b.table is None]
    document = read_document(ofd(laid_out(paragraphs)))
    assert document.text == "\n".join(paragraphs)
    assert document.media_type == "application/ofd"
    assert "page_number: — 1 —" in document.removed
    assert document.blocks[0].page == 1


def test_objects_out_of_order_and_in_pieces() -> None:
    line = [(LEFT + n * SIZE, TOP, character) for n, character in enumerate("全年开展执法培训")]
    line += [(LEFT + 8 * SIZE, TOP, "12"), (LEFT + 9 * SIZE, TOP + 0.4, "场。"), (LEFT, TOP + STEP, "参训150余人次。")]
    random.Random(3).shuffle(line)
    assert read_document(ofd([line])).text == "全年开展执法培训12场。\n参训150余人次。"


def test_a_number_is_not_cut_from_its_unit_over_the_end_of_a_page() -> None:
    full = "望川镇司法所全年共调解各类矛盾纠纷并办理法律援助案件共计12"
    pages = [[(LEFT, TOP + n * STEP, full) for n in range(3)], [(LEFT, TOP, "件，满意率100%。")]]
    document = read_document(ofd(pages))
    assert document.text == full * 3 + "件，满意率100%。"
    assert document.blocks[0].page == 1


def test_columns_make_a_table() -> None:
    rows = [("事项", "案件数（件）", "金额（万元）"), ("行政处罚", "15", "3.68"), ("行政强制", "2", "0.5")]
    table = [(LEFT + 50 * c, TOP + STEP * (r + 1), cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    document = read_document(ofd([[], [(LEFT, TOP, "2023年行政执法情况统计表"), *table]]))
    found = {document.text[b.char_start : b.char_end]: b for b in document.blocks}
    assert found["3.68"].header_path == "行政处罚 › 金额（万元）"
    assert (found["3.68"].page, found["3.68"].table, found["3.68"].row) == (2, 1, 2)
    assert found["2023年行政执法情况统计表"].kind == "caption"


def test_running_heads_and_marks_across_the_page_go() -> None:
    mark = text(50, 100, "内部资料").replace("<ofd:TextObject", '<ofd:TextObject CTM="0.2 0.9 -0.9 0.2 0 0"')
    hidden = text(50, 120, "草稿").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    pages = [
        [
            (80.0, 15.0, "青澜区法治政府建设材料汇编"),
            (LEFT, TOP, f"第{n}项工作办结{n}件。"),
            (100.0, 280.0, f"{n}/4"),
            mark,
            hidden,
        ]
        for n in range(1, 5)
    ]
    document = read_document(ofd(pages))
    assert document.text == "\n".join(f"第{n}项工作办结{n}件。" for n in range(1, 5))
    assert [b.page for b in document.blocks] == [1, 2, 3, 4]
    for record in ("running_head: 青澜区法治政府建设材料汇编", "page_number: 2/4", "rotated: 内部资料", "hidden: 草稿"):
        assert record in document.removed


def test_sizes_may_stand_in_the_matrix_and_several_codes_in_an_object() -> None:
    scaled = (
        '<ofd:TextObject Boundary="28 30 100 6" Size="1" CTM="5.6 0 0 5.6 0 0"><ofd:TextCode X="0" Y="1">共</ofd:TextCode>'
        '<ofd:TextCode X="1">30</ofd:TextCode><ofd:TextCode X="2">件</ofd:TextCode></ofd:TextObject>'
    )
    assert read_document(ofd([[scaled]])).text == "共30件"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (ofd([[]]), "no_text"),
        (ofd([[(LEFT, TOP, "一")]], **{"Doc_0/Encryptions.xml": "<a/>"}), "encrypted"),
        (ofd([[(LEFT, TOP, "一")]], **{"Doc_0/Document.xml": "<!DOCTYPE d [<!ENTITY a '1'>]><d>&a;</d>"}), "hostile"),
        (ofd([], **{"Doc_0/Document.xml": '<d><Pages><Page BaseLoc="../../etc/passwd"/></Pages></d>'}), "damaged"),
        (ofd([[text(LEFT, TOP, " " * (20 << 20))]]), "hostile"),
        (ofd([], **{"Doc_0/Document.xml": f"<d><Pages>{'<Page/>' * 3000}</Pages></d>"}), "damaged"),
    ],
)
def test_bad_files_are_refused_with_their_reason(data: bytes, reason: str) -> None:
    assert extension_of(data) == "ofd"
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == reason


def test_a_cut_file_is_damaged() -> None:
    data = ofd(laid_out(["望川镇报告", *["办理行政处罚案件15件。" * 9] * 9]))
    for end in range(100, len(data) - 30, 131):
        with pytest.raises(Unreadable) as refused:
            read_document(data[:end])
        assert refused.value.reason == "damaged"
