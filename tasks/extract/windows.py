"""The windows around a number in its sentence: its own words, its clause, and what went before."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from tasks.extract.empty_words import names_nothing

_DELIMITER = re.compile("[，,；;。！？!?\n]|(?<![）)])[：:]|[：:](?![0-9])")  # no mark in 行政检查（次）：268
_BRACKET = re.compile("[（(]([^（()）]*)[）)]?")
_JOINED = re.compile("、|和|及|与|以及|并(?!不|未|没)|(?:，|,)")
_LABEL = 14  # characters of a label before ：
_COMPARING = frozenset("比较由从")
# what one reads behind here says something of them, not what they are (33件信访件中属于诉讼途径解决的11件)
_EACH_PLACE = re.compile(
    "(?:里头|里面|当中|其中|之中)|(?<=案件)里|(?<=问题)里|(?<=纠纷)里|各(?!类|项|级|方|种)|(?<=[村区点站所）)])均|(?<=[员师])(?:全部|均|都)|(?:(?<=[件案项员户起单例宗人名])|(?<=诉讼)|(?<=复议)|(?<=纠纷))中(?![心队学小央介专高层医标])"
)
# '2个社区都立起了宣传栏' counts communities: where a place stands directly behind the unit, nothing further is counted
_PLACE_COUNTED = re.compile(
    "(?:行政村|自然村|村（社区）|村\\(社区\\)|村居|村|社区|居民区|嘎查|小区|网格|单位|部门|站所|科室)"
    "(?=[，,、。；;）)和及与：:]|各(?!类|项|级)|均|都|全部|开展|设立|设置|建立|建成|立起|实现|完成|配备|召开|组织|举办|参与|推进|成立|落实|达到|通过|签|制|调(?:委|解委)|人民调解)"
)
_TOPIC = re.compile("^[^0-9]{2,16}(?:方面|工作中|领域|环节)$")


@dataclass(slots=True)
class Window:
    """Positions in the sentence around a number at start..end.

    `left` is where the number's own words begin, `right` where they end (the number's end where a mark follows);
    `clause` is where the clause begins. `topic` is the end of a first clause that only names what the sentence is
    about (社区矫正方面，…): it counts as the number's own clause.
    """

    clause: int
    left: int
    start: int
    end: int
    right: int
    topic: int = 0
    marks: tuple[int, ...] | list[int] = ()

    def clauses_since(self, position: int) -> int:
        """How many marks stand between a position and the number's own words."""
        return bisect_left(self.marks, self.left) - bisect_left(self.marks, position)

    def tier(self, position: int, length: int) -> int:
        """0 own words, 1 same clause, 2 an earlier clause, -1 out of reach."""
        if self.left <= position and position + length <= self.start:
            return 0
        if self.end <= position and position + length <= self.right:
            return 0
        if position + length > self.start:
            return -1
        return 1 if position >= self.clause or position < self.topic else 2


def delimiters(sentence: str) -> list[int]:
    """Positions of the marks that end a clause; a bracket is one only where it holds a figure (not 村（社区）)."""
    found = [m.start() for m in _DELIMITER.finditer(sentence) if not _groups_digits(sentence, m.start())]
    for bracket in _BRACKET.finditer(sentence):
        if re.search("[0-9]", bracket[1]):
            found += [bracket.start(), bracket.end() - 1]
    return sorted(found)


def _groups_digits(sentence: str, position: int) -> bool:
    return (
        sentence[position] in ",，"
        and sentence[position - 1 : position].isdigit()
        and bool(re.match("[0-9]{3}(?![0-9])", sentence[position + 1 : position + 5]))
    )


def window(sentence: str, marks: list[int], start: int, end: int, previous: int, following: int) -> Window:
    """The window of the number at start..end; `previous` is the end of the number before it, `following` the start of
    the next one (0 and the sentence's length where there is none)."""
    clause = 0
    stop = len(sentence)
    for mark in marks:
        if mark < start:
            clause = mark + 1
        elif mark >= end:
            stop = mark
            break
    left = max(clause, previous)
    right = end
    if (
        (end < len(sentence) and "一" <= sentence[end] <= "龥")
        or sentence[end : end + 1] in '“"（('
        or (following > end and sentence[end : end + 1].isdigit())
    ):
        joined = _JOINED.match(sentence, end)
        if not joined:
            right = min(stop, following)
            place = _PLACE_COUNTED.match(sentence, end, right) if sentence[end - 1] in "个家所" else None
            right = place.end() if place else right
            each = _EACH_PLACE.search(sentence, end, right)
            right = each.start() if each else right
            if right == following:
                cut = sentence.find("、", end, right)
                right = cut if cut >= 0 else right
    topic = marks[0] if marks and _is_topic(sentence, marks[0]) else 0
    return Window(clause, left, start, end, right, topic, marks)


def _is_topic(sentence: str, first: int) -> bool:
    """Whether what stands before the first mark only says what the sentence is about (行政处罚：…; 社区矫正方面，…)."""
    return (sentence[first] in "：:" and 2 <= first <= _LABEL) or _TOPIC.search(sentence, 0, first) is not None


def says_nothing(sentence: str, w: Window) -> bool:
    """Whether the number's own words name nothing, so that what is counted stands in an earlier clause."""
    if not names_nothing(sentence, w.left, w.start):
        return False
    # 比去年的52条有进步: of a base that is compared with, what follows says no more what is counted
    return sentence[w.left : w.start].lstrip("，")[:1] in _COMPARING or names_nothing(sentence, w.end, w.right)
