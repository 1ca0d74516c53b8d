"""A small home, its inbox, and the commands that work on it. Nothing in the reports is true."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bench.corpus import districts, report, townships, write_register

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith(("TOWNSHIP_", "PREFECT_", "COLUMNS"))},
    "PYTHONPATH": str(ROOT),
    "TOWNSHIP_WORKERS": "1",
}
AS_OF = "2025-06-01"
_TOWNSHIPS, _FIRST_YEAR, _YEARS = 25, 2019, 2


@dataclass(frozen=True, slots=True)
class Place:
    """A folder with an inbox and a home in it; or a home that lies elsewhere. `site`: whether its releases have web pages."""

    folder: Path
    elsewhere: Path | None = None
    site: bool = True

    @property
    def home(self) -> Path:
        """The home."""
        return self.elsewhere or self.folder / "home"

    @property
    def inbox(self) -> Path:
        """The inbox."""
        return self.folder / "inbox"

    def make(self, first: int = 4) -> Place:
        """Makes the folder, the register of an invented district, and the first reports in the inbox."""
        self.inbox.mkdir(parents=True)
        write_register(self.home / "register" / "own.csv", 1, _TOWNSHIPS)
        (self.home / "settings.toml").write_text(f"site = {str(self.site).lower()}\n")
        for n in range(first):
            self.add(n)
        return self

    def add(self, number: int, inbox: Path | None = None) -> None:
        """Puts report `number` into the inbox, or into another; from 50 on, they are new versions of the first ones."""
        (_, district), *_ = districts(1)
        turn, which = divmod(number, _TOWNSHIPS * _YEARS)
        _, name, kind = list(townships("990201", _TOWNSHIPS))[which // _YEARS]
        year = _FIRST_YEAR + which % _YEARS
        text = report(district, name, kind, year, random.Random(f"chaos/{which}"), random.Random(f"habits/{which}"))
        folder = (inbox or self.inbox) / district / str(year)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}{turn or ''}.txt").write_bytes((text + "\n" * turn).encode())

    def command(self, *more: str, inbox: Path | None = None) -> list[str]:
        """The arguments of `township` for a run."""
        return ["run", "--inbox", str(inbox or self.inbox), "--home", str(self.home), "--as-of", AS_OF, *more]

    def run(self, *more: str, inbox: Path | None = None, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """The main job by the command line, without a server, in a process of its own."""
        return township(*self.command("--no-server", *more, inbox=inbox), cwd=self.folder, seconds=seconds)


def township(*arguments: str, cwd: Path, seconds: float = 300) -> subprocess.CompletedProcess[str]:
    """A command, as a user gives it."""
    command = [sys.executable, "-m", "flows.cli.main", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, timeout=seconds, check=False
    )
