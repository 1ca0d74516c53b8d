"""Web page → document."""

from __future__ import annotations

import re
from functools import partial

from selectolax.lexbor import LexborHTMLParser, LexborNode

from tasks.read import encoding, finish, html_guard, html_main
from tasks.read.document import Document
from tasks.read.html_flow import flow
from tasks.read.piece import Findings
from tasks.read.refusal import refuse

_META = {
    name.lower(): name
    for name in (
        "SiteName", "SiteDomain", "ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource", "Keywords",
        "Author", "Description", "Url", "PublishDate", "FirstPublishedTime", "LastModifiedTime",
    )
}  # fmt: skip
_SITE = re.compile(r"[_|｜\-—–]+")
# what a page does not show is not read; the selectors are asked only where the page hides something at all
_MAY_HIDE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|\shidden[\s>=]")
_SAYS_SO = ("display", "hidden")  # a quick look for it
_RULES = ("display:none", "display: none", "visibility:hidden", "visibility: hidden")
_HIDES = ", ".join(("[hidden]", *(f'[style*="{rule}" i]' for rule in _RULES)))
_HIDDEN = f":is({_HIDES}):not(:is({_HIDES}) *)"  # the outermost ones: their parts go with them
_UNREAD = [
    "script", "style", "noscript", "iframe", "select", "button", "textarea", "template", "svg", "object",
    "nav", "footer", "aside", "noembed", "noframes", "xmp", "plaintext",
]  # fmt: skip


def html_text(data: bytes) -> tuple[str, str]:
    """The characters of a page that can be parsed without danger, and the name of its encoding.

    Raises:
        Unreadable: too_large, hostile, binary.
    """
    html_guard.check_size(data)
    text, name = encoding.decode(data)
    html_guard.check_nesting(text)
    return text, name


def read(data: bytes) -> Document:
    """Document of a page's main content, without the site around it.

    `meta` holds html_title, html_meta.* (PubDate, ArticleTitle, ContentSource …), header.* and encoding.

    Raises:
        Unreadable: too_large, hostile, binary, no_text (a page of links only).
    """
    text, name = html_text(data)
    tree = LexborHTMLParser(text)
    body = tree.body
    if body is None:
        raise refuse("no_text", "网页是空的", "the page is empty")
    findings = Findings({"encoding": name})
    titles = _head(tree, findings)
    heading = body.css_first("h1")
    if heading is not None:
        titles.append(heading.text())
    body.strip_tags(_UNREAD, recursive=True)
    lowered = text.lower()
    if any(word in lowered for word in _SAYS_SO) and _MAY_HIDE.search(lowered):
        for node in body.css(_HIDDEN):
            findings.remove("hidden", _squeeze(node)[:80])
            node.decompose()
    return finish.finish(flow(body.html or ""), findings, "text/html", "html", partial(html_main.choose, titles=titles))


def _head(tree: LexborHTMLParser, findings: Findings) -> list[str]:
    """What the head says of the page goes to `meta`; what it calls the page is returned."""
    titles = []
    node = tree.css_first("title")
    title = _squeeze(node) if node is not None else ""
    if title:
        findings.meta["html_title"] = title
        titles += [title, *_SITE.split(title)]
    for meta in tree.css("meta[name][content]"):
        name = _META.get((meta.attrs.sget("name") or "").lower())
        content = " ".join((meta.attrs.sget("content") or "").split())
        if name and content:
            findings.meta[f"html_meta.{name}"] = content
    if "html_meta.ArticleTitle" in findings.meta:
        titles.append(findings.meta["html_meta.ArticleTitle"])
    return titles


def _squeeze(node: LexborNode) -> str:
    return " ".join(node.text().split())
