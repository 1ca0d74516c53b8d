"""OpenDocument texts made by hand: what LibreOffice's own do not show, and what must be refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from tasks.read.document import Document, Unreadable
from tasks.read.reader import read_document

SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("manifest", "manifest"),
    )
)  # fmt: skip


def odt(
    body: str, styles: str = "", manifest: str = "", prolog: str = "", parts: Mapping[str, str] | None = None
) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {SPACES}>{manifest}</manifest:manifest>")
        archive.writestr(
            "content.xml",
            f"{prolog}<office:document-content {SPACES}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return made.getvalue()


def read(body: str, styles: str = "") -> Document:
    return read_document(odt(body, styles))


def lines(body: str, styles: str = "") -> list[str]:
    return read(body, styles).text.split("\n")


def item(*content: str, attributes: str = "") -> str:
    return f"<text:list-item {attributes}>{''.join(content)}</text:list-item>"


def numbered(content: str, attributes: str = "") -> str:
    return f'<text:list text:style-name="L" {attributes}>{content}</text:list>'


def levels(first: str, second: str = "") -> str:
    return (
        f'<text:list-style style:name="L"><text:list-level-style-number text:level="1" {first}/>'
        f'<text:list-level-style-number text:level="2" {second}/></text:list-style>'
    )


def p(text: str) -> str:
    return f"<text:p>{text}</text:p>"


@pytest.mark.parametrize(
    ("level", "labels"),
    [
        ('style:num-format="1" style:num-suffix="."', ["1.", "2."]),
        ('style:num-format="一, 二, 三, ..." style:num-prefix="（" style:num-suffix="）"', ["（一）", "（二）"]),
        ('style:num-format="①, ②, ③, ..." text:start-value="3"', ["③", "④"]),
        ('style:num-format="A"', ["A", "B"]),
        ('style:num-format="" style:num-suffix="."', ["", ""]),
    ],
)
def test_forms_of_numbers(level: str, labels: list[str]) -> None:
    body = numbered(item(p("事项"), p("续")) + item(p("事项")))
    first, second = labels
    assert lines(body, levels(level)) == [f"{first}事项", "续", f"{second}事项"]


def test_lists_go_on_start_anew_and_show_the_levels_above() -> None:
    styles = levels('style:num-format="1"', 'style:num-format="1" text:display-levels="2"')
    inner = f"<text:list>{item(p('b'))}{item(p('c'))}</text:list>"
    body = numbered(item(p("a"), inner), 'xml:id="one"') + p("x") + numbered(item(p("d")), 'text:continue-list="one"')
    body += numbered(item(p("e"))) + numbered(
        item(p("f"), attributes='text:start-value="7"'), 'text:continue-numbering="true"'
    )
    assert lines(body, styles) == ["1a", "1.1b", "1.2c", "x", "2d", "1e", "7f"]


def test_headings_have_the_numbers_of_the_outline() -> None:
    outline = (
        f"<office:document-styles {SPACES}><office:styles><text:outline-style><text:outline-level-style "
        'text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、"/></text:outline-style></office:styles>'
        "</office:document-styles>"
    )
    heading = '<text:h text:outline-level="1" {}>{}</text:h>'.format
    body = heading("", "成效") + heading('text:is-list-header="true"', "说明") + heading("", "不足")
    document = read_document(odt(body, parts={"styles.xml": outline}))
    assert document.text == "一、成效\n说明\n二、不足"
    assert {block.kind for block in document.blocks} == {"heading"}


def test_white_space_and_what_no_reader_sees() -> None:
    styles = (
        '<style:style style:name="h" style:family="text"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:table-of-content><text:index-body><text:p>目录1</text:p></text:index-body></text:table-of-content>"
        "<text:p>甲\n  乙<text:s text:c='3'/>丙<text:tab/>丁<text:line-break/>戊<text:span text:style-name='h'>密9</text:span></text:p>"
        "<text:section text:display='none'><text:p>藏8</text:p></text:section><office:annotation><text:p>批注7</text:p></office:annotation>"
        "<text:p>见<office:annotation><text:p>批注6</text:p></office:annotation>附件</text:p><text:section><text:p>节</text:p></text:section>"
    )
    document = read(body, styles)
    assert document.text == "甲 乙   丙\t丁\n戊\n见附件\n节"
    assert document.removed == ("contents: 目录1", "hidden: 密9", "hidden: 藏8")


def test_cells_that_reach_over_others() -> None:
    def cell(text: str, attributes: str = "") -> str:
        return f"<table:table-cell {attributes}>{p(text)}</table:table-cell>"

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    covered = "<table:covered-table-cell/>"
    head = row(cell("事项", 'table:number-rows-spanned="2"'), cell("处罚", 'table:number-columns-spanned="2"'), covered)
    head += row(covered, cell("件数"), cell("金额（万元）"))
    rows = row(cell("食品", 'table:number-rows-spanned="2"'), cell("6"), cell("1.2")) + row(
        covered, cell("7"), cell("3.4")
    )
    empty = row(cell("合计"), '<table:table-cell table:number-columns-repeated="2"/>')
    document = read(
        f"<table:table><table:table-header-rows>{head}</table:table-header-rows>{rows}{empty}</table:table>"
    )
    paths = {document.text[b.char_start : b.char_end]: (b.row, b.header_path) for b in document.blocks}
    assert paths["1.2"] == (3, "食品 › 处罚 › 金额（万元）")
    assert paths["7"] == (4, "食品 › 处罚 › 件数")
    assert paths["合计"] == (5, "事项")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (odt(p("x"), manifest='<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>'), "encrypted"),
        (odt(p("&a;"), prolog="<!DOCTYPE d [<!ENTITY a '1'>]>"), "hostile"),
        (odt(p("&a;"), prolog="<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>"), "hostile"),
        (odt(p(" " * (20 << 20))), "hostile"),
        (odt("<text:section>" * 400 + "</text:section>" * 400), "hostile"),
        (odt(p("")), "no_text"),
        (odt(p("x"))[:-40], "damaged"),
        (odt(p("x"), styles="<style:style>"), "damaged"),
    ],
)  # fmt: skip
def test_what_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.reason == reason


def test_a_document_without_its_content_is_damaged() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
    with pytest.raises(Unreadable) as refused:
        read_document(made.getvalue())
    assert refused.value.reason == "damaged"
