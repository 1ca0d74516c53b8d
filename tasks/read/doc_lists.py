"""The lists of a Word 97 file, and the labels of their paragraphs."""

from __future__ import annotations

import struct

from tasks.read.doc_file import WordFile
from tasks.read.numbering import Counters, Level

_LISTS, _USES = 73, 74
_LIST, _LEVEL, _USE = 28, 28, 16
_FORMS = {
    0: "decimal", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
    18: "decimalEnclosedCircle", 23: "bullet", 28: "decimalEnclosedCircleChinese", 30: "ideographTraditional",
    33: "taiwaneseCounting", 35: "taiwaneseCountingThousand", 37: "chineseCounting", 39: "chineseCountingThousand",
    255: "none",
}  # fmt: skip


class Numbering:
    """The lists of one document, counting as its paragraphs go by."""

    def __init__(self, file: WordFile) -> None:
        self._levels: dict[int, dict[int, Level]] = {}
        self._uses: list[int] = []
        self._restarts: dict[int, dict[int, int]] = {}
        self._counters = Counters()
        try:
            self._read_lists(file.table(_LISTS))
            self._read_uses(file.table(_USES))
        except (struct.error, IndexError):
            return  # labels count nothing: what is known of them has to do

    def label(self, use: int, depth: int) -> str:
        """Label of the next paragraph of the list number `use`; '' for bullets and lists that are not defined."""
        if not 0 < use <= len(self._uses):
            return ""
        name = self._uses[use - 1]
        restart = self._restarts.get(use, {}).pop(depth, None)
        return self._counters.label(str(name), self._levels.get(name, {}), depth, restart)

    def _read_lists(self, table: bytes) -> None:
        """Lists, then behind all of them the levels of each."""
        count = struct.unpack_from("<H", table)[0] if table else 0
        at = 2 + _LIST * count
        for number in range(count):
            name = struct.unpack_from("<i", table, 2 + _LIST * number)[0]
            simple = table[2 + _LIST * number + 26] & 1
            self._levels[name] = {}
            for depth in range(1 if simple else 9):
                self._levels[name][depth], at = _level(table, at)

    def _read_uses(self, table: bytes) -> None:
        """Uses of a list by paragraphs, then behind all of them where each starts anew and what levels it has changed."""
        count = struct.unpack_from("<I", table)[0] if table else 0
        at = 4 + _USE * count
        if at > len(table):
            return
        self._uses = [struct.unpack_from("<i", table, 4 + _USE * number)[0] for number in range(count)]
        for number, name in enumerate(self._uses):
            at += 4
            for _ in range(table[4 + _USE * number + 12]):
                start, flags = struct.unpack_from("<iI", table, at)
                at += 8
                depth = flags & 15
                if flags & 32:
                    level, at = _level(table, at)
                    self._levels.setdefault(name, {})[depth] = level
                    start = level.start
                if flags & 16:
                    self._restarts.setdefault(number + 1, {})[depth] = start


def _level(table: bytes, at: int) -> tuple[Level, int]:
    """The level at a place of the table, and where the next one begins."""
    start, form = struct.unpack_from("<iB", table, at)
    at += _LEVEL + table[at + 24] + table[at + 25]
    length = struct.unpack_from("<H", table, at)[0]
    text = table[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    pattern = "".join(f"%{ord(c) + 1}" if c < "\x09" else c for c in text)
    return Level(start, _FORMS.get(form, "decimal"), pattern), at + 2 + 2 * length
