"""The signature at the end of a report: who signed, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tasks.identify.dates import DATE, first_date

_DATED = re.compile(rf"^\W*(?P<issuers>[^。；，！？\d]{{0,60}}?)\W*(?P<date>{DATE})\W*$")
_END_OF_BODY = re.compile(rf"[。；！？：]\s*(?P<issuers>[^。；，！？：\n]{{4,80}}?)\s*(?P<date>{DATE})\W*$")
_INSIDE = re.compile(
    rf"\n[ \t\u3000]*(?P<issuers>[^\n。；，！？]{{2,60}}(?:人民政府|办事处|委员会|工委|党委))\s*\n"
    rf"\s*(?P<date>{DATE})[ \t\u3000]*(?=\n|$)"
)
_ORGAN = re.compile(
    r"^(?!(?:人民)?政府$|委员会$|办事处$)\S{2,40}(?:委员会|人民政府|政府|办事处|工委|党委|办公室|司法所|局|管委会|[镇乡]|街道|苏木)$"
)
_SPLIT = re.compile(r"[\s、]+")
_BROKEN_DIGITS = re.compile(r"(?<=\d)[ \t\xa0\u3000]+(?=\d)")  # 20 23年 1月 1 6日
_TAIL = 60
_LONGEST = 300  # characters of a line that can be a signature, or of the end of one that can end with it
_LINES = 14  # a signature may be followed by a few lines of attachments, copies or page furniture


@dataclass(frozen=True, slots=True)
class Signature:
    """Issuing bodies in the order in which they stand, and the date below them; both may be missing."""

    issuers: tuple[str, ...]
    signed: date | None


def read_signature(lines: list[str], text: str) -> Signature:
    """Signature in the last lines of a document; in its text where tables or annexes follow the signature."""
    tail = [_BROKEN_DIGITS.sub("", line.strip()) for line in lines[-_TAIL:] if line.strip()]
    below: list[str] = []
    for line in reversed(tail[-_LINES:]):
        match = _DATED.match(line) if len(line) <= _LONGEST else None
        match = match or _END_OF_BODY.search(line[-_LONGEST:])
        if match:
            above = tail[: len(tail) - len(below) - 1] if match.re is _DATED else []
            return Signature((*_organs_above(above), *_organs(match["issuers"])), first_date(match["date"]))
        if len(line) > 40 and "。" in line:
            break
        below.append(line)
    inside = _INSIDE.search(text)
    if inside:
        above = text[: inside.start()].rsplit("\n", 4)[1:]
        return Signature((*_organs_above(above), *_organs(inside["issuers"])), first_date(inside["date"]))
    return Signature(_organs_above(below[::-1]), None)


def _organs_above(lines: list[str]) -> tuple[str, ...]:
    """Issuers on the lines directly above a date, at most four lines."""
    found: tuple[str, ...] = ()
    for line in reversed(lines[-4:]):
        organs = _organs(line)
        if not organs:
            break
        found = organs + found
    return found


def _organs(line: str) -> tuple[str, ...]:
    parts = [part for part in _SPLIT.split(line.strip()) if part]
    if parts and all(map(_ORGAN.match, parts)):
        return tuple(parts)
    whole = "".join(parts)
    return (whole,) if _ORGAN.match(whole) else ()
