"""Figures without a unit whose name says what they are: 调解员人数：57; 罚款金额（万元）：1.56; 行政检查（次）：268; 处罚数29."""

from __future__ import annotations

import re

UNNAMED = "unnamed"
"""The family of a figure whose name does not tell its unit (处罚数29)."""

CLOSES = ("", "，", ",", "。", "；", ";", "、", "\n", "）", ")")
"""What may follow a figure that has no unit."""

_NAME = re.compile(
    "(?P<family>人次|[人员]数|次数|场次|批次|件数|案数|户数|家数|处数|份数|条数|金额|(?<![分指系基参倍岁多少天年])数|数量|总量)"
    "(?:[（(][一-龥]{1,3}[）)])?(?:合?计|共|[为是达有])?[：:]?(?:20[0-9]{2}年)?$"
)
_FAMILIES = {
    "人次": "person_times",
    "人数": "persons",
    "员数": "persons",
    "次数": "events",
    "场次": "events",
    "批次": "batches",
    "件数": "cases",
    "案数": "cases",
    "户数": "households",
    "家数": "households",
    "处数": "places",
    "份数": "copies",
    "条数": "items",
    "金额": "money",
}
_BRACKETED = re.compile(
    "[（(](?P<unit>人次|场次|批次|万元|[件起宗人名次场份册本条项篇个处座家户元%])[）)](?:[为是]|[：:])?(?:20[0-9]{2}年)?$"
)
_LONGEST = 16  # characters of a name and its year


def bracketed_unit(text: str, start: int) -> str | None:
    """The unit that stands in brackets behind the name of a bare figure at `start` (行政检查（次）：268); None where none does."""
    bracketed = _BRACKETED.search(text, max(0, start - _LONGEST), start)
    return bracketed["unit"] if bracketed else None


def named_family(text: str, start: int) -> str | None:
    """The family of units that the name before a bare figure at `start` tells; None where no name stands there."""
    name = _NAME.search(text, max(0, start - _LONGEST), start)
    return _FAMILIES.get(name["family"], UNNAMED) if name else None
