"""Which time a number speaks of: the expressions of time in a sentence, each governing what follows it."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from tasks.extract.spans import inside

_DIGIT = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0"}
_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][〇零九][〇零一二三四五六七八九]{2})"
_TIME = re.compile(
    '(?=[这近过两二三四五六七八九十一1-9历多建“"自从截上前目现换本头今本全年报较比同与相对去往明来下大会期当原成组设挂启承赋实开])'  # saves most positions
    f"(?:(?P<multi>这[两二三四五六]年|[近过][去]?[两二三四五六七八九十0-9]+年(?:来|以来|间|里)?|[头前](?:[0-9]|[两二三四五六七八])年|(?<![0-9第])[两二三四五六七八九十]年多?(?:来|以来|间|里|累计|共|合计|总计|行程|下来)|历年(?:来|共|[^，。；]{{0,8}}累计)|本届[^，。；]{{0,4}}任期(?:内|以来)|换届以来|[一二三]年行动(?:期间|启动以来|[^，。；]{{0,8}}累计)|(?:多年来|近年来)(?![^，。；0-9]{{2,40}}(?:实际|现状|情况|问题|特点|形势|态势|趋势|难题)，)|这几年(?:下来|来|间)?|几年下来|建[镇乡]以来"
    f'|{_YEAR}年?[-—~至到]+{_YEAR}年|[“"]?(?:十[一二三四五]|[五六七八九十])五[”"]?(?:普法)?(?:[^，。；]{{0,8}}(?:以来|至今)|[^，。；]{{0,4}}期间|这?五年|五年间)|[五5]年(?:累计|共计|合计|总计))'
    "|(?P<event>(?:全会|大会|会议|十[八九]大|二十大)(?!今年)[^，。；]{0,6}以来)"
    f"|(?P<since>(?P<led>自|从)?(?P<since_year>{_YEAR})年(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?(?(led)[^，。；0-9]{{0,24}}?|[^，。；0-9]{{0,8}}?)(?:以来|至今|到现在|到目前)"
    "|(?<=工程|制度|机制|系统|平台)(?:实施|启动|启用|开展)以来(?=[^。；]{0,14}(?:累计|共|总计))|建立[^，。；0-9]{2,14}以来(?=[^。；]{0,14}(?:累计|共|总计))|当[^，。；0-9]{2,6}以来|自[^，。；0-9]{2,16}(?:实施|施行|推行|开展|启动)以来|(?:自|从)(?:去年|上年|前年)[^，。；0-9]{0,12}(?:以来|起|至今)"
    "|(?:自[^，。；0-9]{0,12})?(?:成立|组建|设立|挂牌|启用|承接|赋权|下放|上线)(?:以来|至今)"
    f"|(?:自|从)(?P<from_year>{_YEAR})年(?:[0-9]{{1,2}}月)?(?:[0-9]{{1,2}}日)?[^，。；0-9]{{0,6}}?[起始])"
    f"|(?P<until>截[至止][到至]?(?:(?P<until_year>{_YEAR})年)?(?:(?P<until_month>[0-9]{{1,2}})月份?(?:(?P<until_day>[0-9]{{1,2}})日|底|末)?"
    "|(?P<year_end>年底|年末)|(?P<until_now>目前|现在|报告日))?)"
    f"|(?P<months>(?:(?P<months_year>{_YEAR})年)?(?:1月?[-—~至到](?P<last_month>[0-9]{{1,2}})月份?|(?P<half>上半年)|(?P<three>前三季度)))"
    "|(?P<now>目前|现已|现(?=[有为仍存设])|现在(?=已|有|共|达|为|增|只))"
    "|(?P<this>今年以来|本年度?内?末?|今年|全年|年内|年度内|报告期内|(?<![上前去])年末|期末|当年(?!度))"
    "|(?P<compare>(?:较|比|同比|相比|与|对比)(?:于|前|之)?(?:上一?年度?|去年|前年|往年|(?P<compared_year>[0-9]{4})年)(?:同期|度|底|末|全年)?(?:相比)?)"
    "|(?P<prior>(?:上一?(?:学?年)度?|去年|(?<!以)前一?年|往年|上年末)(?!度?底?(?:结转|遗留|旧存|转入|结存|未结|存量|积压|欠账|尚未))|年初的?(?=[0-9])(?![0-9.]+[%％]?(?:以上)?的目标)|原(?:来的?|有)(?=[0-9]|[^，。；0-9、]{1,8}[0-9][^。；]{0,14}(?:扩|增|现|壮大))|(?<!上年)(?<!去年)(?:(?<!全[区县市旗州])(?<!派出所)同期(?=[为是的仅只有数相增减上下达、]|[0-9])|(?<=[^；。，\\s])(?<!全[区县市旗州])(?<!派出所)同期))"
    "|(?P<next>(?<!顺延至)(?<!顺延到)(?<!延至)(?<!延到)(?<!推迟到)(?<!推迟至)明年|(?<![结接])(?<![转转]入)(?<!转)(?<!顺延)下一?年度?(?!度?(?:台账|清单))|来年|下一?学期)"
    f"|(?P<year>{_YEAR})年度?(?!度?(?:计划|规划|方案|工作(?:要点|计划|思路))))"
)
# Meetings that reports date their figures from; a figure since one of them is the year's only where it lies in the year.
_EVENT_YEARS = {"二中全会": 2023, "三中全会": 2024, "四中全会": 2025, "二十大": 2022}
# First years of the five-year plans of legal education and of the economy: since such a plan began is the year alone in it
_PLAN_YEARS = {"七五": 2016, "十三五": 2016, "八五": 2021, "十四五": 2021, "九五": 2026, "十五五": 2026}
_SESSION = re.compile("(?:人大|人代会|人民代表大会|政协)[^，。；]{0,8}次会议")
_PLAN_NAME = re.compile("十[三四五]五|(?<!十)[七八九]五")
_THIS_YEAR = re.compile("今年|本年|年初|[0-9]月")
_LEADS = ("对", "按", "根据", "围绕", "针对", "结合", "依据", "继", "与", "同", "相较", "相比", "在")
_COMPARES = ("从", "由", "比", "较", "与", "同")
_OF_FILES = re.compile("[^，。；]{0,16}(?:印发|制定|出台|制发|下发|发布)的")  # 2015年以来印发的文件
_LEFT_FROM = re.compile(
    "(?:度|印发|制定|的)*(?:规范性)?(?:文件|积案|案卷|卷宗)|[^，。；0-9]{0,8}(?:反馈|指出|查出|交办)的|[^，。；0-9]{0,4}(?:遗留|结转|结案的|办结的|审结的|签订的|尚未|未(?:完成|办结|整改|化解|清零)|的(?:案卷|卷宗|合同))"
)  # 抽取上年度结案的卷10宗
_TITLE = re.compile("《[^《》]{1,80}》")
_FIGURE = re.compile("[0-9一二三四五六七八九十百][余多]?[万亿]?[人件次场份起宗条个名户家处元单批项期%]")
_DIGITS = re.compile("[0-9]+")
_DID = re.compile("(?!同期|为|是|仅|只)[^，。；0-9]{2,12}[0-9]")
_MARK = re.compile("[，；,;）)]")
_OWN_SINCE = re.compile(
    "；(?!累计|共|先后|同时期|其中)|[，；](?=在册|现有|目前|现共有)|[，；](?=[^，。；0-9]{2,14}(?:村|社区|户|员|人|队伍|阵地|站|室|中心|基地)(?:数量?|总数)?(?:达到?|现有|已有)[0-9]+[个名户人支处])"
)
_BASE = re.compile("(?:同期|度|底|末)?的?")
_RISES_TO = re.compile(
    "(?:[加升高降少长跌落增展大减压提扩缩跃涨变整调翻充]|减少|达)(?:到|至|为|成)|一共|共计|合计|总计"
)


@dataclass(frozen=True, slots=True)
class Period:
    """What a figure's time is: its status, the last day of a partial year, and whether it counts from an event.

    `said_at` is where a coming time is said. `explicit` is False for words like 全年 that hold for the coming year in a plan just as well.
    """

    status: str | None
    period_end: date | None = None
    since_event: bool = False
    explicit: bool = True
    said_at: int = 0


class Periods:
    """The time expressions of one sentence."""

    def __init__(self, sentence: str, report_year: int, signed_on: date | None) -> None:
        self._sentence = sentence
        self._anchors: list[tuple[int, Period, int]] = []
        self._compared: list[tuple[int, Period]] = []
        titles = [m.span() for m in _TITLE.finditer(sentence)] if "《" in sentence else []
        for match in _TIME.finditer(sentence):
            if titles and inside(titles, match.start()):
                continue
            if match["this"] and self._anchors and self._anchors[-1][0] == match.start():
                continue  # 2022年度全年: all of that year
            if match["compare"]:
                own = match["compared_year"] and int(match["compared_year"]) >= report_year
                self._compared.append((match.end(), Period("achieved" if own else "prior_period")))
            period = _period(match, report_year, signed_on)
            if period is not None:
                end = match.end()
                if period.status == "planned":
                    period = replace(period, said_at=end)
                self._anchors.append((end, period, _reach(sentence, match.start(), end, period)))

    def at(self, position: int) -> Period | None:
        """The period in force at a position of the sentence; None where nothing is said before it."""
        for end, base in self._compared:
            if end <= position and _BASE.fullmatch(self._sentence, end, position):
                return base  # 较上年的138件增加9件; in a plan, 比2024年的52件下降10%
        found: tuple[int, Period, int] | None = None
        for anchor in self._anchors:
            if anchor[0] > position:
                break
            if position < anchor[2]:
                found = anchor
        if found is None:
            return None
        if found[1].status == "prior_period" and _RISES_TO.search(self._sentence, found[0], position):
            return Period("achieved")  # 由上年的20件增加到31件
        return found[1]


def _reach(sentence: str, start: int, end: int, period: Period) -> int:
    """Where an expression of time ends to hold: an aside on last year (立案120件，去年95件；处罚80件), or on several, with its
    clause."""
    if sentence.startswith(("原", "年初"), start):
        figure = _DIGITS.search(sentence, end)
        return figure.end() if figure else end  # 原有8个, 年初的24人: only this figure
    clause = max(sentence.rfind(mark, 0, start) for mark in "，；,;：。") + 1
    compared = sentence[start - 1 : start] in _COMPARES or sentence.startswith(_LEADS, clause)
    behind = _FIGURE.search(sentence, 0, start) is not None  # a figure of this year stands before
    last_year = period.status == "prior_period" and (compared or behind)
    # 今年34场，五年来累计210余场，发放资料…
    since = period.status == "cumulative" and sentence[start - 1 : start] in ("，", ",") and behind
    if last_year and sentence[start - 1 : start] in ("；", ";") and _DID.match(sentence, end):
        item = sentence.find("；", end)  # ；上年调解301件，成功290件: an item of its own on last year
        return item if item >= 0 else len(sentence)
    if last_year or since:
        mark = _MARK.search(sentence, end)
        return mark.start() if mark else len(sentence)
    if period.status == "cumulative" and sentence[end : end + 1] not in ("，", ","):
        stop = _OWN_SINCE.search(sentence, end)
        return stop.start() if stop else len(sentence)  # 自2021年以来累计培养81名；全镇现有…
    return len(sentence)


def _year(written: str) -> int:
    return int("".join(_DIGIT.get(c, c) for c in written))


def _period(match: re.Match[str], report_year: int, signed_on: date | None) -> Period | None:
    kind = match.lastgroup
    groups = match.groupdict()
    past = groups["prior"] or (groups["year"] and _year(groups["year"]) < report_year)
    if past and _LEFT_FROM.match(match.string, match.end()):
        return None  # the past year only says which cases or files
    if groups["compare"]:
        return None
    follows = match.string[match.end() : match.end() + 1]
    if (groups["multi"] or groups["since"]) and (follows == "的" or _OF_FILES.match(match.string, match.end())):
        return None  # 对2015年以来的文件进行清理: the years say which files, not which time
    if groups["multi"]:
        plan = _PLAN_NAME.search(groups["multi"])
        if plan and _PLAN_YEARS[plan[0]] == report_year:
            return Period("achieved")
        return Period("cumulative")
    if groups["event"] and _SESSION.search(match.string, max(0, match.start() - 10), match.end()):
        return Period("achieved")  # 镇三届人大四次会议以来: sessions are held every year
    if groups["event"]:
        year = next(
            (y for name, y in _EVENT_YEARS.items() if name in match.string[max(0, match.start() - 6) : match.end()]),
            None,
        )
        return Period("achieved" if year == report_year else "cumulative", since_event=True)
    if groups["since"]:
        first = groups["since_year"] or groups["from_year"]
        if first is None and _THIS_YEAR.search(match.string, max(0, match.start() - 12), match.end()):
            return Period("achieved")  # 今年3月挂牌以来
        return Period("achieved" if first and _year(first) >= report_year else "cumulative")
    if groups["until"]:
        return _until(groups, report_year, signed_on)
    if groups["months"]:
        month = 6 if groups["half"] else 9 if groups["three"] else int(groups["last_month"])
        year = _year(groups["months_year"]) if groups["months_year"] else report_year
        if year != report_year:
            return Period("prior_period" if year < report_year else "planned")
        return Period("achieved", _month_end(year, month))
    if groups["now"]:
        early = signed_on is not None and signed_on.year == report_year
        return Period(None, signed_on if early else None)
    if groups["year"]:
        year = _year(groups["year"])
        return Period("achieved" if year == report_year else "prior_period" if year < report_year else "planned")
    status = {"this": "achieved", "prior": "prior_period", "next": "planned"}[kind or "this"]
    return Period(status, explicit=groups["this"] in (None, "今年以来"))


def _until(groups: dict[str, str | None], report_year: int, signed_on: date | None) -> Period:
    year = _year(groups["until_year"]) if groups["until_year"] else report_year
    if year < report_year:
        return Period("prior_period")
    if groups["until_month"] and year == report_year:
        month = int(groups["until_month"])
        if groups["until_day"]:
            day = int(groups["until_day"])
            try:
                end = date(year, month, day)
            except ValueError:
                return Period("achieved")
            return Period("achieved", None if (month, day) == (12, 31) else end)
        return Period("achieved", _month_end(year, month))
    if groups["until_now"] and signed_on is not None and signed_on.year == report_year:
        return Period("achieved", signed_on)
    return Period("achieved")


def _month_end(year: int, month: int) -> date | None:
    if not 1 <= month <= 11:
        return None  # to the end of December is the whole year
    return date(year, month, monthrange(year, month)[1])
