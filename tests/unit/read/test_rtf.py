"""Rich text as Word, WPS and others write it: code pages, groups, tables; and such as was cut."""

from __future__ import annotations

import pytest

from tasks.read.document import Document, Unreadable
from tasks.read.reader import read_document

FONTS = r"{\fonttbl{\f0\froman\fcharset0 Times;}{\f1\fnil\fcharset134 SimSun;}{\f2\fcharset136 Ming;}{\f3\fcharset2 Wingdings;}}"


def rtf(body: str, start: str = r"\ansi\ansicpg936\deff0") -> bytes:
    """A document; characters beyond ASCII as bytes of GBK."""
    return rf"{{\rtf1{start}{FONTS}{body}}}".encode("gbk")


def coded(text: str, encoding: str = "gbk") -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


def lines(body: str, start: str = r"\ansi\ansicpg936\deff0") -> list[str]:
    return read_document(rtf(body, start)).text.split("\n")


@pytest.mark.parametrize(
    "body",
    [
        r"\f1 " + coded("参训１２０余人次。"),
        r"\f0 " + coded("参训１２０余人次。"),  # in a font that claims to be Western
        r"\f2 " + coded("參訓", "big5") + r"\f1 " + coded("120余人次。"),
        r"\f0\loch\f0\hich\f0\dbch\f1 " + coded("参训") + "120" + coded("余人次。"),
        r"\uc2 " + "".join(rf"\u{ord(c)}\'b2\'ce" for c in "参训余人次。").replace(r"\u20313", r"120\u20313"),
        r"\uc0 \u21442\u-29779 120\u20313 人次。",
        "参训120余人次。",  # bytes as they are
        r"\u21442?\u-29779?120\u20313" + r"\'d3" + "人次。",
    ],
)
def test_every_way_to_write_chinese(body: str) -> None:
    (line,) = lines(body)
    assert line.translate(str.maketrans("１２０參訓", "120参训")) == "参训120余人次。"


def test_a_character_may_end_in_a_sign_of_the_markup() -> None:
    assert lines(r"\f1 " + r"\'81\\ \'96\{" + " 12") == [b"\x81\\ \x96{ 12".decode("gb18030")]


def test_western_text_in_a_western_page_and_characters_beyond_16_bits() -> None:
    assert lines(r"Caf\'e9 \ldblquote a\rdblquote  \u55362?\u57271?\emdash 3\~000\_1\-2", r"\ansi\ansicpg1252") == [
        "Café “a” 𠮷—3\xa0000-12"
    ]


def test_a_number_of_any_length_leaves_no_digits_behind() -> None:
    long = "9" * 5000
    assert lines(rf"\fs{long} 12\b-{long} \u20214?") == ["12件"]


def test_what_is_no_text_of_the_document() -> None:
    body = (
        r"{\info{\title 88}}{\header 77}{\footer \chpgn 66}{\*\unknown 55}{\stylesheet{\s0 Normal;}}{\colortbl;\red0;}"
        r"{\field{\*\fldinst TOC \\o}{\fldrslt one\tab 1\par two\tab 2}}\par "
        r"{\field{\*\fldinst HYPERLINK \"http://a\"}{\fldrslt seen}} {\v hidden 44}{\deleted gone 33}{\revised new 22}"
        r"{\pict\pngblip 89504e47}{\pict\bin4 }{}}{\*\annotation 11}{\f3 l}. \par"
    ).replace(r"\bin4 }{}", r"\bin3 }{}")
    document = read_document(rtf(body))
    assert document.text == "seen new 22."
    assert [removed.split(":")[0] for removed in document.removed] == ["contents", "hidden"]


def test_notes_and_boxes_follow_their_paragraph_and_come_once() -> None:
    note = r"{\super\chftn}{\footnote\pard\plain{\super\chftn} note 4\par second}"
    box = r"{\shp{\*\shpinst{\sp{\sn a}{\sv 9}}{\shptxt\pard box 120\par}}{\shprslt{\*\do{\dptxbxtext box 120\par}}}}"
    assert lines(rf"before{note}{box} after\par next") == ["before after", "note 4", "second", "box 120", "next"]


def test_numbers_of_lists_are_text_and_bullets_are_not() -> None:
    body = r"{\listtext\f1 " + coded("（一）") + r"\tab}\ls1 A\par{\pntext\f3\'b7\tab}B\par\outlinelevel0 C\par\pard D"
    document = read_document(rtf(body))
    assert document.text.split("\n") == ["（一）A", "B", "C", "D"]
    assert [b.kind for b in document.blocks] == ["heading", "list_item", "heading", "paragraph"]


def row(*cells: str, edges: tuple[str, ...], heading: str = "") -> str:
    """A row as Word writes it: what it is like, its cells, what it is like again."""
    definition = rf"\trowd{heading}" + "".join(edges)
    return definition + r"\pard\intbl " + "".join(rf"{{{cell}\cell}}" for cell in cells) + rf"{{{definition}\row}}"


def paths(document: Document) -> dict[str, str | None]:
    return {document.text[b.char_start : b.char_end]: b.header_path for b in document.blocks if b.kind == "cell"}


def test_merged_cells_give_their_headings() -> None:
    thirds = (r"\cellx1000", r"\cellx2010", r"\cellx3000")
    first = row("item", "fines", edges=(r"\clvmgf\cellx1000", r"\cellx3005"), heading=r"\trhdr")
    second = row("", "cases", "yuan", edges=(r"\clvmrg\cellx1000", *thirds[1:]), heading=r"\trhdr")
    merged = row("sum", "8", "", edges=(r"\cellx1000", r"\clmgf\cellx2000", r"\clmrg\cellx3000"))
    document = read_document(rtf(first + second + row("food", "6", "1.2", edges=thirds) + merged + r"\pard end\par"))
    found = paths(document)
    assert found["1.2"] == "food › fines › yuan"
    assert found["8"] == "sum › fines › cases"
    assert document.blocks[-1].kind == "paragraph"


def test_a_table_in_a_cell_and_one_in_a_note() -> None:
    inner = r"\pard\intbl\itap2 x\nestcell 1\nestcell{\*\nesttableprops\trowd\cellx1\cellx2\nestrow}{\nonesttables\par}"
    halves = (r"\cellx1000", r"\cellx2000")
    outer = row("a", "b", edges=halves) + row("c", rf"n 3\par {inner}\pard\intbl after", edges=halves)
    note = r"{\footnote " + row("p", "q", edges=halves) + row("r", "5", edges=halves) + "}"
    document = read_document(rtf(rf"{outer}\pard text{note}\par"))
    assert paths(document) == dict.fromkeys("ab") | {"c": "a"} | dict.fromkeys(
        ("n 3", "x", "1", "after"), "c › b"
    ) | dict.fromkeys("pq") | {"r": "p", "5": "r › q"}
    assert {b.table for b in document.blocks} == {1, 2, None}


def test_a_document_cut_anywhere_is_refused(writer_bytes) -> None:
    for name in ("traps.rtf", "lanyang_2024.rtf"):
        data = writer_bytes(name).rstrip(b"\r\n\0")
        for end in range(6, len(data), len(data) // 60):
            with pytest.raises(Unreadable) as refused:
                read_document(data[:end])
            assert refused.value.reason == "damaged"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rtf(""), "no_text"),
        (rtf("{" * 2000 + "x" + "}" * 2000), "hostile"),
        (rtf(r"x\par " * 210_000), "hostile"),
        (rtf(r"x\bin99999999 y"), "damaged"),
        (b"{\\rtf1 x\\", "damaged"),
    ],
)
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == reason


def test_what_stands_around_the_document_is_nothing() -> None:
    assert read_document(b"\xef\xbb\xbf\r\n" + rtf("text 12") + b"\0\0 more").text == "text 12"
