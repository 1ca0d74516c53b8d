"""A reader and a catalogue of another version: every offset of a text moves, and no sentence changes."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path

from tasks.read.document import Block, Document
from warehouse.catalogue.loader import FOLDER

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
    shutil.copytree(FOLDER, folder)
    for path in folder.glob("*/*.yaml"):
        path.write_text(_NAME.sub(r'\1"\2（新）"', path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder
