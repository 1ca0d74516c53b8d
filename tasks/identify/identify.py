"""Identification: from a document and its places to one township and one report year, or a refusal that helps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tasks.identify.face import Face, read_face
from tasks.identify.hints import read_hints
from tasks.identify.model import Identity, NotIdentified
from tasks.identify.place import Place, find_place, own_names
from tasks.identify.refusal import year_conflict, year_contradicted, year_impossible, year_unclear
from tasks.identify.scope import missing_text, of_another_body, other_issuer, other_kind
from tasks.identify.year import Year, find_year, impossible, period_end
from tasks.read.document import Document
from warehouse.register import District, Register

_DECIDED = "correction"


def identify(document: Document, places: Sequence[str], register: Register, arrived: date | None = None) -> Identity:
    """Whose report of which year a document is.

    `places` are the paths below the inbox, archive members or web addresses where it was seen; what they name fills in
    what the text leaves open and must not contradict it. No report is about a year after `arrived`, the day on which it
    was first seen.

    Raises:
        NotIdentified: not a township's report, or township or year cannot be told; with candidates and what to do.
    """
    text = document.text
    face = read_face(document)
    refusal = other_kind(face, text) or other_issuer(face) or missing_text(face, text)
    if refusal:
        raise refusal
    hints = read_hints(places, register)
    year = find_year(face, text, hints)
    try:
        own = own_names(face, register)
        refusal = of_another_body(face, text, names_township=bool(own))
        if refusal:
            raise refusal
        place = find_place(own, face, text, hints, register, year.value)
    except NotIdentified as known:
        known.report_year = year.value
        raise
    try:
        if year.value is None:
            raise (year_contradicted if year.contradicted else year_unclear)(year.candidates)
        against = impossible(face, year.value, arrived)
        if against:
            raise year_impossible(year.value, year.source, *against)
        for hint in hints.of("year"):
            if year.clear and int(hint.value) != year.value:
                raise year_conflict(year.value, year.source, hint)
    except NotIdentified as known:
        known.report_year = year.value
        known.township_code, known.district_code = place.row.township_code, place.row.district_code
        raise
    return _identity(face, place, year, year.value, register.district_in(place.row.district_code, year.value))


def identify_as(document: Document, township_code: str, report_year: int, register: Register) -> Identity:
    """The identity of a document that a person gave to a township and year: stronger than all that it says itself."""
    rows = register.over_time(township_code)
    row = next((row for row in rows if row.valid_in(report_year)), rows[-1])
    place = Place(row, _DECIDED, _DECIDED)
    district = register.district_in(row.district_code, report_year)
    return _identity(read_face(document), place, Year(report_year, _DECIDED), report_year, district)


def _identity(face: Face, place: Place, year: Year, value: int, district: District) -> Identity:
    row, title, header, signature = place.row, face.title, face.header, face.signature
    evidence = {"township": place.source, "district": place.district_source, "report_year": year.source}
    signed = signature.signed or header.written
    if signed:
        evidence["signed_on"] = "signature" if signature.signed else "header"
    if header.published:
        evidence["published_on"] = header.basis
    issuer, source = _issuer(face, place)
    if issuer:
        evidence["issuer"] = source
    return Identity(
        township_code=row.township_code,
        nbs_code=row.nbs_code,
        township=row.township,
        township_type=row.township_type,
        district_code=district.district_code,
        district=district.district,
        city=district.city,
        province=district.province,
        report_year=value,
        period_end=period_end(face, value),
        published_on=header.published,
        signed_on=signed,
        date_basis=header.basis,
        issuer=issuer,
        title=title.text,
        doc_number=header.doc_number or title.number,
        evidence=evidence,
    )


def _issuer(face: Face, place: Place) -> tuple[str | None, str]:
    """Issuing bodies as signed, else as titled, else the publisher of the header block where it is the township."""
    if face.signature.issuers:
        return "、".join(face.signature.issuers), "signature"
    before, about, _ = (face.title.text or "").partition("关于")
    if about and before:
        return before, "title"
    publisher = face.header.publisher
    if publisher and place.row.township in publisher:
        return publisher, "header"
    return None, ""
