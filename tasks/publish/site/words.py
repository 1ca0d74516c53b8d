"""How numbers and text stand on a page: as sharp as their source, harmless, and the same as in the Chinese views."""

from __future__ import annotations

import re

from warehouse.models import vocabularies

_LONG = re.compile(r"(?<![\d.])\d{4,}")
_SIGN = re.compile(r"^([≥≤约])")
_CONTROLS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {0x7F: 0x2421}
_LOST = dict.fromkeys([*range(0x80, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF], 0xFFFD)
_TURNS = {code: f"⟨U+{code:04X}⟩" for code in (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))}
_HARMLESS: dict[int, int | str] = _CONTROLS | _LOST | _TURNS
_HARMFUL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def rule(name: str) -> str:
    """The rule that made a mention, in Chinese: `zero:object+action` is 否定表述：数旁之词和动词."""
    words = vocabularies()["rule"]
    kinds = [part.removesuffix("+action") for part in name.split(":")]
    return "：".join(words.get(kind, kind) for kind in kinds) + ("和动词" if name.endswith("+action") else "")


def harmless(text: str) -> str:
    """Text with signs in place of what would not show, or would turn the text around it: ␀, ⟨U+202E⟩."""
    return text.translate(_HARMLESS) if _HARMFUL.search(text) else text


def grouped(text: str | None) -> str | None:
    """A number or interval of the views (`≥14200`) as it stands on a page: `≥ 14,200`."""
    if text is None:
        return None
    return _SIGN.sub(r"\1 ", _LONG.sub(lambda m: f"{int(m[0]):,}", text))


def change(low: str | None, high: str | None) -> str | None:
    """A change from a year before, as texts of its bounds: `+3`, `≥ −5`, `−5 至 +3`."""
    if low is None and high is None:
        return None
    if low is None or high is None:
        return f"≥ {_signed(low)}" if low is not None else f"≤ {_signed(high)}"
    return _signed(low) if low == high else f"{_signed(low)} 至 {_signed(high)}"


def _signed(number: str | None) -> str:
    text = grouped(number) or ""
    if text.startswith("-"):
        return "−" + text[1:]
    return text if text == "0" else f"+{text}"
