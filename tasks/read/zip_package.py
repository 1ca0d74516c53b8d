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
_HEAD = 4
_FILES = 5000
_ENTRY, _ENTRIES = b"PK\x01\x02", 200_000  # in the directories of the zip and of all zips in it
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Ways of packing that are read; others may ask for gigabytes before the first byte comes out."""

_AES = 99
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
        self._twice = {info.filename for info in infos if self._zip.getinfo(info.filename) is not info}
        _check(infos)

    def tree(self, path: str) -> etree._Element:
        """Root of the part at `path`.

        Raises:
            Unreadable: damaged, also where there is no such part, or hostile.
        """
        return parse(self._bytes(path))

    def _bytes(self, path: str) -> bytes:
        if path in self._twice:
            raise refuse("hostile", "有两个同名的部分", "two of its parts have one name")
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
    plain = xml.replace(b"\0", b"") if b"\0" in xml[:_HEAD] else xml  # UTF-16
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
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


def is_locked(info: zipfile.ZipInfo) -> bool:
    """Whether a password guards a file of a zip."""
    return bool(info.flag_bits & 1) or info.compress_type == _AES


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if any(is_locked(info) for info in infos):
        raise refuse("encrypted")
    if len(infos) > _FILES or sum(info.file_size for info in infos) > _ALL:
        raise refuse("hostile", "解压后过大", "it unpacks to too much")
    if any(info.compress_type not in METHODS for info in infos):
        raise refuse("damaged", "压缩方式不是办公软件所用的", "it is packed in a way that no office program uses")
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
