"""What reading a document yields: one text, and blocks that say where each span of it stands.

This seam is fixed for every format: bytes in, `Document` out, `Unreadable` raised where nothing usable can be made.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Block:
    """A run of characters `text[char_start:char_end]` and where it stands in its file.

    Blocks are in text order and do not overlap; between two blocks stands one line feed. `kind` is one of title,
    heading, paragraph, list_item, cell, caption, header_block. Pages, tables and rows count from 1; `header_path` joins
    the headings above and left of a cell by ' › ' ('罚款 › 金额（万元）').
    """

    char_start: int
    char_end: int
    kind: str
    page: int | None = None
    table: int | None = None
    row: int | None = None
    header_path: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one file, in code points: lines joined, page furniture removed, widths not folded, no surrogates.

    `meta` holds what stands outside the text and identifies it: `html_title`, `html_meta.*` (published date, source),
    the labels of a page's header block as `header.发布机构`, `header.成文日期` and so on, and `script`
    where the text is written in traditional characters. `removed` records what was taken out ('site_chrome: 语音播报').
    `parser` names the reader. `doubtful` are spans whose characters were recognised from a picture with little confidence.
    """

    text: str
    blocks: tuple[Block, ...]
    media_type: str
    parser: str
    meta: dict[str, str] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()


class Unreadable(Exception):
    """A document that yields no text.

    `reason` is a stable code (empty, encrypted, damaged, binary, unsupported_format, no_text, needs_ocr,
    too_large, hostile);
    `zh` and `en` say what is wrong and what to do, without the file's name, which the caller knows.
    """

    def __init__(self, reason: str, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = reason
        self.zh = zh
        self.en = en
