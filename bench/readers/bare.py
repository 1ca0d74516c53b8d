"""The fastest parser of each format that gets every character right, bare: no limits, no blocks, one string.

html: selectolax; docx: the text elements that lxml finds; doc: legacy-doc; pdf: pypdfium2; txt: the codec, told the
encoding. legacy-doc is in requirements-study.lock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pypdfium2
from lxml import etree
from selectolax.lexbor import LexborHTMLParser

_TEXT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"


def txt(data: bytes) -> str:
    """Of UTF-8."""
    return data.decode()


def html(data: bytes) -> str:
    """Of a page, its furniture included."""
    body = LexborHTMLParser(data).body
    return body.text() if body else ""


def docx(data: bytes) -> str:
    """Of its main part."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
    return "".join([node.text or "" for node in root.iter(_TEXT)])


def doc(data: bytes) -> str:
    """Of all its pieces."""
    from legacy_doc import extract_text

    text: str = extract_text(data).text
    return text


def pdf(data: bytes) -> str:
    """Of its pages, lines as they are printed."""
    parts: list[str] = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            text = page.get_textpage()
            parts.append(text.get_text_bounded())
            text.close()
            page.close()
    return "\n".join(parts)


BARE: dict[str, Callable[[bytes], str]] = {"txt": txt, "html": html, "docx": docx, "doc": doc, "pdf": pdf}
