"""What the commands share: their options, where output goes, and how an error becomes one line and an exit code."""

from __future__ import annotations

import math
from datetime import date, datetime
from pathlib import Path
from typing import IO, Annotated, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from flows.errors import BadInput, ReaderGone


def a_path(named: str | Path) -> Path:
    """A path as an option names it, or its default; an empty one would mean the folder one happens to stand in.

    Raises:
        BadInput: the path is empty.
    """
    if not str(named).strip():
        raise BadInput("a path is empty; name a folder or file after --home, --inbox and -o, or leave the option out")
    return Path(named)


def a_date(text: str | None) -> date | None:
    """The date of `--as-of`, None where it is not given.

    Raises:
        BadInput: it is no date.
    """
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        raise BadInput(f"--as-of {text} is no date; write it as 2024-04-01") from error


HomeOption = Annotated[
    Path,
    typer.Option(
        "--home",
        envvar="TOWNSHIP_HOME",
        metavar="DIR",
        parser=a_path,
        help="Home folder of documents and releases.",
    ),
]

OutputOption = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="FILE", parser=a_path, help="File instead of the terminal."),
]

DEFAULT_HOME = Path("data")

_WIDE = 10_000


class _Console(Console):
    """A console whose lines are never wrapped where it is no terminal."""

    def __init__(self, target: IO[str] | None = None, *, stderr: bool = False) -> None:
        super().__init__(file=target, stderr=stderr, highlight=False, emoji=False, markup=False)
        if not self.is_terminal:
            self.width = _WIDE

    def on_broken_pipe(self) -> NoReturn:
        raise ReaderGone


def out(target: IO[str] | None = None) -> Console:
    """Standard output or a file."""
    return _Console(target)


def err() -> Console:
    """Standard error, for progress and messages."""
    return _Console(stderr=True)


def table(*columns: str, right: frozenset[str] | set[str] = frozenset()) -> Table:
    """A plain table with these headings; those in `right` are aligned to the right."""
    result = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for name in columns:
        result.add_column(name, justify="right" if name in right else "left", overflow="fold")
    return result


def number(value: float | None) -> str:
    """A number as people write it: 1,286 and 98.73, four digits where it is small (0.00001); nothing for None."""
    if value is None:
        return ""
    if not math.isfinite(value) or 0 < abs(value) < 1e-12 or abs(value) >= 1e16:
        return f"{value:g}"
    if value == int(value):
        return f"{value:,.0f}"
    decimals = max(4, 3 - math.floor(math.log10(abs(value))))
    return f"{value:,.{decimals}f}".rstrip("0").rstrip(".")


def interval(low: float | None, high: float | None, *, about: bool = False) -> str:
    """An interval with inclusive bounds: 40, 约1,500, ≥120, ≤400, 3–5; nothing where neither bound is known."""
    if low is None:
        return "" if high is None else f"≤{number(high)}"
    if high is None:
        return f"≥{number(low)}"
    if low == high:
        return ("约" if about else "") + number(low)
    return f"{number(low)}–{number(high)}"
