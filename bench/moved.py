"""A reader and a catalogue of another version: every offset of a text moves, and no sentence changes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from flows import batches, documents, knowledge
from flows.batch import BatchSpec
from flows.gather import gather_batch
from flows.workers import RunBatch
from tasks.read.document import Block, Document
from tasks.read.reader import read_document
from warehouse.catalogue import loader

INSERTED = "此处为新版程序所读。"
_SENTENCE_END = re.compile(r"(?<=。)(?=[^\n。])")
_NAME = re.compile(r'(?m)^(  name_zh: )"?([^"\n]+?)"?$')
_RUNNING = ("paragraph", "list_item")


def moved(document: Document) -> Document:
    """The document with a sentence inserted before every sentence of its running text; blocks move with their text."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for block in document.blocks:
        text = document.text[block.char_start : block.char_end]
        if block.kind in _RUNNING and "。" in text:  # a title may come as a paragraph
            text = INSERTED + _SENTENCE_END.sub(INSERTED, text)
        parts.append(text)
        blocks.append(replace(block, char_start=at, char_end=at + len(text)))
        at += len(text) + 1
    return replace(document, text="\n".join(parts), blocks=tuple(blocks))


def renamed_catalogue(folder: Path) -> Path:
    """A copy of the catalogue in which every metric has another Chinese name."""
    shutil.copytree(loader.FOLDER, folder)
    for path in folder.glob("*/*.yaml"):
        path.write_text(_NAME.sub(r'\1"\2（新）"', path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


@contextmanager
def another_version(folder: Path, reader: Callable[[Document], Document] = moved) -> Iterator[None]:
    """Inside the block runs read by `reader` on top of the usual one, and have a renamed catalogue, made in `folder`.

    Batches are run in this process, which alone knows that reader.
    """
    with (
        patch.object(documents, "read_document", lambda data: reader(read_document(data))),
        patch.object(loader, "FOLDER", renamed_catalogue(folder)),
        patch.object(batches, "workers", _in_this_process),
    ):
        _forget()
        try:
            yield
        finally:
            _forget()


@contextmanager
def _in_this_process(n_processes: int) -> Iterator[RunBatch]:
    yield lambda spec: [documents.process_batch(spec) if isinstance(spec, BatchSpec) else gather_batch(spec)]


def _forget() -> None:
    """Has knowledge loaded anew."""
    for cached in (knowledge.catalogue, knowledge.extractor, knowledge.register):
        cached.cache_clear()
