"""What was done at each of several named times: 年初、年中分别召开推进会1次, 上、下半年各组织考试1次."""

from __future__ import annotations

import re

from tasks.extract.model import Mention

_TIME = "(?:年初|年中|年末|年底|上半年|下半年|第?[一二三四]季度|春季|夏季|秋季|冬季|[0-9]{1,2}月份?)"
_EACH = "[，,]?(?:均|都)?(?:各|分别)[^，。；：、0-9]{0,16}$"
_NAMED = re.compile(f"(?P<times>{_TIME}(?:(?:、|和|及|与){_TIME})+){_EACH}")
_HALVES = re.compile(f"(?:上、?下|两个)半年{_EACH}|春、?秋两?季{_EACH}")
_ANOTHER = re.compile("[、和及][约近]?[0-9]")
_LOOKED_AT = 50


def times(text: str, mention: Mention) -> int:
    """How often the figure is meant, once where no times are named before it; a list of figures answers them one by one."""
    if mention.qualifier != "exact" or _ANOTHER.match(text, mention.char_end):
        return 1
    before = "".join(text[max(0, mention.char_start - _LOOKED_AT) : mention.char_start].split())
    if _HALVES.search(before):
        return 2
    named = _NAMED.search(before)
    return len(re.findall(_TIME, named["times"])) if named else 1
