"""What a reader loses of a report: characters, numbers, rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

import numpy as np
from make_samples import Source

from bench.readers.sources import rows, texts
from tasks.read.document import Document

_NUMBER = re.compile(r"[0-9０-９](?: ?[0-9０-９,，.．])*")  # a space in it is seen only where no line ends


@dataclass(slots=True)
class Errors:
    """Of how many documents and characters: characters wrong, numbers lost and added, rows lost or altered."""

    documents: int = 0
    characters: int = 0
    wrong: int = 0
    numbers: int = 0
    numbers_wrong: int = 0
    rows: int = 0
    rows_wrong: int = 0

    @property
    def percent(self) -> float:
        """Characters wrong of a hundred."""
        return 100 * self.wrong / max(self.characters, 1)

    def add(self, source: Source, document: Document) -> None:
        """Compares a report with what was read of it; white space between characters is layout."""
        said, read = _squeeze(texts(source)), _squeeze([document.text])
        self.documents += 1
        self.characters += len(said)
        self.wrong += distance(said, read)
        before, after = Counter(_numbers(texts(source))), Counter(_numbers(document.text.split("\n")))
        self.numbers += before.total()
        self.numbers_wrong += max((before - after).total(), (after - before).total())
        self._add_rows([tuple(map(_squeeze, row)) for row in rows(source)], document)

    def _add_rows(self, said: list[tuple[str, ...]], document: Document) -> None:
        read = []
        placed = [block for block in document.blocks if block.row is not None]
        for _, row in groupby(placed, key=lambda block: (block.table, block.row)):
            read.append(tuple(_squeeze(document.text[b.char_start : b.char_end]) for b in row))
        same = sum(block.size for block in SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks())
        self.rows += len(said)
        self.rows_wrong += max(len(said), len(read)) - same


def distance(said: str, read: str) -> int:
    """Characters to insert, delete or replace to make one text of the other (Levenshtein)."""
    while said and read and said[0] == read[0]:
        said, read = said[1:], read[1:]
    while said and read and said[-1] == read[-1]:
        said, read = said[:-1], read[:-1]
    if not said or not read:
        return len(said) + len(read)
    columns = np.arange(len(read) + 1)
    other = np.array([ord(char) for char in read])
    line = columns
    for number, char in enumerate(said, 1):
        best = np.minimum(line[:-1] + (other != ord(char)), line[1:] + 1)
        line = np.minimum.accumulate(np.concatenate(([number], best)) - columns) + columns
    return int(line[-1])


def _squeeze(parts: Iterable[str]) -> str:
    return "".join("".join(parts).split())


def _numbers(lines: Iterable[str]) -> list[str]:
    return [number.replace(" ", "") for line in lines for number in _NUMBER.findall(line)]
