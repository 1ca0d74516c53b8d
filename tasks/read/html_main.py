"""Main content of a page: the stretch of lines that holds its sentences, the title before and the signature after."""

from __future__ import annotations

import re

from tasks.read import script
from tasks.read.furniture import is_prose
from tasks.read.piece import Findings, Piece
from tasks.read.refusal import refuse

_DATE = re.compile(r"[\[【(（]?\s*(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(\s+\d{1,2}:\d{2}(:\d{2})?)?)\s*[\]】)）]?")
_ATTACHMENT = re.compile(r"附件|.*\.(docx?|pdf|wps|ofd|xlsx?)$", re.IGNORECASE)
_SHARE = 0.15  # a stretch with this share of the sentences of the longest one belongs to the text
_LEAST = 100  # characters without which a page with neither sentence nor table has no text
_PARTS = 4  # lines that a repeated title may take, less one
_NEAR = 12  # lines below within which it may be repeated


def choose(pieces: list[Piece], findings: Findings, titles: list[str]) -> list[Piece]:
    """The pieces of the main content, links around it and repeated titles left out.

    `titles` is what the page calls itself. A bare date between title and text goes to `meta['page_date']`.

    Raises:
        Unreadable: no_text, for a page of links.
    """
    prose = [number for number, piece in enumerate(pieces) if is_prose(piece)]
    if not prose:
        return _short(pieces)
    start, first, end = _stretch(pieces, prose)
    if findings.meta.get("script") == script.TRADITIONAL:
        titles = [script.simplify(title) for title in titles]
    named = {_squeeze(title) for title in titles} - {""}
    start = next((n for n in range(first) if not pieces[n].link and _squeeze(pieces[n].text) in named), start)
    top: list[Piece] = []
    for piece in pieces[start:first]:
        date = _DATE.fullmatch(piece.text)
        if date:
            findings.meta.setdefault("page_date", date.group(1))
        if date or piece.link:
            findings.remove("site_chrome", piece.text)
        else:
            top.append(piece)
    outside = start + len(pieces) - end
    if outside:
        findings.remove("outside_main", f"{outside} lines")
    return _once(top, findings) + pieces[first:end]


def _short(pieces: list[Piece]) -> list[Piece]:
    """A page without a sentence: its tables and lines, if they are more than the frame of a list of links."""
    rest = [piece for piece in pieces if not piece.link]
    if not any(piece.kind == "cell" for piece in rest) and sum(len(piece.text) for piece in rest) < _LEAST:
        raise refuse("no_text", "网页只有栏目、链接或图片", "the page has only columns, links or pictures")
    return rest


def _stretch(pieces: list[Piece], prose: list[int]) -> tuple[int, int, int]:
    """Start, first sentence and end of the main content; links that are no attachment bound the stretches of a page."""
    is_prose_at = set(prose)
    stretches: list[tuple[int, int, int, int]] = []  # start, first sentence, end, characters in sentences
    start, first, size = 0, -1, 0
    for number in range(len(pieces) + 1):
        if number == len(pieces) or (pieces[number].link and not _ATTACHMENT.match(pieces[number].text)):
            if size:
                stretches.append((start, first, number, size))
            start, first, size = number + 1, -1, 0
        elif number in is_prose_at:
            first = number if first < 0 else first
            size += len(pieces[number].text)
    least = _SHARE * max(stretch[3] for stretch in stretches)
    main = [stretch for stretch in stretches if stretch[3] >= least]
    return main[0][0], main[0][1], main[-1][2]


def _once(top: list[Piece], findings: Findings) -> list[Piece]:
    """The lines before the text, each once: the one nearest to the text stays, also where it takes several lines."""
    kept: list[Piece] = []
    for number, piece in enumerate(top):
        later = [_squeeze(other.text) for other in top[number + 1 : number + 1 + _NEAR]]
        repeated = any(
            "".join(later[at : at + parts]) == _squeeze(piece.text)
            for at in range(len(later))
            for parts in range(1, _PARTS)
        )
        if repeated:
            findings.remove("repeated_title", piece.text)
        else:
            kept.append(piece)
    return kept


def _squeeze(text: str) -> str:
    return "".join(text.split())
