"""Fold widths and close gaps, so that one grammar reads all spellings, and map each character back to the text.

Folding is 1:1 (full-width digits, letters and signs); closing gaps removes spaces and zero-width characters between
characters that belong together, and is the only step that shifts positions. Most texts need neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ％﹪．＋－～＂＇／＜＞＝＿＠＃＆＊○◯⁃‐‑–−\ud800-\udfff]")
_FOLDS: dict[int, int | str] = {0xFF01 + i: 0x21 + i for i in range(94)}
_FOLDS.update({ord(c): ord("-") for c in "⁃‐‑–−"})
_FOLDS.update({ord("﹪"): ord("%"), ord("○"): ord("〇"), ord("◯"): ord("〇")})
_FOLDS.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))  # half a character, which no UTF-8 can hold
# The grammar knows both widths of these, and folding them would touch nearly every text.
for _kept in "，：；（）！？":
    del _FOLDS[ord(_kept)]

_GAP = re.compile("[ \t\xa0\u2002-\u200d\u202f\u2060\u3000\ufeff\xad]+")
_YEAR_BEFORE = re.compile("(?<![0-9])(?:19|20)[0-9]{2}$")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; `offsets[i]` is where character i stands in the original, None where nothing was shifted.

    `changed` is False where the folded text is the original.
    """

    text: str
    offsets: list[int] | None
    changed: bool

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span of the folded characters start..end (end exclusive, at least one character)."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold `text`; linear in its length."""
    wide = _WIDE.search(text) is not None
    if wide:
        text = text.translate(_FOLDS)
    pieces: list[str] = []
    offsets: list[int] = []
    kept = 0
    for gap in _GAP.finditer(text):
        start, end = gap.span()
        if not _closes(text, start, end):
            continue
        pieces.append(text[kept:start])
        offsets.extend(range(kept, start))
        kept = end
    if not pieces:
        return Folded(text, None, wide)
    pieces.append(text[kept:])
    offsets.extend(range(kept, len(text)))
    return Folded("".join(pieces), offsets, True)


def _closes(text: str, start: int, end: int) -> bool:
    """Whether the gap start..end is an artefact; columns of figures and Latin words keep theirs."""
    if start == 0 or end == len(text):
        return True
    before, after = text[start - 1], text[end]
    if before.isascii() and after.isascii() and before.isalnum() and after.isalnum():
        if not (before.isdigit() and after.isdigit()):
            return False
        # '23 0件' was typed or broken; '12  30' are two cells; '2023 15件' is a year and a count
        return end - start == 1 and text[start] != "\t" and not _YEAR_BEFORE.search(text, max(0, start - 5), start)
    return True
