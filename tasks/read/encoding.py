"""Bytes → characters: byte-order marks, strict UTF-8, then the Chinese encodings, scored by their common characters.

Real text is about nine tenths first-level GB2312 characters; read in a wrong encoding it is hardly ever a fifth.
"""

from __future__ import annotations

import codecs
import re

from tasks.read.refusal import refuse

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "big5hkscs")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CONTROL_BYTES = bytes((*range(9), *range(0x0E, 0x1C)))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b]")
_COMMON = frozenset(
    bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)
) | frozenset("，。、；：？！“”‘’（）《》〔〕【】—…·％①②③④⑤　\xa0")
_SAMPLE = 600  # bytes that decide between encodings
_SURE = 0.5  # share of common characters at which UTF-8 needs no second look; plain ASCII scores this
_MANY = 60  # bytes
_ENOUGH = 0.35  # least share in text; random bytes come to 0.12
_BROKEN = 0.02  # largest share of characters that may be unreadable or control characters


def decode(data: bytes) -> tuple[str, str]:
    """Text and name of its encoding (utf-8, gb18030, utf-16-le, utf-16-be or big5hkscs), without a byte-order mark.

    Bytes that do not fit become U+FFFD.

    Raises:
        Unreadable: binary, where no encoding fits or more than 2 % of the characters are broken.
    """
    encoding = guess(data)
    if not encoding:
        raise refuse("binary")
    mark = next((mark for mark, of in _MARKS if of == encoding and data.startswith(mark)), b"")
    text = data.decode(encoding, "replace").removeprefix("\ufeff" if mark else "")
    if text.count("\ufffd") + _controls(data, text, encoding) > max(2, _BROKEN * len(text)):
        raise refuse("binary")
    return text, encoding


def _controls(data: bytes, text: str, encoding: str) -> int:
    """How many control characters a text has; in most encodings each is a byte, and bytes are counted at once."""
    if encoding.startswith("utf-16"):
        return len(_CONTROL.findall(text))
    return len(data) - len(data.translate(None, _CONTROL_BYTES))


def guess(data: bytes) -> str:
    """The encoding of `data`, judged by its mark or its first 600 bytes that matter; '' where none makes sense."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    first = _NOT_ASCII.search(data) if b"\0" not in data[:_SAMPLE] else None
    start = first.start() & ~1 if first else 0
    sample = data[start : start + _SAMPLE]
    utf8 = _score(sample, "utf-8")
    # by chance a few signs may be UTF-8 too, many are not
    if (utf8 >= _SURE or len(_NOT_ASCII.findall(sample)) >= _MANY) and _is_utf8(data):
        return "utf-8"
    # Chinese in UTF-16 without a mark can pass for ASCII (中 is the bytes '-' and 'N'), so valid UTF-8 is no proof
    scores = [utf8, *(_score(sample, encoding) for encoding in _CANDIDATES[1:])]
    best = max(scores)
    if best >= _ENOUGH:
        return _CANDIDATES[scores.index(best)]
    return "utf-8" if b"\0" not in data and _is_utf8(data) else ""


def _is_utf8(data: bytes) -> bool:
    """Whether `data` is UTF-8, its last character perhaps cut."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True


def _score(sample: bytes, encoding: str) -> float:
    """Share of common characters among those beyond ASCII; a cut last character does not count."""
    text = sample.decode(encoding, "replace").rstrip("\ufffd")
    n_rare = len(text) - len(text.encode("ascii", "ignore"))
    if not n_rare:
        return 0.0 if _CONTROL.search(text) else _SURE
    return sum(map(_COMMON.__contains__, text)) / n_rare
