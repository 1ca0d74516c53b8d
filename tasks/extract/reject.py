"""What is written like a quantity and is none: ordinals, slogans, names, enumerations, deadlines."""

from __future__ import annotations

import re
from string import ascii_letters

from tasks.extract.item_numbers import behind_item_number
from tasks.extract.quantity import Quantity
from tasks.extract.spans import inside
from warehouse.catalogue import Units

_QUOTED = re.compile(
    '“[^“”\n]{1,16}”|‘[^‘’\n]{1,16}’|"[^"\n]{1,16}"|「[^「」\n]{1,16}」|《[^《》\n]{1,80}》|〔[^〔〕\n]{1,12}〕'
)
_NUMERAL = "一二两三四五六七八九十百千万"
_ORDINAL = re.compile("(?:第|[下上同新某另]一|首|(?<![年月期])末|(?:^|[^一-龥]|[的期])头)$")
_BROKEN = re.compile(r"[0-9][-.·/:：+]$|[+＋×*A-Za-z]$")
_BREAKS = frozenset("-.·/:：+＋×*" + ascii_letters)
_ORDINALS = frozenset("第一首末头")
_SLOGAN = re.compile(f"[{_NUMERAL}](?!百|千|万|[0-9])[一-龥]")
_ONE_UNITS = frozenset(
    [
        "场次",
        "场",
        "次",
        "期",
        "起",
        "件",
        "名",
        "人",
        "户",
        "家",
        "处",
        "所",
        "座",
        "份",
        "部",
        "批次",
        "人次",
        "堂",
        "轮",
        "宗",
        "例",
        "条",
        "项",
        "个",
        "篇",
        "幅",
        "块",
    ]
)
_ONE_BEFORE = re.compile("(?:[每同这那某任第进逐统唯单之万另哪其如专集多更过上下]|(?<!更)新|为了|一[一-龥])$")
_ONE_DONE = re.compile(
    "(?:召开|开展|举办|办|上|打造|安装|搭建|建立|举行|组织|进行|受理|办理|发生|查处|立案|化解|调解|新增|新建|建成|设立|设置|配备|聘请|完成|制定|印发|出台|评选|获评|收到|共|仅|有|各|培育|拆除|编制|作出|败诉|纠错|撤销|结转|坐班|研判|整改|办结|移送|销号)[了过]?(?:[^，。；]{0,8})$"
    "|(?:其中|上述|增至|由上年的|每(?:月|周|季度?|半年|年|半月|旬)[^，。；]{0,10})$"
)
_ONE_CASE = re.compile(
    "[，。；、）)\\s]|$|[^，。；]{0,16}(?:案|纠纷|事件|事故|访|诉|矛盾|火|复议|冲突|争议|举报|线索|违)"
)
_ENDS = ("", "，", "。", "；", "、", "）", ")", "\n")
_COUNTED_ONE = re.compile("[一-龥]{3}(?<!成熟)$")  # 请了法律顾问一名，
_DEADLINE = re.compile("(?:24|48|72|7×24|12|36)$")
_WORK_TIME = re.compile("到岗|坐班|学习|培训|学时|课|服务|志愿|工时|时长")
_DAYS_WORKED = re.compile(
    "坐班|到岗|脱产|培训|轮训|集训|学习|学|用时|时长|时限|时间|周期|缩短[至到了]?|值班|驻[村点]|平均|人均|下村|每(?:周|旬|个?月|季度|半月|半年|年)$"
)
_SCORED = re.compile(
    "最高|最低|平均|均分|得分|评分|平均分|成绩|分数|考[核评试]|测[评试]|满意度|总分|评议|位居|打分|指数|达$"
)
_LIVELIHOOD = re.compile("(?:民生|为民|惠民|利民|重点)?(?:实事|好事|大事|小事)")
_PARALLEL = re.compile(
    "[、，][一-龥]{2,4}一[片方批线面层]|[、，]?(?:查处|整改|化解|处理|调解|销号|解决|整治|拆除|处置|办结|答复|纠正|教育|治理|销账|上报)一(?:起|件|处|例|个|宗)"
)  # 调解一件、教育一片; 发现一起查处一起
_PARALLEL_TOO = re.compile(
    "(?:发现|排查|受理|接到|查处|调解|化解|上报|成熟)一[起件处例个宗][、，]?(?:查处|整改|化解|处理|调解|销号|解决|整治|拆除|处置|办结|答复|纠正|教育|治理|销账|上报)$"
)
_AFTER_CHINESE = {
    "个": re.compile(
        "(?![，,。；;、）)\n]|$|行政村|村|社区|[村居]|单位|部门|企业|项目|案|阵地|调|法|党|网格|站|点|室|窗口|平台|中心|工作[站室]|服务|场所|隐患|问题|小组|专班|站所|科室|办|示范)"
    ),
    "项": re.compile(
        "合计|加起来|均|都|制度|机制|改革|重点|任务|措施|举措|原则|职责|要求|程序|工作|行动|工程|清单|内容|承诺|规定|职能|权力|规划|标准"
    ),
    "张": re.compile("网|表|清单|图|牌|嘴|卡|名片"),
    "条": re.compile("街|龙|渠道|主线|路径|底线|红线|原则|措施|战线|心"),
    "支": re.compile("队伍"),
    "套": re.compile("班子|机制|制度|体系|人马|方案"),
    "类": re.compile(""),
    "种": re.compile(""),
    "面": re.compile(""),
    "讲": re.compile(""),
    "门": re.compile(""),
    "本": re.compile("[账经]"),
    "所": re.compile(f"[{_NUMERAL}]"),
    "批": re.compile(""),
    "头": re.compile(""),
    "件": re.compile("[一-龥]{0,2}事|套"),
    "班": re.compile("倒|轮|人马"),
    "部": re.compile("曲|手"),
    "轮": re.compile("车|驱"),
    "家": re.compile("人|亲"),
    "处": re.compile("留"),
    "版": re.compile(""),
    "期": re.compile("工程|项目|建设|改造"),
    "页": re.compile(""),
    "只": re.compile(""),
    "成": re.compile("(?!以上|左右|多|[的，。；]|群众|干部)"),
}
_IDIOMS = (
    "三番五次",
    "三次分配",
    "一次办",
    "一次性",
    "一次告知",
    "分三班",
    "分两班",
    "一件事",
    "一次办成",
    "一人一",
    "一户一",
    "一村一",
    "百年",
    "前两位",
    "前三位",
    "二人转",
    "二人台",
    "十户长",
    "一票否决",
    "落一人",
    "漏一人",
    "拢到一处",
    "汇到一处",
    "聚到一处",
    "想到一处",
    "往一处",
)


_HOTLINES = frozenset(("12345", "12348", "8890"))  # 12345件2688件


class Rejector:
    """Decides which quantities count nothing; compiled once for a catalogue's units."""

    def __init__(self, units: Units) -> None:
        self._enumerated = re.compile(
            "(?:重大|主要|重要|基本|工作|关键|核心|突出|专项|具体)?的?(?:" + "|".join(units.enumerated) + ")"
            "(?!村|社区|企业|单位|场所|部门|项目|人员|对象|工程)"
        )

    def quoted(self, text: str) -> list[tuple[int, int]]:
        """Spans of short quotations and of titles in 《》: names and slogans, whose figures count nothing."""
        return [m.span() for m in _QUOTED.finditer(text)]

    def rejects(self, text: str, q: Quantity, quoted: list[tuple[int, int]]) -> bool:
        """Whether the quantity is none."""
        if inside(quoted, q.start):
            return True
        before = text[max(0, q.start - 12) : q.start]
        last = before[-1:]
        if last in _BREAKS and _BROKEN.search(before) and not behind_item_number(text, q.start):
            return True
        if last in _ORDINALS and _ORDINAL.search(before) and not _is_hedge(before, q):
            return True
        if text.startswith(("+", "＋"), q.end) or q.numeral in _HOTLINES:
            return True
        if q.unit is None:
            return False
        if q.origin == "words":
            return self._rejects_words(text, before, q)
        if q.unit in ("个", "项", "条", "种", "类", "张") and self._enumerated.match(text, q.end):
            return True
        if q.unit == "个" and text[q.end : q.end + 1].isdigit():
            return True  # 三个100%
        if q.family == "hours" and q.unit in ("小时", "个小时"):
            return (
                text.startswith("内", q.end)
                or bool(_DEADLINE.search(q.numeral))
                or not _WORK_TIME.search(text, max(0, q.start - 30), q.end + 6)
            )
        if q.family == "days":
            return not _DAYS_WORKED.search(text, max(0, q.start - 12), q.start)
        if q.unit == "分":
            return not (_SCORED.search(text, max(0, q.start - 14), q.start) or text[q.end - 1] in "上下")
        return False

    def _rejects_words(self, text: str, before: str, q: Quantity) -> bool:
        """Number words are part of many names: 三项制度, 一村一警, 百场宣讲, 两个维护."""
        unit = q.unit or ""
        numeral = q.numeral
        if unit in ("百分之", "分之"):
            return False
        if any(idiom in text[max(0, q.start - 2) : q.end + 3] for idiom in _IDIOMS):
            return True
        if numeral in ("百", "千", "万", "亿") and q.qualifier == "exact":
            return True  # 百名法学家百场报告会
        hedged = q.qualifier != "exact"
        if _SLOGAN.match(text, q.end) and not hedged and len(numeral) == 1:
            return True  # 四所一庭
        if unit in ("个", "项", "条", "种", "类", "张") and self._enumerated.match(text, q.end):
            return True
        if unit in ("个", "项") and text[q.end : q.end + 1].isdigit():
            return True
        after = _AFTER_CHINESE.get(unit)
        if after is not None and after.match(text, q.end) and not hedged:
            return True
        if unit == "件" and _LIVELIHOOD.match(text, q.end):
            return True
        if unit == "成":
            return False
        if unit == "天":
            return _DAYS_WORKED.search(before) is None
        if unit in ("分", "元", "学分", "小时", "倍", "方", "对", "口", "片", "具"):
            return unit in ("分", "小时", "方", "对", "口", "片", "具")
        if numeral == "一" and (_PARALLEL.match(text, q.end) or _PARALLEL_TOO.search(before)):
            return True
        if numeral == "一" and unit == "起" and not _ONE_CASE.match(text, q.end):
            return True  # 一起守卡口
        if numeral == "一":
            if unit not in _ONE_UNITS or _ONE_BEFORE.search(before):
                return True
            last = (
                text[q.end : q.end + 1] in _ENDS
                and unit not in ("起", "块")
                and _COUNTED_ONE.search(before) is not None
            )
            return not last and _ONE_DONE.search(before) is None
        return False


def _is_hedge(before: str, q: Quantity) -> bool:
    """'近20件' and '上百场' begin with their hedge, so what stands before them is no ordinal."""
    return bool(q.hedge) and not before.endswith(("第", "下一", "上一", "新一"))
