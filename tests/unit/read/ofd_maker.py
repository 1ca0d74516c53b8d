"""OFD files made by hand after the standard: no program that writes them is free to use in tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE, LEFT, TOP, STEP = 5.6, 28.0, 37.0, 9.8  # millimetres, as in an official document
ACROSS, DOWN = 28, 22

Object = tuple[float, float, str]  # left, base line, text


def ofd(pages: Iterable[Iterable[Object | str]], **parts: str) -> bytes:
    """A file of pages of text objects at their places, or of XML."""
    drawn = ["".join(one if isinstance(one, str) else text(*one) for one in page) for page in pages]
    listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(drawn)))
    files = {
        "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
        **{
            f"Doc_0/Pages/Page_{n}/Content.xml": f"<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer>{page}</ofd:Layer>"
            "</ofd:Content></ofd:Page>"
            for n, page in enumerate(drawn)
        },
        **parts,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def text(left: float, base: float, words: str, size: float = SIZE) -> str:
    """A text object: its left edge, its base line, in millimetres."""
    width = sum(size / 2 if c.isascii() else size for c in words)
    return (
        f'<ofd:TextObject Boundary="{left} {base - size} {width} {size}" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size}">{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def laid_out(paragraphs: list[str]) -> list[list[Object]]:
    """Paragraphs as a program sets them: indented, broken at the margin anywhere, pages numbered."""
    lines: list[tuple[float, str]] = []
    for number, paragraph in enumerate(paragraphs):
        if number == 0:  # a title in the middle
            lines.append((LEFT + (ACROSS - len(paragraph)) * SIZE / 2, paragraph))
            continue
        indent, room, line = 2, 2 * (ACROSS - 2), ""
        for character in paragraph:
            room -= 1 if character.isascii() else 2
            if room < 0:
                lines.append((LEFT + indent * SIZE, line))
                indent, room, line = 0, 2 * ACROSS - (1 if character.isascii() else 2), ""
            line += character
        lines.append((LEFT + indent * SIZE, line))
    pages = []
    for start in range(0, len(lines), DOWN):
        page = [(left, TOP + at * STEP, line) for at, (left, line) in enumerate(lines[start : start + DOWN])]
        pages.append([*page, (100.0, 280.0, f"— {len(pages) + 1} —")])
    return pages
