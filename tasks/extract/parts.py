"""Relations between the mentions of a report: parts and totals, wholes and their dimensions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from tasks.extract.model import GUESSED, Mention, is_guess, is_no_part
from tasks.extract.own_words import unnamed_wholes
from warehouse.catalogue import Catalogue

_LONGEST = 700  # characters of a sentence
_PARTS_FOLLOW = re.compile(
    "其中|包括|包含|分别为|^，(?:第?一季度|上半年)$|^，(?:主要)?涉及[一-龥、]{2,10}$|[（(][^（()）]*$|(?:人员|干部|队员|案件|问题|纠纷|村|社区)[里当]?中(?!心|队)[^，。；]{0,16}的?[只仅]?有?$"
)
_KIND = re.compile("([一-龥]{2,8})(?<![各这此一等分同])类(?!型)[一-龥]{0,6}$")
_OF_KIND = re.compile("(?<![各这此一等分同])类$")
# 安全生产领域罚款3万元, 因信息公开引发行政复议1宗: of one field or one cause
_FIELD = re.compile(
    "(?<![点等各个关生])领域(?:罚款|立案|处罚|执法检查|行政检查|行政处罚|检查|案件)[一-龥]{0,2}$|因[^，。；]{2,12}引发的?[一-龥]{2,8}$"
)
_PER_HEAD = re.compile("(?<![事责法证持])(?:人均|户均|村均|平均)[^，。；0-9]{0,8}$")
_NOUN = re.compile("[一-龥]{2}")
_KIND_LISTED = re.compile(
    "、(?![一-龥]{0,6}(?:收到|受理|办理|审结|办结|回复|答复|累计|现有|共有|新增|新聘|新培|培育|培养|化解|成功|完成|组织|开展))[一-龥]{2,10}"
)
_SHARE = re.compile("占(?:比|到|了|总数的?)?[约近超达]{0,2}$")
_QUARTER = "(?:第?[一二三四]季度|[上下]半年|[0-9]{1,2}月份?)(?:为|是)?"
# 其中白果社区17处, 二季度153件: says only where or when
_NO_VERB = re.compile(
    f"其中[，,]?[^，。；0-9]{{0,12}}(?:村|社区|嘎查|中心|站)$|(?:^|[，、；（(]|其中[，,]?){_QUARTER}$"
)
_TOTAL = re.compile("(?:共计|合计|总计|累计|共)[一-龥]{0,8}$")
_AT_ONCE = re.compile(
    "(?:当场|现场|立即|即时)(?:完成)?(?:整改|改正|消除)[^，。；0-9]{0,4}$|立[行查]立改[^，。；0-9]{0,4}$"
)
_LATER = re.compile("[，、；]?(?:另|其余|剩余|余下|其他|(?:责令|[一-龥]{0,4})限期)[^，。；0-9]{0,8}$")
ALL_DONE = re.compile(
    "(?:限期|均|也|已|全部)*(?:整改|改正|治理)?(?:到位|完毕|完成|销号)|，(?:目前|现)?[已均全部]+(?:完成)?(?:整改|改正|销号)|，[^，。；0-9]{0,4}整改率(?:达到?|为)?100%"
    "|，(?:截至[^，。；]{2,8})?[已均]?(?:完成)?(?:销号|整改(?:到位|完毕|完成)?)[0-9]"
)
_PER_PLACE = re.compile(
    "(?:行政)?(?:村|社区|村居|站所|网格|学校|中小学|小学|中学|幼儿园|企业|小区|小组)[（(一-龥）)、]{0,6}，?(?:各|均)[一-龥]{0,10}$"
)


def relate(text: str, mentions: Sequence[Mention], catalogue: Catalogue) -> None:
    """Set `part_of` and the flags part and per_place; drop dimensions that are one only beside a whole."""
    for group in _sentences(mentions):
        if len(group) > 1:
            _listed_kinds(text, mentions, group)
            _named_parts(text, mentions, group, catalogue)
            _summed_parts(text, mentions, group, catalogue)
            unnamed_wholes(text, mentions, group, catalogue)
            _in_turns(text, mentions, group)
            _per_place(text, mentions, group)
    _of_other_units(mentions, catalogue)
    _kinds(text, mentions, catalogue)
    _metric_parts(mentions, catalogue)
    _beside_whole(mentions, catalogue)


def _sentences(mentions: Sequence[Mention]) -> list[list[int]]:
    """Positions of the mentions of each sentence; a sentence that is repeated elsewhere is another one."""
    groups: list[list[int]] = []
    for position, mention in enumerate(mentions):
        first = mentions[groups[-1][0]] if groups else None
        near = first is not None and mention.char_start - first.char_start < _LONGEST
        if first is not None and near and first.sentence == mention.sentence:
            groups[-1].append(position)
        else:
            groups.append([position])
    return groups


def _family(mention: Mention, catalogue: Catalogue) -> str | None:
    unit = (mention.unit or "").replace("（", "(").replace("）", ")")
    return catalogue.units.family_of.get(unit)


def _named_parts(text: str, mentions: Sequence[Mention], group: list[int], catalogue: Catalogue) -> None:
    """立案41件，其中简易程序35件、普通程序6件: what follows 其中 is part of the figure of its family before it."""
    totals: list[int] = []
    for place, position in enumerate(group[1:], 1):
        between = text[mentions[group[place - 1]].char_end : mentions[position].char_start]
        if _PARTS_FOLLOW.search(between):
            totals = [p for p in group[:place] if mentions[p].part_of is None and mentions[p].dimension != "change"]
        elif re.search("[）)。；]", between):
            totals = []
        same = [p for p in totals if _family(mentions[p], catalogue) == _family(mentions[position], catalogue)]
        if same:
            _join(text, mentions, position, same[-1], catalogue)
        elif any(mentions[p].metric_id == mentions[position].metric_id is not None for p in totals):
            mentions[position].flags = _as_part(mentions[position])  # 来信来访254件次，其中初访31件


def _as_part(mention: Mention) -> tuple[str, ...]:
    return mention.flags if "part" in mention.flags else (*mention.flags, "part")


def _same_noun(text: str, one: Mention, other: Mention) -> bool:
    """Whether the same noun stands directly before both figures: 邻里纠纷23起, 土地纠纷12起."""
    noun = text[max(0, one.char_start - 2) : one.char_start]
    return _NOUN.fullmatch(noun) is not None and text.endswith(noun, 0, other.char_start)


def _listed_kinds(text: str, mentions: Sequence[Mention], group: list[int]) -> None:
    """成功调解邻里纠纷23起、土地纠纷12起: kinds of one thing; a guess gives way to what the list before it counts."""
    for before, position in itertools.pairwise(group):
        first, other = mentions[before], mentions[position]
        if first.metric_id is None or first.unit != other.unit:
            continue
        listed = _KIND_LISTED.fullmatch(text, first.char_end, other.char_start) and _same_noun(text, first, other)
        if listed and other.rule == "likeness":
            other.metric_id, other.unit_canonical = first.metric_id, first.unit_canonical
            other.rule, other.confidence, other.dimension = first.rule, first.confidence, None
        if listed and other.metric_id == first.metric_id and first.value_low != other.value_low:
            first.flags, other.flags = _as_part(first), _as_part(other)


def _inherit(text: str, part: Mention, whole: Mention, catalogue: Catalogue) -> None:
    """A part that names no metric of its own is one of the total's: a dimension where its words say so, else a part."""
    metric = catalogue.by_id[whole.metric_id or ""]
    own = re.split("[，。；;、：:（(]", text[max(0, part.char_start - 24) : part.char_start])[-1]
    named = {name for name, d in metric.dimensions.items() if any(word in own for word in d.words)}
    part.metric_id, part.unit_canonical = metric.id, metric.unit
    part.dimension = named.pop() if len(named) == 1 else None
    part.rule, part.confidence = "part", 0.75


def _subject_named(text: str, part: Mention, whole: Mention, catalogue: Catalogue) -> bool:
    """Whether a part of cases only says what they were about (诉讼6件，其中拆违类4件), which names no metric of its own."""
    one, other = catalogue.by_id.get(part.metric_id or ""), catalogue.by_id.get(whole.metric_id or "")
    if one is None or other is None or one.category == other.category:
        return False
    return _OF_KIND.search(text, max(0, part.char_start - 2), part.char_start) is not None


def _join(text: str, mentions: Sequence[Mention], position: int, total: int, catalogue: Catalogue) -> None:
    part, whole = mentions[position], mentions[total]
    same = _family(part, catalogue) == _family(whole, catalogue)
    # 其中物业类占46.5%
    share = part.unit_canonical == "%" and _SHARE.search(text, max(0, part.char_start - 8), part.char_start)
    per_head = _PER_HEAD.search(text, max(0, part.char_start - 14), part.char_start)
    if not same or share or per_head or part.char_start == whole.char_start or part.dimension == "change":
        return
    if (part.value_low or 0) > (whole.value_high if whole.value_high is not None else float("inf")):
        return
    part.part_of = total
    alike = _NO_VERB.search(text, max(0, part.char_start - 20), part.char_start) or _same_noun(text, whole, part)
    guessed = (
        part.metric_id is None
        or (part.rule == "likeness" and (alike or part.confidence < GUESSED))
        or _subject_named(text, part, whole, catalogue)
    )
    if guessed and whole.metric_id is not None and "joint" not in part.flags:
        _inherit(text, part, whole, catalogue)
    # of a total over several years, or of the district, the year's or the township's own share is no part of its figure
    same_whole = (part.status, part.scope) == (whole.status, whole.scope)
    if part.metric_id is not None and part.metric_id == whole.metric_id and part.dimension is None and same_whole:
        part.flags = _as_part(part)


def _summed_parts(text: str, mentions: Sequence[Mention], group: list[int], catalogue: Catalogue) -> None:
    """办理噪音类5件、占道类8件，共计13件: figures before a total that they add up to are its parts."""
    for place, position in enumerate(group):
        whole = mentions[position]
        if whole.value_low is None or whole.part_of is not None:
            continue
        if not _TOTAL.search(text, max(0, whole.char_start - 14), whole.char_start):
            continue
        parts = [
            p
            for p in group[:place]
            if _family(mentions[p], catalogue) == _family(whole, catalogue) and mentions[p].part_of is None
        ]
        if len(parts) > 1 and sum(mentions[p].value_low or 0 for p in parts) == whole.value_low:
            _name_total(mentions, parts, whole)
            for part in parts:
                _join(text, mentions, part, position, catalogue)


def _name_total(mentions: Sequence[Mention], parts: Sequence[int], whole: Mention) -> None:
    """A total that is only guessed counts what all of its parts count: 网上信访74件、来信3件、来访41件，共计118件."""
    counted = {mentions[p].metric_id for p in parts}
    guessed = whole.metric_id is None or is_guess(whole)
    if len(counted) == 1 and guessed and (first := mentions[parts[0]]).metric_id is not None:
        whole.metric_id, whole.unit_canonical = first.metric_id, first.unit_canonical
        whole.rule, whole.confidence = "part", 0.95
    if counted == {whole.metric_id}:
        is_no_part(whole)
        whole.part_share = 0.0


def _in_turns(text: str, mentions: Sequence[Mention], group: list[int]) -> None:
    """当场整改189处，其余28处限期整改到位: what was mended at once is a part where the rest was mended too."""
    for before, position in itertools.pairwise(group):
        first, rest = mentions[before], mentions[position]
        if first.unit != rest.unit or not _LATER.fullmatch(text, first.char_end, rest.char_start):
            continue
        at_once = _AT_ONCE.search(text, max(0, first.char_start - 12), first.char_start) is not None
        same = first.metric_id is not None and rest.metric_id in (None, first.metric_id)
        if at_once and same and ALL_DONE.match(text, rest.char_end):
            first.flags, rest.flags = _as_part(first), _as_part(rest)


def _per_place(text: str, mentions: Sequence[Mention], group: list[int]) -> None:
    """12个村各设1个宣传栏: the figure holds for each of the places counted before it."""
    for before, position in itertools.pairwise(group):
        between = text[mentions[before].char_end : mentions[position].char_start]
        if mentions[before].unit in ("个", "所", "家") and _PER_PLACE.match(between):
            mentions[position].scope = "sub_area"
            mentions[position].flags = (*mentions[position].flags, "per_place")


def _of_other_units(mentions: Sequence[Mention], catalogue: Catalogue) -> None:
    """聘请律师事务所的2名律师: what only firms can be is said beside persons, and makes them no part."""
    for mention in mentions:
        if mention.metric_id is None or mention.dimension is None:
            continue
        dimension = catalogue.by_id[mention.metric_id].dimensions.get(mention.dimension)
        if dimension is None or not dimension.unit_families:
            continue
        if _family(mention, catalogue) not in dimension.unit_families:
            mention.dimension = None


def _kinds(text: str, mentions: Sequence[Mention], catalogue: Catalogue) -> None:
    """A count of one kind (物业类纠纷12件) is part of its metric, wherever the total stands; a kind that the metric counts
    (合同类151件 of contracts) is all of it."""
    for mention in mentions:
        if mention.metric_id is None or mention.value_origin == "phrase" or "part" in mention.flags:
            continue
        own = re.split("[，。；;、：:（(\n]", text[max(0, mention.char_start - 20) : mention.char_start])[-1]
        if own.endswith("类") and own[:-1].endswith(catalogue.by_id[mention.metric_id].triggers.objects):
            mention.part_share = 0.0  # all of it, whatever likeness makes of a list
            continue
        kind = _KIND.search(own)
        named = kind and not kind[1].endswith(catalogue.by_id[mention.metric_id].triggers.objects)
        if named or _FIELD.search(own):
            mention.flags = _as_part(mention)


def _metric_parts(mentions: Sequence[Mention], catalogue: Catalogue) -> None:
    """受理23件，成功21件: a metric that is part of another points to its nearest figure before it."""
    latest: dict[str, int] = {}
    for position, mention in enumerate(mentions):
        if mention.metric_id is None:
            continue
        whole = catalogue.by_id[mention.metric_id].part_of
        if whole is not None and mention.part_of is None and mention.status == "achieved":
            total = latest.get(whole)
            if total is not None and mention.char_start - mentions[total].char_end < 200:
                mention.part_of = total
        if mention.status == "achieved" and mention.dimension is None:
            latest[mention.metric_id] = position


def _beside_whole(mentions: Sequence[Mention], catalogue: Catalogue) -> None:
    said: dict[str, set[str | None]] = {}
    for mention in mentions:
        if mention.metric_id is not None and (mention.status, mention.scope) == ("achieved", "township"):
            said.setdefault(mention.metric_id, set()).add(mention.dimension)
    for mention in mentions:
        if mention.metric_id is None or mention.dimension is None or len(said.get(mention.metric_id, ())) > 1:
            continue
        dimension = catalogue.by_id[mention.metric_id].dimensions.get(mention.dimension)
        if dimension is not None and dimension.only_beside_whole:
            mention.dimension = None
