"""A file of the hostile corpus, and the kinds of them by name. Every text in it is invented."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

TEXT = "全年开展法治宣传活动12场，发放资料3400份，办理案件15件。"
"""What a harmless document says; it names no township, so that none of them becomes a report."""


@dataclass(frozen=True, slots=True)
class Case:
    """A file and what must come of it: refused with a reason, or, where `text` is given, read as exactly this text.

    `data` is its bytes, or what makes it at a path. `inner` are place and text of each good member of an archive; all
    else in it must be refused.
    """

    name: str
    data: bytes | Callable[[Path], None]
    text: str | None = None
    inner: Sequence[tuple[str, str]] = ()


Maker = Callable[[random.Random], Iterator[Case]]

KINDS: dict[str, Maker] = {}
"""The makers of all kinds that have been imported, by the name of their kind."""


def kind(name: str) -> Callable[[Maker], Maker]:
    """Enters a maker under the name of its kind; each gets dice of its own, so that kinds do not shift each other."""

    def enter(maker: Maker) -> Maker:
        KINDS[name] = maker
        return maker

    return enter
