"""What a line is: title, heading or caption, told by its words and its place."""

from __future__ import annotations

import re

from tasks.read.piece import Piece

_HEADING = re.compile(
    r"(第[一二三四五六七八九十百]{1,4}[章节条部]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．.](?!\d))"
)
_HEADING_LENGTH = 45
_TITLE_END = re.compile(r"(报告|总结|汇报|情况|年报|要点|计划|方案)[\s　]*([（(].{1,20}[）)])?")
_TITLE_BODY = re.compile(r"(政府|办事处|委员会|党委|工委|乡|镇|街道|苏木|局|办公室|厅)[\s　]*")
_TITLE_LENGTH = 80
_TITLE_LINES = 8
_CAPTION = re.compile(
    r"[（(【]?\s*(计量|金额)?单位\s*[:：].{1,20}|.{0,50}(表|统计|汇总|一览)[\s　]*([（(].{1,20}[）)])?"
)


def mark(pieces: list[Piece]) -> None:
    """Set the kinds of plain paragraphs in place: title lines at the top, numbered headings, captions before tables."""
    _mark_title([piece for piece in pieces[:_TITLE_LINES] if piece.kind == "paragraph"])
    for piece in pieces:
        if piece.kind in ("paragraph", "list_item") and _is_heading(piece.text):
            piece.kind = "heading"
    for number in range(len(pieces) - 1, 0, -1):
        before, piece = pieces[number - 1], pieces[number]
        starts_table = piece.table is not None and piece.table != before.table
        if starts_table and before.table is None and before.kind != "title" and _CAPTION.fullmatch(before.text):
            before.kind, before.table = "caption", piece.table


def _is_heading(text: str) -> bool:
    """A numbered line that is no sentence with more behind it."""
    return len(text) <= _HEADING_LENGTH and _HEADING.match(text) is not None and "。" not in text[:-1]


def _mark_title(top: list[Piece]) -> None:
    """The first line that ends like a report's title, with the lines before it that name a body or begin it."""
    for number, piece in enumerate(top):
        text = piece.text
        if "。" in text or len(text) > _TITLE_LENGTH:
            return
        if not _ends(text, _TITLE_END):
            continue
        piece.kind = "title"
        for before in reversed(top[:number]):
            if len(before.text) > _TITLE_LENGTH or not (_ends(before.text, _TITLE_BODY) or "关于" in before.text):
                break
            before.kind = "title"
        return


def _ends(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether the last words of `text` match `pattern` whole."""
    tail = text[-30:]
    return any(match.end() == len(tail) for match in pattern.finditer(tail))
