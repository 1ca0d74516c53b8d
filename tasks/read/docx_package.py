"""The parts of a Word document as XML trees, read within limits: no bombs, no entities, no network."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from io import BytesIO

from lxml import etree

from tasks.read.document import Unreadable
from tasks.read.refusal import refuse

_PART = 64 << 20
_ALL = 256 << 20
_RATIO = 200
_SMALL = 1 << 20  # parts below this may be packed as tightly as they like
_ELEMENTS = 1_000_000
_FILES = 5000
_MAIN = "word/document.xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    KeyError,
    struct.error,
    lzma.LZMAError,
)
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)


class Package:
    """An opened docx; `main` is the name of the part that holds the text.

    Raises:
        Unreadable: damaged, encrypted, too_large or hostile.
    """

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise _damaged() from error
        self._infos = {info.filename: info for info in self._zip.infolist()}
        _check(list(self._infos.values()))
        self.main = _MAIN if _MAIN in self._infos else self._find_main()

    def part(self, name: str) -> etree._Element | None:
        """Root of the part beside the main one that is called `name` (numbering.xml), None where there is none."""
        path = f"{self.main.rpartition('/')[0]}/{name}"
        return self.tree(path) if path in self._infos else None

    def tree(self, path: str) -> etree._Element:
        """Root of the part at `path`."""
        try:
            xml = self._zip.read(path)
        except _BROKEN as error:
            raise _damaged() from error
        if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
            raise _hostile_dtd()
        if xml.count(b"<") > 2 * _ELEMENTS:
            raise refuse("hostile", "元素过多", "too many elements")
        try:
            root = etree.fromstring(xml.replace(_STRICT, _TRANSITIONAL), _PARSER)
        except etree.XMLSyntaxError as error:
            raise _bad_xml(error) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise _hostile_dtd()
        return root

    def _find_main(self) -> str:
        if "_rels/.rels" in self._infos:
            for relation in self.tree("_rels/.rels").iter(_RELATIONSHIP):
                target = relation.get("Target", "").lstrip("/")
                if relation.get("Type", "").endswith("/officeDocument") and target in self._infos:
                    return target
        raise refuse("damaged", "缺少正文部分", "its main part is missing")


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise refuse("encrypted")
    if len(infos) > _FILES or sum(info.file_size for info in infos) > _ALL:
        raise refuse("hostile", "解压后过大", "it unpacks to too much")
    for info in infos:
        tight = info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1)
        if tight or info.file_size > _PART:
            raise refuse("hostile", "解压后过大，疑似压缩炸弹", "it unpacks to too much, like a zip bomb")


def _bad_xml(error: etree.XMLSyntaxError) -> Unreadable:
    message = str(error)
    if "xcessive depth" in message or "huge" in message.lower():
        return refuse("hostile", "XML 嵌套过深或文字过长", "its XML is too deep or one text in it too long")
    return _damaged()


def _damaged() -> Unreadable:
    return refuse("damaged", "压缩包或 XML 不完整", "its zip or XML is cut short or broken")


def _hostile_dtd() -> Unreadable:
    return refuse("hostile", "XML 含有实体定义", "its XML defines entities")
