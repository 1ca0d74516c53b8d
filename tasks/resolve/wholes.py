"""Which statements of one metric are of its whole: they agree, or some are parts of others, or are of another whole."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from tasks.extract.doubtful import DOUBTFUL
from tasks.extract.model import Mention

WEAK = ("carried", "topic", "likeness", "part")
"""Rules of links whose subject the number's own clause does not name."""

UNFIT = frozenset(("unit_mismatch", "joint", "per_place", "lost_character", DOUBTFUL))
"""Flags of figures that no value rests on, also not as parts of a sum."""
_NEARLY = 0.9
_LIKELY = 0.5
_OTHER_WHOLE = 2.0
_NEAR = 24
_HALF = 0.56
_SOME = re.compile("真正|首批|先行|认领|启用|只有|仅|破损|常住|外来|流动|平均|人均|剩下|其中|在用")
# how some of them ended, behind the figure of all: 复议9宗，维持6宗，驳回2宗
_ENDED = re.compile(
    "^[，、；：（(](?:其中|现|目前|均|截至目前，?|经[^，。；]{0,8})?(?:维持|驳回|撤回|终止|不予受理|胜诉|撤诉|已?(?:审结|结案|办结|判决|开庭)|[已未]结|已判|尚在|正在|在办|审理中|剩余|其余|余下|移[送交]|转[办交])"
)
_ALL_NOW = re.compile("(?:目前|现有|现|共|总数|总量|总人数|累计|总计|合计|全[镇乡]|全街道)[一-龥]{0,6}$")
_SINGLE = re.compile(
    "带头|亲自|率先|仅|其中|积案|老案|历史遗留|[室站队]”|(?:参与|协助|配合)(?:调解|调处|化解|处理|办理)"
)
_WHOLE_CUE = re.compile("全年|本年度?|今年|全[镇乡]|全街道|辖区|我[镇乡]|共|累计|总计|合计|总数|总额|年内")
_RANK = {"exact": 0, "approx": 1, "range": 2, "at_least": 3, "at_most": 3}


def agreeing(mentions: Sequence[Mention], positions: list[int]) -> tuple[float | None, float | None, str] | None:
    """The sharpest statement where it satisfies all others (42 satisfies 40余 and 约42), None where they contradict."""
    sharpest = min(positions, key=lambda p: (_RANK[mentions[p].qualifier], _width(mentions[p]), p))
    best = mentions[sharpest]
    for p in positions:
        other = mentions[p]
        same = (other.value_low, other.value_high) == (best.value_low, best.value_high)
        if not same and not _satisfies(best, other):
            return None
    return best.value_low, best.value_high, best.qualifier


def _width(mention: Mention) -> float:
    if mention.value_low is None or mention.value_high is None:
        return -(mention.value_low or 0.0)  # of two lower bounds the higher one is sharper
    return mention.value_high - mention.value_low


def _satisfies(sharp: Mention, vague: Mention) -> bool:
    """Whether the sharper statement lies within the vaguer one; an approximation allows a tenth on either side."""
    low, high = vague.value_low, vague.value_high
    if vague.qualifier == "approx" and low is not None and high is not None:
        low, high = low * 0.9, high * 1.1
    if low is not None and (sharp.value_low is None or sharp.value_low < low):
        return False
    return high is None or (sharp.value_high is not None and sharp.value_high <= high)


def without_lacks(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """Without smaller figures that stand among the problems, where others do not: of the 15 officers 仅4名 are lawyers."""
    stated = [p for p in positions if mentions[p].section != "problems"]
    largest = max((mentions[p].value_low or 0.0 for p in stated), default=0.0)
    lacks = [p for p in positions if p not in stated and _upper(mentions[p]) < largest]
    _are_parts(mentions, lacks)
    return [p for p in positions if p not in lacks]


def without_outgrown(mentions: Sequence[Mention], positions: Sequence[int], whole_year: list[int]) -> list[int]:
    """The figures of the whole year, none where eleven months gave more: they are parts (截至11月底化解396件, and of one
    committee 全年调成58件)."""
    most = max(mentions[p].value_low or 0.0 for p in whole_year)
    if all(p in whole_year or (mentions[p].value_low or 0.0) <= most for p in positions):
        return whole_year
    _are_parts(mentions, whole_year)
    return []


def in_digits(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """The rates that are stated in figures, where there are any: 成功率97.5% stands before 欠薪纠纷5件，全部调解成功."""
    return [p for p in positions if mentions[p].value_origin != "phrase"] or positions


def likely_part(mention: Mention) -> bool:
    """Whether likeness takes the figure for some of what its metric counts, rather than for all of it."""
    return mention.part_share >= _LIKELY


def without_likely_parts(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """Without the figures that are likelier a part than all of it (法律明白人参与调解57起 beside 全年调解61起); none where all are."""
    parts = [p for p in positions if likely_part(mentions[p])]
    _are_parts(mentions, parts)
    return [p for p in positions if p not in parts]


def _are_parts(mentions: Sequence[Mention], positions: Iterable[int]) -> None:
    for p in positions:
        mentions[p].flags = (*mentions[p].flags, "part")


def _upper(mention: Mention) -> float:
    return next((v for v in (mention.value_high, mention.value_low) if v is not None), 0.0)


def wholes(text: str, mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """Where statements differ and only some say that they are the whole (全年共…), the smaller others are parts."""
    summed = _summed(mentions, positions)
    if summed:
        return summed
    others = [p for p in positions if not _SINGLE.search(_lead(text, mentions[p]))]
    total = [p for p in positions if _WHOLE_CUE.search(_lead(text, mentions[p]))]
    if others and len(others) < len(positions):
        total = [p for p in total if p in others] or others
    if not total or len(total) == len(positions):
        return positions
    largest = max(mentions[p].value_low or 0 for p in total)
    parts = [p for p in positions if p not in total]
    if any((mentions[p].value_low or 0) > largest * _NEARLY for p in parts):
        return positions  # 312 beside 全年316 is another statement of the whole, and larger ones are no parts at all
    _are_parts(mentions, parts)
    return total


def _summed(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """The statements of the largest value where the others add up to it and so are its parts; none where they do not."""
    values = {mentions[p].value_low or 0.0 for p in positions if mentions[p].qualifier == "exact"}
    largest = max(values, default=0.0)
    if (
        len(values) < 3
        or abs(sum(values) - 2 * largest) > 1e-6
        or any(mentions[p].qualifier != "exact" for p in positions)
    ):
        return []
    for p in positions:
        if mentions[p].value_low != largest:
            mentions[p].flags = (*mentions[p].flags, "part")
    return [p for p in positions if mentions[p].value_low == largest]


def larger(mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """Without counts far below the largest one, which are no statements of the same whole: 活动118场 beside 共享法庭普法35场.

    One that only lacks a digit may be a slip of the pen, and stays; what a table says is the whole, and contradicts.
    """
    if any(mentions[p].rule.startswith("cell") for p in positions):
        return positions
    values = {p: mentions[p].value_low or mentions[p].value_high or 0.0 for p in positions}
    largest = max(values.values())
    kept = [p for p in positions if _OTHER_WHOLE * values[p] > largest or _slip(values[p], largest)]
    for p in positions:
        if p not in kept:
            mentions[p].flags = (*mentions[p].flags, "part")
    return kept


def _slip(value: float, largest: float) -> bool:
    """Whether only a digit was lost (112 for 1127)."""
    digits, longer = f"{value:.0f}", f"{largest:.0f}"
    rest = iter(longer)
    return 1 < len(digits) == len(longer) - 1 and all(digit in rest for digit in digits)


def _without_subsets(text: str, mentions: Sequence[Mention], group: list[int]) -> list[int]:
    """Without what is only some of the figure before it: 处罚权1023项，首批启用312项.

    A smaller figure, which is no rate, is some of the one before where its words say so, where it names nothing of its own, and where it is
    not its neighbour in a list and at most about half of it; and a figure is some of a larger one behind it that says it
    is all (今年新培养40名，目前共有190名).
    """
    kept = group[:1]
    for before, p in itertools.pairwise(group):
        own = text[mentions[before].char_end : mentions[p].char_start]
        whole, value = mentions[kept[-1]].value_low or 0, mentions[p].value_low or 0
        said = len(own) < _NEAR and (_SOME.search(own) or _ENDED.search(own)) is not None
        if (
            value < whole
            and mentions[p].unit_canonical != "%"
            and (said or mentions[p].rule.startswith(WEAK) or (value <= _HALF * whole and "、" not in own))
        ):
            mentions[p].flags = (*mentions[p].flags, "part")
        elif value > whole and _ALL_NOW.search(own):
            for part in kept:
                mentions[part].flags = (*mentions[part].flags, "part")
            kept = [p]
        else:
            kept.append(p)
    return kept


def apart(text: str, mentions: Sequence[Mention], positions: list[int]) -> list[int]:
    """Without the figures that one sentence gives side by side: 赶场宣讲27场，院坝会110余场 are two kinds, no contradiction."""
    by_sentence: dict[str, list[int]] = {}
    for p in positions:
        by_sentence.setdefault(mentions[p].sentence, []).append(p)
    by_sentence = {s: _without_subsets(text, mentions, group) for s, group in by_sentence.items()}
    positions = [p for p in positions if p in by_sentence[mentions[p].sentence]]
    listed = {p for group in by_sentence.values() if agreeing(mentions, group) is None for p in group}
    _are_parts(mentions, listed)
    return [p for p in positions if p not in listed]


def _lead(text: str, mention: Mention) -> str:
    """What stands before the figure in its clause and the clause before."""
    return text[max(0, mention.char_start - 30) : mention.char_start].rsplit("。", 1)[-1]
