"""Word documents: what python-docx writes, what other readers lose, and what must be refused."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from tasks.read.document import Document, Unreadable
from tasks.read.reader import read_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return made.getvalue()


def lines(document: Document) -> list[str]:
    return document.text.split("\n")


def test_a_report_reads_like_its_text(fixture_bytes) -> None:
    plain = read_document(fixture_bytes("report_utf8.txt")).text
    document = read_document(fixture_bytes("report.docx"))
    assert document.text.startswith(plain)
    assert "页眉" not in document.text
    assert [b.kind for b in document.blocks[-10:]] == ["caption"] + ["cell"] * 9
    assert document.blocks[-2].header_path == "行政强制 › 案件数（件）"


def test_what_python_docx_writes_comes_back() -> None:
    made = docx.Document()
    texts = ["望川镇法治工作报告", "参训１２０余 人次\t（含村干部）。", "第一行\n第二行"]
    for text in texts:
        made.add_paragraph(text)
    stream = io.BytesIO()
    made.save(stream)
    assert read_document(stream.getvalue()).text == "\n".join(texts)


def test_everything_a_reader_sees_is_there_once(fixture_bytes) -> None:
    found = lines(read_document(fixture_bytes("traps.docx")))
    assert found[:7] == [
        "修订：发放资料5000份。",
        "正文一",
        "文本框：受教育120余人次。",
        "控件：法律明白人40名。",
        "左\t右",
        "软连",
        "开展宣传12场。",
    ]
    assert found[12:14] == ["数据截至年底", "不含区级部门。"]


def test_what_no_reader_sees_is_not_there(fixture_bytes) -> None:
    document = read_document(fixture_bytes("traps.docx"))
    for unseen in ("3000", "移走", "隐藏"):
        assert unseen not in document.text
    assert "hidden: 隐藏9件" in document.removed


def test_automatic_numbers_are_written_out(fixture_bytes) -> None:
    found = lines(read_document(fixture_bytes("traps.docx")))
    assert found[7:12] == ["一、工作成效", "（一）学法", "（二）普法", "二、不足", "（一）人手少"]


def test_merged_cells_give_their_headings(fixture_bytes) -> None:
    document = read_document(fixture_bytes("traps.docx"))
    last = document.blocks[-1]
    assert (document.text[last.char_start : last.char_end], last.header_path) == (
        "1.2",
        "食品安全 › 处罚 › 金额（万元）",
    )


@pytest.mark.parametrize(
    ("form", "pattern", "labels"),
    [
        ("decimal", "%1.", ["1.", "2."]),
        ("japaneseCounting", "（%1）", ["（一）", "（二）"]),
        ("decimalEnclosedCircleChinese", "%1", ["①", "②"]),
        ("upperLetter", "%1)", ["A)", "B)"]),
        ("bullet", "●", ["", ""]),
    ],
)
def test_forms_of_numbers(form: str, pattern: str, labels: list[str]) -> None:
    paragraph = "<w:p><w:pPr><w:numPr><w:numId w:val='3'/></w:numPr></w:pPr><w:r><w:t>事项</w:t></w:r></w:p>"
    numbering = (
        f"<w:numbering {W}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:numFmt w:val='{form}'/>"
        f"<w:lvlText w:val='{pattern}'/></w:lvl></w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )
    assert lines(read_document(word(paragraph * 2, numbering=numbering))) == [f"{label}事项" for label in labels]


def test_a_table_of_one_cell_is_a_frame_and_no_table() -> None:
    frame = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>框内文字12件。</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    assert [b.kind for b in read_document(word(frame)).blocks] == ["paragraph"]


def test_rows_in_content_controls_and_deleted_rows() -> None:
    def row(*texts: str, properties: str = "") -> str:
        cells = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in texts)
        return f"<w:tr>{properties}{cells}</w:tr>"

    table = (
        f"<w:tbl>{row('项目', '件数')}<w:sdt><w:sdtContent>{row('调解', '30')}</w:sdtContent></w:sdt>"
        f"{row('删除', '99', properties='<w:trPr><w:del/></w:trPr>')}</w:tbl>"
    )
    assert lines(read_document(word(table))) == ["项目", "件数", "调解", "30"]


def test_the_main_part_may_have_another_name_and_the_strict_namespace() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" '
            'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/word/document2.xml"/>'
            "</Relationships>",
        )
        archive.writestr(
            "word/document2.xml",
            '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body><w:p><w:r>'
            "<w:t>法治12件</w:t></w:r></w:p></w:body></w:document>",
        )
    assert read_document(made.getvalue()).text == "法治12件"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("entity_bomb.docx", "hostile"),
        ("external_entity.docx", "hostile"),
        ("zip_bomb.docx", "hostile"),
        ("deep.docx", "hostile"),
        ("empty.docx", "no_text"),
        ("encrypted.docx", "encrypted"),
    ],
)
def test_bad_documents_are_refused_with_their_reason(name: str, reason: str, fixture_bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(fixture_bytes(name))
    assert refused.value.reason == reason


def test_entities_in_utf16_are_refused_too() -> None:
    xml = f"<?xml version='1.0' encoding='UTF-16'?><!DOCTYPE d [<!ENTITY a '1'>]><w:document {W}><w:body/></w:document>"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", xml.encode("utf-16"))
    with pytest.raises(Unreadable) as refused:
        read_document(made.getvalue())
    assert refused.value.reason == "hostile"


def test_more_elements_than_any_report_has_are_refused() -> None:
    body = "".join(f"<w:p w:a='{n}'/>" for n in range(1100)) * 2000
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    with pytest.raises(Unreadable) as refused:
        read_document(made.getvalue())
    assert refused.value.reason == "hostile"
