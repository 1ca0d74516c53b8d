"""`python -m bench.decisions`: entries about every number of the samples, before and after every offset has moved."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench.moved import another_version
from flows.cli.query import release
from flows.cli.review_items import gone, items
from flows.cli.sentences import sentences
from flows.decisions import Decisions
from flows.errors import Refused
from flows.job import make_job
from flows.pipeline import run_plain
from warehouse.corrections import Value, value_text

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
_SIGNED = {"who": "bench", "decided_on": "2025-06-01", "why": "bench"}
_VALUES = "SELECT township_code, report_year, metric_id, value_low, value_high, qualifier, obs_status, mention_ids"


@dataclass(frozen=True, slots=True)
class Moved:
    """Entries in all; those that do the same after everything moved, those that the run or the review names, the rest."""

    entries: int
    same: int
    named: int

    @property
    def lost(self) -> int:
        """Entries that do something else and are not named."""
        return self.entries - self.same - self.named


def measure(folder: Path) -> Moved:
    """Corrects or rejects every number of the samples, accepts all that review lists, then moves every offset."""
    home, inbox = folder / "home", folder / "inbox"
    shutil.copytree(SAMPLES / "register", home / "register")
    shutil.copytree(SAMPLES / "inbox", inbox)
    _run(home, inbox)
    entries = _entries(home)
    (home / "corrections").mkdir()
    (home / "corrections" / "all.yaml").write_text(yaml.safe_dump(entries, allow_unicode=True), encoding="utf-8")
    _run(home, inbox)
    before, n_gone = _values(home), len(_gone(home))
    with another_version(folder / "catalogue"):
        problems = _run(home, inbox)
        left = [n for n in range(1, len(entries) + 1) if not any(f"entry {n}:" in p for p in problems)]
        if problems:  # what was named is taken out, so that the rest can be seen
            kept = [entries[n - 1] for n in left]
            (home / "corrections" / "all.yaml").write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")
            _run(home, inbox)
        after, named = _values(home), len(problems) + len(_gone(home)) - n_gone
    same = sum(_same(entries[n - 1], before, after) for n in left) - (named - len(problems))
    return Moved(len(entries), same, named)


def _run(home: Path, inbox: Path) -> list[str]:
    """The main job; the entries that it names. A run that is refused for anything else is no measurement."""
    try:
        run_plain(make_job(home, inbox, as_of=date(2025, 6, 1)))
    except Refused:
        last = max((home / "runs").glob("*.json"), key=lambda path: path.stat().st_mtime)
        problems: list[str] = json.loads(last.read_text(encoding="utf-8"))["problems"]
        if not all(": entry " in problem or ", entry " in problem for problem in problems):
            raise
        return problems
    return []


def _entries(home: Path) -> list[dict[str, Any]]:
    with release(home) as connection:
        rows = connection.execute(f"{_VALUES} FROM observations ORDER BY ALL").fetchall()
        looked_at = [
            {"kind": "accept", "about": item.about, "item": item.item} for item in items(connection, Decisions(home))
        ]
        shown = sentences(connection, [i for row in rows for i in row[7]])
    found = []
    for number, (code, year, metric, low, high, qualifier, status, ids) in enumerate(rows):
        about = {"township": code, "year": year, "metric": metric}
        if number % 3 == 0 and status == "reported" and len(ids) == 1:  # half of them gone would be refused
            found.append({"kind": "reject", **about, "mention": shown[ids[0]].anchor})
        elif status != "computed":  # another one may follow from the counts that the entries change
            expect = value_text(Value(low, high, qualifier))
            found.append({"kind": "correct", **about, "expect": expect, "value": f"≥{7 + number}"})
    stated = {row[2] for row in rows}
    never = [m for m in Decisions(home).catalogue.metrics if m.id not in stated and m.unit != "%"]
    supplied = [
        {"kind": "supply", "township": code, "year": year, "metric": metric.id, "value": "3", "source": "bench"}
        for (code, year), metric in zip(sorted({row[:2] for row in rows}), never, strict=False)
    ]
    return [{**entry, **_SIGNED} for entry in (*found, *supplied, *looked_at)]


Values = dict[tuple[Any, ...], tuple[Any, ...]]


def _values(home: Path) -> Values:
    """Bounds, qualifier and status by township, year and metric."""
    with release(home) as connection:
        return {row[:3]: row[3:7] for row in connection.execute(f"{_VALUES} FROM observations").fetchall()}


def _same(entry: dict[str, Any], before: Values, after: Values) -> bool:
    """Whether the number that an entry is about is what it was; what was looked at is counted by what is gone."""
    about = (entry.get("township"), entry.get("year"), entry.get("metric"))
    return before.get(about) == after.get(about)


def _gone(home: Path) -> list[str]:
    with release(home) as connection:
        decisions = Decisions(home)
        return gone(decisions, items(connection, decisions))


def main() -> None:
    """Prints how many entries still apply."""
    with tempfile.TemporaryDirectory(prefix="township-bench-") as scratch:
        made = measure(Path(scratch))
    print(
        f"\nDecisions on the samples, before and after a reader and a catalogue that move every offset: {made.entries}"
    )
    for name, number, target in (
        ("do the same", made.same, "all"),
        ("cannot, and are named", made.named, ""),
        ("cannot, and are not named", made.lost, "0"),
    ):
        print(f"  {name:<46}{number:>9}" + (f"   target: {target}" if target else ""))


if __name__ == "__main__":
    main()
