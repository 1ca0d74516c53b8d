"""Zip archives that hold documents: their members, one by one, in memory and within limits.

An archive is no document: it is taken apart before reading. Each member is a document of its own or is refused with its
reason, so that one bad member does not cost the others. Nothing is written to disk, so a name is only a name.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from tasks.read.document import Unreadable
from tasks.read.formats import extension_of
from tasks.read.refusal import refuse
from tasks.read.zip_package import BROKEN, METHODS, is_locked, open_zip

_MEMBERS = 2000
_MEMBER = 64 << 20
_ALL = 256 << 20
_RATIO = 200
_SMALL = 1 << 20  # members below this may be packed as tightly as they like
_UTF8 = 0x800
_NAME = 400
_PASSED_OVER = (".", "~$", "__MACOSX")
_PASSED_OVER_NAMES = ("thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its place in it ('2024/望川镇.docx', of an inner archive '内.zip/望川镇.docx') and its bytes.

    `error` says why a member is refused; its bytes are empty then.
    """

    place: str
    data: bytes = b""
    error: Unreadable | None = None


def unpack(data: bytes) -> Iterable[Member] | None:
    """The files in an archive, as `members` gives them; None where it cannot be opened."""
    found = members(data)
    try:
        first = next(found, None)
    except Unreadable:
        return None
    return chain([first], found) if first is not None else None


@dataclass(slots=True)
class _Room:
    """What may still come out of the outer archive and those in it."""

    members: int = _MEMBERS
    size: int = _ALL


def members(data: bytes) -> Iterator[Member]:
    """The files in a zip archive and, one level deep, in archives in it, in their order.

    Folders, hidden files and what systems leave behind are passed over.

    Raises:
        Unreadable: damaged, too_large or hostile, for the archive as a whole, before the first member.
    """
    room = _Room()
    yield from _members(*_open(data, room), "", room)


def _open(data: bytes, room: _Room) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """An archive whose directory is within the limits."""
    archive = open_zip(data)
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]  # a name may be empty
    members, size = room.members - len(infos), room.size - sum(info.file_size for info in infos)
    if members < 0:
        raise refuse("too_large", f"超过 {_MEMBERS} 个文件", f"more than {_MEMBERS} files")
    if size < 0:
        raise _bomb()
    room.members, room.size = members, size
    return archive, infos


def _members(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], within: str, room: _Room) -> Iterator[Member]:
    for info in infos:
        name = _name(info)
        parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
        place = within + "/".join(parts)
        if not parts or any(part.startswith(_PASSED_OVER) and part != ".." for part in parts):
            continue
        if parts[-1].lower() in _PASSED_OVER_NAMES:
            continue
        try:
            _check(info, name, parts)
            data = _read(archive, info)
            if extension_of(data) != "zip":
                yield Member(place, data)
                continue
            if within:
                raise refuse("hostile", "压缩包多层嵌套", "an archive in an archive in an archive")
            inner = _open(data, room)
        except Unreadable as error:
            yield Member(place, error=error)
            continue
        yield from _members(*inner, f"{place}/", room)


def _check(info: zipfile.ZipInfo, name: str, parts: list[str]) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise refuse("hostile", "压缩包内含链接或设备文件", "a member of the archive is a link or a device")
    is_absolute = name.startswith(("/", "\\")) or name[1:2] == ":"
    if is_absolute or ".." in parts or "\0" in name or len(name) > _NAME:
        raise refuse("hostile", "压缩包内的文件路径越界", "a member's name leads out of the archive")
    if is_locked(info):
        raise refuse("encrypted")
    if info.compress_type not in METHODS:
        raise refuse("unsupported_format", "这种压缩方式", "this way of packing")
    if info.file_size > _MEMBER:
        raise refuse("too_large", f"{info.file_size >> 20} MB", f"{info.file_size >> 20} MB")
    if info.file_size > _SMALL and info.file_size > _RATIO * max(info.compress_size, 1):
        raise _bomb()


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(info)
    except BROKEN as error:
        raise refuse(
            "damaged", "压缩包内的此文件不完整", "this member of the archive is cut short or broken"
        ) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The name: UTF-8 where the flag says so, else UTF-8 or GBK by guess, as Chinese Windows writes it."""
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _bomb() -> Unreadable:
    return refuse("hostile", "解压后过大，疑似压缩炸弹", "it unpacks to too much, like a zip bomb")
