"""Tree of a page → lines as a reader sees them, in order: paragraphs, headings, list items, cells of data tables.

The parser's own well-formed markup is read in one pass, which takes a fraction of the time of walking its nodes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tasks.read import grid
from tasks.read.lines import unwrap
from tasks.read.piece import MOST, Piece, too_much

_TOKEN = re.compile(r'<(/?)([a-z][^\s/>"]*)((?:[^">]++|"[^"]*+")*+)>|<!--.*?-->', re.DOTALL)
_SPAN = re.compile(r'(colspan|rowspan)="\s*(\d{1,4})\s*"')
_KINDS = {**dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"), "li": "list_item", "caption": "caption"}
_STRUCTURE = frozenset(("table", "thead", "tr", "td", "th", "pre"))
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "h1", "header", "hr", "legend", "main", "menu", "ol", "p", "section",
    "summary", "tbody", "tfoot", "ul", *_KINDS, *_STRUCTURE,
))  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_WRAPPED = 5  # lines between <br> from which on a paragraph may be hard-wrapped text


def flow(markup: str) -> list[Piece]:
    """Pieces of all that well-formed `markup` shows, in its order."""
    lines = _Lines()
    text, *tokens = _TOKEN.split(markup)
    if not text.isspace():
        lines.add(text)
    for slash, name, attributes, following in zip(*(tokens[n::4] for n in range(4)), strict=True):
        if name in _BLOCKS:
            if lines.waiting:
                lines.end_block()
            lines.kind = "paragraph" if slash else _KINDS.get(name, "paragraph")
            if name in _STRUCTURE:
                lines.structure(name, slash, attributes)
        elif name == "br":
            lines.end_line()
        elif name == "a":
            lines.linked = not slash and "href=" in attributes
        if following and (lines.waiting or not following.isspace()):
            lines.add(following)
    lines.end_block()
    return lines.pieces


@dataclass(slots=True)
class _OpenTable:
    """A table while it is read: where its pieces begin, its rows so far, and where its open cell begins."""

    start: int
    rows: grid.Rows = field(default_factory=list)
    cell: int = 0
    columns: int = 1
    down: int = 1
    in_head: bool = False
    nested: bool = False


class _Lines:
    """Collects characters into lines, and ends a line where the page does."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.waiting = False  # whether there is text since the last block
        self.kind = "paragraph"  # of the block that is open
        self.linked = False  # whether a link is open
        self._preformatted = 0
        self._characters: list[str] = []
        self._lines: list[str] = []
        self._link_characters = 0
        self._open: list[_OpenTable] = []
        self._tables = 0

    def add(self, text: str) -> None:
        """Add what stands between two tags."""
        self.waiting = True
        if "&" in text:
            text = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        if self._preformatted:
            first, *rest = text.split("\n")
            self._characters.append(first)
            for line in rest:
                self.end_line()
                self._characters.append(line)
            return
        self._characters.append(text)
        if self.linked:
            self._link_characters += len(text.strip())

    def end_line(self) -> None:
        """A line break."""
        if self._characters:
            line = "".join(self._characters)
            if "  " in line or "\n" in line or "\t" in line or "\r" in line or "\f" in line:
                line = _SPACE.sub(_one_space, line)
            self._characters = []
            if not line.isspace():
                self._lines.append(line)

    def end_block(self) -> None:
        """Make pieces of the lines so far; a block that is half links or more is a link."""
        self.end_line()
        lines = unwrap(self._lines) if len(self._lines) >= _WRAPPED else self._lines
        link = bool(self._link_characters) and self._link_characters * 2 >= sum([len(line.strip()) for line in lines])
        self.pieces += [Piece(line, self.kind, link=link) for line in lines]
        self._lines = []
        self._link_characters = 0
        self.waiting = False
        if len(self.pieces) > MOST:
            raise too_much()

    def structure(self, name: str, slash: str, attributes: str) -> None:
        """Begin or end a part of a table, or preformatted text."""
        if name == "pre":
            self._preformatted += -1 if slash else 1
        elif name == "table" and not slash:
            for outer in self._open[-1:]:
                outer.nested = True
            self._open.append(_OpenTable(len(self.pieces)))
        elif self._open:
            self._part(self._open[-1], name, slash, attributes)

    def _part(self, table: _OpenTable, name: str, slash: str, attributes: str) -> None:
        if name == "tr" and not slash:
            table.rows.append([])
        elif name == "thead":
            table.in_head = not slash
        elif name in ("td", "th") and not slash:
            table.cell = len(self.pieces)
            spans = dict(_SPAN.findall(attributes)) if "span" in attributes else {}
            table.columns = max(1, int(spans.get("colspan", 1)))
            table.down = max(1, int(spans.get("rowspan", 1)))
        elif name in ("td", "th") and table.rows:
            lines = [text for piece in self.pieces[table.cell :] if (text := piece.text.strip())]
            table.rows[-1].append(grid.Cell(lines, table.columns, table.down, name == "th" or table.in_head))
        elif name == "table":
            self._end_table(self._open.pop())

    def _end_table(self, table: _OpenTable) -> None:
        """Cells instead of plain lines, if the table holds data and no other table."""
        rows = [row for row in table.rows if row]
        if table.nested or not rows or not grid.is_data(rows):
            return
        self._tables += 1
        captions = [piece for piece in self.pieces[table.start :] if piece.kind == "caption"]
        for caption in captions:
            caption.table = self._tables
        self.pieces[table.start :] = captions + grid.cells(rows, self._tables)


def _one_space(match: re.Match[str]) -> str:
    """White space of the source: nothing at a line end beside a Han character, else one space."""
    text, start, end = match.string, match.start(), match.end()
    if "\n" in match.group() and ((start and text[start - 1] > "\u2e80") or (end < len(text) and text[end] > "\u2e80")):
        return ""
    return " "
