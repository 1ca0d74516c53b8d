"""Sections and sentences: where in the report a number stands."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

# ；ends a sentence only where a new item of a list begins: in '排查118件；化解115件' the second clause needs the first
_SENTENCE = re.compile(
    "[^。；;！？!?\n]*+(?:[；;](?![一二三四五六七八九十]{1,2}是|[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、])[^。；;！？!?\n]*+)*+"
    "[。；;！？!?\n]?"
)
# A clause longer than this without punctuation is cut, so that work stays linear on texts without any.
_LONGEST = 600

_MAJOR = re.compile("(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}[、.．，])")
_FIRST_MAJOR = re.compile("\n[ \t\u3000]*(?:一[、.．，]|第一部分)")
_OPENING = 1200  # characters of an introduction before the first heading, at most
_MAJOR_FIRST = frozenset("第一二三四五六七八九十")
# a heading of a section is at most this long where it is a line of its own
_HEADING = 36
_CUE_FIRST = _MAJOR_FIRST | frozenset("但同虽在回 \t\u3000")
_STEADY = ("achievements", "duty", "plan")
_MINOR = re.compile("[(（]?[一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}[.、．](?![0-9])|[一二三四五六七八九十]{1,2}是")
_PLAN = re.compile(
    "下一?步(?!梯)|下一年|下一?阶段|明年|来年|新的一年|今后|工作(?:思路|打算|安排|计划|展望|设想)|努力方向|(?:改进|整改)(?:措施|方向|举措)|目标举措"
)
_PROBLEMS = re.compile(
    "(?:存在|面临)的?(?:主要)?(?:问题|不足|短板|困难|差距|薄弱)|(?:问题|不足|短板)(?:和|与|及|、)?(?:原因|不足|短板|困难)|不足之处|存在问题"
)
_TROUBLES = re.compile("(?:问题|不足|短板|困难|差距|薄弱环节)(?!导向)(?:[及与和、]|$)")
_DUTY = re.compile(
    "第一责任人|履行推进法治建设|(?:主要负责人|党政主要负责同志|主要领导).{0,12}(?:履职|职责)|履职情况|述法情况"
)
_ACHIEVED = re.compile("举措|成效|做法|工作(?:开展|推进|完成|落实)?情况|主要工作|工作亮点|工作措施")
_BOTH = re.compile("(?:举措|成效|做法|亮点|措施|情况)(?:、|和|及|与|以及)(?:存在)?的?(?:主要)?(?:问题|不足|困难|短板)")
_TITLE = re.compile("报告|总结|汇报|述职|述法|情况")
_ADDRESSEE = re.compile("^[^。，]{2,40}[：:]$")
_CHINESE_DIGIT = "[0-9〇零一二三四五六七八九十]"
_DATE_LINE = re.compile(f"{_CHINESE_DIGIT}{{4}}年{_CHINESE_DIGIT}{{1,3}}月{_CHINESE_DIGIT}{{1,3}}日")
_ISSUER_LINE = re.compile("[^。；，：:]{2,40}(?:委员会|人民政府|办事处|党工委|公章|盖章|[)）])")
_TURNS = re.compile("但|同时|虽然|在肯定|回顾")
_NEXT = re.compile("下一?步|今后|接下来|针对(?:以上|上述|存在)|为此")
_PROBLEM_CUE = re.compile(
    "(?:还|仍|依然|仍然|也)?存在(?:着|一些|一定|以下|诸多|不少)?的?.{0,8}(?:问题|不足|差距|短板|薄弱)|(?:距离|对照).{0,20}(?:要求|期望|差距)"
)


_MARKER = "(?:[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]|[一二三四五六七八九十]是)?"
_COMING = re.compile(
    f"[ \t\u3000]*{_MARKER}(?:展望|在)?(?:(?:(?P<year>20[0-9]{{2}})年|新的?一年|今后|来年|未来|下一?步|下一?阶段|明年)(?:里|中)?，?[^，。；：]{{0,10}}将(?=继续|持续|进一步|重点|围绕|聚焦|以|坚持|在|不断|着[力重]|认真|按照|紧|做好|抓[好实紧]|从|努力|全面|深入|加[强大快]|推[动进]|健全|完善|强化|严格|突出|立足)"
    "|(?P<titled>20[0-9]{2})年[^，。；]{0,10}(?:重点任务|工作(?:思路|计划|打算|安排|要点|谋划|展望))[：:]"
    "|(?:下一?步|工作|主要)?打算[：:]"
    "|(?:下一?年度?|明年)[^，。；]{0,10}(?:重点任务|工作(?:思路|计划|打算|安排|要点|谋划))[：:]"
    "|(?<=展望)(?:新的?一年|来年|未来|明年|下一?年)"
    "|(?:新的?一年|明年|来年|下一?步)(?:里)?(?:，|的?(?:工作)?(?:打算|思路|计划|安排|[：:])))"
)
_FIRST_ITEM = re.compile(
    "[^。；\n]{0,24}?(?P<year>20[0-9]{2})年(?:度|全年)?(?:我[镇乡]|街道|乡|镇)?(?:计划|拟|力争|预计)"
)


_LATER_ITEM = re.compile("[ \t\u3000]*(?:[二三四五六七八九]是|[（(]?[2-9][.、．）)])")
_FIRST_ITEMS = ("一是", "1.", "1、", "（1）")


def list_start(text: str, line: int, start: int) -> int:
    """Where the sentence begins that opens the list whose later item (二是…) begins at `start`; `line` where there is none."""
    if _LATER_ITEM.match(text, start) is None:
        return line
    first = max(text.rfind(mark, line, start) for mark in _FIRST_ITEMS)
    return max(line, *(text.rfind(mark, line, first) + 1 for mark in "。；")) if first >= 0 else line


def opens_coming(text: str, start: int, report_year: int) -> bool:
    """Whether the paragraph, or the list, that begins at `start` opens with what will be done (2024年，我镇将继续…; 下一步打算：…)."""
    opening = _COMING.match(text, start) or _FIRST_ITEM.match(text, start)
    if opening is None:
        return False
    year = opening.groupdict().get("year") or opening.groupdict().get("titled")
    return year is None or int(year) > report_year


class Sentence(NamedTuple):
    """A sentence of the folded text, at start..end, and the section it stands in."""

    start: int
    end: int
    section: str


@lru_cache(maxsize=64)
def _next_year(report_year: int) -> re.Pattern[str]:
    return re.compile(f"(?:^|[^0-9自])(?:{report_year + 1}|{_chinese_year(report_year + 1)})年")


def sentences(text: str, report_year: int) -> list[Sentence]:
    """Split the folded text at 。；！？ and line ends, and give each sentence its section.

    A section is set by the headings ('一、…'), and inside a heading that names both problems and plans by the sentence
    that turns to the next year.
    """
    introduced = _FIRST_MAJOR.search(text, 0, _OPENING) is not None
    state = _State(report_year, _next_year(report_year), introduced)
    found: list[Sentence] = []
    for match in _SENTENCE.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        # most sentences are long and begin like a sentence: no heading, and no turn to another section
        plain = end - start > _HEADING + 4 and text[start] not in _CUE_FIRST and state.section in _STEADY
        section = state.section if plain else state.take(text[start:end].strip(), text[start - 1 : start] in ("", "\n"))
        if end - start <= _LONGEST:
            found.append(Sentence(start, end, section))
        else:
            found += [Sentence(s, e, section) for s, e in _cut(text, start, end)]
    return _mark_end(text, found)


def _chinese_year(year: int) -> str:
    return "".join("〇一二三四五六七八九"[int(d)] for d in str(year))


class _State:
    """The section in force while sentences go by."""

    def __init__(self, report_year: int, next_year: re.Pattern[str], introduced: bool) -> None:
        self.section = "header"
        self.introduced = introduced  # what stands before the first heading is an introduction
        self.mixed = False
        self.year = report_year
        self.next_year = next_year

    def take(self, sentence: str, begins_line: bool) -> str:
        """The section after a sentence; the end of a paragraph that lacks its full stop is no heading."""
        major = sentence[:1] in _MAJOR_FIRST and _MAJOR.match(sentence) is not None
        short = (
            (begins_line or sentence[:1] in "（(") and len(sentence) <= _HEADING and not sentence.endswith(("。", "；"))
        )
        if (major or short) and self._heading(sentence, major):
            return self.section
        if self.section == "header" and not self.introduced and len(sentence) > 30 and not _ADDRESSEE.match(sentence):
            self.section = "achievements"
        elif self.mixed or self.section == "problems":
            if self._turns_to_plan(sentence):
                self.section, self.mixed = "plan", False
        elif self.section in ("achievements", "duty") and _TURNS.match(sentence) and _PROBLEM_CUE.search(sentence):
            self.section = "problems"
        return self.section

    def _heading(self, sentence: str, major: bool) -> bool:
        """Whether the sentence is, or begins with, a heading that names a section; a title is none, though it may name
        several (2024年工作总结及2025年工作计划)."""
        if self.section == "header" and not major and _TITLE.search(sentence):
            return False
        head = sentence[:40] if major else sentence
        plan, problems = _PLAN.search(head), _PROBLEMS.search(head) or (major and _TROUBLES.search(head))
        if problems and not plan and _BOTH.search(head) and not self.next_year.search(head):
            # 主要举措、成效及存在的问题: the parts have headings of their own
            self.section, self.mixed = "achievements", True
        elif problems and (plan or self.next_year.search(head)):
            self.section, self.mixed = "problems", True
        elif problems:
            self.section, self.mixed = "problems", False
        elif plan or (self.next_year.search(head) and (major or "工作" in head) and str(self.year) + "年" not in head):
            self.section, self.mixed = "plan", False
        elif _DUTY.search(head):
            self.section, self.mixed = "duty", False
        elif major and (_ACHIEVED.search(head) or self.section in ("header", "plan", "problems", "duty")):
            named = len(sentence) <= _HEADING and not sentence.endswith(("。", "；")) and f"{self.year}年" in head
            done = self.section != "plan" or (named and _ACHIEVED.search(head) is not None)
            self.section, self.mixed = "achievements" if done else "plan", False
        else:
            return False
        return True

    def _turns_to_plan(self, sentence: str) -> bool:
        head = _MINOR.sub("", sentence, count=1)[:24]
        return bool(self.next_year.match("，" + head) or _NEXT.match(head))


def _cut(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentence in pieces of at most `_LONGEST` characters, cut behind a comma where there is one."""
    pieces = []
    while end - start > _LONGEST:
        comma = max(text.rfind("，", start + 1, start + _LONGEST), text.rfind(",", start + 1, start + _LONGEST))
        middle = comma + 1 if comma > start else start + _LONGEST
        pieces.append((start, middle))
        start = middle
    pieces.append((start, end))
    return pieces


def _mark_end(text: str, found: list[Sentence]) -> list[Sentence]:
    """Issuer and date lines are the signature, what follows them (annexes, tables) is other.

    The signature is the last line of a date alone, with the short lines that name issuers before it; a report without
    a date may end in its issuers.
    """
    last = len(found) - 1
    date_at = next(
        (i for i in range(last, max(-1, last - 400), -1) if _DATE_LINE.fullmatch(_line(text, found[i]))), None
    )
    first = date_at if date_at is not None else last + 1
    while first > 0 and (not _line(text, found[first - 1]) or _ISSUER_LINE.fullmatch(_line(text, found[first - 1]))):
        first -= 1
    if date_at is None and first == last + 1:
        return found
    end = date_at if date_at is not None else last
    marked = [Sentence(s.start, s.end, "signature") for s in found[first : end + 1]]
    return found[:first] + marked + [Sentence(s.start, s.end, "other") for s in found[end + 1 :]]


def _line(text: str, sentence: Sentence) -> str:
    return text[sentence.start : sentence.end].strip(" 。\n\t\u3000")
