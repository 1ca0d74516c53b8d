"""What the pages of a site say: links to reports, further list pages, attachments, and whether it is a captcha."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

_DOCUMENT = re.compile(
    r"\.(?:docx?|wps|wpt|pdf|ofd|rtf|odt|xlsx?|et|ods|csv|txt|zip|rar|7z|png|jpe?g|tiff?)$", re.IGNORECASE
)
_PICTURE = re.compile(r"\.(?:png|jpe?g|tiff?)$", re.IGNORECASE)
_PAGE = re.compile(r"(?:\.s?html?|/)$", re.IGNORECASE)
_ARTICLE = re.compile(r"\d")
_LIST = re.compile(r"(?:^|/)(?:index|list|default|col)?(?:_\d+)?(?:\.s?html?|\.jsp|\.aspx|\.php)?$", re.IGNORECASE)
_NEXT = re.compile(r"(?:下一?页|下页|后一?页|尾页|末页|next|[>›»]+|\d{1,4})", re.IGNORECASE)
_TRS = re.compile(
    r"createPageHTML\(\s*(?:['\"][\w-]*['\"]\s*,\s*)?(\d{1,6})\s*,\s*\d+\s*,\s*['\"]([\w-]+)['\"]\s*,\s*['\"](\w+)['\"]"
)
_CAPTCHA = re.compile(
    "验证码|人机验证|安全验证|访问过于频繁|访问频繁|滑动验证|拖动滑块|captcha|请开启 ?javascript|enable javascript",
    re.IGNORECASE,
)
_SHORT = 1500  # characters; a report is longer, a page that asks for a captcha is not
_COUNTER = re.compile(r"(?:浏览|阅读|点击|访问)(?:次数|量|数|人次)?\s*[:：]?\s*\d*\s*次?")
_AROUND = ["script", "style", "noscript", "nav", "header", "footer", "aside", "select", "template"]


@dataclass(frozen=True, slots=True)
class Link:
    """An address (absolute, without fragment) and what the page calls it."""

    address: str
    label: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list page: links to reports, all addresses of articles, whatever they are, and further list pages."""

    links: tuple[Link, ...]
    articles: frozenset[str]
    further: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report page: its title, its attachments, and its visible text."""

    title: str
    attachments: tuple[Link, ...]
    text: str


def asks_for_captcha(text: str) -> bool:
    """Whether a page (HTML) turns programs away instead of saying anything."""
    tree = LexborHTMLParser(text)
    words = _visible(tree)
    return len(words) < _SHORT and (
        _CAPTCHA.search(f"{_title(tree)} {words}") is not None or (not words and "<script" in text.lower())
    )


def read_list(text: str, address: str, pattern: re.Pattern[str], most: int) -> ListPage:
    """A list page (HTML) that was found at an address; `most` further pages at most.

    An article's address has a digit in its last part and is no list; its label is the link's title or text.
    """
    tree = LexborHTMLParser(text)
    base = _base(tree, address)
    found: dict[str, str] = {}
    articles = set[str]()
    further: dict[str, None] = {}
    for count, name, ending in _TRS.findall(text)[:1]:
        for number in range(1, min(int(count), most + 1)):
            further[urljoin(base, f"{name}_{number}.{ending}")] = None
    for link in _links(tree, base):
        parts = urlsplit(link.address)
        if parts.hostname == urlsplit(address).hostname and _NEXT.fullmatch(link.label) and link.address != address:
            further[link.address] = None
        elif _ARTICLE.search(parts.path.rpartition("/")[2] + parts.query) and not _LIST.search(parts.path):
            articles.add(link.address)
            if pattern.search(link.label) or pattern.search(unquote(link.address)):
                found[link.address] = max(found.get(link.address, ""), link.label, key=len)
    links = tuple(Link(address, label) for address, label in found.items())
    return ListPage(links, frozenset(articles), tuple(further)[:most])


def read_report(text: str, address: str) -> ReportPage:
    """A report page (HTML) that was found at an address."""
    tree = LexborHTMLParser(text)
    base = _base(tree, address)
    title = _title(tree)
    words = _visible(tree)
    attachments: dict[str, str] = {}
    for link in (*_links(tree, base), *_embedded(tree, base)):
        parts = urlsplit(link.address)
        names = [parts.path, *(value for _, value in parse_qsl(parts.query)), link.label]
        of_document = any(_DOCUMENT.search(name) for name in names)
        if not of_document and link.label.startswith("附件"):  # a way to download that names no type
            of_document = not _PAGE.search(parts.path)
        if of_document and (not _PICTURE.search(parts.path) or "附" in link.label) and link.address != address:
            label = link.label or unquote(parts.path.rpartition("/")[2])
            attachments[link.address] = max(attachments.get(link.address, ""), label, key=len)
    return ReportPage(title, tuple(Link(at, label) for at, label in attachments.items()), words)


def settled(text: str) -> str:
    """A text without the counters of visits, which are others each day, its white space single."""
    return " ".join(_COUNTER.sub("", text).split())


def _title(tree: LexborHTMLParser) -> str:
    meta = tree.css_first('meta[name="ArticleTitle" i]')
    if meta is not None and (content := (meta.attributes.get("content") or "").strip()):
        return " ".join(content.split())
    for name in ("h1", "title"):
        node = tree.css_first(name)
        if node is not None and (title := " ".join(node.text().split())):
            return title
    return ""


def _visible(tree: LexborHTMLParser) -> str:
    """The text of a page without what stands around it and without counters; takes that out of the tree."""
    if tree.body is None:
        return ""
    tree.body.strip_tags(_AROUND, recursive=True)
    return settled(tree.body.text(separator=" "))


def _base(tree: LexborHTMLParser, address: str) -> str:
    node = tree.css_first("base[href]")
    return _joined(address, (node.attributes.get("href") or "") if node is not None else "") or address


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    for node in tree.css("a[href]"):
        address = _joined(base, node.attributes.get("href") or "")
        if address:
            title, text = ((node.attributes.get("title") or ""), node.text())
            yield Link(address, max(" ".join(title.split()), " ".join(text.split()), key=len))


def _embedded(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    """Documents that a page shows in a frame, by themselves or in a viewer (viewer.html?file=…)."""
    for node in tree.css("iframe[src], embed[src], object[data]"):
        address = _joined(base, node.attributes.get("src") or node.attributes.get("data") or "")
        inside = [value for _, value in parse_qsl(urlsplit(address).query) if _DOCUMENT.search(value)]
        address = _joined(base, inside[0]) if inside else address
        if address:
            yield Link(address, "")


def _joined(base: str, href: str) -> str:
    """The address of a link; '' where it is no web address."""
    try:
        address = urldefrag(urljoin(base, href.strip().replace("\\", "/")))[0]
        parts = urlsplit(address)
        return address if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""
