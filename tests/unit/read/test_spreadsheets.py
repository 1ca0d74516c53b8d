"""Spreadsheets: one workbook that LibreOffice saved in four formats, and by hand what it would never save."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tasks.read.document import Document, Unreadable
from tasks.read.formats import FORMATS, extension_of
from tasks.read.reader import read_document

SHEETS = Path(__file__).parents[2] / "fixtures" / "sheets"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"

Found = list[tuple[str, str | None, str]]


def annex(form: str) -> bytes:
    return (SHEETS / f"annex.{form}").read_bytes()


def found(document: Document) -> Found:
    return [(b.kind, b.header_path, document.text[b.char_start : b.char_end]) for b in document.blocks]


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    return refused.value.reason


def packed(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
    return made.getvalue()


def xlsx(sheet: str, prolog: str = "", **more: str) -> bytes:
    """A workbook of one sheet of this XML."""
    kinds = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
    links = f'<Relationship Id="r1" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/>'
    links += "".join(f'<Relationship Id="{k}" Type="{LINK}/{k}" Target="{n}"/>' for k, n in kinds.items())
    return packed(
        **{
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINK}"><sheets><sheet name="表" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f"<Relationships>{links}</Relationships>",
            "xl/worksheets/sheet1.xml": f'{prolog}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            **more,
        }
    )


def ods(rows: str, prolog: str = "", **more: str) -> bytes:
    office = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    names = f'{office} xmlns:table="{TABLE}" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    content = (
        f"{prolog}<office:document-content {names}><office:body><office:spreadsheet><table:table>{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(mimetype="application/vnd.oasis.opendocument.spreadsheet", **{"content.xml": content, **more})


def workbook(*rows: list[object]) -> bytes:
    made = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(made)
    return made.getvalue()


def test_all_formats_give_the_same_text_and_headings() -> None:
    documents = {form: read_document(annex(form)) for form in ("xlsx", "xls", "ods")}
    assert documents["xlsx"].text == documents["xls"].text == documents["ods"].text
    assert documents["xlsx"].blocks == documents["xls"].blocks == documents["ods"].blocks
    assert documents["xlsx"].removed == documents["xls"].removed == documents["ods"].removed
    for form, document in documents.items():
        assert document.media_type == FORMATS[form].media_type


def test_csv_gives_the_first_sheet_with_its_hidden_row() -> None:
    sheet = [one for one in found(read_document(annex("xlsx"))) if "法治宣传" not in one]
    document = read_document(annex("csv"))
    assert extension_of(annex("csv")) == "csv"
    rest = [one for one in found(document) if not any("内部数据" in str(part) for part in one)]
    assert rest == sheet[: len(rest)]


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_cells_are_as_a_person_sees_them_and_know_their_headings(form: str) -> None:
    document = read_document(annex(form))
    paths = {text: path for kind, path, text in found(document) if kind == "cell"}
    assert paths["15"] == "行政处罚 › 罚款 › 案件数（件）"
    assert paths["1,234.50"] == "行政处罚 › 罚款 › 金额（万元）"
    assert paths["95.6%"] == "行政处罚 › 按期办结率"
    assert paths["2023年12月31日"] == "行政处罚 › 截止日期"
    assert paths["1500"] == "宪法宣传周 › 参加人数（人次）"


def test_lines_around_a_table_and_where_things_stand() -> None:
    document = read_document(annex("xls"))
    assert [text for kind, _, text in found(document) if kind == "caption"] == [
        "望川镇2023年行政执法情况统计表",
        "填报单位：望川镇人民政府",
        "填报时间：2024年1月18日",
    ]
    assert ("paragraph", None, "注：罚款金额含以前年度立案、本年度收缴的部分。") in found(document)
    assert ("heading", None, "法治宣传") in found(document)
    places = {document.text[b.char_start : b.char_end]: (b.page, b.table, b.row) for b in document.blocks}
    assert places["3.68"] == (1, 1, 6)  # sheet, table, and the row of the sheet
    assert places["17"] == (1, 1, 8)
    assert places["1500"] == (2, 2, 2)


def test_what_is_hidden_is_recorded_and_not_read() -> None:
    document = read_document(annex("xlsx"))
    assert "内部数据" not in document.text
    assert "不公开" not in document.text
    assert "hidden: 工作底稿: 底稿" in document.removed


def test_two_tables_in_a_sheet_and_an_empty_row_within_one() -> None:
    document = read_document(
        workbook(
            ["一、调解情况"], ["村", "调解（件）"], ["北村", 3], [None], ["南村", 4],
            [None], ["二、普法情况"], ["村", "宣讲（场）"], ["北村", 5],
        )
    )  # fmt: skip
    places = {text: (path, b.table, b.row) for b, (_, path, text) in zip(document.blocks, found(document), strict=True)}
    assert places["4"] == ("南村 › 调解（件）", 1, 5)
    assert places["5"] == ("北村 › 宣讲（场）", 2, 9)
    assert places["二、普法情况"] == (None, 2, 7)


def test_a_report_written_into_a_sheet_is_paragraphs() -> None:
    document = read_document(
        workbook(["望川镇2023年法治政府建设情况报告"], ["全年办理行政处罚案件15件。"], ["一、不足"])
    )
    assert [kind for kind, _, _ in found(document)] == ["title", "paragraph", "heading"]


def test_values_of_a_workbook() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("甲")
        for row, (name, value, code) in enumerate(
            [
                ("整", 12.0, ""),
                ("小", 3.5, ""),
                ("负", -8, '#,##0;"减少"#,##0'),
                ("单位", 30, '0"件"'),
                ("和", 0.1 + 0.2, ""),
            ]
        ):
            sheet.write(row, 0, name)
            sheet.write(row, 1, value, book.add_format({"num_format": code}) if code else None)
        sheet.write_rich_string(5, 0, "富", book.add_format({"bold": True}), "文本")
        sheet.write_datetime(5, 1, date(2024, 1, 18))
        sheet.write_boolean(6, 0, True)
        sheet.write_formula(6, 1, "=A1+A2", None, 42)
        sheet.write(7, 0, "换行\n两行")
    assert read_document(made.getvalue()).text.split("\n") == [
        "整", "12", "小", "3.5", "负", "减少8", "单位", "30件", "和", "0.3", "富文本", "2024-01-18", "TRUE", "42", "换行", "两行",
    ]  # fmt: skip


def test_dates_from_1904_phonetics_positions_left_out_and_formulas_without_a_value() -> None:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"date_1904": True, "default_date_format": "yyyy.m.d"}) as book:
        book.add_worksheet().write_row(0, 0, [date(2024, 1, 18), 7])
    assert read_document(made.getvalue()).text == "2024.1.18\n7"
    strings = f"<sst xmlns='{MAIN}'><si><t>办_x000D_件</t><rPh sb='0' eb='1'><t>ban</t></rPh></si></sst>"
    rows = "<sheetData><row><c t='s'><v>0</v></c><c><v>2</v></c></row><row><c/><c><f>SUM(A1)</f></c></row></sheetData>"
    document = read_document(xlsx(rows, **{"xl/sharedStrings.xml": strings}))
    assert document.text == "办\n件\n2"
    assert document.removed == ("formulas without a value: 表: 1",)


def test_spaces_comments_and_repeats_in_ods() -> None:
    rows = (
        "<table:table-header-rows><table:table-row><table:table-cell><text:p>事<text:s text:c='2'/>项</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>件数</text:p><office:annotation><text:p>批注</text:p>"
        "</office:annotation></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row table:number-rows-repeated='2'><table:table-cell><text:p>调解</text:p></table:table-cell>"
        "<table:table-cell table:number-columns-repeated='2'><text:p>3</text:p></table:table-cell></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048573'><table:table-cell table:number-columns-repeated='16384'/>"
        "</table:table-row>"
    )
    assert read_document(ods(rows)).text.split("\n") == ["事  项", "件数", "件数", "调解", "3", "3", "调解", "3", "3"]


ENTITY = "<!DOCTYPE d [<!ENTITY a 'aaaa'>]>"
LONG = "<sst xmlns='" + MAIN + "'><si><t>" + "法" * 30_000 + "</t></si></sst>"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "entities in xlsx": (lambda: xlsx("<sheetData/>", ENTITY), "hostile"),
    "entities in ods": (lambda: ods("", ENTITY), "hostile"),
    "one cell too far": (lambda: xlsx("<sheetData><row r='9999999'><c r='A9999999'><v>1</v></c></row></sheetData>"), "damaged"),
    "one text a thousand times": (
        lambda: xlsx("<sheetData><row>" + "<c t='s'><v>0</v></c>" * 1000 + "</row></sheetData>", **{"xl/sharedStrings.xml": LONG}),
        "too_large",
    ),
    "a cell repeated without end": (
        lambda: ods(
            "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384'>"
            "<text:p>1</text:p></table:table-cell></table:table-row>"
        ),
        "too_large",
    ),
    "a zip bomb": (lambda: xlsx(f"<sheetData>{' ' * (20 << 20)}</sheetData>"), "hostile"),
    "no sheet": (lambda: xlsx("<sheetData/>"), "no_text"),
    "a part that is not there": (lambda: xlsx("").replace(b"sheet1.xml", b"sheet9.xml", 1), "damaged"),
    "a password in ods": (
        lambda: ods("", **{"META-INF/manifest.xml": "<m:a xmlns:m='m'><m:encryption-data/></m:a>"}),
        "encrypted",
    ),
    "a password in xls": (lambda: annex("xls").replace(b"\x42\0\x02\0\xb0\x04", b"\x2f\0\x02\0\x01\0", 1), "encrypted"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_bad_workbooks_are_refused_with_their_reason(name: str) -> None:
    make, why = REFUSED[name]
    assert reason(make()) == why


def test_cells_far_apart_and_merged_over_everything_cost_nothing() -> None:
    rows = "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    merged = "<mergeCells>" + "<mergeCell ref='A1:XFD1048576'/>" * 1000 + "</mergeCells>"
    hidden = "<cols>" + "<col min='2' max='16383' hidden='1'/>" * 1000 + "</cols>"
    assert read_document(xlsx(f"{hidden}<sheetData>{rows}</sheetData>{merged}")).text == "1"
    assert read_document(xlsx(f"<sheetData>{rows}</sheetData>")).text == "1\n2"


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_cut_workbook_is_damaged_or_whole(form: str) -> None:
    data = annex(form)
    whole = read_document(data).text
    outcomes = []
    for end in range(600, len(data) - 30, len(data) // 37):
        try:
            outcomes.append(read_document(data[:end]).text)
        except Unreadable as refused:
            outcomes.append(refused.reason)
    assert set(outcomes) <= {"damaged", whole}
    assert outcomes.count(whole) <= 3  # only padding was cut
