"""Texts in traditional characters, read as if they were written in simplified ones.

The rules of identity and extraction know simplified characters. A text keeps its own; beside it stands a reading in which
each character is replaced by exactly one, so that every span holds in both.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from tasks.read.document import Document
from tasks.read.piece import Findings, Piece

if TYPE_CHECKING:
    import opencc

TRADITIONAL = "traditional"
_HAN = range(0x3400, 0xA000)
_SHARE = 0.1  # of Han characters; traditional texts come to 0.3 and more, simplified ones hold one in names at most
_SAMPLE = 20_000
_SIGNS = "國會鎮鄉縣區務與為對時開員辦處執關於來後實進應無"
"""Traditional characters so common that a text without any of them is not written in them."""


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters."""
    sample = text[:_SAMPLE]
    if not any(sign in sample for sign in _SIGNS):
        return False
    n_traditional = sum(map(_only_traditional().__contains__, sample))
    return n_traditional > _SHARE * sum(ord(character) in _HAN for character in sample)


def simplify(text: str) -> str:
    """`text` in simplified characters, each in the place of its original; what would shift them stays as it is."""
    changed: str = _converter().convert(text)
    if len(changed) == len(text):
        return changed
    return "".join([one if len(one := _converter().convert(character)) == 1 else character for character in text])


def simplified(document: Document) -> Document:
    """The document to identify and extract from: itself, or its reading in simplified characters, spans and all.

    What is stored and shown (text, quotes) comes from the original.
    """
    if document.meta.get("script") != TRADITIONAL:
        return document
    paths = [simplify(block.header_path) if block.header_path else None for block in document.blocks]
    return replace(
        document,
        text=simplify(document.text),
        blocks=tuple(replace(b, header_path=path) for b, path in zip(document.blocks, paths, strict=True)),
        meta={name: simplify(value) for name, value in document.meta.items()},
    )


def as_written(document: Document, reading: Document, words: str, end: int) -> str:
    """`words` of the reading in the characters of the document: those that hold the character before `end`, or follow it.

    Words that stand nowhere as they are (headings put before a cell) are given back.
    """
    at = reading.text.find(words, max(0, end - len(words)))
    return words if at < 0 else document.text[at : at + len(words)]


Folded = list[tuple[Piece, str, str]]


def fold(pieces: list[Piece], findings: Findings) -> Folded:
    """Set the texts of traditional pieces in simplified characters, for the steps that know only these, and record it.

    What comes back is for `restore`; it is empty for all other texts.
    """
    if not is_traditional("".join([piece.text for piece in pieces])):
        return []
    findings.meta["script"] = TRADITIONAL
    folded = []
    for piece in pieces:
        original, piece.text = piece.text, simplify(piece.text)
        folded.append((piece, piece.text, original))
    return folded


def restore(folded: Folded) -> None:
    """Give the pieces their own characters again; some steps have cut something out of their texts meanwhile."""
    for piece, simple, original in folded:
        if piece.text == simple:
            piece.text = original
        else:
            places = iter(zip(simple, original, strict=True))
            kept = (next((own for new, own in places if new == character), character) for character in piece.text)
            piece.text = "".join(list(kept))


@lru_cache(maxsize=1)
def _converter() -> opencc.OpenCC:
    import opencc  # 40 ms that hardly any run needs

    return opencc.OpenCC("t2s")


@lru_cache(maxsize=1)
def _only_traditional() -> frozenset[str]:
    """Han characters that simplified writing replaces."""
    han = [chr(code) for code in _HAN]
    return frozenset(
        old for old, new in zip(han, _converter().convert("\n".join(han)).split("\n"), strict=True) if old != new
    )
