"""Spreadsheets and csv files that are hostile: far cells, millions of columns, merged seas, numbers that are none."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.office import SHELLS, main_part, office


def _xlsx(more: str, behind: str = "") -> bytes:
    """A workbook that says TEXT in A1, with these rows below and these elements behind its cells."""
    main = main_part("xlsx", more=more).replace("</sheetData>", f"</sheetData>{behind}")
    return office("xlsx", main)


@kind("sheets: far and many cells")
def cells(dice: random.Random) -> Iterator[Case]:
    """Cells at the end of the world, beyond it, and rows that are said to repeat a million times."""
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>远</t></is></c></row>'
    yield Case("far.xlsx", _xlsx(far), f"{TEXT}\n远")
    beyond = '<row r="99999999"><c r="ZZZ99999999"><v>1</v></c></row>'
    yield Case("beyond.xlsx", _xlsx(beyond))
    yield Case(
        "many.xlsx",
        _xlsx("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>" + ("<row>" + "<c><v>1</v></c>" * 300 + "</row>") * 700),
    )
    row = "<table:table-row {}><table:table-cell {}><text:p>甲</text:p></table:table-cell></table:table-row>"
    rows, columns = 'table:number-rows-repeated="{}"', 'table:number-columns-repeated="{}"'
    for name, down, right, text in (
        ("rows", "1048576", "1", None), ("columns", "1", "16384", "甲\n" * 16_384), ("both", "99999999", "99999999", None),
        ("below_zero", "-5", "-5", "甲"), ("no_number", "9" * 400, "x", "甲"),
    ):  # fmt: skip
        data = office("ods", main_part("ods", more=row.format(rows.format(down), columns.format(right))))
        yield Case(f"{name}.ods", data, text and f"{TEXT}\n{text}".strip())
    hidden = f'<table:table-column table:visibility="collapse" {columns.format(99999999)}/>'
    yield Case("hidden.ods", office("ods", main_part("ods").replace("<table:table>", f"<table:table>{hidden}")))
    columns = "<cols>" + '<col min="1" max="99999999" hidden="1"/>' * 10_000 + "</cols>"
    yield Case("hidden.xlsx", office("xlsx", main_part("xlsx").replace("<sheetData>", f"{columns}<sheetData>")))


@kind("sheets: merged cells")
def merged(dice: random.Random) -> Iterator[Case]:
    """A hundred thousand merged areas upon each other, each as large as the sheet."""
    areas = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    yield Case("areas.xlsx", _xlsx("", f"<mergeCells>{areas[: 37 * 20_000]}</mergeCells>"), TEXT)
    lines = "".join(f"<row><c><v>{n}</v></c><c><v>{n}</v></c></row>" for n in range(3000))
    yield Case("areas_of_many.xlsx", _xlsx(lines, f"<mergeCells>{areas}</mergeCells>"), TEXT)
    span = '<table:table-row><table:table-cell table:number-rows-spanned="99999" table:number-columns-spanned="16384"><text:p>甲</text:p></table:table-cell></table:table-row>'
    yield Case("spans.ods", office("ods", main_part("ods", more=span * 5000)), f"{TEXT}\n甲")


@kind("sheets: one text often")
def often(dice: random.Random) -> Iterator[Case]:
    """A long text that is stored once and shown a hundred thousand times."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        SHELLS["xlsx"]
        .others["xl/_rels/workbook.xml.rels"]
        .replace(
            "</Relationships>",
            f'<Relationship Id="r2" Type="{kinds}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        )
    )
    texts = {"xl/_rels/workbook.xml.rels": links, "xl/sharedStrings.xml": f"<sst><si><t>{TEXT * 5000}</t></si></sst>"}
    refers = "<row>" + '<c t="s"><v>0</v></c>' * 100_000 + "</row>"
    yield Case("shared.xlsx", office("xlsx", main_part("xlsx", more=refers), texts))
    sheets = "".join(f'<sheet name="{n}" r:id="r1"/>' for n in range(50_000))
    book = SHELLS["xlsx"].others["xl/workbook.xml"].replace("<sheets>", f"<sheets>{sheets}")
    yield Case("sheet_listed_often.xlsx", office("xlsx", more_parts={"xl/workbook.xml": book}), TEXT)
    spaces = '<text:s text:c="999"/>' * 20_000
    yield Case("spaces.ods", office("ods", main_part("ods", f"{TEXT}{spaces}")), TEXT)


@kind("sheets: numbers that are none")
def numbers(dice: random.Random) -> Iterator[Case]:
    """Values beyond all numbers, and formats of numbers that are longer than a page."""
    for name, value, shown in (
        ("huge", "1e308", "1E+308"),
        ("none", "NaN", ""),
        ("endless", "1e999", ""),
        ("digits", "9" * 5000, ""),
    ):
        more = f'<row r="2"><c r="A2"><v>{value}</v></c></row>'
        yield Case(f"{name}.xlsx", _xlsx(more), f"{TEXT}\n{shown}".strip())
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    links = (
        SHELLS["xlsx"]
        .others["xl/_rels/workbook.xml.rels"]
        .replace(
            "</Relationships>", f'<Relationship Id="r2" Type="{kinds}/styles" Target="styles.xml"/></Relationships>'
        )
    )
    for name, code in (
        ("long", "0" * 200_000),
        ("sections", ";" * 200_000),
        ("quotes", "&quot;" * 100_001),
        ("brackets", "[h" * 100_000),
    ):
        styles = f'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
        parts = {"xl/_rels/workbook.xml.rels": links, "xl/styles.xml": styles}
        more = '<row r="2"><c r="A2" s="0"><v>12</v></c></row>'
        yield Case(f"{name}.xlsx", office("xlsx", main_part("xlsx", more=more), parts), f"{TEXT}\n12")


@kind("csv: columns and rows by the million")
def delimited(dice: random.Random) -> Iterator[Case]:
    """A million columns, two hundred thousand rows, quotes that never end, fields of megabytes."""
    line = ",".join(["12"] * 1_000_000)
    yield Case("columns.csv", f"{line}\n{line}\n".encode())
    some = f"{line[:300_000]}\n{line[:300_000]}"
    yield Case("some_columns.csv", some.encode(), some.strip())
    yield Case("empty_columns.csv", b"," * 6_000_000)
    yield Case("rows.csv", b"a,1\n" * 200_000)
    rows = "事项,件数\n" + "行政复议,3\n" * 20
    said = "\n".join(["事项", "件数", *["行政复议", "3"] * 20])
    yield Case("open_quote.csv", f'{rows}"诉讼,2\n'.encode(), f"{said}\n诉讼,2")
    yield Case("long_field.csv", f"{rows}{'长' * 2_000_000},2\n".encode(), f"{said}\n{'长' * 2_000_000}\n2")
    yield Case("formulas.csv", f"{rows}=cmd|'/c calc'!A0,2\n".encode(), f"{said}\n=cmd|'/c calc'!A0\n2")
    wide = office("xlsx", method=zipfile.ZIP_STORED)
    yield Case("named_wrongly.csv", wide, TEXT)
