"""Whether a text is a table of delimited fields (csv) and what delimits them."""

from __future__ import annotations

import csv
from collections import Counter

_DELIMITERS = ",\t;"
_SHARE = 0.8  # of the rows that have as many fields as most
_SENTENCE = tuple("。；;，、")
_LINES = 40  # in a field; one with more began with a quote that is none
_LONG = 60  # characters in a field from which on it may be a sentence


def delimiter(text: str) -> str:
    """The delimiter of the fields in `text`; '' where it is no table of fields.

    Chinese prose has commas of full width; a list or letter with some of the narrow ones has not the same number of
    them in each line, or its lines end like sentences.
    """
    for sign in _DELIMITERS:
        if sign in text and _is_table(rows(text, sign)):
            return sign
    return ""


def rows(text: str, sign: str) -> list[list[str]]:
    """The rows of `text`; where a quote never ends, quotes are taken as any other sign."""
    lines = text.splitlines(keepends=True)
    try:
        found = list(csv.reader(lines, delimiter=sign))
    except csv.Error:  # a field of more than 128 KB
        found = []
    if not found or any(field.count("\n") > _LINES for row in found for field in row):
        return [line.rstrip("\r\n").split(sign) for line in lines]
    return found


def _is_table(found: list[list[str]]) -> bool:
    found = [row for row in found if any(field.strip() for field in row)]
    if len(found) < 2:
        return False
    width, count = Counter(map(len, found)).most_common(1)[0]
    if width < 2 or count < max(2, _SHARE * len(found)):
        return False
    full = [row for row in found if len(row) == width]
    sentences = sum(row[-1].rstrip().endswith(_SENTENCE) or any(_is_prose(f) for f in row) for row in full)
    return sum(sum(map(bool, row)) > 1 for row in full) > 1 and sentences < 0.5 * len(full)


def _is_prose(field: str) -> bool:
    return len(field) > _LONG and "。" in field and not field.isascii()
