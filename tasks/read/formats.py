"""What a file is, told by its bytes and never by its name.

Formats that no reader handles yet are known too, so that the reason for refusing one names it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.read import encoding
from tasks.read.delimited import delimiter
from tasks.read.document import Unreadable
from tasks.read.ole import Compound


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its media type, and its name in Chinese and English."""

    media_type: str
    zh: str
    en: str


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

FORMATS: dict[str, Format] = {
    "txt": Format("text/plain", "文字文件", "plain text"),
    "csv": Format("text/csv", "CSV 表格", "a table of delimited text (csv)"),
    "html": Format("text/html", "网页", "a web page"),
    "docx": Format(f"{_OFFICE}.wordprocessingml.document", "Word 文档 (docx)", "a Word document (docx)"),
    "xlsx": Format(f"{_OFFICE}.spreadsheetml.sheet", "Excel 表格 (xlsx)", "an Excel workbook (xlsx)"),
    "pptx": Format(f"{_OFFICE}.presentationml.presentation", "PPT 演示文稿 (pptx)", "a presentation (pptx)"),
    "odt": Format(f"{_OPEN}.text", "ODT 文档", "an OpenDocument text (odt)"),
    "ods": Format(f"{_OPEN}.spreadsheet", "ODS 表格", "an OpenDocument spreadsheet (ods)"),
    "ofd": Format("application/ofd", "OFD 版式文件", "an OFD file"),
    "doc": Format("application/msword", "旧版 Word 或 WPS 文档 (doc, wps)", "an old Word or WPS document (doc, wps)"),
    "xls": Format("application/vnd.ms-excel", "旧版 Excel 表格 (xls)", "an old Excel workbook (xls)"),
    "ppt": Format("application/vnd.ms-powerpoint", "旧版 PPT 演示文稿 (ppt)", "an old presentation (ppt)"),
    "ole": Format("application/x-ole-storage", "OLE 复合文件", "an OLE compound file"),
    "pdf": Format("application/pdf", "PDF 文件", "a PDF file"),
    "rtf": Format("application/rtf", "RTF 文档", "an RTF document"),
    "mht": Format("multipart/related", "单一网页文件 (mht)", "a single-file web page (mht)"),
    "xml": Format("application/xml", "XML 文件", "an XML file"),
    "zip": Format("application/zip", "ZIP 压缩包", "a ZIP archive"),
    "rar": Format("application/vnd.rar", "RAR 压缩包", "a RAR archive"),
    "7z": Format("application/x-7z-compressed", "7z 压缩包", "a 7z archive"),
    "gz": Format("application/gzip", "GZIP 压缩包", "a gzip archive"),
    "png": Format("image/png", "图片 (PNG)", "an image (PNG)"),
    "jpg": Format("image/jpeg", "图片 (JPEG)", "an image (JPEG)"),
    "gif": Format("image/gif", "图片 (GIF)", "an image (GIF)"),
    "bmp": Format("image/bmp", "图片 (BMP)", "an image (BMP)"),
    "tif": Format("image/tiff", "图片 (TIFF)", "an image (TIFF)"),
    "bin": Format("application/octet-stream", "二进制文件", "a binary file"),
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"MIME-Version:", "mht"),
    (b"From: <Saved by", "mht"),
)
_BMP_HEADERS = (12, 40, 52, 56, 64, 108, 124)  # their lengths; the two letters alone may begin a text
_ZIP_PARTS = ((b"OFD.xml", "ofd"), (b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"))
_OLE_STREAMS = {
    "EncryptedPackage": "ole",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
}
_COMMENTS = rb"(?:(?><!--.{0,2000}?-->)\s*+)*+"  # a comment ends at its first end: other ways to read it are not tried
_HTML = re.compile(rb"(<\?xml[^>]*>\s*)?" + _COMMENTS + rb"<(!doctype\s+html|html)\b", re.DOTALL)
_TAG = re.compile(_COMMENTS + rb"<[a-z][a-z0-9]*(\s|/|>|$)", re.DOTALL)  # a piece of a page
_HEAD = 4096
_TABLE_HEAD = 1 << 20  # bytes that must look like a table of fields


def sniff(data: bytes) -> str:
    """Media type of `data` by its content; application/octet-stream where it is nothing known."""
    return FORMATS[extension_of(data)].media_type


def extension_of(data: bytes) -> str:
    """Extension of `data` by its content, without a dot: a key of `FORMATS`; bin where it is nothing known."""
    head = data[:_HEAD]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(data)
    for magic, extension in _MAGIC:
        if head.startswith(magic):
            return extension
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return "bmp"
    extension = _text(head)
    return "csv" if extension == "txt" and _is_csv(head) and _is_csv(data[:_TABLE_HEAD]) else extension


def has_stream(ole: bytes, name: str) -> bool:
    """Whether the directory of an OLE file names the stream `name`; its entries stand at multiples of 128 bytes."""
    entry = name.encode("utf-16-le") + b"\0\0"
    at = ole.find(entry)
    while at > 0 and at % 128:
        at = ole.find(entry, at + 1)
    return at > 0


def _ole(data: bytes) -> str:
    """Told by the streams at the top, since those of embedded objects say nothing; by any, if a cut has taken the top."""
    try:
        names = Compound(data).names
    except Unreadable:
        names = frozenset(name for name in _OLE_STREAMS if has_stream(data, name))
    return next((extension for name, extension in _OLE_STREAMS.items() if name in names), "ole")


def _zip(data: bytes) -> str:
    """Office formats are told by the names in the central directory, or anywhere if a cut has taken that away."""
    if data[30:38] == b"mimetype":
        declared = data[38:128]
        for extension in ("odt", "ods"):
            if declared.startswith(FORMATS[extension].media_type.encode()):
                return extension
    end = data.rfind(b"PK\x05\x06")
    directory = data[int.from_bytes(data[end + 16 : end + 20], "little") : end] if end > 0 else data
    for part, extension in _ZIP_PARTS:
        if part in directory:
            return extension
    return "zip"


def _is_csv(head: bytes) -> bool:
    """Whether a text is a table of fields; its last line may be cut."""
    text = head.decode(encoding.guess(head) or "ascii", "replace")
    whole, end, _ = text.rpartition("\n")
    return delimiter(whole if end and len(head) >= _HEAD else text) != ""


def _text(head: bytes) -> str:
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if _HTML.match(plain) or _TAG.match(plain):
        return "html"
    if plain.startswith(b"<?xml"):
        return "xml"
    if plain.startswith(b"{\\rtf"):
        return "rtf"
    return "txt" if head and encoding.guess(head) else "bin"
