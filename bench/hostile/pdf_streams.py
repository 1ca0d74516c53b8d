"""PDF files whose streams, fonts and drawing are hostile: bombs in layers, forms in forms, floods, endless tables."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator, Sequence

from bench.hostile.case import TEXT, Case, kind
from tests.unit.read import pdf_maker as pdf

PAGE = pdf.text(TEXT, 60, 700, 14)
_MB = 1 << 20


def with_objects(page: bytes, more: Sequence[bytes], resources: bytes = b"", of_page: bytes = b"") -> bytes:
    """A PDF of one page that says TEXT; `more` are objects from number 7 on."""
    font = pdf.pages([b""]).split(b"3 0 obj\n")[1].split(b"\nendobj")[0]
    return pdf.file(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[5 0 R]>>",
            font,
            b"null",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 6 0 R/Resources<</Font<</F 3 0 R>>%s>>%s>>"
            % (resources, of_page),
            page if page.startswith(b"<<") else pdf.stream(page),
            *more,
        ]
    )


@kind("pdf: packed bombs")
def bombs(dice: random.Random) -> Iterator[Case]:
    """Streams that unpack to gigabytes: once, in layers, in other packings, and many that share the work."""
    huge = bytes(100 * _MB)
    for times in (1, 2, 3, 4):
        yield Case(f"layers_{times}.pdf", pdf.pages([pdf.packed(huge, times)]))
    flate = zlib.compress(huge, 1)
    many = pdf.stream(zlib.compress(bytes(40 * _MB), 1), b"/Filter/FlateDecode")
    yield Case("many.pdf", pdf.pages([many] * 20))
    for name, packed, filters in (
        ("hex", flate.hex().encode() + b">", b"/Filter[/ASCIIHexDecode/FlateDecode]"),
        ("run_length", b"\x81\0" * 500_000 + b"\x80", b"/Filter/RunLengthDecode"),
        ("run_length_flate", zlib.compress(b"\x81\0" * (30 * _MB), 1), b"/Filter[/FlateDecode/RunLengthDecode]"),
        ("predictor", flate, b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 100000000>>"),
        ("lzw", b"\x80\x0b\x60\x50" * 250_000, b"/Filter/LZWDecode"),
        ("many_filters", flate, b"/Filter[" + b"/FlateDecode" * 5000 + b"]"),
    ):
        yield Case(f"{name}.pdf", pdf.pages([pdf.stream(packed, filters)]))


@kind("pdf: forms in forms")
def forms(dice: random.Random) -> Iterator[Case]:
    """Forms that draw themselves, each other, or ten of the next kind, nine deep: a billion drawings in a kilobyte."""

    def form(content: bytes, names: bytes) -> bytes:
        resources = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>/XObject<<%s>>>>"
        return pdf.stream(content, resources % names)

    yield Case(
        "itself.pdf", with_objects(PAGE + b"/X Do\n", [form(b"/X Do", b"/X 7 0 R")], b"/XObject<</X 7 0 R>>"), TEXT
    )
    circle = [form(b"/X Do", b"/X 8 0 R"), form(b"/X Do", b"/X 7 0 R")]
    yield Case("circle.pdf", with_objects(PAGE + b"/X Do\n", circle, b"/XObject<</X 7 0 R>>"), TEXT)
    chain = [form(b"/X Do", b"/X %d 0 R" % (8 + n)) for n in range(3000)] + [form(b"", b"")]
    yield Case("chain.pdf", with_objects(PAGE + b"/X Do\n", chain, b"/XObject<</X 7 0 R>>"), TEXT)
    for name, leaf in (("fan", b"0 0 m 9 9 l S "), ("fan_of_text", pdf.text("字", 9, 9, 1))):
        fan = [form(b"/X Do " * 10, b"/X %d 0 R" % (8 + n)) for n in range(9)] + [form(leaf, b"")]
        yield Case(f"{name}.pdf", with_objects(PAGE + b"/X Do\n", fan, b"/XObject<</X 7 0 R>>"))


@kind("pdf: floods on a page")
def floods(dice: random.Random) -> Iterator[Case]:
    """A million shapes, characters, states, brackets; numbers no page has; pictures of no size a screen has."""
    yield Case("shapes.pdf", pdf.pages([pdf.packed(PAGE + b"0 0 m 9 9 l S\n" * 500_000)]), TEXT)
    lines = b"".join(pdf.text("字" * 4000, 60, 600 - n, 0.1) for n in range(100))
    yield Case("characters.pdf", pdf.pages([pdf.packed(PAGE + lines)]))
    yield Case("states.pdf", pdf.pages([pdf.packed(b"q " * 1_000_000 + PAGE)]), TEXT)
    yield Case("closed_states.pdf", pdf.pages([pdf.packed(b"Q " * 1_000_000 + PAGE)]), TEXT)
    yield Case("arrays.pdf", pdf.pages([pdf.packed(PAGE + b"[" * 1_000_000)]), TEXT)
    yield Case("dictionaries.pdf", pdf.pages([pdf.packed(PAGE + b"<<" * 500_000)]), TEXT)
    yield Case("marks.pdf", pdf.pages([pdf.packed(b"/Span BMC " * 300_000 + PAGE)]))
    yield Case("clips.pdf", pdf.pages([pdf.packed(b"0 0 999 999 re W n " * 200_000 + PAGE)]), TEXT)
    nowhere = pdf.text("远", 1e30, 1e30) + b"1e38 0 0 1e38 0 0 cm " * 3 + pdf.text("近", 1, 1, 1e30)
    yield Case("nowhere.pdf", pdf.pages([PAGE + b"q " + nowhere + b" Q\n"]), TEXT)
    image = b"<</Type/XObject/Subtype/Image/Width 2000000000/Height 2000000000/ColorSpace/DeviceRGB/BitsPerComponent 16/Length 1>>stream\n\0\nendstream"
    yield Case("picture.pdf", with_objects(PAGE + b"/I Do\n", [image], b"/XObject<</I 7 0 R>>"), TEXT)
    inline = b"BI /W 100000 /H 100000 /BPC 8 /CS /G ID " + bytes(1000) + b" EI\n"
    yield Case("inline_picture.pdf", pdf.pages([PAGE + inline]), TEXT)


@kind("pdf: endless fonts")
def fonts(dice: random.Random) -> Iterator[Case]:
    """Tables of characters without end, widths by the million, fonts that draw themselves."""
    cmap = b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n%s endcmap end"
    ranges = b"1 beginbfrange <0000> <FFFFFFFF> <0000> endbfrange " * 50
    base = b"<</Type/Font/Subtype/Type0/BaseFont/X/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>%s>>]/ToUnicode 8 0 R>>"
    drawn, said = PAGE + b"BT /G 12 Tf 60 600 Td <0041> Tj ET\n", f"{TEXT}\nA"
    names = b"/Font<</F 3 0 R/G 7 0 R>>"
    codes = b"100 beginbfchar " + b"<0041> <0041> " * 500_000 + b"endbfchar"
    for name, table in (("ranges", cmap % ranges), ("codes", cmap % codes)):
        yield Case(f"{name}.pdf", with_objects(drawn, [base % b"", pdf.packed(table)], names), said)
    widths = b"/W[" + b"0 65535 1000 " * 200_000 + b"]"
    yield Case("widths.pdf", with_objects(drawn, [base % widths, pdf.stream(cmap % codes[:99])], names), said)
    itself = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[9]/Encoding<</Differences[65/A]>>/CharProcs<</A 8 0 R>>/Resources<</Font<</G 7 0 R>>>>>>"
    procedure = pdf.stream(b"9 0 0 0 9 9 d1 BT /G 9 Tf (A) Tj ET")
    yield Case("draws_itself.pdf", with_objects(drawn.replace(b"<0041>", b"(A)"), [itself, procedure], names), said)
