"""Annotated reports: the two halves, their texts, and the places of their quotes."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from tasks.read.document import Document
from tasks.read.reader import read_document
from warehouse.register import Register, load_register
from warehouse.register.names import township_type

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden"
DEVELOPMENT, LOCKED, SECOND = GOLDEN / "annotations", GOLDEN / "locked" / "annotations", GOLDEN / "locked" / "second"
_SPACES = {ord("\n"): " ", ord("\t"): " "}
_FIELDS = ("township_code", "township", "township_type", "district_code", "district", "city", "province")

Entry = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """One annotated report: `header`, `quantities` in the order of the text, `observations` by metric."""

    name: str
    header: dict[str, Any]
    quantities: list[Entry]
    observations: dict[str, Entry]

    @cached_property
    def document(self) -> Document:
        """The report as the reader gives it."""
        return read_document((ROOT / self.header["file"]).read_bytes())

    @property
    def identity(self) -> SimpleNamespace:
        """What extraction needs to know of it, as annotated."""
        return SimpleNamespace(
            report_year=self.header["report_year"],
            signed_on=self.header["signed_on"],
            period_end=self.header.get("period_end"),
        )

    def rows(self) -> tuple[dict[tuple[int, int], list[Entry]], list[Entry]]:
        """Entries by their span of the text, and those whose quote the text does not have."""
        found: dict[tuple[int, int], list[Entry]] = {}
        lost = []
        for entry in self.quantities:
            span = locate(self.document, entry)
            if span is None:
                lost.append(entry)
            else:
                found.setdefault(span, []).append(entry)
        return found, lost


def load(folder: Path) -> list[Report]:
    """The annotated reports of a folder, by name."""
    return [_report(path) for path in sorted(folder.glob("*.yaml"))]


def _report(path: Path) -> Report:
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return Report(path.stem, data["header"], data["quantities"], {o["metric_id"]: o for o in data["observations"]})


def locate(document: Document, entry: Entry) -> tuple[int, int] | None:
    """Span of an annotated quote in the text as read; None where it does not stand there."""
    text, quote = document.text, entry["quote"]
    if "context" not in entry:
        cells = [b for b in document.blocks if b.kind == "cell" and text[b.char_start : b.char_end].strip() == quote]
        if len(cells) < entry["cell_nth"]:
            return None
        start = text.index(quote, cells[entry["cell_nth"] - 1].char_start)
        return start, start + len(quote)
    # cells that stand in one line of the file stand in lines of their own in the text
    at = text.translate(_SPACES).find(entry["context"].translate(_SPACES))
    if at < 0:
        return None
    start = at + entry["context"].index(quote)
    return start, start + len(quote)


def fits(entry: Entry, name: str, value: Any) -> bool:
    """Whether a field has the annotated value, or another that is right too."""
    return value == entry.get(name) or value in entry.get("also", {}).get(name, ())


def register(reports: Iterable[Report]) -> Register:
    """The shipped register with the invented townships of these reports."""
    rows = {h["township_code"]: h for r in reports if (h := r.header)["township_code"] is not None}
    with tempfile.TemporaryDirectory() as folder:
        with (Path(folder) / "golden.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(_FIELDS)
            for _, header in sorted(rows.items()):
                known = header | {"township_type": township_type(header["township"])}
                writer.writerow([known[name] or "" for name in _FIELDS])
        return load_register(Path(folder))
