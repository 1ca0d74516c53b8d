"""The title among the first lines of a document: found, joined where it is broken, told from page furniture."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tasks.identify.dates import DATE, YEAR
from tasks.identify.header import doc_number, is_header_line

_SPACE = re.compile(r"\s+")
_END = re.compile(
    r"(?:报告|年报|总结|汇报|情况|述职|述法|计划|要点|打算|(?<=.{4})目录|方案|通知|公告|解读|意见|安排|清单|公示|思路|规划|通报|简报|批复)"
    r"(?:[（(〔【][^）)]*[）)〕】]|\d)?$"
)
_BODY = re.compile(
    r"[。；！？]|如下[：:]?$|^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[）)]|^[^，]{2,14}[，,].{30}"
)
_OPENING = re.compile(rf"^{YEAR}年(?:度|来|以来)?[，,]")
_ADDRESSEE = re.compile(r"^(?!.*如下)[^。]{2,50}[：:]$")
_FURNITURE = re.compile(
    r"[>›»]|^[\W\dA-Za-z]*$|^[【\[（(]?(?:字[号体]|分享|打印|关闭|语音|浏览|点击|今天是|当前位置|首页|您的位置|无障碍|作者|责任编辑)"
)
_DATE_LINE = re.compile(rf"^[（(]?{DATE}[）)]?$")
_ORGAN = re.compile(r"(?:委员会|人民政府|政府|办事处|党委|工委|[镇乡]|街道|苏木)$")
_ISSUER = re.compile(r"(?:委员会|人民政府|办事处|党委|工委)$")
_PARTY = re.compile(r"(?:委员会|党委|工委)$")
_AFTER_ORGAN = re.compile(r"^(?:关于|20|二|法治|推进|党政|年度)")
_MIDDLE = re.compile(rf"关于|{YEAR}")
_ONE_LINE = re.compile(r"^\s*(\S.{4,58}?(?:报告|总结|汇报|情况))\s+(?=\S{12})")


@dataclass(frozen=True, slots=True)
class Title:
    """`text` as printed, without spaces and line breaks, None where the document has none.

    `others` are other titles and issuer lines above the body, `number` the document number among
    them, `body` the position in `lines` at which the body begins.
    """

    text: str | None
    others: tuple[str, ...]
    number: str | None
    body: int


def read_title(lines: list[str]) -> Title:
    """Title in the first lines of a document; where it is printed twice, the one next to the body."""
    heads: list[str] = []
    number = None
    body = len(lines)
    for position, raw in enumerate(lines):
        line = _SPACE.sub("", raw)
        if not line or _FURNITURE.search(line) or _DATE_LINE.match(line) or is_header_line(raw):
            continue
        if _ADDRESSEE.match(line) and not _BODY.search(line):
            continue
        if _is_body(line):
            body = position
            break
        printed = doc_number(line)
        if printed and len(line) <= len(printed) + 4:
            number = number or printed
            continue
        heads.append(line)
    last = next((i for i in reversed(range(len(heads))) if _END.search(heads[i])), None)
    if last is None:
        first = _ONE_LINE.match(lines[body]) if body < len(lines) else None
        return Title(_SPACE.sub("", first[1]) if first else None, tuple(heads), number, body)
    start = last
    title = heads[last]
    while start and last - start < 3 and _continues(heads[start - 1], title, joined=start < last):
        start -= 1
        title = heads[start] + title
    others = heads[:start] + heads[last + 1 :]
    return Title(title, tuple(line for line in others if _END.search(line) or _ISSUER.search(line)), number, body)


def _is_body(line: str) -> bool:
    if _END.search(line) and len(line) <= 80 and "。" not in line:
        return False
    return len(line) > 80 or bool(_BODY.search(line) or _OPENING.match(line))


def _continues(before: str, title: str, *, joined: bool) -> bool:
    """Whether `before` is the upper part of the title: an issuer on its own line, or a line broken in the middle."""
    if _END.search(before) or len(before) > 40:
        return False
    if _MIDDLE.search(before):
        return not _MIDDLE.search(title)
    return bool(_ORGAN.search(before) and (_AFTER_ORGAN.match(title) or (joined and _PARTY.search(before))))
