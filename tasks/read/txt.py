"""Plain text → document."""

from __future__ import annotations

from tasks.read import encoding, finish, grid
from tasks.read.document import Document
from tasks.read.lines import table_rows, unwrap
from tasks.read.piece import MOST, Findings, Piece, too_much
from tasks.read.refusal import refuse

_LARGEST = 64 << 20
_BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"


def read(data: bytes) -> Document:
    """Document of a text file in UTF-8, GB18030, UTF-16 or Big5; `meta['encoding']` names which.

    Raises:
        Unreadable: binary, too_large, no_text.
    """
    if len(data) > _LARGEST:
        raise refuse("too_large", f"{len(data) >> 20} MB", f"{len(data) >> 20} MB")
    text, name = encoding.decode(data)
    if sum(map(text.count, _BREAKS)) > 2 * MOST:  # before a list is made of them
        raise too_much()
    findings = Findings({"encoding": name})
    return finish.finish(_with_tables(text.splitlines()), findings, "text/plain", "txt")


def _paragraphs(lines: list[str]) -> list[Piece]:
    return [Piece(line) for line in unwrap(lines)]


def _with_tables(lines: list[str]) -> list[Piece]:
    """Paragraphs and tables in their order."""
    pieces: list[Piece] = []
    plain: list[str] = []
    table = at = 0
    while at < len(lines):
        rows = table_rows(lines, at)
        if not rows:
            plain.append(lines[at])
            at += 1
            continue
        pieces += _paragraphs(plain)
        plain = []
        table += 1
        pieces += grid.cells([[grid.Cell([text] if text else []) for text in row] for row in rows if row], table)
        at += len(rows)
    return pieces + _paragraphs(plain)
