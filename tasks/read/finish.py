"""The last steps that all readers share: residue, header block and furniture out, kinds set, one text made."""

from __future__ import annotations

from collections.abc import Callable

from tasks.read import furniture, header_block, kinds, residue, script
from tasks.read.document import Document
from tasks.read.piece import Findings, Piece, check_size, compose

Choose = Callable[[list[Piece], Findings], list[Piece]]


def finish(
    pieces: list[Piece], findings: Findings, media_type: str, parser: str, choose: Choose | None = None
) -> Document:
    """Document of the pieces that a reader collected; `choose` picks the main content of a page.

    Raises:
        Unreadable: too_large, or no_text, where nothing is left.
    """
    check_size(pieces)
    pieces = residue.tidy(pieces, findings)
    folded = script.fold(pieces, findings)
    pieces = header_block.take(pieces, findings)
    pieces = furniture.clear(pieces, findings)
    if choose:
        pieces = choose(pieces, findings)
    kinds.mark(pieces)
    script.restore(folded)
    return compose(pieces, findings, media_type, parser)
