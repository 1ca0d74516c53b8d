"""OFD (fixed-layout document, GB/T 33190) → document: its text objects, put into lines and paragraphs by their places.

Templates of pages (letterheads, watermarks), annotations, seals and forms are not the text.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from lxml import etree

from tasks.read import finish, ofd_layout
from tasks.read.document import Document
from tasks.read.formats import FORMATS
from tasks.read.ofd_layout import Run
from tasks.read.piece import Findings
from tasks.read.refusal import refuse
from tasks.read.zip_package import ZipPackage

_PAGES = 2000
_RUNS = 500_000
_SIZE = 3.5  # millimetres, where a text object does not say
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")


def read(data: bytes) -> Document:
    """Document of an OFD file.

    Raises:
        Unreadable: damaged, encrypted, hostile, too_large or no_text (pages that are pictures).
    """
    package = ZipPackage(data)
    if any(name.rpartition("/")[2].lower() in ("encryptions.xml", "decryptseed.dat") for name in package.names):
        raise refuse("encrypted")
    findings = Findings()
    pages: list[list[Run]] = []
    left = _RUNS
    for root in _pages(package):
        pages.append(list(_runs(root, left, findings)))
        left -= len(pages[-1])
    pieces = ofd_layout.pieces(pages, findings)
    return finish.finish(pieces, findings, FORMATS["ofd"].media_type, "ofd")


def _pages(package: ZipPackage) -> Iterator[etree._Element]:
    """The pages of all documents of the file, in order; none is read twice."""
    seen = set[str]()
    for document in package.tree("OFD.xml").iterfind("{*}DocBody/{*}DocRoot"):
        root = _inside("", document.text or "")
        if root in seen:
            continue
        seen.add(root)
        for page in package.tree(root).iterfind("{*}Pages/{*}Page"):
            path = _inside(posixpath.dirname(root), page.get("BaseLoc", ""))
            if path not in seen:
                seen.add(path)
                yield package.tree(path)
            if len(seen) > _PAGES:
                raise refuse("too_large", f"超过 {_PAGES} 页", f"more than {_PAGES} pages")


def _inside(folder: str, location: str) -> str:
    """A location in the package, given from `folder` or, with a slash, from the top; nothing leads out of it."""
    return posixpath.normpath(posixpath.join("/", folder, location.strip())).lstrip("/")


def _runs(root: etree._Element, most: int, findings: Findings) -> Iterator[Run]:
    """The text objects of a page, `most` at most."""
    for count, node in enumerate(root.iterfind("{*}Content//{*}TextObject")):
        if count >= most:
            raise refuse("hostile", "文字对象过多", "too many text objects")
        if node.get("Visible") == "false":
            findings.remove("hidden", "".join(code.text or "" for code in node.iterfind("{*}TextCode")))
            continue
        left, top, width, _ = _numbers(node.get("Boundary"), (0, 0, 0, 0))
        a, b, c, d, e, f = _numbers(node.get("CTM"), (1, 0, 0, 1, 0, 0))
        (size,) = _numbers(node.get("Size"), (_SIZE,))
        if abs(b) > abs(a):  # text that stands upright or aslant is a mark upon the page
            findings.remove("rotated", "".join(code.text or "" for code in node.iterfind("{*}TextCode")))
            continue
        x = y = 0.0
        codes = node.findall("{*}TextCode")
        for code in codes:
            (x,), (y,) = _numbers(code.get("X"), (x,)), _numbers(code.get("Y"), (y,))
            text = code.text or ""
            if not text.strip():
                continue
            start = left + a * x + c * y + e
            height = abs(size * d) or _SIZE
            run = Run(start, top + b * x + d * y + f, start, height, text)
            run.right = max(left + width, start) if len(codes) == 1 and width > 0 else start + run.natural
            yield run


def _numbers(text: str | None, default: tuple[float, ...]) -> tuple[float, ...]:
    """As many numbers as `default` has, which stands for those that are not there or absurd."""
    found = [float(number) for number in _NUMBERS.findall((text or "")[:200])]
    usable = len(found) >= len(default) and all(abs(number) < 1e5 for number in found)
    return tuple(found[: len(default)]) if usable else default
