"""How often something is done: the period of a number (每季度1次, 月均3次, 2次/年), under one name."""

from __future__ import annotations

import re

_EVERY = re.compile(
    "每(?P<period>半个?月|半年|[两二三四双23]个?(?:月|周|年|季度)|(?:个)?(?:季度|季|年度?|月|旬|工作日|周(?:[一二三四五六日])?|星期[一二三四五六日]?|学期|日|天))"
)
_MEAN = re.compile("(?:(?P<period>[日周月季年])均|平均每个?(?P<each>天|周|月|季度|年))[一-龥]{0,8}$")
_PER = re.compile("/(?P<period>季度|月|周|年|日|天)")
_OCCASION = ("利用", "借助", "结合", "依托", "通过")
_HELD = re.compile("[会日集圩市课期]")
_AT_THAT_RATE = re.compile("[0-9一两三四][次场期]的?(?:频次|频率|节奏|要求)(?=，|组织|开展|召开|举办|落实|累计|共)")
_ONE = re.compile("[1一](?![0-9十百])")
_TOTAL_SINCE = re.compile("[，；,;]|共|累计|全年|合计|总计")
_PERIODS = {"季": "季度", "天": "日", "工作日": "日", "年度": "年"}


def frequency(sentence: str, start: int, end: int) -> str | None:
    """The period of a frequency (每季度召开1次: 季度), None where the number is none."""
    per = _PER.match(sentence, end) if sentence.startswith("/", end) else None
    if per:
        return period_name(per["period"])
    begin = max(0, start - 12)
    mean = _MEAN.search(sentence, begin, start) if sentence.find("均", begin, start) >= 0 else None
    if mean:
        return period_name(mean["period"] or mean["each"])
    if sentence.find("每", 0, start) < 0:
        return None
    every = list(_EVERY.finditer(sentence, max(0, start - 24), start))
    last = every[-1] if every else None
    if (
        last is not None
        and sentence.endswith(_OCCASION, 0, last.start())
        and _HELD.search(sentence, last.end(), start)
        and not _ONE.match(sentence, start)
    ):
        return None  # 利用每周一干部例会学法20余次
    if last is None or _TOTAL_SINCE.search(sentence, last.end(), start):
        return None
    if _AT_THAT_RATE.search(sentence, last.end(), start):
        return None  # 以每季度1次的频次组织学法4次
    if sentence.find("”", last.end(), start) >= 0 > sentence.find("“", last.end(), start):
        return None  # “每周一法”38期: a name
    return period_name(last["period"])


def period_name(written: str) -> str:
    """One name for one period: 季 is 季度, 两个月 is 两月, 星期 and 周五 are 周."""
    name = written.replace("个", "").replace("星期", "周")
    name = "周" if name.startswith("周") else name
    return _PERIODS.get(name, name)
