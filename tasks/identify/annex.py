"""Attachments that only carry figures: whether a document is one, and whose report it belongs to.

A table that is sent along with a report says less of itself than the report does. It belongs to the one report that lies
beside it, or to the one that its heading or its name tells by township and year.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR

from tasks.identify.dates import DATE, YEAR, year_number
from tasks.identify.hints import Hints, fits, read_hints, weak
from tasks.identify.names import township_names
from tasks.identify.place import called, of_year
from tasks.identify.refusal import place_conflict
from tasks.ingest.place import is_web
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from warehouse.register import Register, Township

Key = tuple[str, int]
"""Township code and report year."""

Scope = tuple[str, bool]
"""A folder or archive below the inbox, and whether all below it counts, or only what lies in it directly."""

_SHEETS = frozenset(FORMATS[name].media_type for name in ("xlsx", "xls", "ods", "csv"))
_CALLED = re.compile(r"附[件表录]")
_LAW = re.compile(
    "法治|法制|依法|普法|执法|法律|宪法|司法|行政(?:处罚|强制|许可|复议|诉讼|应诉|检查)|调解|矛盾纠纷|信访|规范性文件|合法性审"
)
_FIGURE = re.compile(r"\s*[约近超]?\s*\d[\d,，.．%％余]*")
_DATE = re.compile(DATE)
_SAID_YEAR = re.compile(rf"({YEAR})\s*年?度?(?!\s*年?\s*\d{{1,2}}\s*月(?!\s*[-—–－~～至到]))")  # no month of filling in
_HEADS = frozenset(("title", "heading", "caption", "header_block"))
_HEAD_LINES, _HEAD_LENGTH = 40, 60
_TOWNSHIPS = 2  # a table with this many townships among its cells is that of a body above them
_ARCHIVE = ".zip"


@dataclass(frozen=True, slots=True)
class Annex:
    """A table of figures without a report around it: whose it can be by its own heading and by the names of its places.

    `townships` are codes, `years` report years; empty: nothing says.
    """

    townships: tuple[str, ...]
    years: tuple[int, ...]

    def allows(self, report: Key) -> bool:
        """Whether it can belong to that report."""
        return (not self.townships or report[0] in self.townships) and (not self.years or report[1] in self.years)

    @property
    def named(self) -> Key | None:
        """The one report that it names, if it names one."""
        one = len(self.townships) == len(self.years) == 1
        return (self.townships[0], self.years[0]) if one else None


def is_sheet(document: Document) -> bool:
    """Whether a document comes in a format of tables alone, which no report is written in."""
    return document.media_type in _SHEETS


def annex_of(document: Document, places: Sequence[str], register: Register) -> Annex | None:
    """What an attachment says of whose it is; None where the document is none.

    One has more in cells than in sentences, and figures among them. It is called an annex (附件, 附表), by name, folder or heading, or it is a
    sheet that speaks of law-government work. A table whose cells name several townships is none.

    Raises:
        NotIdentified: hint_conflict, where the folders contradict the township that it names.
    """
    cells = [document.text[b.char_start : b.char_end] for b in document.blocks if b.kind == "cell"]
    lines = (b.char_end - b.char_start for b in document.blocks if b.kind != "cell")
    if sum(map(len, cells)) < sum(n for n in lines if n > _HEAD_LENGTH) or not any(map(_FIGURE.fullmatch, cells)):
        return None
    if len({cell for cell in map(str.strip, cells) if cell in register.by_name}) >= _TOWNSHIPS:
        return None
    heads = _heads(document)
    names = [part for place in places for part in re.split(r"[/\\]", place)[-2:]]
    if not any(map(_CALLED.search, (*names, *heads))) and not (is_sheet(document) and _LAW.search(document.text)):
        return None
    hints = read_hints(places, register)
    years = _years(heads, hints)
    return Annex(_townships(heads, hints, register, years), years)


def whose(annex: Annex, beside: Collection[Key], is_known: Callable[[Key], bool]) -> Key | None:
    """The one report that an annex belongs to; None where none or several could be meant.

    `beside` are the reports that lie beside it, `is_known` says whether there is a report of a township and year at all.
    """
    allowed = [report for report in beside if annex.allows(report)]
    if len(allowed) == 1:
        return allowed[0]
    named = annex.named
    return named if not allowed and named is not None and is_known(named) else None


def scopes(place: str) -> Iterator[Scope]:
    """Where the report of an annex at this place may lie, nearest first: its folder, the folder around one that is called
    附件, and each archive around it, whole."""
    if is_web(place):
        return
    own, *archives = around(place)
    yield own
    above, _, name = own[0].rpartition("/")
    if _CALLED.search(name) and not name.lower().endswith(_ARCHIVE):
        yield above, False
    yield from archives


def around(place: str) -> Iterator[Scope]:
    """Every scope that a place lies in; a web address lies in none, since a site's folders hold what came in a month."""
    if is_web(place):
        return
    folder = place.rpartition("/")[0]
    yield folder, False
    while folder:
        if folder.lower().endswith(_ARCHIVE):
            yield folder, True
        folder = folder.rpartition("/")[0]


def _heads(document: Document) -> list[str]:
    """Titles, headings, captions, and the short lines above the first table."""
    heads = []
    above = True
    for block in document.blocks:
        above = above and block.kind != "cell"
        if (above or block.kind in _HEADS) and block.char_end - block.char_start <= _HEAD_LENGTH:
            heads.append(document.text[block.char_start : block.char_end])
    return heads[:_HEAD_LINES]


def _years(heads: Iterable[str], hints: Hints) -> tuple[int, ...]:
    """Years that heading and places name, those that both name first of all; never days, as of signing."""
    words = _DATE.sub("", "\n".join(heads))
    said = {year_number(year) for year in _SAID_YEAR.findall(words)}
    hinted = {int(hint.value) for hint in hints.of("year")}
    return tuple(sorted(said & hinted or said | hinted))


def _townships(heads: list[str], hints: Hints, register: Register, years: tuple[int, ...]) -> tuple[str, ...]:
    """Codes of the townships that heading and places can mean, those that all of them can mean first of all."""
    said: list[tuple[Township, ...]] = [n.rows for n in township_names("\n".join(heads), register) if n.rows]
    said += [called(hint.value, register) for hint in hints.of("township")]
    if not said:
        return ()
    common = set(said[0]).intersection(*said[1:])
    rows = tuple(sorted(common or set().union(*said), key=lambda row: (row.township_code, row.valid_to or MAXYEAR)))
    for hint in hints.of("above"):
        kept = tuple(row for row in rows if fits(hint, row, register))
        if not kept and not weak(hint, register):
            raise place_conflict(rows, "title", hint)
        rows = kept or rows
    return tuple(row.township_code for row in of_year(rows, years[0] if len(years) == 1 else None))
