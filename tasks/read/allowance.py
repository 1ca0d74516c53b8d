"""What reading a page by its picture may cost, asked of whoever limits this process; where nobody does, nothing happens."""

from __future__ import annotations

from collections.abc import Callable

_asked: list[Callable[[], None]] = []


def ask() -> None:
    """Another page is about to be recognised: its time begins now."""
    for answer in _asked:
        answer()


def answer_with(answer: Callable[[], None]) -> None:
    """Have `answer` called before each page."""
    _asked[:] = [answer]
