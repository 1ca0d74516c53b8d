"""Phrases that stand for a number: explicit zeros, 每半月, 过半; full shares are found by the catalogue's own phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.extract.frequency import period_name

_COUNTABLE = "脱管|漏管|被纠正|被撤销|犯罪|非访|[级京省体集]访|规范性文件|案件|事件|事故|纠纷|诉讼|复议|上访|信访|申请|投诉|举报|建议书?|败诉|纠错|命案|失误|犯罪|舆情|决策|处罚|强制|文件|案例|听证|矛盾|警情|发案|赔偿|伤亡|违法|违纪|案|刑|人员|情形|情况|聚集|极端|矫正对象|记录"
_ZERO = re.compile(
    "(?=[未没从均尚无零为0])(?:"
    "没有一[起件例宗人次](?=[，。；、\n]|$)|"
    "(?P<lost>均?未(?:被)?(?:败诉|纠错|撤销)(?P<object4>))|"
    "(?P<never>(?:未|没有|从未|均未|尚未|无)(?:再|新)?(?:发生|出现|酿成|收到|接到|产生|作出|制发|制定|出台|印发|办理|受理|新增|引发|涉及|发现)(?:过)?)(?P<object>(?:(?!、[未无没])[^，,。；;：:！\n）)]){2,30})"
    "|(?P<done>(?:未|没有|尚未)(?:组织|开展|启动|立案|收取|聘请|举办|报备|备案|新发|新出|提出|采取|实施|新立|以[一-龥]{1,6}名义(?:出台|制定|制发|印发))(?:过)?)(?P<object6>(?:(?!、[未无没])[^，,。；;：:！\n）)]){2,24})"
    "|(?P<passive>(?:未|没有)(?:因[^，,。；;]{2,10})?被(?:申请|提起|要求)?(?:行政)?(?:复议|诉讼|起诉))"
    "|(?P<none>(?:(?<![一-龥])|(?<=[段度年区镇乡道木均且也来面里底今但办府处内前间、“：])|(?<=案件)|(?<=[诉复][讼议])(?=(?:无|没有)(?:一[件起宗例])?被?(?:败诉|纠错|撤销|变更)))(?:(?:无|没有)(?:一(?:[例起件宗桩人名户家个]|(?=[败被投上信]))?)?))(?P<object2>(?:(?!、[未无没])[^，,。；;：:！\n）)]){2,24})"
    "|(?P<zero>零(?![星散距容售部]))(?P<object3>[一-龥]{0,4}?(?:发案|事故|败诉|纠错|上访|投诉|复议|诉讼|信访|发生|非访|命案|案件|事件|新增|撤销|处罚|(?:进京|赴省|到市|越级|集体)+(?:赴省|进京)?(?:上访|非访|信访|访)|进京|赴省|集访|极端))"
    "|(?<=文件|诉讼|复议|案件|申请|信访|事故|纠纷|上访|投诉|处罚|应诉)无(?=[，、；。\n]|$)(?<!如无)"
    "|(?:均?为|(?<=率))(?:零|0)(?P<is_zero>)(?!起点|距离|[0-9.%％一-龥])"
    ")"
)
_COUNTED_BEFORE = re.compile("[一-龥、]{2,16}$")
_IDIOM = re.compile(
    "(?:就案|(?!人脱管|人漏管|一?人脱|人重新)[需法障缝偿死盲差证理人小讼论私愧毒害烟偏公力效关异须意权名故接主固业房党所一线门限比止视序形数干碍职物声中]|非(?!正常|法|访)|违[法建纪规](?![^，。；]{0,8}(?:案件|事件))|(?!脱管|漏管|脱漏管)[^，。；]{0,8}(?:问题|死角|盲区|隐患|漏洞|现象|相关(?:工作|情况|内容)|障碍|距离|差错|遗漏|缺位|掉队|变化|必要|异议))"
)
_NOT_ONE = re.compile("(?:无|没有)一[例起件宗桩人名户家个]")
_COUNTED_TOO = re.compile("[、和及](?=[^、]*[0-9０-９])")  # 无复议案件、诉讼案件1件: the second has one
_OTHERS = re.compile("的[0-9]")  # 没有立案、批评后放行的41起 counts 41
_COUNTABLE_END = re.compile(f"(?:{_COUNTABLE})")
_COUNTABLE_LAST = re.compile(f"(?:{_COUNTABLE})”?(?:的?(?:情况|情形|发生)|的)?$")
_LACKING = re.compile("部分|个别|有的|一些|少数|有些|及时|有效|真正|充分|严格|全面|完全|很好|形成|做到")
_ASIDE = re.compile("[，。；;：:！\n]")

_FREQUENCY = re.compile(
    "每(?P<period>半个?月|半年|[两二三双]个?(?:月|周|年|季度)|季度|季(?!节)|月|旬|周(?![一二三四五六日])|星期(?![一二三四五六日])|日|天|年(?!度?(?:[1-9]|龄|均|一度)))(?!度?[一-龥]{0,3}[报刊])"
)
_ACTIVITY = re.compile(
    "议事|开门|抽查|[一再]晒|轮转|轮流|轮值|碰头|点评|清零|交办|回访|入户|宣传|自查|考核|演练|公布|反馈|统计|下村|清查|观摩|召开|开展|走访|排查|研判|研究|组织|调度|学习|例会|接访|学法|检查|巡查|巡逻|报送|分析|通报|更新|听取|会商|调处|矛盾|会议|例行|督查|督导|盘点|汇总|上报|坐班|值班|集中|联席|普法|培训|述法|评查|公示|公开|宣讲|述职|测试|考试|机制|制度"
)
_REACH = 40
_HALF = re.compile(
    "(?=[过不近超一大翻])(?:过半(?!数)|过半数|(?P<below>不足一半|不到一半|近一半)|(?P<above>超过一半|一半以上)|(?P<equal>(?<![另前后事每上下到])一半(?![的是以会时年天]))|(?<![多少])大半(?![年天夜])|(?P<doubled>翻了?(?:一番|番|倍)))"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase at folded positions: `kind` zero, frequency, share or growth; `subject` is the span of what it speaks of.

    `low` and `high` are the bounds of a share or a growth in percent.
    """

    start: int
    end: int
    kind: str
    subject: tuple[int, int]
    period: str | None = None
    low: float | None = None
    high: float | None = None


def zeros(text: str) -> Iterator[Phrase]:
    """Explicit negations of countable things (未发生行政复议案件), and no idioms (无缝衔接, 不存在…问题)."""
    for match in _ZERO.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" .．"))
        if match["none"]:
            if _NOT_ONE.match(match[0]) is None:  # 没有一名执业律师 says how many, whatever is counted
                if _IDIOM.match(text, match.start("object2")) or not _COUNTABLE_END.search(match["object2"]):
                    continue
                if match[0].startswith("没有") and not _COUNTABLE_LAST.search(match["object2"]):
                    continue
            subject = match.span("object2")
        elif match["never"]:
            if re.search("问题|隐患|现象|漏洞|差错", match["object"][-4:]) or not _starts_clause(text, start):
                continue
            subject = match.span("object")
        elif match["done"]:
            if _LACKING.search(text, max(0, start - 12), match.end()):
                continue
            subject = match.span("object6")
        elif match["zero"] or match["lost"] or match["passive"]:
            subject = _clause(text, start, match.end())
        else:
            counted = _COUNTED_BEFORE.search(text, max(0, start - 16), start)
            if counted is None:
                continue
            subject = counted.span()
            if counted[0].endswith("率"):  # 败诉率为0: a rate is stated, nothing is denied
                yield Phrase(end - 1, end, "share", subject, None, 0.0, 0.0)
                continue
        counted_too = _COUNTED_TOO.search(text, max(start, subject[0]), end)
        if counted_too:
            end = counted_too.start()
        subject = subject[0], min(subject[1], end)
        if not _OTHERS.search(text, *subject):
            yield Phrase(start, end, "zero", subject)


def frequencies(text: str) -> Iterator[Phrase]:
    """每半月, 每周 and the like where something is done that often; the caller drops those beside a number."""
    for match in _FREQUENCY.finditer(text):
        clause = _ASIDE.search(text, match.end(), match.end() + _REACH)
        end = clause.start() if clause else min(len(text), match.end() + _REACH)
        if _ACTIVITY.search(text, match.end(), min(end + 1, match.end() + 24)):
            yield Phrase(match.start(), match.end(), "frequency", (match.end(), end), period_name(match["period"]))


def shares(text: str) -> Iterator[Phrase]:
    """过半: at least 50 %; 一半: 50; 翻一番: a growth by 100 %."""
    if "半" not in text and "翻" not in text:
        return
    for match in _HALF.finditer(text):
        kind, subject = "share", _clause(text, *match.span())
        low, high = (None if match["below"] else 50.0), (50.0 if match["below"] or match["equal"] else None)
        if match["doubled"]:
            kind, low, high = "growth", 100.0, 100.0
        yield Phrase(*match.span(), kind, subject, None, low, high)


def _starts_clause(text: str, start: int) -> bool:
    """'尚未发生法律效力' and '未发现' inside longer words are no negation of an event."""
    return not text.startswith(("未办理结", "未发生法律"), start)


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around a span, from the last punctuation before it."""
    begin = max(text.rfind(c, 0, start) for c in "，。；：、\n,;") + 1
    return begin, end
