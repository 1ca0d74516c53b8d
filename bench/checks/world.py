"""Generated reports that a kind of wrong data is put into, and the main job on them."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import duckdb

from bench.corpus import districts, report, townships, write_register

N_DISTRICTS, N_TOWNSHIPS, YEARS = 8, 14, (2022, 2023)
N_WHOLE = 3  # districts, the last ones, that are kept for defects of a whole district
LAST, NOW = YEARS


class Place(NamedTuple):
    """A township of the generated register."""

    district: str
    code: str
    name: str
    kind: str


class Found(NamedTuple):
    """What a finding names."""

    check: str
    severity: str
    district: str | None
    township: str | None
    year: int


@dataclass
class World:
    """Texts by place and year, as they will lie in the inbox, and the places that a defect was put into already.

    `unlisted` places are missing in the register.
    """

    texts: dict[tuple[Place, int], str]
    taken: set[Place] = field(default_factory=set)
    unlisted: set[Place] = field(default_factory=set)

    def free(self) -> Iterator[Place]:
        """Places that are as they were made, one of each district in turn."""
        codes = sorted({place.district for place, _ in self.texts})[:-N_WHOLE]
        turns = zip(*(self.of_district(code) for code in codes), strict=True)
        return (place for turn in turns for place in turn if place not in self.taken)

    def of_district(self, code: str) -> list[Place]:
        """The places of a district, in order."""
        return [place for place, year in self.texts if year == NOW and place.district == code]

    def write(self, inbox: Path, home: Path) -> None:
        """Writes `<district>/<year>/<township>.txt`, and the register into the home."""
        names = dict(districts(N_DISTRICTS))
        shutil.rmtree(inbox, ignore_errors=True)
        for (place, year), text in self.texts.items():
            path = inbox / names[place.district] / str(year) / f"{place.name}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        register = home / "register" / "invented.csv"
        write_register(register, N_DISTRICTS, N_TOWNSHIPS)
        gone = {place.code for place in self.unlisted}
        lines = register.read_text(encoding="utf-8").splitlines(keepends=True)
        register.write_text("".join(line for line in lines if line.split(",")[0] not in gone), encoding="utf-8")


def good_world() -> World:
    """Reports of steady townships: the same things in both years, with values that change by a fifth at most."""
    texts = {}
    for code, district in districts(N_DISTRICTS):
        for township, name, kind in townships(code, N_TOWNSHIPS):
            for year in YEARS:
                habits, rng = random.Random(f"habits/{township}"), random.Random(f"{township}/{year}")
                texts[Place(code, township, name, kind), year] = report(district, name, kind, year, rng, habits)
    return World(texts)


def run_job(inbox: Path, home: Path, as_of: str = "2024-12-31") -> subprocess.CompletedProcess[str]:
    """The main job in a process of its own, as a user runs it."""
    command = [sys.executable, "-m", "flows.cli.main", "run", "--no-server", "--as-of", as_of]
    command += ["--inbox", str(inbox), "--home", str(home)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def findings(home: Path) -> list[Found]:
    """The findings of the current release."""
    sql = "SELECT check_name, severity, district_code, township_code, report_year FROM findings ORDER BY ALL"
    with duckdb.connect(str((home / "current.duckdb").resolve()), read_only=True) as con:
        return [Found(*row) for row in con.execute(sql).fetchall()]
