"""What holds at a place of an RTF document: groups of words, and the paragraph, row and text that are open."""

from __future__ import annotations

from dataclasses import dataclass, field

from tasks.read.piece import Piece
from tasks.read.table_flow import TableFlow
from tasks.read.tables import Place, Tables

BODY_LEVEL = 9  # level of what is no heading
# groups that hold no text of the document; of those marked as optional, all do but the ones walked through
UNREAD = frozenset((
    "colortbl", "stylesheet", "info", "pict", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr",
    "footerf", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "annotation", "shprslt", "nonshppict", "sp",
    "nonesttables", "xe", "tc",
))  # fmt: skip
WALKED = frozenset(("footnote", "shpinst", "nesttableprops", "fldinst", "do", "fonttbl"))


@dataclass(slots=True)
class Row:
    """What is said of the open row of a table."""

    places: list[Place] = field(default_factory=list)
    heading: bool = False
    goes_up: bool = False
    goes_left: bool = False


class Text:
    """The body, a note or a text box while it is read."""

    def __init__(self, tables: Tables) -> None:
        self.flow = TableFlow(tables)
        self.parts: list[str] = []  # of the open paragraph
        self.label: str | None = None
        self.apart: list[Piece] = []  # what hangs on it
        self.rows: dict[int, Row] = {}


@dataclass(slots=True)
class Group:
    """What holds until the group ends. `into` takes the text, none where it is not read."""

    into: list[str] | None
    font: int = 0
    skipped: int = 1  # characters that stand in for one by number, for old programs
    in_table: bool = False
    depth: int = 1
    outline: int = BODY_LEVEL
    deleted: bool = False
    hidden: bool = False
    in_fonts: bool = False
    in_row: bool = False  # says what a row of a table in a table is like
    instruction: list[str] | None = None
    ends: str = ""  # what ends with this very group
