"""What a report says that is lacking or undone: such figures are no stock, and nothing that was reached."""

from __future__ import annotations

import re

from tasks.extract.windows import Window
from warehouse.catalogue import Metric

# among problems, 仍有3个宣传栏年久失修: what is lacking is no stock
_STILL = re.compile("(?:仍|尚|还|[一二三四五六]是)有$")
_UNDONE = re.compile("(?:没有|未|尚未|还没有?)(?:完全)?(?:整?改|办结|完成|化解|销号|答复|了结)")  # 还有2处没有改完
# 人均办案8件, 每屋藏书平均80册: no count of all
_PER_PERSON = re.compile("(?<![事责法证持])人均|(?<!得分)(?<!成绩)(?:平均|户均|村均)$")
_NOT_REACHED = re.compile("(?:未|没有?|没能|不能|难以)(?:完全|真正|能)?(?:做到|实现|达到|形成)?$")  # 尚未做到应审尽审
_ALL = re.compile("全|辖|共|所有|现有")
_OF_ALL = re.compile("[^，。；0-9]{0,8}[中里]")
_FEW = 5


def counts_nothing(section: str, sentence: str, w: Window) -> bool:
    """Whether a number counts what is lacking, still to be done, or what falls to each person."""
    lacking = section == "problems" and _STILL.search(sentence, max(0, w.start - 2), w.start)
    return bool(lacking or _PER_PERSON.search(sentence, w.left, w.start) or _UNDONE.match(sentence, w.end))


def is_reached(sentence: str, clause: int, start: int) -> bool:
    """Whether what the phrase at `start` of its clause says was reached."""
    return _NOT_REACHED.search(sentence, clause, start) is None


def some_places(section: str, sentence: str, w: Window, metric: Metric, number: float | None) -> bool:
    """Whether a few places are counted among problems: those that have them (3个村法治宣传栏破损), not all (14个村中3个)."""
    few = section == "problems" and metric.places and (number or 0) <= _FEW
    return few and not (_ALL.search(sentence, w.clause, w.start) or _OF_ALL.match(sentence, w.end))
