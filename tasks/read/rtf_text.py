"""Characters of an RTF document: bytes in the code page of their font, and numbers of UTF-16."""

from __future__ import annotations

_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10000: "mac_roman", 1361: "johab"}
_KNOWN = frozenset((437, 850, 852, 866, 874, 932, 949, *range(1250, 1259)))
_SIGNS = 2  # charset of fonts of signs, which are no text


class Fonts:
    """The fonts of one document by number, and the code page of those that do not say theirs."""

    def __init__(self) -> None:
        self._charsets: dict[int, int] = {}
        self._default = "cp1252"

    def set_page(self, page: int) -> None:
        """The code page of the document."""
        self._default = _PAGES.get(page) or (f"cp{page}" if page in _KNOWN else self._default)

    def set_charset(self, font: int, charset: int) -> None:
        """What the table of fonts says of one."""
        self._charsets[font] = charset

    def decode(self, data: bytes, font: int) -> str:
        """Text of bytes in a font, U+FFFD for what is none."""
        charset = self._charsets.get(font, 0)
        if charset == _SIGNS:
            return ""
        if data.isascii():
            return data.decode("ascii")
        if charset in _CHARSETS:
            return data.decode(_CHARSETS[charset], "replace")
        try:  # Chinese programs write Chinese in fonts that claim to be Western
            return data.decode(self._default)
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")


def joined(parts: list[str]) -> str:
    """Parts of a text as one, halves of a character put together."""
    text = "".join(parts)
    return text if text.isprintable() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
