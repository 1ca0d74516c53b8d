"""Files of an inbox into the raw store, some at a time."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tasks.ingest.place import readable
from tasks.ingest.store import Entry, RawStore

MAX_BYTES = 256 * 1024 * 1024
"""Larger files are no reports; the limit also bounds the memory of a run."""

_READ_WHOLE = 16 * 1024 * 1024
"""Files up to this size are read once; of larger ones the hash is taken first, because most are known."""


ARCHIVE = "zip"
"""The type of files that hold documents; what `extension_of` says of them."""


class Refusal(Protocol):
    """Why something cannot be taken, in two languages."""

    @property
    def zh(self) -> str:
        """In Chinese."""

    @property
    def en(self) -> str:
        """In English."""


class Contained(Protocol):
    """A document in an archive: its place there and its bytes, or why it is left out."""

    @property
    def place(self) -> str:
        """Folders and name in the archive."""

    @property
    def data(self) -> bytes:
        """The bytes."""

    @property
    def error(self) -> Refusal | None:
        """Why the document cannot be taken."""


Unpack = Callable[[bytes], Iterable[Contained] | None]
"""What an archive holds; None where it cannot be opened, so that it is kept as it is and its reason is told later."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file of the inbox: its id, and, where it was not known, type and size; or the error that kept it out."""

    place: str
    file_id: str = ""
    type: str = ""
    size: int = 0
    error: str = ""


def take_files(
    store: RawStore, extension_of: Callable[[bytes], str], unpack: Unpack, files: Sequence[tuple[str, str]]
) -> list[Taken]:
    """Puts files (path and place) into the store, but for those that it holds intact. Made to run in any process.

    Of an archive each document is taken by itself; the archive is no document.

    Raises:
        OSError: the home cannot be written; what cannot be read is told in the result.
    """
    taken = []
    for path, place in files:
        try:
            file_id, data = _read(path, store.intact)
        except OSError as error:
            taken.append(Taken(place, error=unreadable(error)))
            continue
        if data is None:
            taken.append(Taken(place, file_id))
            continue
        taken += take_bytes(store, extension_of, unpack, file_id, data, place)
    return taken


def take_bytes(
    store: RawStore, extension_of: Callable[[bytes], str], unpack: Unpack, file_id: str, data: bytes, place: str
) -> list[Taken]:
    """Puts a document that the store may lack into it, or each document of an archive.

    Raises:
        OSError: the home cannot be written.
    """
    type_ = extension_of(data)
    inside = unpack(data) if type_ == ARCHIVE else None
    if inside is None:
        store.put(file_id, type_, data)
        return [Taken(place, file_id, type_, len(data))]
    return [_take_contained(store, extension_of, f"{place}/{readable(held.place)}", held) for held in inside]


def _take_contained(store: RawStore, extension_of: Callable[[bytes], str], place: str, document: Contained) -> Taken:
    if document.error is not None:
        return Taken(place, error=f"{document.error.zh} / {document.error.en}")
    file_id = hashlib.sha256(document.data).hexdigest()
    if file_id in store.intact:
        return Taken(place, file_id)
    type_ = extension_of(document.data)
    store.put(file_id, type_, document.data)
    return Taken(place, file_id, type_, len(document.data))


def record_entries(store: RawStore, inbox_label: str, stamp: str, changes: Sequence[tuple[str, Entry]]) -> None:
    """Writes the sidecars of documents; OSError where the home cannot be written."""
    for file_id, entry in changes:
        store.record(file_id, entry, inbox_label, stamp)


def unreadable(error: OSError) -> str:
    """Why a file or folder of the inbox cannot be read."""
    what = error.strerror or str(error)
    return what if error.errno == errno.EFBIG else f"无法读取，请检查权限和文件名 / cannot be read: {what}"


def _read(path: str, known: set[str]) -> tuple[str, bytes | None]:
    """The sha256 of a file, and its bytes where they are not known."""
    with open(path, "rb") as file:  # noqa: PTH123 - a Path for each of 20,000 files takes as long as to hash it
        size = os.fstat(file.fileno()).st_size
        if size > MAX_BYTES:
            raise OSError(
                errno.EFBIG,
                f"大于 {MAX_BYTES // 1024**2} MB，请拆分文件或缩小扫描图 / "
                f"larger than {MAX_BYTES // 1024**2} MB; split the document or reduce its scans",
            )
        if size > _READ_WHOLE:
            file_id = hashlib.file_digest(file, "sha256").hexdigest()
            if file_id in known:
                return file_id, None
            file.seek(0)
        data = file.read()
    file_id = hashlib.sha256(data).hexdigest()
    return file_id, None if file_id in known else data
