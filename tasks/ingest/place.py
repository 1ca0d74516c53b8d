"""The place of a document: its path below the inbox or in an archive, as text that tables and terminals can show."""

from __future__ import annotations

import os
import re

_WEB = re.compile(r"https?://")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # control signs, turns of direction


def readable(name: str) -> str:
    """A file name as text: U+FFFD for signs that would steer a terminal.

    Names that are not UTF-8 come from Chinese Windows archives, so they are GB18030.
    """
    try:
        name.encode()
    except UnicodeEncodeError:
        name = os.fsencode(name).decode("gb18030", errors="replace")
    return _UNSEEN.sub("\ufffd", name)


def is_web(place: str) -> bool:
    """Whether a place is a web address, not a path below the inbox."""
    return _WEB.match(place) is not None
