"""Marks in a text: spans may overlap, nest or be shared, so the text is cut at every border of a span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """Characters of a text that one mention marks; `end` is one past the last."""

    start: int
    end: int
    key: str


class Piece(NamedTuple):
    """A run of text. `keys` are the mentions that cover it, the shortest span first; `begins` those that begin here."""

    text: str
    keys: tuple[str, ...]
    begins: tuple[str, ...]


def pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """The characters from `start` to `end` of `text` in pieces; together they are that text, each character once."""
    inside = [span for span in spans if span.start < end and span.end > start]
    borders = {start, end} | {min(max(border, start), end) for span in inside for border in span[:2]}
    ordered = sorted(borders)
    for low, high in pairwise(ordered):
        over = sorted((s for s in inside if s.start <= low and s.end >= high), key=lambda s: (s.end - s.start, s))
        keys = tuple(span.key for span in over)
        yield Piece(text[low:high], keys, tuple(span.key for span in over if span.start == low))


def sentence_range(text: str, sentence: str, span: Span) -> tuple[int, int]:
    """Where the sentence of a span stands; the span itself, where the sentence was joined from cells."""
    at = text.find(sentence, max(0, span.end - len(sentence)), span.start + len(sentence))
    return (at, at + len(sentence)) if 0 <= at <= span.start and span.end <= at + len(sentence) else span[:2]


def merged(ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters in as few ranges as can be, in order."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(high, joined[-1][1])
        else:
            joined.append((low, high))
    return joined
