"""From what a person answers about an item to the entries that say it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flows.cli.drafts import Draft, assigned, corrected, excluded, rejected
from flows.cli.review_items import Item
from flows.decisions import Decisions, Signature, signed
from flows.errors import BadInput
from warehouse.corrections import NewEntry, value_text

KINDS = {
    "accept": "认可",
    "correct": "更正",
    "supply": "补录",
    "reject": "剔除",
    "assign": "归属",
    "exclude": "排除",
    "ignore": "忽略",
}
_PLACE_AND_YEAR = re.compile(r"(.+?)[\s，,、]*((?:19|20)\d\d)\s*年?")


def entries(decisions: Decisions, item: Item, kind: str, answer: str, by: Signature) -> list[NewEntry]:
    """The entries that a decision about an item becomes.

    `answer` is the new value, the numbers of the sentences to reject (1, or 1,2; not needed where there is one), or
    township and year (雍溪镇 2023).

    Raises:
        BadInput: the kind or the answer does not fit the item, or an entry on file decides it already.
    """
    drafts = _drafts(decisions, item, kind, answer.strip())
    for draft in drafts:
        if draft.decided:
            raise BadInput(
                f"{draft.decided.where} decides this already; change it there, or township correct --replace"
            )
    return [signed(draft.fields, by, *draft.words) for draft in drafts]


def _drafts(decisions: Decisions, item: Item, kind: str, answer: str) -> Sequence[Draft]:
    if kind not in item.kinds:
        raise BadInput(
            f"{KINDS[kind]} does not fit {item.label}; take one of {'、'.join(KINDS[k] for k in item.kinds)}"
        )
    if kind in ("accept", "ignore"):
        return [_looked_at(item, kind)]
    if item.file and kind == "exclude":
        return [excluded(decisions, *item.file)]
    if item.file:
        named = _PLACE_AND_YEAR.fullmatch(answer)
        if not named:
            raise BadInput(f"'{answer}' is no township and year; write it as 雍溪镇 2023")
        return [assigned(decisions, *item.file, named[1], int(named[2]))]
    if item.number is None:
        raise BadInput(f"{KINDS[kind]} needs a number")
    if kind == "reject":
        counted = item.number.counted
        return [rejected(decisions, item.number, counted[n - 1]) for n in _positions(answer, len(counted))]
    return [corrected(decisions, kind, item.number, answer)]


def _positions(answer: str, n: int) -> list[int]:
    """The numbers of sentences that an answer names, from 1 to n."""
    named = [int(text) for text in re.findall(r"\d+", answer)]
    if n == 1 and not named:
        return [1]
    if not named or max(named) > n or min(named) < 1:
        raise BadInput(f"'{answer}' names no sentence; write the number of the one to reject, 1 to {n}")
    return sorted(set(named))


def _looked_at(item: Item, kind: str) -> Draft:
    fields: dict[str, str | Sequence[str]] = {"kind": kind, "about": item.about, "item": item.item}
    if item.number:
        value = item.number.value
        fields |= {"metric": item.number.metric[0], "expect": value_text(value) if value else ""}
    if item.file:
        fields |= {"file": item.file[0], "expect": item.file[2]}
    if item.township_code and item.year:
        fields |= {"township": item.township_code, "year": str(item.year)}
    return Draft(fields, (f"{item.label}：{item.title}", *(s.plain() for s in item.sentences)))
