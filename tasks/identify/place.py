"""Whose report it is: the name in title, header and signature, the places written around it, then the hints."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tasks.identify.face import Face
from tasks.identify.hints import Hint, Hints, fits, weak
from tasks.identify.model import NotIdentified
from tasks.identify.names import Name, places_named, township_names
from tasks.identify.refusal import place_conflict, township_ambiguous, township_contradicted, township_unknown
from warehouse.register import Register, Township

_OWN_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:[镇乡]|街道|苏木))(?=人民政府|办事处|党委|党工委|委员会|关于|20|二[〇○零]|法治|$)"
)
_NO_NAME = re.compile(r"(?:乡镇|城[镇乡]|集镇|村镇|[我全本各该](?:[镇乡]|街道)|镇街道?)$")
_BEFORE_NAME = re.compile(r"关于|中共|共产党|报送|印发|公布|发布|公开|[^\u4e00-\u9fff]")
_OPENING_NAME = 150  # characters in which a report without a title names itself
_MIN_VOTES = 3  # times that a text must name a township, and hardly any other, to speak of itself


@dataclass(frozen=True, slots=True)
class Place:
    """The township, and what decided it (`source`) and its district ('register' where the name alone is enough)."""

    row: Township
    source: str
    district_source: str


@dataclass(frozen=True, slots=True)
class OwnName:
    """A name that the document gives itself, and where."""

    name: Name
    source: str
    after: str


def own_names(face: Face, register: Register) -> list[OwnName]:
    """Names in title, signature and header, one each.

    Raises:
        NotIdentified: one of them is a township that the register does not have, or not there.
    """
    found = []
    for source, text in (("title", face.title.text or ""), ("signature", face.issuers), ("header", face.heads)):
        names = township_names(text, register)
        if names:
            if names[0].elsewhere:
                raise _misplaced(names[0], source)
            if not names[0].rows:
                raise _unknown(names[0].above + names[0].text, register, register.by_name[names[0].text])
            found.append(OwnName(names[0], source, text[names[0].start + len(names[0].text) :]))
        elif source == "title":
            unknown = _OWN_NAME.search(text)
            if unknown and not _NO_NAME.search(unknown["name"]):
                raise _unknown(unknown["name"], register)
    return found


def find_place(own: list[OwnName], face: Face, text: str, hints: Hints, register: Register, year: int | None) -> Place:
    """The one township of a document.

    Raises:
        NotIdentified: none or several fit (township_unknown, township_ambiguous), or a place contradicts the text.
    """
    if own:
        rows, source = _agreed(own), own[0].source
        placed = next((o.source for o in own if o.name.placed), "")
    else:
        rows, source, placed = _otherwise(face, text, hints, register)
    title = ("title", face.title.text or "")
    rows, placed = _narrowed(rows, placed, (title, ("signature", face.issuers), ("header", face.heads)))
    rows, placed = _hinted(rows, source, placed, (*hints.of("township"), *hints.of("above")), register)
    rows, placed = _narrowed(rows, placed, (("body", face.opening),))
    rows = of_year(rows, year)
    if len(rows) > 1:
        raise township_ambiguous((row, source) for row in rows)
    row = rows[0]
    for hint in hints.of("stem"):
        meant = {r.township_code for r in register.by_district[row.district_code] if _stem(r.township) == hint.value}
        if len(meant) == 1 and row.township_code not in meant and _stem(row.township) != hint.value:
            raise place_conflict(rows, source, hint)
    return Place(row, source, placed or "register")


def _agreed(own: list[OwnName]) -> tuple[Township, ...]:
    """Rows that all names allow; a name that differs in its kind only (乡, since 镇) counts as the same.

    Names that the text puts under different districts are different townships.
    """
    rows = own[0].name.rows
    for other in own[1:]:
        codes = {row.township_code for row in other.name.rows}
        common = tuple(row for row in rows if row.township_code in codes)
        if common:
            rows = common
        elif other.name.placed or _stem(own[0].name.text) != _stem(other.name.text):
            districts = {row.district_code for row in rows}
            same_kind = _stem(own[0].name.text) == _stem(other.name.text)
            if same_kind and any(row.district_code in districts for row in other.name.rows):
                continue
            says = [(_words(o.name), o.source) for o in (own[0], other)]
            raise township_contradicted(says, [(rows[0], own[0].source), (other.name.rows[0], other.source)])
    return rows


def _otherwise(face: Face, text: str, hints: Hints, register: Register) -> tuple[tuple[Township, ...], str, str]:
    """Rows, source and source of the district where the document does not name itself in title, header or signature."""
    opening = township_names(face.opening[:_OPENING_NAME], register)
    if opening and opening[0].elsewhere:
        raise _misplaced(opening[0], "body")
    opening = [name for name in opening if name.rows]
    if opening:
        others = [name for name in opening if not _codes(name.rows) & _codes(opening[0].rows)]
        named = [n for n in opening if any(fits(h, row, register) for h in hints.of("township") for row in n.rows)]
        if others and not named:
            raise township_ambiguous((row, "body") for name in (opening[0], *others) for row in name.rows)
        own = named[0] if others else opening[0]
        return own.rows, "body", "body" if own.placed else ""
    hinted = hints.of("township")
    if hinted:
        found = {row: hint.source for hint in hinted for row in called(hint.value, register)}
        rows = tuple(row for row in found if all(fits(hint, row, register) for hint in hinted))
        if not rows:
            raise township_ambiguous(found.items())
        return rows, hinted[0].source, ""
    votes = Counter(name.text for name in township_names(text, register) if name.rows)
    name, most = max(votes.items(), key=lambda vote: vote[1], default=("", 0))
    if most >= _MIN_VOTES and most > 0.75 * votes.total():
        return register.by_name[name], "body", ""
    raise township_unknown(None)


def _narrowed(
    rows: tuple[Township, ...], placed: str, regions: tuple[tuple[str, str], ...]
) -> tuple[tuple[Township, ...], str]:
    """Rows whose district, else city, else province the first region that tells them apart names; and what placed them."""
    for source, region in regions:
        for level in ("district", "city", "province"):
            kept = tuple(row for row in rows if _named(getattr(row, level), region))
            if 0 < len(kept) < len(rows):
                return kept, placed or source
    return rows, placed


def of_year(rows: tuple[Township, ...], year: int | None) -> tuple[Township, ...]:
    """Rows without units that had ended, and of each city those valid in the year, today's before former ones; of what a
    unit was called and where it stood the row that held nearest to the year.

    When a unit began is less sure than that it ended: the older list may have it under another name. So the first year
    tells apart only units of one city, where one followed the other; there, a unit that its list shows for the year
    stands before one of which no year is known.
    """

    def rank(row: Township) -> tuple[bool, bool, bool]:
        listed = year is None or (row.nbs_code is not None and (row.scheme != "nbs" or year <= row.as_of.year))
        return year is None or row.valid_in(year), listed, row.scheme != "nbs"

    rows = tuple(row for row in rows if year is None or (row.valid_to or year) >= year) or rows
    nearest: dict[str, Township] = {}
    for row in reversed(rows):  # former rows stand before those of today
        held = nearest.setdefault(row.township_code, row)
        if year is not None and row.years_from(year) < held.years_from(year):
            nearest[row.township_code] = row
    rows = tuple(reversed(nearest.values()))
    best: dict[tuple[str, str | None], tuple[bool, bool, bool]] = {}
    for row in rows:
        city = (row.province, row.city)
        best[city] = max(best.get(city, rank(row)), rank(row))
    return tuple(row for row in rows if rank(row) == best[row.province, row.city])


def _named(name: str | None, region: str) -> bool:
    """Whether a region names a place; 城区 and 郊区 are names too, but words first."""
    return name is not None and name in region and (len(name) > 2 or name[-1] != "区")


def _hinted(
    rows: tuple[Township, ...], source: str, placed: str, hints: tuple[Hint, ...], register: Register
) -> tuple[tuple[Township, ...], str]:
    for hint in hints:
        kept = tuple(row for row in rows if fits(hint, row, register))
        if not kept and weak(hint, register):
            continue
        if not kept:
            raise place_conflict(rows, source, hint)
        if len(kept) < len(rows) and not placed:
            placed = hint.source
        rows = kept
    return rows, placed


def _codes(rows: tuple[Township, ...]) -> set[str]:
    return {row.township_code for row in rows}


def called(name_or_code: str, register: Register) -> tuple[Township, ...]:
    """The townships of a name of the register, or the one of a code."""
    row = register.by_code.get(name_or_code)
    return (row,) if row else register.by_name[name_or_code]


def _unknown(words: str, register: Register, near: tuple[Township, ...] = ()) -> NotIdentified:
    """The refusal of a name with the words before it, and with the district that these name, if just one."""
    name = _BEFORE_NAME.split(words)[-1]
    above = [register.places[place] for place in places_named(name, register)]
    codes = frozenset.intersection(*above) if above else frozenset()
    return township_unknown(name, near, next(iter(codes)) if len(codes) == 1 else None)


def _misplaced(name: Name, source: str) -> NotIdentified:
    """The refusal of a name whose district stands in another province than the one written before it."""
    return township_contradicted([(_words(name), source)], [(row, "register") for row in name.elsewhere])


def _words(name: Name) -> str:
    """A name with the places written directly before it."""
    return _BEFORE_NAME.split(name.above)[-1] + name.text


def _stem(name: str) -> str:
    return re.sub(r"(?:街道|苏木|[镇乡])$", "", name)
