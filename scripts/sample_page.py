"""The page of an invented district's site that the html samples stand in, with the furniture such pages carry."""

from __future__ import annotations

from typing import Any

_FRAME = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="{charset}"/>
<title>{title}_青澜区人民政府</title>
<meta name="SiteName" content="青澜区人民政府"/>
<meta name="PubDate" content="{published} 10:20"/>
<style>body {{ font-size: 16px }} .top {{ color: #666 }}</style>
<script>var page = 1; function share() {{ return "share" + page; }}</script>
</head>
<body>
<div class="top">今天是：2025年11月3日 星期一 <a href="#">无障碍</a> <a href="#">长者模式</a> <a href="#">登录</a></div>
<div class="nav"><a href="#">首页</a> <a href="#">政务公开</a> <a href="#">政务服务</a> <a href="#">互动交流</a></div>
<div class="crumbs">您当前的位置：<a href="#">首页</a> &gt; <a href="#">政务公开</a> &gt; <a href="#">{column}</a></div>
{block}
<h1>{title}</h1>
<div class="info">日期：{published} 来源：{publisher} 【字号：<a>大</a> <a>中</a> <a>小</a>】 分享：<a>微信</a></div>
<div class="tools">语音播报 <a>打印</a> <a>收藏</a></div>
<div class="content">
{body}
</div>
<div class="nearby"><p>上一篇：<a href="#">青澜区政务公开工作要点</a></p><p>下一篇：<a href="#">没有了</a></p></div>
<div class="footer">主办：青澜区人民政府办公室 联系电话：000-99010101<br/>网站标识码：9901010001 扫一扫</div>
</body>
</html>
"""


def page(head: dict[str, Any], title: str, body: str) -> str:
    """The whole page around `body`; `head` is the header of a source, its `style` one of table, lines, bare.

    table: labels and values in a table. lines: the same as lines, and once more below. bare: values that lost labels.
    """
    fields = {
        "索引号": head["index_number"],
        "发文字号": head.get("doc_number") or "",
        "主题分类": "法制",
        "发布机构": head["publisher"],
        "成文日期": str(head["signed_on"]),
        "发布日期": str(head["published_on"]),
        "有效性": "有效",
    }
    return _FRAME.format(
        charset=head["charset"],
        title=title,
        published=head["published_on"],
        publisher=head["publisher"],
        column="法治政府建设年度报告",
        block=_BLOCKS[head["style"]](fields),
        body=body,
    )


def _table(fields: dict[str, str]) -> str:
    rows = (f"<tr><th>{label}：</th><td>{value}</td></tr>" for label, value in fields.items())
    return '<table class="headinfo">' + "".join(rows) + "</table>"


def _lines(fields: dict[str, str]) -> str:
    lines = "".join(f"<li>{label}：{value}</li>" for label, value in fields.items())
    return f'<ul class="headinfo">{lines}</ul>\n<ul class="headinfo mobile">{lines}</ul>'


def _bare(fields: dict[str, str]) -> str:
    return '<ul class="headinfo">' + "".join(f"<li>{value}</li>" for value in fields.values() if value) + "</ul>"


_BLOCKS = {"table": _table, "lines": _lines, "bare": _bare}
