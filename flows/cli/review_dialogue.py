"""Items on the terminal: each is shown, a decision is asked for, and written at once."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.text import Text

from flows.cli.console import out
from flows.cli.review_answers import KINDS, entries
from flows.cli.review_items import Item
from flows.decisions import Decisions, Signature
from flows.errors import BadInput

_KEYS = {"accept": "a", "correct": "c", "supply": "b", "reject": "r", "assign": "g", "exclude": "x", "ignore": "i"}
_ANSWERS = {
    "correct": "新值（如 120、约120、≥120、100–120）",
    "supply": "补录的值",
    "assign": "乡镇 年度（如 雍溪镇 2023）",
}
_REASONS = {"accept": "与原文核对无误", "ignore": "不需处理"}


def show(item: Item, number: str) -> None:
    """Prints what an item is about and its sentences, those behind its value by number."""
    console = out()
    console.print(Text(f"[{number}] {item.label}  {item.title}", style="bold"), soft_wrap=True)
    console.print(Text(f"  {item.said}"), soft_wrap=True)
    counted = item.number.counted if item.number else ()
    rest = [s for s in item.sentences if s not in counted]
    for mark, sentence in [*((f"{n}.", s) for n, s in enumerate(counted, 1)), *(("·", s) for s in rest)]:
        console.print(Text(f"  {mark} ").append_text(sentence.marked(terminal=console.is_terminal)), soft_wrap=True)
        console.print(Text(f"     {sentence.place()}", style="dim"), soft_wrap=True)
    console.print()


def ask(decisions: Decisions, items: Sequence[Item], who: str | None) -> None:
    """Walks through the items until the last, or until the person quits; what was decided stays."""
    decided = 0
    for number, item in enumerate(items, 1):
        show(item, f"{number}/{len(items)}")
        kind = _kind(item)
        while kind not in ("skip", "quit"):
            who = who or _prompt("决定人")
            if _decide(decisions, item, kind, who):
                decided += 1
                break
            kind = _kind(item)
        if kind == "quit":
            break
    if not items:
        out().print("没有需要看的事项。")
    elif decided:
        out().print(f"本次决定 {decided} 项；下次 township run 时生效。")


def _kind(item: Item) -> str:
    """The kind of decision, skip or quit."""
    keys = {_KEYS[kind]: kind for kind in item.kinds} | {"s": "skip", "q": "quit"}
    words = KINDS | {"skip": "跳过", "quit": "退出"}
    offered = "  ".join(f"{key} {words[kind]}" for key, kind in keys.items())
    while True:
        answer = _prompt(f"{offered}\n决定", default="s").lower()
        kind = keys.get(answer) or next((k for k in keys.values() if words[k] == answer), None)
        if kind:
            return kind


def _decide(decisions: Decisions, item: Item, kind: str, who: str) -> bool:
    """Asks for the rest and writes the entries; whether it could: an answer that does not fit is said."""
    answer = _prompt(_ANSWERS[kind]) if kind in _ANSWERS else ""
    if kind == "reject" and item.number and len(item.number.counted) > 1:
        answer = _prompt("剔除第几处（如 2，或 1,2）")
    why = _prompt("理由", default=_REASONS.get(kind))
    source = _prompt("来源", default="" if kind != "supply" else None) if kind in ("correct", "supply") else ""
    try:
        path = decisions.add(entries(decisions, item, kind, answer, Signature(who, why, source)))
    except BadInput as error:
        out().print(Text(f"未写入：{error}\n", style="red"))
        return False
    out().print(Text(f"已写入 {decisions.named(path)}\n", style="dim"))
    return True


def _prompt(words: str, default: str | None = None) -> str:
    return str(typer.prompt(words, default=default, show_default=bool(default))).strip()
