"""What the commands share: their options, where output goes, and how an error becomes one line and an exit code."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Annotated

import typer
from rich.console import Console
from rich.table import Table

HomeOption = Annotated[
    Path, typer.Option("--home", envvar="TOWNSHIP_HOME", metavar="DIR", help="Home folder of documents and releases.")
]

DEFAULT_HOME = Path("data")

_WIDE = 10_000


def out(target: IO[str] | None = None) -> Console:
    """Standard output or a file; lines are never wrapped where it is no terminal."""
    console = Console(file=target, highlight=False, emoji=False, markup=False)
    if not console.is_terminal:
        console.width = _WIDE
    return console


def err() -> Console:
    """Standard error, for progress and messages."""
    return Console(stderr=True, highlight=False, emoji=False, markup=False)


def table(*columns: str, right: frozenset[str] | set[str] = frozenset()) -> Table:
    """A plain table with these headings; those in `right` are aligned to the right."""
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in columns:
        result.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return result


def number(value: float | None) -> str:
    """A number as people write it: 1,286 and 98.73; nothing for None."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4f}".rstrip("0").rstrip(".")


def interval(low: float | None, high: float | None, *, about: bool = False) -> str:
    """An interval with inclusive bounds: 40, 约1,500, ≥120, ≤400, 3–5; nothing where neither bound is known."""
    if low is None:
        return "" if high is None else f"≤{number(high)}"
    if high is None:
        return f"≥{number(low)}"
    if low == high:
        return ("约" if about else "") + number(low)
    return f"{number(low)}–{number(high)}"
