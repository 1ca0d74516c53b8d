"""What one number counts: one thing, one of several (各), several rates (均), or several together (joint)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tasks.extract.link import Link, best_link, excluded_only
from tasks.extract.model import Mention
from tasks.extract.respective import Respective
from tasks.extract.spans import listed
from tasks.extract.triggers import Hits, Rule, TriggerIndex
from tasks.extract.windows import Window

_CAUSED = re.compile("[因由](?!(?:矛盾|纠纷))[^，。；]{2,16}(?:引发|导致|引起|造成)的")
# 无逾期受理情况, 未发生决策违法违规情形: no fault was made, which says nothing of how many cases there were
_LATE = re.compile("逾期|超期|超时|延期")
_FAULT = re.compile("违法|违规|差错|失误|瑕疵|不规范|不作为")
_RATE_NAME = re.compile("(?:以及|[和与]|及(?!格))?(?P<name>[一-龥（）()]{1,12}?[率度](?![先领性]))")
_RATE_LIST = re.compile("(?:、|和|及|与|以及|“|”)?")
_EACH = re.compile("[均都]?各(?!类|项|级|村|社区|界|方|个|种|单位|部门|站|行业|地|自然)(?:自)?[一-龥“”]{0,8}$")
_TIME = re.compile("[一-龥，]{0,6}(?:年初|年中|年末|年底|[上下]半年|季度?|[0-9]{1,2}月份?)")  # 年中、年末各督导1次
_TOGETHER = re.compile("[共计合总累达]|合计|等|案件|$")

_ALL_OF_THEM = re.compile("[均都][为是达]?$")
_SUMMED = re.compile("(?:共计?|合计|总计)[发办受]?[一-龥]{0,2}$|等案件$")
# 阵地提档、装备不足等重点问题8项: the problems are counted, and not what is wrong
_EXAMPLES = re.compile(
    "(?:解决|破解|协调)[^，。；]*等(?![待级])[^，。；、]{0,8}?(?:问题|难题|困难|短板)[^，。；、]{0,4}$"
)
_ABOUT = re.compile("围绕|针对|聚焦")  # 围绕决策、协议提出意见50条
_THEN = re.compile("提出|开展|组织|举办|出具|召开|形成|制定")
# 进机关、进校园活动15场
_INTO = re.compile("进(?=机关|乡村|社区|学校|校园|企业|单位|院落|农村|家庭|网络|市场|集市|寺|万家|村)")
_LEVELS = re.compile("[一-龥（）()]{0,6}[两二三四]级")  # 镇、村、企业三级调委会16个
_OTHER_CASES = re.compile("(?:诉讼|复议|赔偿|信访|仲裁|投诉|举报|上访|建议)(?:等?案件?|共|合计|总计|$)")


def link_number(
    sentence: str, hits: Hits, w: Window, family: str | None, index: TriggerIndex, *, zero: bool = False
) -> list[tuple[Link | None, tuple[str, ...]]]:
    """One (link, flags) for each thing that the number counts; at least one entry, (None, ()) where nothing fits.

    `zero` says that the number is 0.
    """
    rules = index.counting(hits, family)
    if family == "percent":
        return _link_rates(sentence, hits, w, rules)
    each = _EACH.search(sentence, w.left, w.start)
    items = listed(sentence, w.left, each.start() if each else w.start)
    if len(items) > 1 and not all(_TIME.fullmatch(sentence, *item) for item in items):
        if each:
            shared = best_link(sentence, hits, w, rules)
            own = [best_link(sentence, hits, _item_window(item, w), rules) for item in items]
            return [(link or shared, ("each",)) for link in own]
        both = _each_of_all(sentence, hits, w, rules, items) if family != "percent" else []
        if both:
            return [(link, ("each",)) for link in both]
        if _is_joint(sentence, hits, w, rules, items):
            if zero:  # none of both is none of each
                return [(best_link(sentence, hits, _item_window(item, w), rules), ()) for item in items]
            return [(None, ("joint",))]
    link = best_link(sentence, hits, w, rules)
    if link is None or link.rule.startswith("carried"):
        mismatched = best_link(sentence, hits, w, index.mismatched(hits, family))
        nearer = mismatched is not None and (link is None or mismatched.object_at > link.object_at)
        if mismatched is not None and nearer and (link or not mismatched.rule.startswith("carried")):
            return [(mismatched, ("unit_mismatch",))]
    return [(link, ())]


def link_listed(
    sentence: str,
    hits: Hits,
    w: Window,
    family: str | None,
    answer: Respective,
    said: Sequence[Mention],
    index: TriggerIndex,
) -> list[tuple[Link | None, tuple[str, ...]]]:
    """What a number of a list counts that answers a list of names, or the figures before it; nothing where none.

    `said` are the mentions of the sentence before the number.
    """
    rules = index.counting(hits, family)
    if answer.name is not None:
        return [(_link_name(sentence, hits, w, answer, answer.name, rules, family), ())]
    counted = [m for m in said if m.dimension != "change"][-answer.size - answer.place :]
    if len(counted) < answer.size + answer.place:
        return []
    before = counted[answer.place - answer.size] if answer.place == 0 else counted[-answer.size]
    if not any(r.metric_id == before.metric_id for r in rules):
        return []
    return [(Link(before.metric_id or "", 0, "respective", 0.75, -1, before.dimension), ())]


def _link_name(
    sentence: str,
    hits: Hits,
    w: Window,
    answer: Respective,
    name: tuple[int, int],
    rules: Sequence[Rule],
    family: str | None,
) -> Link | None:
    """What one name of a list says (受理、办结信访事项分别为20件、18件), with what the names share where it says too little."""
    own = Window(name[0], name[0], name[1], w.end, w.end)
    link = best_link(sentence, hits, own, rules)
    if link is not None and link.rule.startswith("object"):
        return link
    wide = Window(answer.clause, answer.clause, answer.head, w.end, w.end)
    return best_link(sentence, hits, wide, rules, within=name) or (
        best_link(sentence, hits, wide, rules) if family != "percent" else None
    )


def link_zero(sentence: str, hits: Hits, w: Window, subject: tuple[int, int], index: TriggerIndex) -> list[Link | None]:
    """One link for each thing that a negation speaks of (未发生行政复议、行政诉讼案件: two)."""
    rules = index.denied(hits)
    spans = listed(sentence, *subject)
    if len(spans) > 1:
        links = [best_link(sentence, hits, w, rules, within=span) for span in spans]
        if any(links):
            return [_denied(sentence, span, link) for span, link in zip(spans, links, strict=True)]
    return [_denied(sentence, subject, best_link(sentence, hits, w, rules))]


def _denied(sentence: str, subject: tuple[int, int], link: Link | None) -> Link | None:
    """The link, unless what is denied is a fault, or a cause that is no part in the catalogue (未发生因决策不当引发的群体性事件)."""
    if link is None or (_CAUSED.match(sentence, *subject) and not link.dimension) or _LATE.search(sentence, *subject):
        return None
    fault = _FAULT.search(sentence, max(subject[0], link.object_at), subject[1])
    own = link.object_at < 0 or (fault is not None and fault.start() <= link.object_at)
    return link if fault is None or own else None


def link_phrase(sentence: str, hits: Hits, w: Window, phrase: str, index: TriggerIndex) -> Link | bool | None:
    """The rate that a phrase states in full; False where the catalogue has none for it, so that it is no mention.

    None: the catalogue has the rate, but not for this part of it (a spot check); the phrase stays without a metric.
    """
    rules = index.full(hits, phrase)
    link = best_link(sentence, hits, w, rules)
    if link is not None:
        return link
    return None if excluded_only(sentence, hits, w, rules) else False


def _link_rates(
    sentence: str, hits: Hits, w: Window, rules: Sequence[Rule]
) -> list[tuple[Link | None, tuple[str, ...]]]:
    """'参考率、合格率均为100%' states two rates; a rate that the catalogue does not know gives a row without metric."""
    names = [m.span("name") for m in _RATE_NAME.finditer(sentence, w.left, w.start)]
    listed = names[-1:]
    for before, after in zip(reversed(names[:-1]), reversed(names[1:]), strict=True):
        if sentence[before[1] : after[0]] not in ("、", "和", "及", "与", "以及", "，", ","):
            break
        listed.insert(0, before)
    if len(listed) > 1:
        # the word for the rate itself stands at the end of its name; the other names rule nothing out
        beside = [[other for other in listed if other != name] for name in listed]
        ends = [(end - 2, end) for _, end in listed]
        found = zip(ends, beside, strict=True)
        return [(best_link(sentence, hits, w, rules, within=end, beside=others), ()) for end, others in found]
    return [(best_link(sentence, hits, w, rules), ())]


def _item_window(item: tuple[int, int], w: Window) -> Window:
    """The window of a number that counts one listed item alone."""
    return Window(item[0], item[0], item[1], w.end, w.end)


def _each_of_all(
    sentence: str, hits: Hits, w: Window, rules: Sequence[Rule], items: list[tuple[int, int]]
) -> list[Link]:
    """Links of '制定、报备规范性文件均为0件': one for each name, where 均 says the number of each; nothing elsewhere."""
    if not _ALL_OF_THEM.search(sentence, w.left, w.start):
        return []
    found = [best_link(sentence, hits, w, rules, within=i, beside=[o for o in items if o != i]) for i in items]
    known = [link for link in found if link is not None]
    return known if len({link.metric_id for link in known}) == len(items) else []


def _is_joint(sentence: str, hits: Hits, w: Window, rules: Sequence[Rule], items: list[tuple[int, int]]) -> bool:
    """Whether the listed items count under different metrics, so that one number for them belongs to none."""
    if (
        _EXAMPLES.search(sentence, w.left, w.start)
        or (_ABOUT.search(sentence, *items[0]) and _THEN.search(sentence, *items[-1]))
        or all(_INTO.match(sentence, *item) for item in items[1:])
        or _LEVELS.match(sentence, *items[-1])
        or any(sentence[start] == "《" for start, _ in items)  # 学习《宪法》和《草原法》3次: studied, not counted
    ):
        return False
    found: list[str | None] = []
    for item in items:
        link = best_link(sentence, hits, _item_window(item, w), rules)
        if link is not None and link.rule.startswith("object"):
            found.append(link.metric_id)
        elif _OTHER_CASES.search(sentence, *item) and _SUMMED.search(sentence, w.left, w.start):
            found.append(None)
    if len(set(found)) < 2:
        return False
    whole = best_link(sentence, hits, w, rules)
    # an umbrella metric (合法性审查 of contracts and documents) is named by what all items share
    return whole is None or whole.metric_id in found
