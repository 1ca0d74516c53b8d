"""Page furniture (breadcrumbs, font sizes, sharing, banners of the day, footers) goes, and is recorded."""

from __future__ import annotations

import re

from tasks.read.piece import Findings, Piece

_LINE = re.compile(
    r"语音播报.{0,20}|语音合成中.{0,12}|(开始|暂停|停止|继续)?(播报|朗读)"
    r"|[【\[]?\s*((字[号体]|大小)\s*[:：]?)?\s*(特大)?\s*大\s*中\s*小\s*[】\]]?[\s|]*([【\[]?(打印|关闭|收藏)[】\]]?\s*)*|(字[号体]|大小)\s*[:：].{0,16}"
    r"|[【\[]?\s*分享(本页|文章)?(到|至)?\s*[:：]?\s*((微信|微博|QQ|朋友圈|新浪|腾讯|空间|好友|[\s、,，|])*)[】\]]?"
    r"|[【\[]?\s*(打印|收藏|关闭|保存|下载|纠错|返回)(本页|窗口|页面|本文|顶部|首页|正文)?\s*[】\]]?([\s|]*[【\[]?(打印|收藏|关闭|保存)(本页|窗口|页面|本文)?[】\]]?)*"
    r"|今天是\s*[:：]?\s*(\d{4}|[一二三四五六七八九〇○零]{4}).{0,60}|\d{4}年\d{1,2}月\d{1,2}日\s*星期[一二三四五六日天].{0,40}"
    r"|(您)?(现在|当前)?(所在)?(的)?(位置|页面)(是)?\s*[:：].{0,80}|首页\s*[>》»›＞/].{0,80}"
    r"|扫一扫.{0,30}|(手机|移动端)(扫描|查看).{0,20}|无障碍(浏览|阅读)?|适老(化|版).{0,6}|(长者|关怀)(模式|助手|版)|(简体|繁体)(版|中文)?"
    r"|请输入.{0,12}|站内搜索|搜索|网站地图|联系我们|设为首页|加入收藏|网站声明|关于我们"
    r"|(浏览|点击|访问|阅读)(次数|量|数|率)?\s*[:：]\s*\d*\s*次?"
    r"|责任编辑\s*[:：].{0,12}|编辑\s*[:：]\s*\w{2,3}|播放语音|听文章|微信|微博|[AT]\+(\s*[AT]-)?"
)
_WEATHER = re.compile(r".{0,12}[-\d]+\s*(℃|°C).{0,20}")
_INSIDE = re.compile(
    r"语音播报\s*(?=语音合成|[【\[]\s*字[号体])|语音合成中[,，]?请耐心等待[.。…]*"
    r"|[【\[]字[号体]\s*[:：]?\s*大\s*中\s*小\s*[】\]]"
)
_INSIDE_SIGNS = ("语音合成中", "字号", "字体")
_FOOTER = re.compile(
    r"版权所有|主办(单位)?\s*[:：]|承办(单位)?\s*[:：]|.{0,20}ICP备|.{0,20}公网安备|网站标识码|技术支持\s*[:：]|Copyright|©"
    r"|[【\[]?(上|下)一[篇条页]|相关(链接|阅读|文章|新闻|稿件|信息|推荐)|推荐(阅读|信息)|友情链接|扫一扫",
    re.IGNORECASE,
)
_LONGEST = 100


def clear(pieces: list[Piece], findings: Findings) -> list[Piece]:
    """The pieces without site furniture: lines that are nothing else, pieces of it in a line, and the footer.

    No date in it reaches `meta`: a banner tells the day of the visit.
    """
    whole = "".join([piece.text for piece in pieces])
    inside = any(sign in whole for sign in _INSIDE_SIGNS)
    kept = []
    for piece in pieces:
        text = piece.text
        if inside and (cut := _INSIDE.sub("", text).strip()) != text:
            findings.remove("site_chrome", " ".join(m.group() for m in _INSIDE.finditer(text)))
            piece.text = text = cut
        if not text:
            continue
        if len(text) <= _LONGEST and piece.table is None and _is_furniture(text):
            findings.remove("site_chrome", text)
        else:
            kept.append(piece)
    return _without_footer(kept, findings)


def _is_furniture(text: str) -> bool:
    if _LINE.fullmatch(text):
        return True
    return ("℃" in text or "°C" in text) and _WEATHER.fullmatch(text) is not None


def _without_footer(pieces: list[Piece], findings: Findings) -> list[Piece]:
    """Cut at the first footer line after the last sentence."""
    last = next((n for n in range(len(pieces) - 1, -1, -1) if is_prose(pieces[n])), -1)
    for number in range(last + 1, len(pieces)):
        if last >= 0 and _FOOTER.match(pieces[number].text):
            for piece in pieces[number:]:
                findings.remove("site_chrome", piece.text)
            return pieces[:number]
    return pieces


def is_prose(piece: Piece) -> bool:
    """Whether a piece is a sentence of a text: a longer line with a full stop, not a link and not a footer."""
    text = piece.text
    return len(text) > 25 and "。" in text and not piece.link and not _FOOTER.match(text)
