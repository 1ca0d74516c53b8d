"""Parts of an office file that is a zip of XML, as trees, read within limits: no bombs, no entities, no network."""

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
_ENTRY, _ENTRIES = b"PK\x01\x02", 200_000  # in the directories of the zip and of all zips in it
BROKEN = (
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


class ZipPackage:
    """An opened zip whose parts are read one by one; a name in it is only a name, nothing is written anywhere.

    Raises:
        Unreadable: damaged, encrypted or hostile.
    """

    def __init__(self, data: bytes) -> None:
        self._zip = open_zip(data)
        infos = self._zip.infolist()
        self.names = frozenset(info.filename for info in infos)
        _check(infos)

    def tree(self, path: str) -> etree._Element:
        """Root of the part at `path`.

        Raises:
            Unreadable: damaged, also where there is no such part, or hostile.
        """
        return parse(self._bytes(path))

    def _bytes(self, path: str) -> bytes:
        try:
            return self._zip.read(path)
        except BROKEN as error:
            raise _damaged() from error


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A zip whose directory is not so long that it fills the memory by itself.

    Raises:
        Unreadable: damaged or hostile.
    """
    if data.count(_ENTRY) > _ENTRIES:
        raise refuse("hostile", "压缩包内文件过多", "it packs too many files")
    try:
        return zipfile.ZipFile(BytesIO(data))
    except BROKEN as error:
        raise _damaged() from error


def parse(xml: bytes) -> etree._Element:
    """Root of an XML text.

    Raises:
        Unreadable: damaged or hostile (entities, too deep, too much).
    """
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _hostile_dtd()
    if xml.count(b"<") > 2 * _ELEMENTS:
        raise refuse("hostile", "元素过多", "too many elements")
    try:
        root = etree.fromstring(xml, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _bad_xml(error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _hostile_dtd()
    return root


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
