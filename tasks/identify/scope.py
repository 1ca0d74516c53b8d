"""Whether a document is a township's law-government report at all, and whether the report itself is there."""

from __future__ import annotations

import re

from tasks.identify.dates import YEAR, year_number
from tasks.identify.face import Face
from tasks.identify.model import NotIdentified
from tasks.identify.refusal import incomplete, out_of_scope

_LAW = re.compile(
    r"法\s*[治制]\s*(?:政\s*府|建\s*设|工作|[镇乡街])|依\s*法\s*(?:行\s*政|治\s*[镇乡街苏])|法治(?:年度|情况)?(?:报告|总结|年报)"
)
_REPORT = re.compile(r"报\s*告|年报|总结|汇报|情况|小结")
_NEVER = re.compile(r"(?!)")
_OTHER_KINDS = (  # what the title says, what makes it a report of ours all the same, names of the kind
    (re.compile(r"解读"), _NEVER, "政策解读", "an explanation of a document"),
    (re.compile(r"(?:信息|政务)公开"), _LAW, "政府信息公开年报", "a disclosure report"),
    (
        re.compile(r"述职|述法|述廉|第一责任人"),
        re.compile(r"法治政府建设(?:工作)?(?:情况|报告|总结|推进|年度|[和及暨与])"),
        "述职述法报告",
        "a personal duty report",
    ),
    (
        re.compile(r"示范创建|自查|自评|督[察查]|整改|评估|监督(?:的)?报告|调研|视察|执法检查|审议|统计|目录"),
        _NEVER,
        "创建、检查、监督或统计材料",
        "a paper of an inspection, a contest, a supervising body or of statistics",
    ),
    (
        re.compile(r"(?:通知|意见|批复|公示|公告|函)(?:[（(][^）)]*[）)])?$"),
        re.compile(r"(?:印发|公布|发布|公开).*(?:报告|总结|情况|汇报)|(?:报告|总结|情况)的?(?:公示|公告)"),
        "通知或意见",
        "a notice",
    ),
    (
        re.compile(r"(?:计划|要点|打算|方案|安排|规划|思路|清单)的?(?:报告|汇报)?(?:[（(][^）)]*[）)])?$"),
        re.compile(r"(?:报告|总结|情况|汇报).*(?:计划|要点|打算|方案|安排|规划|思路|清单)"),
        "工作计划或方案",
        "a plan",
    ),
    (re.compile(r"(?<!前)(?:第[一二三四1-4]|[一二三四])季度|季报|月报"), _NEVER, "季度或月度报告", "a quarterly paper"),
)
_YEARS = re.compile(rf"({YEAR})\s*年?\s*[-—–－~～至到]+\s*({YEAR})\s*年?")
_ANY_YEAR = re.compile(YEAR)
_FIRST_PERSON = re.compile(r"本人")
_PERSON = re.compile(r"(?:(?!法治政府建设).)*(?:负责人|书记|[镇乡]长(?!效)|主任|同志|领导干部|班子成员)")
_RULES = re.compile(r"(?m)^\s*第(?:一|1)条\s")
_RULES_NAME = re.compile(r"(?:条例|办法|规定|细则|规则|纲要|规划|章程|制度)(?:[（(][^）)]*[）)])?$")
_TOLD = re.compile(r"(?:报告|汇报|总结)如下")
_PLAN_TOLD = re.compile(r"(?:计划|要点|安排|打算)如下")
_HEADING = re.compile(r"(?m)^\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、])")
_ABOVE = r"(?:局|厅|法院|检察院|(?<![镇乡])委员会|(?<![镇乡街道])委|办公室|办|管委会|公司|中心|支队|大队|[省市区县旗州盟](?:(?:人民)?政府)?)"
_ABOVE_TOWNSHIP = re.compile(_ABOVE + r"(?:关于|20|二[〇○零]|法治|$)", re.MULTILINE)
_ABOUT_TOWNSHIP = re.compile(_ABOVE + r"关于(?=[^，。]{0,20}?(?:[镇乡]|街道|苏木))")
_TOWNSHIP = re.compile(r"[镇乡]|街道|苏木")
_OTHER_BODY = re.compile(
    r"(?:[司派财管税案护应监]\S{0,2}所|司法所|派出所|站|卫生院|医院|学校|[中小]学|幼儿园|村民委员会|村委会|居民委员会|居委会|社区|"
    r"[\u4e00-\u9fff]村|中心|[大中支]队|执法队|法庭|公司|合作社|综合行政执法办公室|人大|人民代表大会|主席团|政协\S{0,6}|纪委|监委|武装部|"
    r"妇联|团委|工会)(?:关于|20|二[〇○零]|法治|的)"
)
_WE_TOWNSHIP = re.compile(r"[我全本][镇乡街]|[我全本]苏木|镇[党村]|乡[党村]|街道|办事处")
_WE_ABOVE = re.compile(r"[我全本][区县市旗局]")
_SENTENCE = re.compile(r"[。；！？]")
_LISTED = re.compile(r"法治[^\n]{0,30}报告")
_EXCERPT = re.compile(r"(?:…+|\.{3,}|查看全文|阅读全文|点击下载|\[?更多\]?)\s*$")
_LEAD = 1500  # characters in which a report without a title says what it is
_MIN_HEADINGS = 2
_MIN_CHARACTERS = 60  # shorter than any report: a title with an attachment link, or a notice


def other_kind(face: Face, text: str) -> NotIdentified | None:
    """The refusal of a document that is another kind of paper; None for a yearly law-government report.

    A title decides by what it says. Where there is none, the opening and the headings must be those of such a report.
    """
    title = face.title.text or face.page_title
    if not face.title.text and not (_LAW.search(title) and _REPORT.search(title)):
        return _without_title(face, text)
    for pattern, exempt, zh, en in _OTHER_KINDS:
        if pattern.search(title) and not exempt.search(title):
            return out_of_scope(zh, en)
    person = bool(_PERSON.match(title))
    if (person and not face.issuers) or ((person or "述" in title) and _FIRST_PERSON.search(text)):
        return out_of_scope("个人述职述法报告", "a personal duty report")
    if not _LAW.search(title) or not _REPORT.search(title):
        return out_of_scope("标题没有写明是法治政府建设报告", "the title does not name a law-government report")
    span = _YEARS.search(title)
    if span and year_number(span[2]) - year_number(span[1]) > 1 and not _ANY_YEAR.search(_YEARS.sub("", title)):
        return out_of_scope("多年规划或纲要的落实情况", "a report on a plan of several years")
    return None


def _without_title(face: Face, text: str) -> NotIdentified | None:
    """The refusal of a paper without title that is a regulation, a plan, news or about something else."""
    lead = text[:_LEAD]
    if _RULES.search(text) or any(map(_RULES_NAME.search, face.title.others)):
        return out_of_scope("法规或制度文本", "a regulation")
    if not _LAW.search(lead):
        return out_of_scope("标题和开头都没有讲法治建设", "neither title nor opening speak of law-based government")
    if _PLAN_TOLD.search(lead):
        return out_of_scope("工作计划或方案", "a plan")
    signed = _TOWNSHIP.search(face.issuers) is not None and len(text) > _LEAD / 2
    told = _TOLD.search(lead) is not None or len(_HEADING.findall(text)) >= _MIN_HEADINGS or signed
    if not told and _SENTENCE.search(text):
        return out_of_scope("新闻或其他材料", "news or another paper")
    return None


def missing_text(face: Face, text: str) -> NotIdentified | None:
    """The refusal of a page shell: no sentences, a list of titles, or an excerpt; None where the report is there."""
    if len(text) - len(face.title.text or "") < _MIN_CHARACTERS or not _SENTENCE.search(text):
        if len(_LISTED.findall(text)) > 2:
            return incomplete("只有报告目录", "only a list of titles")
        return incomplete("只有标题或附件链接", "only a title or a link")
    if _EXCERPT.search(text[-40:]):
        return incomplete("正文在结尾处截断", "the text breaks off at its end")
    return None


def of_another_body(face: Face, text: str, *, names_township: bool) -> NotIdentified | None:
    """The refusal of a report by a body above a township; None where a township can have issued it.

    `names_township` says that title, header or signature name one.
    """
    if names_township:
        return None
    title = face.title.text or ""
    if _ABOVE_TOWNSHIP.search(title) or _ABOVE_TOWNSHIP.search(face.issuers):
        return out_of_scope("区县或部门的报告", "the report of a district or bureau")
    if len(_WE_ABOVE.findall(text)) >= 2 and not _WE_TOWNSHIP.search(text):
        return out_of_scope("正文为区县或部门的口吻（我区、全区）", "the text speaks for a district or bureau")
    return None


def other_issuer(face: Face) -> NotIdentified | None:
    """The refusal of a paper whose title names an office within a township, or a body above that reports about one."""
    title = face.title.text or face.page_title
    if _OTHER_BODY.search(title):
        return out_of_scope("乡镇所属机构、村居或其他单位的报告", "the report of an office, a village or another body")
    about = _ABOUT_TOWNSHIP.search(title)
    if about and not _TOWNSHIP.search(title[: about.start()]):
        return out_of_scope("上级机关关于乡镇的报告", "a higher body's report about a township")
    return None
