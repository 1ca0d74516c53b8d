"""What the places of a file say: folders and file names that name a province, city, district, township or year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from tasks.identify.dates import YEAR, year_number
from tasks.identify.names import places_named, township_names
from warehouse.register import Register, Township
from warehouse.register.names import TOWNSHIP_SUFFIXES

_TOKEN = re.compile(r"[^\s_\-—·,，、.。()（）\[\]【】〔〕+&!:：]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SEP = r"[\s_\-—·,，、.()（）\[\]【】〔〕+&]"
_SPAN = re.compile(rf"(?:{YEAR})\s*年?度?\s*[-—–－~～至到、和及与]+\s*(?:{YEAR})")
_REPORT = r"(?:法[治制]|依法行政|依法治|报告|总结|年报|附[件表录])"
_COLLECTED = r"(?:收集|收到|整理|下载|采集|归档|汇总|上报|报送|印发|发布|发文|公开|备份)"
_YEAR = re.compile(
    rf"(?<![A-Za-z\d])(?P<year>{YEAR})(?![-./_]\d|\s*[〕\]］】）)]\s*第?\d+\s*号)年?度?(?!\d)"
    rf"(?:(?P<alone>(?={_SEP}|$))|(?!{_COLLECTED})(?=[\u4e00-\u9fff]{{0,24}}?{_REPORT})(?![\u4e00-\u9fff]*{_COLLECTED}))"
)
_BEFORE_ALONE = re.compile(rf"(?:^|[镇乡木道区县市旗府处]|\d{{6}}(?:\d{{3}})?|{_REPORT}|建设|情况){_SEP}*$")
_DAY_FOLDER = re.compile(r"\d{1,4}")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a place says. `kind` is above (province, city or district), township, year, or stem: a word that is
    the short form of a township (宝顶 for 宝顶镇), which counts only within a district that is known.

    `value` is the name as written, or the year; `source` is folder or file_name; `place` is the whole path or address.
    """

    kind: str
    value: str
    source: str
    place: str


@dataclass(frozen=True, slots=True)
class Hints:
    """All hints of a document, from every place where it was seen."""

    hints: tuple[Hint, ...] = ()

    def of(self, kind: str) -> tuple[Hint, ...]:
        """Hints of one kind, in the order of the places."""
        return tuple(hint for hint in self.hints if hint.kind == kind)


def read_hints(places: Sequence[str], register: Register) -> Hints:
    """Hints of a document's places: paths below the inbox, members of archives (a.zip/大足区/x.docx), web addresses.

    A part of a path counts where it is, or contains, a name or code that the register knows (大足区, 大足, 500111,
    雍溪镇), or a report year: 2023, 2023年度 alone or after a name, or before 法治, 报告 or 附件. Years of dates, spans, document
    numbers and of collecting (2024年收集, IMG_2024) are none, nor is any year of a web address.
    """
    return Hints(tuple(dict.fromkeys(hint for place in places for hint in _of_place(place, register))))


def _of_place(place: str, register: Register) -> Iterator[Hint]:
    address = unquote(place.partition("://")[2])
    parts = [part for part in re.split(r"[/\\]", address or place) if part]
    for position, part in enumerate(parts):
        source = "file_name" if position == len(parts) - 1 else "folder"
        if source == "file_name":
            part = _EXTENSION.sub("", part)
        dated = position + 2 < len(parts) and _DAY_FOLDER.fullmatch(parts[position + 1])  # 2024/0130/x.docx
        if not address and not dated:
            for year in _years(part):
                yield Hint("year", str(year), source, place)
        for token in _TOKEN.findall(part):
            for kind, value in _names(token, register):
                yield Hint(kind, value, source, place)


def _years(part: str) -> Iterator[int]:
    """Report years that a folder or file name speaks of."""
    part = _SPAN.sub("", part)
    for match in _YEAR.finditer(part):
        if match["alone"] is None or _BEFORE_ALONE.search(part[: match.start()]):
            yield year_number(match["year"])


def _names(token: str, register: Register) -> Iterator[tuple[str, str]]:
    """What a token names: a code, a short form by itself (大足), or full names in a run of text (大足区雍溪镇报告)."""
    if token in register.by_code:
        yield "township", token
    elif token in register.districts or token in register.places:
        yield "above", token
    elif token[-1] not in "镇乡" and any(token + suffix in register.by_name for suffix in TOWNSHIP_SUFFIXES):
        yield "stem", token
    elif _HAN.search(token):
        names = [name for name in township_names(token, register) if name.rows]
        for name in names:
            yield "township", name.text
        before = token[: names[0].start] if names else token
        for found in places_named(before, register):
            yield "above", found


def weak(hint: Hint, register: Register) -> bool:
    """Whether a hint may be a mere word (平安, 新建, 城区): a place's short form, other than a province's."""
    ends = hint.value[-1:] in "省市区县旗州盟" and len(hint.value) > 2
    return hint.kind == "above" and not (ends or hint.value.isdigit() or hint.value in register.provinces)


def fits(hint: Hint, row: Township, register: Register) -> bool:
    """Whether a township can be the one that a hint of kind above or township means, by any name that it bore and any
    district in which it stood."""
    if hint.kind == "township":
        named = register.by_name.get(hint.value, ())
        return hint.value == row.township_code or any(r.township_code == row.township_code for r in named)
    codes = {hint.value, *register.places.get(hint.value, ())}
    return row.district_code in codes or any(r.district_code in codes for r in register.over_time(row.township_code))
