"""Web pages that are hostile: nested without end, attributes of megabytes, entities, charsets that lie, endless tables."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind

_HOST = "http://hostile.invalid"


def _page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode()


_SAYS = f"<p>{TEXT}</p>"


@kind("html: nested without end")
def nested(dice: random.Random) -> Iterator[Case]:
    """Two hundred thousand tags in each other: of boxes, formatting, tables, forms, foreign markup."""
    for tag in (
        "div",
        "b",
        "table",
        "ul",
        "font",
        "a",
        "select",
        "svg",
        "math",
        "template",
        "button",
        "span",
        "blockquote",
        "xyz",
    ):
        yield Case(f"{tag}.html", _page(_SAYS + f"<{tag}>" * 200_000))
    yield Case("cells.html", _page(_SAYS + "<table><tr><td>" * 60_000))
    yield Case("mixed.html", _page(_SAYS + "<b><i><u><font><a><div><p>" * 30_000))
    yield Case("closed_too_often.html", _page(_SAYS + "</div></p></b></table>" * 50_000), TEXT)
    yield Case("few.html", _page("<div>" * 300 + _SAYS + "</div>" * 300), TEXT)


@kind("html: attributes without end")
def attributes(dice: random.Random) -> Iterator[Case]:
    """Attributes by the hundred thousand or of megabytes, and tags, quotes and comments that never close."""
    many = " ".join(f"a{n}=1" for n in range(100_000))
    yield Case("many.html", _page(f"<p {many}>x</p>{_SAYS}"))
    yield Case("same.html", _page(f"<p {'a=1 ' * 200_000}>x</p>{_SAYS}"))
    yield Case("long.html", _page(f"{_SAYS}<p title='{'a' * 5_000_000}'></p>"), TEXT)
    yield Case("long_name.html", _page(f"{_SAYS}<{'a' * 5_000_000}></p>"), TEXT)
    yield Case("data.html", _page(f"{_SAYS}<img src='data:image/png;base64,{'A' * 8_000_000}'>"), TEXT)
    yield Case("style.html", _page(f"{_SAYS}<div style='{'display : none;' * 200_000}'>隐藏</div>"))
    for name, opened in (("tag", "<p a='"), ("comment", "<!-- "), ("script", "<script>"), ("text_area", "<textarea>")):
        yield Case(f"open_{name}.html", _page(_SAYS + opened + "甲" * 1_000_000), TEXT)
    yield Case("comments.html", _page(_SAYS + "<!---->" * 300_000), TEXT)
    yield Case("comments_first.html", b"<!---->" * 500 + _page(_SAYS), TEXT)
    yield Case("comments_alone.html", b"<!---->" * 580)
    yield Case("less_than.html", _page(_SAYS + "<" * 1_000_000), f"{TEXT}\n{'<' * 1_000_000}")


@kind("html: entities")
def entities(dice: random.Random) -> Iterator[Case]:
    """Characters by number beyond all numbers, entities that a page defines, a million of them."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    xml = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "哈">{laughs}]><html><body>{_SAYS}</body></html>'
    yield Case("laughs.html", xml.encode(), f"]>\n{TEXT}")  # as a browser shows it
    yield Case("numbers.html", _page(TEXT.replace("年", "&#24180;")), TEXT)
    yield Case("beyond.html", _page(f"<p>{TEXT[:-1]}&#99999999999;。</p>"), f"{TEXT[:-1]}\ufffd。")
    yield Case("surrogates.html", _page(f"<p>{TEXT[:-1]}&#xD800;。</p>"), f"{TEXT[:-1]}\ufffd。")
    yield Case("nulls.html", _page(f"<p>{TEXT[:-1]}&#0;。</p>"), f"{TEXT[:-1]}\ufffd。")
    yield Case("many.html", _page(f"<p>{TEXT}{'&lt;&amp;' * 500_000}</p>"), TEXT + "<&" * 500_000)
    yield Case("unknown.html", _page(f"<p>{TEXT}{'&x;' * 300_000}</p>"), TEXT + "&x;" * 300_000)


@kind("html: charsets that lie")
def charsets(dice: random.Random) -> Iterator[Case]:
    """Pages that name another charset than they have, none there is, or two of them."""
    for name, said, of in (
        ("utf8_as_gbk", "gb2312", "utf-8"), ("gbk_as_utf8", "utf-8", "gb18030"), ("gbk_as_utf16", "utf-16", "gb18030"),
        ("big5_as_gbk", "gbk", "utf-8"), ("utf7", "utf-7", "utf-8"), ("nobody", "x-nobody", "gb18030"), ("utf16", "gbk", "utf-16"),
    ):  # fmt: skip
        page = _page(
            _SAYS, f'<meta charset="{said}"><meta http-equiv="Content-Type" content="text/html; charset=big5">'
        )
        yield Case(f"{name}.html", page.decode().encode(of), TEXT)
    mixed = _page(_SAYS).replace(b"</body>", "另一段".encode("gb18030") + b"</body>")
    yield Case("mixed.html", mixed)
    yield Case("nulls.html", _page(_SAYS).replace(b"<p>", b"<p>" + b"\0" * 3000))


@kind("html: tables without end")
def tables(dice: random.Random) -> Iterator[Case]:
    """Cells over ten thousands of rows and columns, tables in tables, rows by the hundred thousand."""
    rows = "<tr><td colspan=9999 rowspan=9999>甲</td><td colspan=9999 rowspan=9999>12</td></tr>" * 300
    lines = "\n".join([TEXT, *["甲", "12"] * 300])
    yield Case("spans.html", _page(f"{_SAYS}<table>{rows}</table>"), lines)
    inner = "<table><tr><td>" * 100 + "</td></tr></table>" * 100
    yield Case("in_tables.html", _page(_SAYS + inner), TEXT)
    many = "<tr><td>甲</td><td>12</td></tr>" * 100_000
    yield Case("rows.html", _page(f"{_SAYS}<table>{many}</table>"))
    wide = f"<tr>{'<td>1</td>' * 100_000}</tr>" * 2
    yield Case("columns.html", _page(f"{_SAYS}<table>{wide}</table>"))


@kind("html: things elsewhere")
def elsewhere(dice: random.Random) -> Iterator[Case]:
    """Scripts, frames, pictures, fonts and pages that lie elsewhere: not fetched, and no part of the text."""
    for name, markup in (
        ("script", f'<script src="{_HOST}/x.js"></script><script>document.write("99场")</script>'),
        ("frame", f'<iframe src="{_HOST}/x"></iframe><iframe src="file:///etc/passwd"></iframe>'),
        ("picture", f'<img src="{_HOST}/x.png" onerror="alert(1)"><img srcset="{_HOST}/y 2x">'),
        ("object", f'<object data="{_HOST}/x.swf">99</object><embed src="{_HOST}/x">'),
        ("svg", f'<svg><image href="{_HOST}/x"/><use href="{_HOST}/y#z"/><script>alert(1)</script></svg>'),
        ("style", f'<style>@import "{_HOST}/x.css"; body {{background: url({_HOST}/y)}}</style>'),
    ):
        yield Case(f"{name}.html", _page(_SAYS + markup), TEXT)
    for name, head in (
        ("refresh", f'<meta http-equiv="refresh" content="0;url={_HOST}">'), ("base", f'<base href="{_HOST}/">'),
        ("link", f'<link rel="stylesheet" href="{_HOST}/x.css"><link rel="preload" href="{_HOST}/y">'),
    ):  # fmt: skip
        yield Case(f"{name}.html", _page(_SAYS, head), TEXT)
    yield Case("picture.svg", f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{_HOST}/x"/></svg>'.encode())
