"""PDF files made by hand, for tests: pages of text at given places, lines, pictures, whatever objects are asked for."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

_FONT = b"""<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font
/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>
/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/ItalicAngle 0/Ascent 880
/Descent -120/CapHeight 880/StemV 90/FontBBox[0 -120 1000 880]>>>>]>>"""
_IMAGE = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\n\0\nendstream"
PICTURE = b"q 400 0 0 700 50 50 cm /I Do Q\n"


def text(words: str, x: float, y: float, size: float = 16, matrix: str = "1 0 0 1") -> bytes:
    """Drawing of `words` from a place on, in a font whose Han characters are as wide as its size, others half of it."""
    return f"BT /F {size} Tf {matrix} {x} {y} Tm <{words.encode('utf-16-be').hex()}> Tj ET\n".encode()


def column(lines: Sequence[str], x: float = 80, y: float = 700, step: float = 28, size: float = 16) -> bytes:
    """Lines one below the other; a full-width space at the beginning of a line moves it and is not drawn."""
    drawn = []
    for number, line in enumerate(lines):
        bare = line.lstrip("　")
        drawn.append(text(bare, x + (len(line) - len(bare)) * size, y - number * step, size))
    return b"".join(drawn)


def rules(xs: Sequence[float], ys: Sequence[float]) -> bytes:
    """A grid of lines."""
    level = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    upright = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "".join(f"{line}\n" for line in (*level, *upright)).encode()


def stream(content: bytes, dictionary: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (dictionary, len(content), content)


def packed(content: bytes, times: int = 1) -> bytes:
    """A stream object, deflated so many times."""
    for _ in range(times):
        content = zlib.compress(content, 9)
    return stream(content, b"/Filter[" + b"/FlateDecode " * times + b"]")


def pages(contents: Sequence[bytes], page: bytes = b"/MediaBox[0 0 595 842]") -> bytes:
    """A PDF of these pages; a content that is no stream yet becomes one."""
    streams = [content if content.startswith(b"<<") else stream(content) for content in contents]
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(streams), kids),
        _FONT,
        _IMAGE,
    ]
    for number, content in enumerate(streams):
        resources = b"/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>"
        objects += [
            b"<</Type/Page/Parent 2 0 R%s%s/Contents %d 0 R>>" % (page, resources, first + 2 * number + 1),
            content,
        ]
    return file(objects)


def file(objects: Sequence[bytes]) -> bytes:
    """A PDF of objects, numbered from 1; the first is its catalogue."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return bytes(out) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
