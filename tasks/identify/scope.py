"""Whether a document is a township's law-government report at all, and whether the report itself is there."""

from __future__ import annotations

import re

from tasks.identify.face import Face
from tasks.identify.model import NotIdentified
from tasks.identify.refusal import incomplete, out_of_scope

_LAW = re.compile(r"法\s*[治制]|依\s*法\s*[行治]")
_NEVER = re.compile(r"(?!)")
_OTHER_KINDS = (  # what the title says, what makes it a report of ours all the same, names of the kind
    (re.compile(r"解读"), _NEVER, "政策解读", "an explanation of a document"),
    (re.compile(r"(?:信息|政务)公开"), _LAW, "政府信息公开年报", "a disclosure report"),
    (
        re.compile(r"述职|述法|述廉"),
        re.compile(r"法治政府建设(?:工作)?(?:情况|报告|总结|推进|年度|[和及暨与])"),
        "述职述法报告",
        "a personal duty report",
    ),
    (
        re.compile(r"(?:计划|要点|方案|安排|规划|思路|清单|通知|意见|批复|公示|公告)(?:[（(][^）)]*[）)])?$"),
        re.compile(r"报告|总结|情况|汇报"),
        "工作计划、方案或通知",
        "a plan or notice",
    ),
)
_ABOVE_TOWNSHIP = re.compile(
    r"(?:局|厅|法院|检察院|(?<![镇乡])委员会|办公室|管委会|公司|中心|支队|大队|[省市区县旗州盟](?:(?:人民)?政府)?)"
    r"(?:关于|20|二[〇○零]|法治|$)",
    re.MULTILINE,
)
_BELOW_TOWNSHIP = re.compile(r"^(?:人民政府)?(?:司法所|派出所|财政所|市场监管所|卫生院|中学|小学|综合行政执法)")
_WE_TOWNSHIP = re.compile(r"[我全本][镇乡街]|[我全本]苏木|镇[党村]|乡[党村]|街道|办事处")
_WE_ABOVE = re.compile(r"[我全本][区县市旗局]")
_SENTENCE = re.compile(r"[。；！？]")
_LISTED = re.compile(r"法治[^\n]{0,30}报告")
_EXCERPT = re.compile(r"(?:…+|\.{3,}|查看全文|阅读全文|点击下载|\[?更多\]?)\s*$")
_MIN_CHARACTERS = 60  # shorter than any report: a title with an attachment link, or a notice


def other_kind(face: Face, text: str) -> NotIdentified | None:
    """The refusal of a document that is another kind of paper, by its title; None for a law-government report."""
    title = face.title.text or face.page_title
    for pattern, exempt, zh, en in _OTHER_KINDS:
        if pattern.search(title) and not exempt.search(title):
            return out_of_scope(zh, en)
    if not _LAW.search(title) and not _LAW.search(face.opening) and not _LAW.search(text[:1500]):
        return out_of_scope("标题和开头都没有讲法治建设", "neither title nor opening speak of law-based government")
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


def of_another_body(face: Face, text: str, *, names_township: bool, after_name: str) -> NotIdentified | None:
    """The refusal of a report by a body above or below a township; None where a township can have issued it.

    `names_township` says that title, header or signature name one, `after_name` is what follows it in the title.
    """
    if _BELOW_TOWNSHIP.match(after_name):
        return out_of_scope("乡镇所属机构的报告", "the report of an office within a township")
    if names_township:
        return None
    title = face.title.text or ""
    if _ABOVE_TOWNSHIP.search(title) or _ABOVE_TOWNSHIP.search(face.issuers):
        return out_of_scope("区县或部门的报告", "the report of a district or bureau")
    if len(_WE_ABOVE.findall(text)) >= 2 and not _WE_TOWNSHIP.search(text):
        return out_of_scope("正文为区县或部门的口吻（我区、全区）", "the text speaks for a district or bureau")
    return None
