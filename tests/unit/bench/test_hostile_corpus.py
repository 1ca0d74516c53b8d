"""The hostile corpus, those kinds that are soon made and read: each file says what it should, or why it is refused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.hostile.case import Case
from bench.hostile.corpus import KINDS, write_corpus
from tasks.ingest.place import readable
from tasks.read.archive import unpack
from tasks.read.document import Unreadable
from tasks.read.formats import extension_of
from tasks.read.reader import read_document

DEAR = (  # in seconds or megabytes, or no files at all; the job's test and the benchmark take them
    "archive: bombs", "html: nested without end", "html: tables without end", "inbox: links", "inbox: names",
    "inbox: no regular files", "office: millions of elements", "office: one huge text", "office: thousands of parts",
    "pdf: a million pages", "pdf: floods on a page", "pdf: forms in forms", "pdf: packed bombs", "rtf: floods",
    "text: megabytes", "doc: tables that lie", "csv: columns and rows by the million", "xls: records that lie",
    "sheets: merged cells", "html: attributes without end", "html: entities", "pdf: endless fonts",
    "pdf: page trees without end", "rtf: groups without end",
)  # fmt: skip


def documents(data: bytes) -> Iterator[tuple[str, bytes | Unreadable]]:
    """The documents of a file by their places in it, or why one cannot be taken, as ingest takes them."""
    inside = unpack(data) if extension_of(data) == "zip" else None
    if inside is None:
        yield "", data
        return
    for member in inside:
        yield readable(member.place), member.error or member.data


def outcome(document: bytes | Unreadable) -> str | None:
    """The text, or None where it is refused with a reason in both languages."""
    try:
        if isinstance(document, Unreadable):
            raise document
        return read_document(document).text
    except Unreadable as refused:
        assert refused.zh and refused.en
        return None


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - set(DEAR)))
def test_each_file_is_read_rightly_or_refused(kind: str) -> None:
    for case in KINDS[kind](random.Random(f"1 {kind}")):
        assert isinstance(case.data, bytes)
        found = [(place, text) for place, document in documents(case.data) if (text := outcome(document)) is not None]
        assert sorted(found) == sorted(wanted(case)), case.name


def wanted(case: Case) -> list[tuple[str, str]]:
    return [*case.inner] if case.text is None else [("", case.text), *case.inner]


def test_the_corpus_is_the_same_every_time_and_has_many_kinds(tmp_path: Path) -> None:
    assert len(KINDS) > 50
    for name in ("a", "b"):
        write_corpus(tmp_path / name, of_each=1, like="html")
    write_corpus(tmp_path / "c", of_each=1, like="html", seed=2)
    first, again = ({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.html")} for name in ("a", "b"))
    assert first == again
    assert len(first) >= 4
