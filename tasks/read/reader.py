"""One seam for every format: bytes in, `Document` out. A new format is a file with `read` and a line here."""

from __future__ import annotations

from collections.abc import Callable

from tasks.read import archive, csv, doc, docx, html, ods, odt, ofd, pdf, picture, rtf, txt, xls, xlsx
from tasks.read.document import Document
from tasks.read.formats import FORMATS, extension_of, has_stream
from tasks.read.ole import Compound
from tasks.read.refusal import refuse

READERS: dict[str, Callable[[bytes], Document]] = {
    "txt": txt.read,
    "html": html.read,
    "docx": docx.read,
    "pdf": pdf.read,
    "doc": doc.read,
    "odt": odt.read,
    "rtf": rtf.read,
    "csv": csv.read,
    "xlsx": xlsx.read,
    "xls": xls.read,
    "ods": ods.read,
    "ofd": ofd.read,
    "png": picture.read,
    "jpg": picture.read,
    "tif": picture.read,
    "bmp": picture.read,
    "gif": picture.read,
}


def read_document(data: bytes) -> Document:
    """Text and blocks of a document, its format told by content.

    Raises:
        Unreadable: with the reason; nothing else, whatever the bytes.
    """
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise refuse("empty")
    extension = extension_of(data)
    if extension == "bin":
        raise refuse("binary")
    if extension == "ole" and has_stream(data, "EncryptedPackage"):
        raise refuse("encrypted")
    if extension == "ole":
        Compound(data)  # one that was cut is damaged, and not of an unknown kind
    if extension == "zip" and next(archive.members(data), None) is None:  # one that cannot be opened says why itself
        raise refuse("no_text", "压缩包里没有可收取的文件", "the archive holds no file to take")
    if extension not in READERS:
        raise refuse("unsupported_format", FORMATS[extension].zh, FORMATS[extension].en)
    return READERS[extension](data)
