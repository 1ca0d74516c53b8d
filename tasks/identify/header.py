"""The header block of a page: publisher, document number and dates, from the reader's labels or from lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tasks.identify.dates import DATE, first_date

_LABELS = {
    "publisher": "发布机构 发文机构 发布单位 发文单位 制发机关 发文机关 公开机构 信息来源 来源",
    "doc_number": "发文字号 文号 发文号 文件编号",
    "written": "成文日期 成文时间 发文日期 生成日期 制发日期",
    "published": "发布日期 发布时间 公开日期 发文时间 公开时间",
}
_FIELD = {label: field for field, labels in _LABELS.items() for label in labels.split()}
_SPACED = "|".join(r"\s*".join(label) for label in sorted(_FIELD, key=len, reverse=True))
_LABELLED = re.compile(rf"({_SPACED})\s*[】\]]?\s*[:：]\s*(.*?)(?=\s*[【\[]?(?:{_SPACED}|浏览|字号|作者|点击)|[|│]|$)")
_INDEX_CODE = re.compile(r"\b[0-9A-Za-z]{6,30}[/／_-]\d{4}[-—]\d+\b")
_META_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "releasetime", "og:release_date")
_META_PUBLISHER = ("contentsource", "source")

_Y = r"20[0-4]\d"
_NUMBER = re.compile(
    rf"(?P<printed>[\u4e00-\u9fff]{{2,16}}(?:[〔\[［【（(﹝〈<]\s*{_Y}\s*[〕\]］】）)﹞〉>]?|{_Y}\s*[〕\]］】）)﹞〉>]|{_Y}(?=\d))"
    r"\s*第?\s*\d{1,4}\s*(?:号|[）)〕]))"
)


@dataclass(frozen=True, slots=True)
class Header:
    """What stands around the report, not in it; `basis` says what `published` rests on: header, page or unknown."""

    publisher: str | None
    doc_number: str | None
    written: date | None
    published: date | None
    basis: str


def read_header(meta: dict[str, str], lines: Iterable[str]) -> Header:
    """Header from a document's `meta` and header lines (labelled ones, or a bare list that begins with an index code).

    A label of the reader stands before one in the text, the header block before the page's own meta tags.
    """
    found: dict[str, str] = {}
    for key, value in meta.items():
        field = _FIELD.get(re.sub(r"\s", "", key.removeprefix("header."))) if key.startswith("header.") else None
        if field and value.strip():
            found.setdefault(field, value.strip())
    bare_dates: list[str] = []
    in_list = False
    for line in lines:
        for label, value in _LABELLED.findall(line):
            if value:
                found.setdefault(_FIELD[re.sub(r"\s", "", label)], value.strip())
        in_list = in_list or bool(_INDEX_CODE.search(line))
        if in_list:
            bare_dates += re.findall(DATE, _INDEX_CODE.sub("", line))
    if len(bare_dates) >= 2:  # labels lost: the first date is the one of writing, the second that of publication
        found.setdefault("written", bare_dates[0])
        found.setdefault("published", bare_dates[1])

    published, basis = first_date(found.get("published", "")), "header"
    page = {
        key.removeprefix("html_meta.").lower(): value for key, value in meta.items() if key.startswith("html_meta.")
    }
    if published is None:
        published, basis = next((d for d in map(first_date, _values(page, _META_PUBLISHED)) if d), None), "page"
    return Header(
        publisher=found.get("publisher") or next(iter(_values(page, _META_PUBLISHER)), None),
        doc_number=doc_number(found.get("doc_number", "")),
        written=first_date(found.get("written", "")),
        published=published,
        basis=basis if published else "unknown",
    )


def is_header_line(line: str) -> bool:
    """Whether a line of text carries labels or the index code of a header block."""
    return bool(_LABELLED.search(line) or _INDEX_CODE.search(line))


def doc_number(line: str) -> str | None:
    """Document number in a line, as printed, without spaces: 青府发〔2025〕37号; also with brackets or 号 lost."""
    match = _NUMBER.search(line)
    return re.sub(r"\s", "", match["printed"]) if match else None


def _values(page: dict[str, str], keys: tuple[str, ...]) -> list[str]:
    return [page[key].strip() for key in keys if page.get(key, "").strip()]
