"""What conversion leaves behind in a line: control characters, invisible characters, bookmarks and field codes."""

from __future__ import annotations

import re

from tasks.read.piece import Findings, Piece

_CONTROL = "\x00-\x08\x0a-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_INVISIBLE = "\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_UNSEEN = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
_LONE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("[\x0a-\x0d\x85\u2028\u2029]")
_SIGNS = (
    "ookmark",
    "未定义书签",
    "HYPERLINK",
    "PAGEREF",
    "MERGEFORMAT",
    "TOC \\",
    "SEQ ",
    "&nbsp;",
    "&ensp;",
    "&emsp;",
)
_FIELD = re.compile(
    r"\[bookmark:[^\]]{0,80}\]"
    r"|Error! Bookmark not defined\.?|错误[!！]\s*未定义书签。?"
    r'|HYPERLINK\s+(?:\\[a-z]\s*)?["“][^"”]{0,500}["”](?:\s*\\[a-z](?:\s*"[^"]{0,80}")?)*'
    r"|PAGEREF\s+\w+(?:\s*\\[a-z])*(?:\s+\d{1,3}$)?"
    r'|TOC\s+(?:\\[a-z](?:\s*"[^"]{0,20}")?\s*)+'
    r"|SEQ\s+\w+\s+\\\*\s*\w+"
    r"|\\\*\s*MERGEFORMAT"
)
_SPACES = re.compile("&(?:nbsp|ensp|emsp);")


def tidy(pieces: list[Piece], findings: Findings) -> list[Piece]:
    """The pieces without residue, trimmed at both ends, the empty ones dropped.

    Lone surrogates become U+FFFD; spaces and widths inside a line stay as they are.
    """
    whole = "".join([piece.text for piece in pieces])
    # the second test alone would do, but takes ten times as long
    unseen = not whole.replace("　", "").isprintable() and _UNSEEN.search(whole) is not None
    signs = [sign for sign in _SIGNS if sign in whole]
    kept = []
    for piece in pieces:
        if unseen:
            _reveal(piece, findings)
        if signs and any(sign in piece.text for sign in signs):
            _strip_fields(piece, findings)
        piece.text = piece.text.strip()
        if piece.text:
            kept.append(piece)
    return kept


def _reveal(piece: Piece, findings: Findings) -> None:
    text = _BREAK.sub(" ", _LONE.sub("\ufffd", piece.text))
    piece.text, count = _UNSEEN.subn("", text)
    if count:
        findings.remove("unseen", f"{count} characters in {piece.text[:20]}")


def _strip_fields(piece: Piece, findings: Findings) -> None:
    for match in _FIELD.finditer(piece.text):
        findings.remove("field", match.group())
    piece.text = _SPACES.sub(" ", _FIELD.sub("", piece.text))
