"""Numbers of items that run into a count without a blank: 1.5000份 at the start of a line, ；2.8名队员 behind item 1."""

from __future__ import annotations

import re

_LONG = re.compile(r"[0-9]{1,2}\.[0-9]{2,}(?![0-9万亿%])")  # 1.2万份 and 98.5% are decimals
_COUNT = re.compile(r"([1-9][0-9]?)\.(?=[1-9][0-9]{0,2}[余多]?[名个件起人次户家处项条场份宗])")
_NUMBER = re.compile(r"(?<![0-9])[0-9]{1,2}\.$")
_REACH = 300
_SECOND = re.compile(r"[。；;\n][ \t\u3000]*2\.")


def begins_item(text: str, start: int) -> bool:
    """Whether what looks like a decimal at `start` is the number of an item and a count.

    In a line of several items the one before, of the first the one behind, tells them from decimals.
    """
    if start == 0 or text[start - 1] == "\n":
        if _LONG.match(text, start):
            return True
    elif text[start - 1] not in "。；;：:":
        return False
    item = _COUNT.match(text, start)
    if item is None:
        return False
    number = int(item[1])
    if number == 1:
        return _SECOND.search(text, start, start + _REACH) is not None
    before = re.compile(rf"(?:^|[。；;：:])[ \t\u3000]*{number - 1}\.", re.MULTILINE)
    return before.search(text, max(0, start - _REACH), start) is not None


def behind_item_number(text: str, start: int) -> bool:
    """Whether the count at `start` stands directly behind the number of an item."""
    number = _NUMBER.search(text, max(0, start - 3), start)
    return number is not None and begins_item(text, number.start())
