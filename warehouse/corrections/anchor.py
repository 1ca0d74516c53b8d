"""Anchors that survive a new extraction: they are made of words that a report says, never of offsets or ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}  # ！ to ～
_LENGTH = 16


def mention_hash(quote: str, sentence: str) -> str:
    """Name of a stated number: a hash of its quote and sentence, whatever their white space and widths.

    The same sentence repeated in a report gives the same name.
    """
    return _hash(_folded(quote), _folded(sentence))


def item_id(about: str, named: Iterable[str | int | None], words: Iterable[str]) -> str:
    """Name of something that deserves a look: what it is `about`, the township, year and metric that it names, and its
    words: hashes of the numbers concerned, else what is said of it."""
    return _hash(about, *("" if part is None else str(part) for part in named), *sorted(map(_folded, words)))


def _folded(text: str) -> str:
    return "".join(text.split()).translate(_NARROW)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode(errors="replace")).hexdigest()[:_LENGTH]
