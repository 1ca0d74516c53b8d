"""Archives that are hostile: names that lead out, links, bombs, archives in archives, and names as Chinese systems write them."""

from __future__ import annotations

import random
import stat
import struct
import zipfile
from collections.abc import Iterator

from bench.hostile.case import TEXT, Case, kind
from bench.hostile.office import office, zipped

_MB = 1 << 20
_SAYS = TEXT.encode()
_ENTRY, _END = b"PK\x01\x02", b"PK\x05\x06"


def _with(name: str, data: bytes = _SAYS) -> bytes:
    """An archive of a file of this name, and a good one."""
    return zipped([(name, data), ("好.txt", f"{TEXT}好".encode())])


def _named(raw: bytes) -> bytes:
    """An archive of one text whose name is these bytes, without the flag for UTF-8."""
    place = "x" * len(raw)
    return zipped([(place, _SAYS)]).replace(place.encode(), raw)


_GOOD = (("好.txt", f"{TEXT}好"),)


@kind("archive: names that lead out")
def paths(dice: random.Random) -> Iterator[Case]:
    """Names that climb, begin at the top, name drives, devices, nothing, or steer a terminal."""
    for number, name in enumerate((
        "../../外.txt", "/etc/cron.d/x", "C:/Windows/x.txt", "..\\..\\外.txt", "a/../../外.txt", "\\\\hostile\\share\\x.txt",
        "a" * 60_000, "a/" * 300 + "x.txt", "a:b.txt",
    )):  # fmt: skip
        yield Case(f"out{number}.zip", _with(name), inner=_GOOD)
    for number, name in enumerate((
        "CON", "NUL.txt", "COM1", "aux.txt.", "x.txt ", "-rf", "$(id).txt", "a\nb.txt", "\x1b[2Jx.txt", "\u202etxt.exe", "%2e%2e%2fx",
    )):  # fmt: skip
        place = "".join("\ufffd" if c < " " or c == "\u202e" else c for c in name)
        yield Case(f"odd{number}.zip", _with(name), inner=(*_GOOD, (place, TEXT)))
    yield Case("null.zip", _named(b"\0.txt"))
    whole = zipped([("y.txt", _SAYS)])
    entry, end = whole.rfind(_ENTRY), whole.rfind(_END)
    nameless = whole[entry : entry + 28] + b"\0\0" + whole[entry + 30 : entry + 46]
    tail = whole[end : end + 12] + struct.pack("<I", len(nameless)) + whole[end + 16 :]
    yield Case("no_name.zip", whole[:entry] + nameless + tail)


@kind("archive: links and devices")
def links(dice: random.Random) -> Iterator[Case]:
    """Members that are links to a file of the machine, pipes, devices, folders with bytes in them."""
    for name, mode in (
        ("link", stat.S_IFLNK),
        ("pipe", stat.S_IFIFO),
        ("device", stat.S_IFCHR),
        ("disk", stat.S_IFBLK),
        ("socket", stat.S_IFSOCK),
    ):
        info = zipfile.ZipInfo("成员")
        info.external_attr = (mode | 0o777) << 16
        yield Case(f"{name}.zip", zipped([(info, b"/etc/passwd"), _GOOD[0]]), inner=_GOOD)
    bits = zipfile.ZipInfo("成员.txt")
    bits.external_attr = (stat.S_IFREG | stat.S_ISUID | 0o7777) << 16
    yield Case("powers.zip", zipped([(bits, _SAYS)]), inner=[("成员.txt", TEXT)])


@kind("archive: bombs")
def bombs(dice: random.Random) -> Iterator[Case]:
    """Gigabytes of nothing, two thousand files and one, members upon each other, a directory without end."""
    zeros = bytes(60 * _MB)
    yield Case("one.zip", _with("零.txt", zeros), inner=_GOOD)
    yield Case("many.zip", zipped((f"{n}.txt", zeros) for n in range(5)))
    yield Case("files.zip", zipped((f"{n}.txt", b"1") for n in range(2001)))
    whole = zipped([("0000.txt", bytes(_MB) + _SAYS)])
    start, end = whole.rfind(_ENTRY), whole.rfind(_END)
    copies = b"".join(whole[start:end].replace(b"0000", b"%04d" % n) for n in range(1500))
    tail = whole[end : end + 8] + struct.pack("<HHI", 1500, 1500, len(copies)) + whole[end + 16 :]
    yield Case("overlap.zip", whole[:start] + copies + tail)
    yield Case("directory.zip", whole[:start] + whole[start:end] * 250_000 + whole[end:])
    forty_two = zipped([("零.txt", zeros)])
    yield Case("nested.zip", zipped((f"{n}.zip", forty_two) for n in range(16)))
    for _ in range(6):
        forty_two = zipped((f"{n}.zip", forty_two) for n in range(4))
    yield Case("nested_deep.zip", forty_two)


@kind("archive: archives in archives")
def nested(dice: random.Random) -> Iterator[Case]:
    """One level is opened, two are not, whatever they are called; documents that are archives are documents."""
    one = zipped([("内.txt", TEXT)])
    yield Case("one.zip", zipped([("一.zip", one)]), inner=[("一.zip/内.txt", TEXT)])
    two = zipped([("一.zip", one), _GOOD[0]])
    yield Case("two.zip", zipped([("二.zip", two)]), inner=[("二.zip/好.txt", _GOOD[0][1])])
    yield Case("named_otherwise.zip", zipped([("二.txt", two)]), inner=[("二.txt/好.txt", _GOOD[0][1])])
    yield Case(
        "office.zip",
        zipped([("一.docx", office("docx")), ("二.xlsx", office("xlsx"))]),
        inner=[("一.docx", TEXT), ("二.xlsx", TEXT)],
    )
    hundred = zipped((f"{n}.zip", zipped([("x.txt", f"{TEXT}{n}")])) for n in range(100))
    yield Case("hundred.zip", hundred, inner=[(f"{n}.zip/x.txt", f"{TEXT}{n}") for n in range(100)])


@kind("archive: names in Chinese encodings")
def names(dice: random.Random) -> Iterator[Case]:
    """Names in GBK, in UTF-8 without the flag, in Big5, with a flag that lies, and twice the same."""
    yield Case("gbk.zip", _named("望川/报告.txt".encode("gb18030")), inner=[("望川/报告.txt", TEXT)])
    yield Case("utf8.zip", _named("望川/报告.txt".encode()), inner=[("望川/报告.txt", TEXT)])
    yield Case("backslash.zip", _named("望川\\报告.txt".encode("gb18030")), inner=[("望川/报告.txt", TEXT)])
    lies = bytearray(_named("报告.txt".encode("gb18030")))
    lies[7] |= 8
    lies[lies.rfind(_ENTRY) + 9] |= 8
    yield Case("flag.zip", bytes(lies))
    twice = zipped([("甲.txt", f"{TEXT}一"), ("乙.txt", f"{TEXT}二")]).replace("乙".encode(), "甲".encode())
    yield Case("twice.zip", twice, inner=[("甲.txt", f"{TEXT}一"), ("甲.txt", f"{TEXT}二")])


@kind("archive: damaged or locked")
def damaged(dice: random.Random) -> Iterator[Case]:
    """Archives that end early, whose ends are elsewhere, whose members are broken, locked, or packed in strange ways."""
    whole = zipped([("甲.txt", TEXT * 50), ("乙.txt", f"{TEXT}乙")])
    for share in (1, 3, 6, 9):
        yield Case(f"cut{share}.zip", whole[: len(whole) * share // 10])
    plain = zipped([("甲.txt", TEXT), ("乙.txt", f"{TEXT}乙")], zipfile.ZIP_STORED)
    yield Case("checksum.zip", plain.replace(_SAYS, _SAYS[::-1], 1), inner=[("乙.txt", f"{TEXT}乙")])
    yield Case("comment.zip", zipped([("甲.txt", TEXT)], comment=_END + bytes(18)))
    yield Case("program_before.zip", b"MZ" + bytes(500) + whole)
    yield Case("empty.zip", zipped([]))
    yield Case("folders.zip", zipped([("甲/", ""), ("甲/乙/", "")]))
    yield Case("hidden.zip", zipped([(".甲.txt", TEXT), ("__MACOSX/甲.txt", TEXT), ("~$甲.docx", "x")]))
    for name, flag, method in (
        ("locked", 1, None),
        ("aes", 1, 99),
        ("lzma", 0, 14),
        ("bzip2", 0, 12),
        ("deflate64", 0, 9),
        ("ppmd", 0, 98),
    ):
        data = bytearray(_with("锁.txt"))
        at = data.find(_ENTRY)
        for place in (6, at + 8):
            data[place] |= flag
        for place in (8, at + 10) if method else ():
            struct.pack_into("<H", data, place, method)
        yield Case(f"{name}.zip", bytes(data), inner=_GOOD)
