"""Whose report it is: the name in title, header and signature, the places written around it, then the hints."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from tasks.identify.face import Face
from tasks.identify.hints import Hint, Hints, fits
from tasks.identify.names import Name, township_names
from tasks.identify.refusal import place_conflict, township_ambiguous, township_unknown
from warehouse.register import Register, Township

_OWN_NAME = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,14}?(?:镇|(?<!中华人民)(?<!城)乡|街道|苏木))(?=人民政府|办事处|党委|党工委|委员会|关于|20|二[〇○零]|法治|$)"
)
_NO_NAME = re.compile(r"(?:乡镇|[我全本各该]镇|[我全本各该]乡|城镇|集镇|村镇|[我全本各该]街道|镇街道?)$")
_OPENING_NAME = 150  # characters in which a report without a title names itself
_MIN_VOTES = 3


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
        NotIdentified: the title names a township that the register does not have there.
    """
    found = []
    for source, text in (("title", face.title.text or ""), ("signature", face.issuers), ("header", face.heads)):
        names = township_names(text, register)
        if names:
            if not names[0].rows:
                raise township_unknown(_with_place(names[0]), register.by_name[names[0].text])
            found.append(OwnName(names[0], source, text[names[0].start + len(names[0].text) :]))
        elif source == "title":
            unknown = _OWN_NAME.search(text)
            if unknown and not _NO_NAME.search(unknown["name"]):
                raise township_unknown(unknown["name"])
    return found


def find_place(own: list[OwnName], face: Face, text: str, hints: Hints, register: Register, year: int | None) -> Place:
    """The one township of a document.

    Raises:
        NotIdentified: none or several fit (township_unknown, township_ambiguous), or a place contradicts the text.
    """
    place_hints = (*hints.of("township"), *hints.of("above"))
    if own:
        rows, source = _agreed(own), own[0].source
        placed = next((o.source for o in own if o.name.placed), "")
    else:
        rows, source, placed = _otherwise(face, text, hints, register)
    if len(rows) > 1 and not placed:
        rows, placed = _narrowed(
            rows, (("title", face.title.text or ""), ("signature", face.issuers), ("header", face.heads))
        )
    rows, placed = _hinted(rows, source, placed, place_hints, register)
    if len(rows) > 1:
        rows, by_body = _narrowed(rows, (("body", face.opening), ("body", text)))
        placed = placed or by_body
    if len(rows) > 1 and year is not None:
        rows = tuple(row for row in rows if row.valid_in(year)) or rows
    if len(rows) > 1:
        rows = tuple(row for row in rows if row.scheme != "nbs") or rows
    if len(rows) > 1:
        raise township_ambiguous((row, source) for row in rows)
    return Place(rows[0], source, placed or "register")


def _agreed(own: list[OwnName]) -> tuple[Township, ...]:
    """Rows that all names allow; a name that differs in its kind only (乡, since 镇) counts as the same."""
    rows = own[0].name.rows
    for other in own[1:]:
        common = tuple(row for row in rows if row in other.name.rows)
        if common:
            rows = common
        elif _stem(own[0].name.text) != _stem(other.name.text):
            raise township_ambiguous([(rows[0], own[0].source), (other.name.rows[0], other.source)])
    return rows


def _otherwise(face: Face, text: str, hints: Hints, register: Register) -> tuple[tuple[Township, ...], str, str]:
    """Rows, source and source of the district where the document does not name itself in title, header or signature."""
    opening = [name for name in township_names(face.opening[:_OPENING_NAME], register) if name.rows]
    if opening:
        return opening[0].rows, "body", "body" if opening[0].placed else ""
    hinted = hints.of("township")
    if hinted:
        found = {row: hint.source for hint in hinted for row in _called(hint.value, register)}
        rows = tuple(row for row in found if all(fits(hint, row, register) for hint in hinted))
        if not rows:
            raise township_ambiguous(found.items())
        return rows, hinted[0].source, ""
    votes = Counter(name.text for name in township_names(text, register) if name.rows).most_common(1)
    if votes and votes[0][1] >= _MIN_VOTES:
        return register.by_name[votes[0][0]], "body", ""
    raise township_unknown(None)


def _narrowed(rows: tuple[Township, ...], regions: tuple[tuple[str, str], ...]) -> tuple[tuple[Township, ...], str]:
    """Rows whose district, else city, else province a region names; and that region, '' where none does."""
    for source, region in regions:
        for level in ("district", "city", "province"):
            kept = tuple(row for row in rows if _named(getattr(row, level), region))
            if 0 < len(kept) < len(rows):
                return kept, source
    return rows, ""


def _named(name: str | None, region: str) -> bool:
    """Whether a region names a place; 城区 and 郊区 are names too, but words first."""
    return name is not None and name in region and (len(name) > 2 or name[-1] != "区")


def _hinted(
    rows: tuple[Township, ...], source: str, placed: str, hints: tuple[Hint, ...], register: Register
) -> tuple[tuple[Township, ...], str]:
    for hint in hints:
        kept = tuple(row for row in rows if fits(hint, row, register))
        if not kept:
            raise place_conflict(rows[0], source, hint)
        if len(kept) < len(rows) and not placed:
            placed = hint.source
        rows = kept
    return rows, placed


def _called(name_or_code: str, register: Register) -> tuple[Township, ...]:
    row = register.by_code.get(name_or_code)
    return (row,) if row else register.by_name[name_or_code]


def _with_place(name: Name) -> str:
    """An unknown name with the district written before it: 青澜区云门镇."""
    above = re.search(r"[\u4e00-\u9fff]{2,}?$", re.split(r"关于|中共|共产党|[^\u4e00-\u9fff]", name.above)[-1])
    return (above.group() if above else "") + name.text


def _stem(name: str) -> str:
    return re.sub(r"(?:街道|苏木|[镇乡])$", "", name)
