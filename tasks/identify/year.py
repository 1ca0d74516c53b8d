"""The year a report is about: title, then opening, then places, then the whole text; never the date of publication."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks.identify.dates import DATE, YEAR, year_number
from tasks.identify.face import Face
from tasks.identify.hints import Hints

_QUOTED = re.compile(r"《[^》]*》")
_DATE = re.compile(DATE)
_SINCE = re.compile(rf"[自从]\s*{YEAR}\s*年[^，。；]{{0,12}}?[来起]")
_SPAN = re.compile(rf"(?P<first>{YEAR})\s*(?:年度?)?\s*[-—–－~～至到]+\s*(?P<last>{YEAR})\s*年")
_PAIR = re.compile(rf"(?P<first>{YEAR})\s*(?:年度?)?\s*[、和及与]\s*(?P<last>{YEAR})\s*年")
_EACH = re.compile(rf"{YEAR}")
_SINCE_LEAD = re.compile(rf"^[\s\W]*({YEAR})\s*年以来")
_REPORT_SENTENCE = re.compile(rf"现[将就]?[^。；\d〇○]{{0,24}}?({YEAR})\s*年[^。；\d]{{0,40}}?(?:如下|汇报|报告)")
_TOLD_HERE = re.compile(r"现[^。；]{0,80}(?:如下|汇报|报告)")  # cheap, before a closer look
_TOLD = re.compile(r"现[将就]?[^。；]{0,50}(?:报告|汇报)如下")
_PLANNED = re.compile(rf"{YEAR}\s*年?度?[^，。；\d〇○]{{0,8}}?(?:计划|思路|打算|要点|安排|目标|工作举措|工作重点|规划)")
_PLAN_SECTION = re.compile(r"\n\s*[一二三四五六七八九]、[^\n]{0,30}?(?:计划|思路|打算|安排|下一步|下步|展望)")
_YEAR = re.compile(rf"({YEAR})\s*年?度?(?<=[年度])(?!\s*\d{{1,2}}\s*月\s*\d)")
_BARE = re.compile(rf"({YEAR})(?!\s*[-—./]?\d)")
_REPORTED = re.compile(rf"({YEAR})\s*年(?:以来|度|全年)?[^。；，\d]{{0,36}}?(?:如下|汇报|报告)")
_FIRST = re.compile(rf"^[\s\W]*({YEAR})\s*年(?!\s*\d{{1,2}}\s*月\s*\d)")
_SECTION = re.compile(
    rf"(?m)^\s*[一二三四五六七八九十]{{1,3}}、[^\n]{{0,30}}?({YEAR})\s*年[^\n]{{0,30}}?(?:情况|成效|举措|做法|总结|开展)"
)
_REPORT_LINE = re.compile(r"法治.*(?:报告|情况|总结)")
_PART = re.compile(
    rf"(?:(?P<year>{YEAR})\s*年?\s*)?(?:1|１|一)\s*月?\s*(?:份)?\s*[-—–－~～至到]\s*(?P<month>\d{{1,2}}|十一|[二三四五六七八九十])\s*月"
    rf"|截[至止](?:(?P<year2>{YEAR})\s*年)?\s*(?P<month2>\d{{1,2}})\s*月[底末]|(?P<half>上半年)|(?P<three>前三季度)"
)
_LATEST = 3  # years from the year reported on to the signature: due in the next one, at most two years late
_MONTHS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)} | {"十一": 11}


@dataclass(frozen=True, slots=True)
class Year:
    """`value` with the `source` that decided it, or None; `candidates` are (year, source) of what else it could be.

    `contradicted` says that the text itself names them as different years. `clear` says that title, header block or opening state it, so that a place that says otherwise is a conflict.
    """

    value: int | None
    source: str = ""
    candidates: tuple[tuple[int, str], ...] = ()
    clear: bool = False
    contradicted: bool = False


def find_year(face: Face, text: str, hints: Hints) -> Year:
    """Report year of a document. The first source that names exactly one year decides."""
    title = _stated(face.title.text or "")
    header = _unique(year for line in face.heads.split("\n") if _REPORT_LINE.search(line) for year in _stated(line))
    if title and header and len(header) == 1 and not set(title) & set(header):
        return Year(None, candidates=((title[-1], "title"), (header[0], "header")), contradicted=True)
    told = _told(face.opening)
    stated = set(map(year_number, _EACH.findall("\n".join((face.title.text or "", face.heads)))))
    if told and title and told not in stated:
        return Year(None, candidates=((title[-1], "title"), (told, "body")), contradicted=True)
    since = _since(face)
    opened = [] if since or title or header else _opened(face.opening)
    for years, source in ((title, "title"), (header, "header"), (opened, "body")):
        if len(years) == 1:
            return Year(years[0], source, clear=True)
        if years:
            return Year(None, candidates=tuple((year, source) for year in years), contradicted=source != "body")
    hinted = {int(hint.value): hint.source for hint in hints.of("year")}
    if hinted:
        return _only(tuple(hinted.items()))
    sections = _unique(year_number(year) for year in _SECTION.findall(text))
    if len(sections) == 1:
        return Year(sections[0], "body")
    found = _counted(text) or _signed(face)
    if since and found.value not in (None, since):
        return Year(None, candidates=((since, "body"), (found.value or since, found.source)))
    return found


def impossible(face: Face, year: int, arrived: date | None) -> tuple[date, str] | None:
    """The day, and what was done on it, with which a report year cannot be true; None where it can.

    A report is signed in its own year or up to two years after it is due; it is published and received no earlier.
    """
    signed = face.signature.signed or face.header.written
    for day, dated, last in (
        (signed, "signed", _LATEST),
        (face.header.published, "published", None),
        (arrived, "received", None),
    ):
        if day and (year > day.year or (last is not None and day.year - year > last)):
            return day, dated
    return None


def period_end(face: Face, year: int) -> date | None:
    """Last day covered where title or opening say that the report covers part of the year; None for the whole year."""
    part = _PART.search(face.title.text or "") or _PART.match(face.opening.lstrip())
    if not part:
        return None
    month = part["month"] or part["month2"]
    number = 6 if part["half"] else 9 if part["three"] else _MONTHS.get(month) or int(month)
    stated = part["year"] or part["year2"]
    if not 1 <= number < 12 or (stated and year_number(stated) != year):
        return None
    return date(year, number, monthrange(year, number)[1])


def _stated(title: str) -> list[int]:
    """Years that a title is about: of two years running the later, without planned ones and those in names of documents.

    Longer spans are those of plans and say nothing; two years apart are two reports.
    """
    title = _DATE.sub("", _QUOTED.sub("", title))
    span = _SPAN.search(title) or _PAIR.search(title)
    if span and year_number(span["last"]) - year_number(span["first"]) == 1:
        return [year_number(span["last"])]
    title = _SPAN.sub("", title)
    years = _unique(map(year_number, _YEAR.findall(title) or _BARE.findall(title)))
    if len(years) > 1:
        planned = {year_number(year) for match in _PLANNED.findall(title) for year in re.findall(YEAR, match)}
        years = [year for year in years if year not in planned] or years
    return years


def _opened(opening: str) -> list[int]:
    """Years that the opening reports on: 现将2023年…报告如下 before a leading 2023年， before any single year.

    Of two joined years (2022年及2023年) the report sentence makes the later one the year; elsewhere both are open.
    """
    sentence = _TOLD.search(opening)
    pair = _PAIR.search(_QUOTED.sub("", opening))
    if pair:
        earlier, later = year_number(pair["first"]), year_number(pair["last"])
        told = sentence and sentence.start() <= pair.start() < sentence.end()
        return [later] if told and later - earlier == 1 else [earlier, later]
    opening = _without_references(opening)
    reported = _unique(map(year_number, _REPORTED.findall(opening)))
    if len(reported) == 1:
        return reported
    first = _FIRST.match(opening)
    if first:
        return [year_number(first[1])]
    years = _unique(map(year_number, _YEAR.findall(opening)))
    return years if len(years) == 1 else []


def _told(opening: str) -> int | None:
    """The year of the sentence that announces the report; a leading year where the sentence has none, and no other has."""
    if not _TOLD_HERE.search(opening):
        return None
    text = _without_references(opening)
    years = _unique(map(year_number, _REPORT_SENTENCE.findall(text)))
    if not years and _TOLD.search(text) and _FIRST.match(text):
        years = _unique(map(year_number, _YEAR.findall(text)))
    return years[0] if len(years) == 1 else None


def _since(face: Face) -> int | None:
    """The year of a leading 2022年以来 that the signature shows to be the begin of a longer time, not the report year."""
    lead = _SINCE_LEAD.match(face.opening)
    signed = face.signature.signed or face.header.written
    if not lead or not signed:
        return None
    year = year_number(lead[1])
    return year if signed.year - year > (0 if signed.month >= 11 else 1) else None


def _counted(text: str) -> Year | None:
    """The year that the text, up to its plans, speaks of at least twice as often as of any other."""
    plans = _PLAN_SECTION.search(text)
    text = _PLANNED.sub("", _without_references(text[: plans.start()] if plans else text))
    counts = Counter(map(year_number, _YEAR.findall(text))).most_common(2)
    if not counts or counts[0][1] < 2:
        return None
    if len(counts) == 1 or counts[0][1] >= 2 * counts[1][1]:
        return Year(counts[0][0], "body")
    return Year(None, candidates=tuple((year, "body") for year, _ in counts))


def _without_references(text: str) -> str:
    """Text without dates, names of documents, 自2021年以来 and spans of plans; of two joined years the later stays."""
    text = _SINCE.sub("", _DATE.sub("", _QUOTED.sub("", text)))
    return _SPAN.sub(lambda m: m["last"] + "年" if year_number(m["last"]) - year_number(m["first"]) == 1 else "", text)


def _signed(face: Face) -> Year:
    """Last resort: a report signed in November or December is about that year; signed later, two years are open."""
    signed = face.signature.signed or face.header.written
    if signed is None:
        return Year(None)
    if signed.month >= 11:
        return Year(signed.year, "signature")
    return Year(None, candidates=((signed.year - 1, "signature"), (signed.year, "signature")))


def _only(found: tuple[tuple[int, str], ...]) -> Year:
    return Year(found[0][0], found[0][1]) if len(found) == 1 else Year(None, candidates=found)


def _unique(years: Iterable[int]) -> list[int]:
    return sorted(set(years))
