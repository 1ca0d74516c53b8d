"""Pieces, what the readers collect, and how they become a `Document`."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.read.document import Block, Document, Unreadable
from tasks.read.refusal import refuse

MOST = 200_000
"""Pieces of a document at most."""

_LONGEST = 4_000_000  # characters


@dataclass(slots=True)
class Piece:
    """One line of text to be, of a `kind` that `Block` knows; `link` says that it is mostly a link; `page` is where it begins."""

    text: str
    kind: str = "paragraph"
    table: int | None = None
    row: int | None = None
    path: str | None = None
    link: bool = False
    page: int | None = None


@dataclass(slots=True)
class Findings:
    """What is learned beside the text: `meta` and `removed` of the `Document`."""

    meta: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)

    def remove(self, what: str, text: str) -> None:
        """Record that `text` was taken out, as 'what: text', the text cut at 60 characters."""
        self.removed.append(f"{what}: {text[:60]}")


def check_size(pieces: list[Piece]) -> None:
    """Let pass what can be a report, or many of them.

    Raises:
        Unreadable: too_large.
    """
    if len(pieces) > MOST or sum([len(piece.text) for piece in pieces]) > _LONGEST:
        raise too_much()


def too_much() -> Unreadable:
    """The error for more text than any report has."""
    return refuse("too_large", "段落或文字过多", "too many paragraphs or too much text")


def compose(pieces: list[Piece], findings: Findings, media_type: str, parser: str) -> Document:
    """One text from pieces that are clean, trimmed and not empty: a line each, with the blocks that count in it.

    Raises:
        Unreadable: no_text, where there is none, or none but signs.
    """
    if not any(any(map(str.isalnum, piece.text)) for piece in pieces):
        raise refuse("no_text", "没有文字，可能只有图片或附件", "only pictures or attachments perhaps")
    blocks: list[Block] = []
    tables: dict[int, int] = {}  # some tables were no part of the text: those that are count from 1
    at = 0
    for piece in pieces:
        end = at + len(piece.text)
        table = tables.setdefault(piece.table, len(tables) + 1) if piece.table else None
        blocks.append(Block(at, end, piece.kind, piece.page, table, piece.row, piece.path))
        at = end + 1
    return Document(
        text="\n".join([piece.text for piece in pieces]),
        blocks=tuple(blocks),
        media_type=media_type,
        parser=parser,
        meta=findings.meta,
        removed=tuple(findings.removed),
    )
