"""Sound documents that were cut, renamed, glued together, locked or emptied."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.office import SHELLS, main_part, office, zipped
from bench.hostile.pdf_streams import PAGE
from tests.unit.read import pdf_maker as pdf
from tests.unit.read.compound import word

_FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
_HTML = f"<html><body><p>{TEXT}</p></body></html>"
_RTF = ("{\\rtf1\\ansi " + "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in TEXT) + "\\par}").encode("latin-1")
_PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def _good() -> dict[str, bytes]:
    """A document of each format that says TEXT."""
    return {
        **{form: office(form) for form in SHELLS},
        "doc": word([(TEXT + "\r", "utf-16-le")]),
        "pdf": pdf.pages([PAGE]),
        "rtf": _RTF,
        "html": _HTML.encode(),
        "txt": TEXT.encode(),
    }


def _real() -> dict[str, bytes]:
    """A document of each format that tells when it is cut, as programs write them."""
    names = (
        "writer/traps.docx",
        "writer/traps.odt",
        "writer/traps.doc",
        "writer/traps.rtf",
        "sheets/annex.xlsx",
        "sheets/annex.xls",
        "sheets/annex.ods",
        "pdf/liping_2024.pdf",
    )
    return {name.rpartition(".")[2]: (_FIXTURES / name).read_bytes() for name in names} | {"ofd": office("ofd")}


@kind("cut: after some bytes")
def cut(dice: random.Random) -> Iterator[Case]:
    """Documents of every format that tells its end, cut at five places."""
    for form, data in _real().items():
        for share in (2, 30, 60, 80, 90):
            yield Case(f"{share}.{form}", data[: len(data) * share // 100])


@kind("cut: formats that do not tell")
def cut_text(dice: random.Random) -> Iterator[Case]:
    """Texts and pages that were cut say what is left, no more."""
    lines = [f"第{n}次活动参加{n}人，" + TEXT for n in range(100)]
    for count in (20, 70):
        kept = "\n".join(lines[:count])
        yield Case(f"{count}.txt", kept.encode(), kept)
        yield Case(f"{count}_in_a_character.txt", kept.encode() + "全".encode()[:2], f"{kept}\ufffd")
        page = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines[:count])
        yield Case(f"{count}.html", page.encode(), kept)
        yield Case(f"{count}_in_a_tag.html", page.encode() + b"<p cla", kept)
    rows = "事项,件数\n" + "".join(f"项目{n},{n}\n" for n in range(50))
    yield Case(
        "50.csv",
        rows.encode()[:-4],
        "\n".join(["事项", "件数", *(f"{one}" for n in range(49) for one in (f"项目{n}", n)), "项目49"]),
    )


@kind("named: as another format")
def renamed(dice: random.Random) -> Iterator[Case]:
    """A format is told by its bytes: a name that lies changes nothing."""
    good = _good()
    for form, name in (
        ("docx", "txt"), ("html", "doc"), ("rtf", "doc"), ("html", "xls"), ("xlsx", "xls"), ("pdf", "docx"), ("doc", "docx"),
        ("docx", "zip"), ("odt", "docx"), ("txt", "pdf"), ("ofd", "pdf"), ("ods", "html"), ("doc", "wps"), ("txt", "exe"), ("pdf", ""),
    ):  # fmt: skip
        yield Case(f"{form}_as.{name}".rstrip("."), good[form], TEXT)
    yield Case("picture.docx", _PNG)
    yield Case("program.pdf", b"MZ\x90\0" + bytes(range(256)) * 20)
    yield Case("mail.doc", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>")
    yield Case("rar.zip", b"Rar!\x1a\x07\x01\0" + bytes(300))
    yield Case("presentation.docx", zipped([("ppt/presentation.xml", "<a/>")]))


@kind("named: two formats at once")
def polyglots(dice: random.Random) -> Iterator[Case]:
    """Files that are two formats: one of them is read whole, or none; never a mixture."""
    good = _good()
    other_pdf, other_docx = (
        pdf.pages([pdf.text("另一份正文。", 60, 700, 14)]),
        office("docx", main_part("docx", "另一份正文。")),
    )
    yield Case("zip_behind.pdf", good["pdf"] + other_docx, TEXT)
    yield Case("pdf_behind.docx", good["docx"] + other_pdf, TEXT)
    yield Case(
        "pdf_in_comment.docx",
        zipped([*SHELLS["docx"].others.items(), ("word/document.xml", main_part("docx"))], comment=good["pdf"][:3000]),
        TEXT,
    )
    yield Case("page_before.pdf", b"<html>" + bytes(10) + good["pdf"], TEXT)
    yield Case("pdf_in_comment.html", f"<!-- %PDF-1.4 -->{_HTML}".encode())
    yield Case("picture_and_script.gif", b"GIF89a/*" + bytes(90) + b"*/=1;" + _HTML.encode())
    yield Case("two_pdfs.pdf", good["pdf"] + other_pdf, "另一份正文。")  # the last one counts, as after a change
    yield Case("word_and_sheet.docx", office("docx", more_parts={"xl/workbook.xml": "<workbook/>"}), TEXT)
    yield Case("text_behind.rtf", _RTF + "另一份正文。".encode(), TEXT)
    yield Case(
        "open_document.odt",
        zipped([("mimetype", "application/vnd.oasis.opendocument.text"), ("word/document.xml", main_part("docx"))]),
    )


@kind("locked: by a password")
def locked(dice: random.Random) -> Iterator[Case]:
    """Open documents whose parts are ciphered, and zips of office files with a password on them."""
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    for form in ("odt", "ods"):
        yield Case(f"locked.{form}", office(form, dice.randbytes(500), {"META-INF/manifest.xml": manifest}))
    yield Case("locked.ofd", office("ofd", more_parts={"Doc_0/Encryptions.xml": "<x/>"}))
    for form in ("docx", "xlsx", "ofd"):
        data = bytearray(office(form))
        at = data.rfind(b"PK\x01\x02")
        data[at + 8] |= 1
        yield Case(f"locked_part.{form}", bytes(data))


@kind("empty: no characters at all")
def empty(dice: random.Random) -> Iterator[Case]:
    """Documents that open and say nothing: an error, and no success."""
    for form in SHELLS:
        yield Case(f"nothing.{form}", office(form, main_part(form, "")))
        yield Case(f"unseen.{form}", office(form, main_part(form, "\u200b\u2060 \u3000")))
    yield Case("nothing.doc", word([("\r\r\r", "utf-16-le")]))
    yield Case("nothing.rtf", b"{\\rtf1\\ansi\\par\\par}")
    yield Case("nothing.pdf", pdf.pages([b"", b""]))
    yield Case("picture.pdf", pdf.pages([pdf.PICTURE]))
    yield Case("nothing.html", b"<html><head><title>x</title></head><body><script>1</script></body></html>")
    yield Case("links.html", ("<html><body>" + "<li><a href='x'>栏目</a></li>" * 40 + "</body></html>").encode())
    for name, data in (
        ("spaces", b" \n\t" * 1000),
        ("mark", b"\xef\xbb\xbf"),
        ("nulls", bytes(5000)),
        ("unseen", "\u200b".encode() * 900),
        ("signs", "……\n——\n".encode() * 50),
    ):
        yield Case(f"{name}.txt", data)
    yield Case("nothing.csv", b",,,\n,,,\n,,,\n")
