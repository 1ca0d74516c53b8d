"""Plain texts that are hostile: too long, of one line, of signs that no text has, and such as set patterns a trap."""

from __future__ import annotations

import random
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind

_MB = 1 << 20


@kind("text: megabytes")
def megabytes(dice: random.Random) -> Iterator[Case]:
    """Five megabytes in one line and in many, seventy of anything, two million lines."""
    line = "全镇开展法治宣传活动，发放资料，受理群众咨询，化解矛盾纠纷。"
    whole = line * (5 * _MB // len(line.encode()))
    yield Case("one_line.txt", whole.encode(), whole)
    counts = "".join(f"开展活动{dice.randrange(1000)}场，发放资料{dice.randrange(10_000)}份。" for _ in range(20_000))
    yield Case("one_line_of_numbers.txt", counts.encode(), counts)
    lines = [f"第{n}次：{line}" for n in range(50_000)]
    yield Case("lines.txt", "\n".join(lines).encode(), "\n".join(lines))
    yield Case("seventy.txt", (line.encode() * (70 * _MB // len(line.encode()))))
    yield Case("short_lines.txt", b"1\n" * 150_000, "\n".join(["1"] * 150_000))
    yield Case("more_lines.txt", b"1\n" * 2_000_000)
    yield Case("empty_lines.txt", TEXT.encode() + b"\r" * (5 * _MB))


@kind("text: strange signs")
def signs(dice: random.Random) -> Iterator[Case]:
    """Nulls, halves of characters, characters of all planes, marks within, signs that turn the writing round."""
    start = TEXT[:-1]
    yield Case("nulls.txt", f"{start}\0。".encode(), TEXT)
    yield Case("few_nulls.txt", f"{TEXT}{line_of(400)}\0".encode(), f"{TEXT}{line_of(400)}")
    halves = f"{start}\ud800。{line_of(400)}".encode("utf-8", "surrogatepass")
    yield Case("halves.txt", halves, f"{start}\ufffd\ufffd\ufffd。{line_of(400)}")
    wide = f"{start}\ud800。{line_of(400)}".encode("utf-16-le", "surrogatepass")
    yield Case("halves_utf16.txt", b"\xff\xfe" + wide, f"{start}\ufffd。{line_of(400)}")
    planes = "".join(chr(plane << 16 | 0x4E00) for plane in range(17))
    yield Case("planes.txt", f"{TEXT}{planes}".encode(), f"{TEXT}{planes}")
    yield Case("marks.txt", f"\ufeff\ufeff{TEXT}\ufeff".encode(), TEXT)
    yield Case("turned.txt", f"\u202e{start}\u2066。\u2069\u202c".encode(), TEXT)
    yield Case("invisible.txt", "\u200b".join(TEXT).encode(), TEXT)
    piled = TEXT + "e" + "\u0301" * 100_000
    yield Case("piled.txt", piled.encode(), piled)
    yield Case("control.txt", bytes(range(1, 32)) * 1000)
    yield Case("random.txt", dice.randbytes(200_000))
    yield Case("half_gbk.txt", TEXT.encode("gb18030") + bytes(range(128, 256)) * 50)
    yield Case("escape.txt", f"\x1b[2J\x1b]0;x\x07{TEXT}{line_of(400)}".encode(), f"[2J]0;x{TEXT}{line_of(400)}")


def line_of(length: int) -> str:
    """A sentence of so many characters, for texts in which a few strange signs are to be few."""
    return "镇" * (length - 1) + "。"


@kind("text: traps for patterns")
def traps(dice: random.Random) -> Iterator[Case]:
    """One sign or word a hundred thousand times: whatever looks ahead or back without end shows it here."""
    for name, unit in (
        ("digits", "1"), ("wide_digits", "１"), ("han_digits", "一"), ("tens", "十百千万亿"), ("commas", "1,"), ("points", "1."),
        ("years", "2023年"), ("dates", "2023年1月1日"), ("brackets", "（"), ("book_titles", "《"), ("quotes", "“"), ("ordinals", "第一"),
        ("counts", "12场"), ("rates", "100%、"), ("ranges", "3至"), ("hedges", "约"), ("each", "各2场、"), ("units", "万元"),
        ("townships", "镇"), ("names", "望川镇"), ("government", "人民政府"), ("zero", "未发生"), ("percent", "率"), ("labels", "发布日期："),
        ("titles", "关于报告"), ("fields", "HYPERLINK "), ("tabs", "甲\t"), ("bars", "|"), ("semicolons", "甲;"), ("spaces", "甲 "),
        ("full_stops", "。"), ("dashes", "-"), ("places", "地点 › "), ("slashes", "1/"), ("plus", "1+"), ("sentences", "全镇共12件。"),
    ):  # fmt: skip
        text = f"{TEXT}\n{unit * (100_000 // len(unit))}".strip()
        yield Case(f"{name}.txt", text.encode(), text)
