"""The block of labels above a published page (索引号, 发布机构, 成文日期 …): out of the text, into `meta`.

It stands there as a table, as lines, several labels in a line, twice, or with its labels lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from tasks.read.piece import Findings, Piece

_LABELS = {
    "索引号": "索引号|索引编号|信息索引号",
    "发文字号": "发文字号|发文文号|文号|文件编号",
    "发布机构": "发布机构|发文机关|发文单位|发布单位|公开机构|信息所属单位|制发机关",
    "成文日期": "成文日期|成文时间|生成日期|生成时间|产生日期|制发日期",
    "发布日期": "发布日期|发布时间|发文日期|公开日期|公开时间|发表时间|日期|时间",
    "主题分类": "主题分类|信息分类|所属主题|分类",
    "体裁分类": "体裁分类|文种|体裁",
    "有效性": "有效性|时效性|效力状态|是否有效",
    "标题": "信息名称|文件名称|标题|名称",
    "来源": "信息来源|文章来源|稿件来源|来源",
    "主题词": "主题词|关键词",
    "": "浏览次数|浏览量|点击数|点击率|点击次数|阅读次数|阅读量|阅读|访问次数|访问量|字体|字号|分享|分享到|责任编辑|编辑|作者|审核"
    "|公开方式|公开形式|公开时限|信息格式",
}
_NAMES = {name: canonical for canonical, names in _LABELS.items() for name in names.split("|")}
_TELLING = frozenset(name for label in ("索引号", "发文字号", "发布机构") for name in _LABELS[label].split("|"))
_SPELLED = sorted(_NAMES, key=len, reverse=True)
_ANY = "|".join(r"\s*".join(name) for name in _SPELLED)
_LABEL = re.compile(rf"[\[【〖]\s*(?P<framed>{_ANY})\s*[:：]?\s*[\]】〗]\s*[:：]?|(?<!\w)(?P<plain>{_ANY})\s*[:：]")
_MARK = re.compile("[:：\\]】〗]")  # no label is without one of them
_EDGE = " \t　\xa0|｜•·●■【】[]〖〗"
_DATE = re.compile(r"\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_INDEX = re.compile(r"[0-9A-Z]{8,20}\s*/\s*\d{4}-\d{3,6}")
_DOC_NUMBER = re.compile(r"\S{2,12}[〔\[（(]\d{4}[〕\]）)]\d+号")
_BODY = re.compile(r"(政府|办公室|办事处|委员会|局|镇|乡|街道)")
_TITLE_ENDS = ("报告", "总结", "情况")
_LONGEST = 120  # characters of a value at most
_LINE = 300  # and of a line of labels
_TOP = 60  # lines from the top, links not counted, among which the block may stand


def take(pieces: list[Piece], findings: Findings) -> list[Piece]:
    """The pieces without the header block; its values go to `findings.meta` as `header.<label>`, the first one said.

    A date with a time and no label right in the block goes to `page_date`.
    """
    top = lead(pieces)
    tables = {piece.table for piece in pieces[:top] if piece.table and _name(piece.text) in _TELLING}
    kept: list[Piece] = []
    pending: str | None = None
    for piece in pieces[:top]:
        text = piece.text
        labels = list(_LABEL.finditer(text)) if len(text) <= _LINE and _MARK.search(text) else []
        before = text[: labels[0].start()].strip(_EDGE) if labels else ""
        if piece.table in tables and not labels and _name(text) in _NAMES:
            pending = _NAMES[_name(text)]
        elif labels and (not before or _DATE.fullmatch(before)):
            if before:
                findings.meta.setdefault("page_date", before)
            pending = _read(text, labels, findings)
        elif pending is not None and _is_value(piece, pending):
            _set(findings, pending, text)
            pending = None
        else:
            pending = None
            kept.append(piece)
            continue
        findings.remove("header_block", text)
    if "header.索引号" not in findings.meta:
        kept = _unlabelled(kept, findings)
    return kept + pieces[top:]


def lead(pieces: list[Piece]) -> int:
    """How many pieces stand before the first sentence."""
    lines = 0
    for number, piece in enumerate(pieces):
        lines += not piece.link
        if lines > _TOP or (len(piece.text) > 30 and "。" in piece.text and not piece.link):
            return number
    return len(pieces)


def _is_value(piece: Piece, label: str) -> bool:
    """Whether a piece can be what the label before it waits for; the title of the text is not."""
    if piece.table or label == "标题":
        return len(piece.text) <= _LONGEST
    return len(piece.text) <= 24 and not piece.text.endswith(_TITLE_ENDS)


def _name(text: str) -> str:
    """A cell as the name of a label: without spaces, brackets and colon."""
    return "".join(text.split()).strip("[]【】〖〗:：")


def _read(text: str, labels: list[re.Match[str]], findings: Findings) -> str | None:
    """Take the values of one line; the last label, if it has none, waits for the next line."""
    waiting = None
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = text[label.end() : following.start() if following else len(text)].strip(_EDGE)
        name = _NAMES["".join((label["framed"] or label["plain"]).split())]
        if value:
            _set(findings, name, value)
        elif following is None:
            waiting = name
    return waiting


def _set(findings: Findings, name: str, value: str) -> None:
    if name:
        findings.meta.setdefault(f"header.{name}", value)


def _unlabelled(pieces: list[Piece], findings: Findings) -> list[Piece]:
    """A list that begins with an index number and has lost its labels: told by the pattern of each item."""
    found = next(((n, index) for n, piece in enumerate(pieces) if (index := _INDEX.search(piece.text[:_LINE]))), None)
    if found is None:
        return pieces
    number, index = found
    end = number + 1
    items = _items(pieces[number].text.replace(index.group(), " "))
    while end < len(pieces) and _is_item(pieces[end].text):
        items += _items(pieces[end].text)
        end += 1
    _set(findings, "索引号", "".join(index.group().split()))
    _assign(items, findings)
    for taken in pieces[number:end]:
        findings.remove("header_block", taken.text)
    return pieces[:number] + pieces[end:]


def _items(text: str) -> list[str]:
    return [item for item in re.split(r"[\s　•·●■|｜]+", text) if item]


def _is_item(text: str) -> bool:
    bare = text.strip(_EDGE)
    is_body = len(bare) <= 24 and _BODY.search(bare[-3:]) is not None
    if is_body or _DATE.fullmatch(bare) or _DOC_NUMBER.fullmatch(bare):
        return True
    return len(bare) <= 12 and not bare.endswith(_TITLE_ENDS)


def _assign(items: Iterable[str], findings: Findings) -> None:
    """Two dates are the written and the published one, in this order of time; one alone is the published one."""
    dates: list[str] = []
    for item in items:
        if _DATE.fullmatch(item):
            dates.append(item)
        elif _DOC_NUMBER.fullmatch(item):
            _set(findings, "发文字号", item)
        elif item in ("有效", "失效", "废止"):
            _set(findings, "有效性", item)
        elif _BODY.search(item[-3:]):
            _set(findings, "发布机构", item)
        elif "header.主题分类" in findings.meta:
            _set(findings, "体裁分类", item)
        else:
            _set(findings, "主题分类", item)
    if dates:
        _set(findings, "发布日期", max(dates))
    if len(dates) > 1:
        _set(findings, "成文日期", min(dates))
