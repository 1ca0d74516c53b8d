"""Small office files of five formats, each a zip of XML that says what it is told to, with room for what is hostile."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bench.hostile.case import TEXT

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_O = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
)
_RELATED = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BOOK = (
    '<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="表" r:id="r1"/></sheets></workbook>'
)
_LINK = f'<Relationships {_RELATED}><Relationship Id="r1" Type="{_KIND}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'


@dataclass(frozen=True, slots=True)
class Shell:
    """The main part of a format: its name, what stands before and after its text, an empty element, and other parts."""

    part: str
    before: str
    after: str
    end: str
    filler: str
    others: Mapping[str, str]


SHELLS = {
    "docx": Shell(
        "word/document.xml",
        f"<w:document {_W}><w:body><w:p><w:r><w:t>",
        "</w:t></w:r></w:p>",
        "</w:body></w:document>",
        "<w:p/>",
        {"[Content_Types].xml": "<Types/>"},
    ),
    "odt": Shell(
        "content.xml",
        f"<office:document-content {_O}><office:body><office:text><text:p>",
        "</text:p>",
        "</office:text></office:body></office:document-content>",
        "<text:p/>",
        {"mimetype": "application/vnd.oasis.opendocument.text"},
    ),
    "xlsx": Shell(
        "xl/worksheets/sheet1.xml",
        '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>',
        "</t></is></c></row>",
        "</sheetData></worksheet>",
        "<row/>",
        {"xl/workbook.xml": _BOOK, "xl/_rels/workbook.xml.rels": _LINK},
    ),
    "ods": Shell(
        "content.xml",
        f"<office:document-content {_O}><office:body><office:spreadsheet><table:table><table:table-row><table:table-cell><text:p>",
        "</text:p></table:table-cell></table:table-row>",
        "</table:table></office:spreadsheet></office:body></office:document-content>",
        "<table:table-row/>",
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"},
    ),
    "ofd": Shell(
        "D/P.xml",
        '<Page><Content><Layer><TextObject Boundary="28 30 140 6" Size="5"><TextCode X="0" Y="5">',
        "</TextCode></TextObject>",
        "</Layer></Content></Page>",
        "<TextObject/>",
        {
            "OFD.xml": "<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
            "D/Document.xml": '<D><Pages><Page BaseLoc="P.xml"/></Pages></D>',
        },
    ),
}


def main_part(form: str, text: str = TEXT, more: str = "", prolog: str = "") -> str:
    """The main part of a format: `text` in a paragraph or cell, `more` elements behind it, `prolog` before the root."""
    shell = SHELLS[form]
    return prolog + shell.before + text + shell.after + more + shell.end


def office(
    form: str,
    main: str | bytes | None = None,
    more_parts: Mapping[str, str | bytes] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A file of a format, with this main part and these parts beside it."""
    shell = SHELLS[form]
    parts = {**shell.others, shell.part: main_part(form) if main is None else main, **(more_parts or {})}
    return zipped(parts.items(), method)


def zipped(
    parts: Iterable[tuple[str | zipfile.ZipInfo, str | bytes]], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b""
) -> bytes:
    """A zip of parts in their order; the type of an OpenDocument is stored plainly, as it must be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method, compresslevel=1) as archive:
        for name, content in parts:
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, content, zipfile.ZIP_STORED if info.filename == "mimetype" else method)
        archive.comment = comment
    return made.getvalue()
