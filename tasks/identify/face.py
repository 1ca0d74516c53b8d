"""What a document says of itself: title, header block, opening and signature, gathered once for all questions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.identify.header import Header, read_header
from tasks.identify.signature import Signature, read_signature
from tasks.identify.title import Title, read_title
from tasks.read.document import Block, Document

_HEAD, _TAIL = 40, 20  # blocks; a page's furniture and header block fit in the first, a signature in the last
_OPENING = 500  # characters of the body in which a report without a title names its subject
_FIRST_HEADING = re.compile(r"\n\s*(?:一、|（一）|\(一\)|1[.．、])")


@dataclass(frozen=True, slots=True)
class Face:
    """`page_title` is what the page (not the text) is called; `opening` the body up to the first heading."""

    title: Title
    header: Header
    signature: Signature
    page_title: str
    opening: str

    @property
    def issuers(self) -> str:
        """Signed issuers, one a line."""
        return "\n".join(self.signature.issuers)

    @property
    def heads(self) -> str:
        """Lines above the body other than the title, the page's own title, and the publisher of the header block."""
        return "\n".join((*self.title.others, self.page_title, self.header.publisher or ""))


def read_face(document: Document) -> Face:
    """Face of a document; looks closely at its first and last blocks only."""
    text = document.text
    blocks = document.blocks or (Block(0, len(text), "paragraph"),)
    spans = [(line, b.kind) for b in blocks for line in text[b.char_start : b.char_end].split("\n")]
    head = [span for span in spans[:_HEAD] if span[1] != "header_block"]
    lines = [line for line, _ in head]
    title = read_title(lines)
    labelled = [line for line, kind in spans[:_HEAD] if kind == "header_block"]
    opening = "\n".join(lines[title.body :])[:_OPENING]
    heading = _FIRST_HEADING.search(opening)
    return Face(
        title=title,
        header=read_header(document.meta, labelled + lines[: title.body]),
        signature=read_signature([line for line, _ in spans[-_TAIL:]], text),
        page_title=document.meta.get("html_title", ""),
        opening=opening[: heading.start()] if heading else opening,
    )
