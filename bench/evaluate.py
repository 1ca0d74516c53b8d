"""Score the extractor on annotated reports and show every error in its sentence.

The shipped annotations are a development set: the rules were tuned on them, so the scores are not called accuracy.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml

from tasks.extract import Extractor, Mention
from tasks.read import read_document
from tasks.read.document import Document
from tasks.resolve import Observation, resolve
from warehouse.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[1]
ANNOTATIONS = ROOT / "tests" / "golden" / "annotations"
COMPARED = ("value_low", "value_high", "qualifier", "unit", "status")
ALSO_COMPARED = ("value_origin", "unit_canonical", "scope", "dimension", "section", "period_end", "metric_id")

_SPACES = {ord("\n"): " ", ord("\t"): " "}


@dataclass(slots=True)
class Tally:
    """Counts over reports: gold and found rows, hits by criterion, and the errors as text."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def f1(self, hits: str, gold: str, found: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a count of hits."""
        precision = self.counts[hits] / max(1, self.counts[found])
        recall = self.counts[hits] / max(1, self.counts[gold])
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def locate(document: Document, entry: dict[str, Any]) -> tuple[int, int] | None:
    """Span of an annotated quote in the text as read; None where it does not stand there."""
    text, quote = document.text, entry["quote"]
    if "cell_nth" in entry:
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


def fits(entry: dict[str, Any], name: str, value: Any) -> bool:
    """Whether a field has the annotated value, or another that is right too."""
    return value == entry.get(name) or value in entry.get("also", {}).get(name, ())


def score_report(path: Path, extractor: Extractor, tally: Tally) -> None:
    """Compare one annotated report with what the extractor makes of it."""
    gold = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read_document((ROOT / gold["header"]["file"]).read_bytes())
    identity = SimpleNamespace(
        report_year=gold["header"]["report_year"], signed_on=gold["header"]["signed_on"], period_end=None
    )
    mentions = extractor.extract(document.text, document.blocks, identity)
    observations, _ = resolve(document.text, mentions, load_catalogue())
    _score_mentions(path.stem, gold, document, mentions, tally)
    _score_observations(path.stem, gold, observations, tally)


def _score_mentions(name: str, gold: dict[str, Any], document: Document, mentions: list[Mention], tally: Tally) -> None:
    rows: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for entry in gold["quantities"]:
        span = locate(document, entry)
        if span is None:
            tally.errors.append(f"{name}: not in the text: {entry['quote']} {entry.get('context')}")
            continue
        rows.setdefault(span, []).append(entry)
    found: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        found.setdefault((mention.char_start, mention.char_end), []).append(mention)
    for span, entries in rows.items():
        counted = [e for e in entries if not e.get("debatable")]
        tally.counts["gold_spans"] += bool(counted)
        tally.counts["span_hits"] += bool(counted) and span in found
        tally.counts["gold_rows"] += len(counted)
        if span not in found and counted:
            tally.errors.append(f"{name}: MISSED {_show(document.text, span)} {counted[0].get('metric_id')}")
        _score_rows(name, document.text, span, entries, list(found.get(span, ())), tally)
    for span, extra in found.items():
        if span not in rows:
            tally.counts["found_spans"] += 1
            tally.counts["found_rows"] += len(extra)
            tally.errors.append(f"{name}: EXTRA {_show(document.text, span)} {extra[0].metric_id} {extra[0].rule}")
        elif any(not e.get("debatable") for e in rows[span]):
            tally.counts["found_spans"] += 1
            tally.counts["found_rows"] += len(extra)


def _score_rows(
    name: str, text: str, span: tuple[int, int], entries: list[dict[str, Any]], made: list[Mention], tally: Tally
) -> None:
    for entry in entries:
        if not made:
            break
        best = max(made, key=lambda m: (fits(entry, "metric_id", m.metric_id), fits(entry, "status", m.status)))
        made.remove(best)
        if entry.get("debatable"):
            continue
        wrong = [n for n in COMPARED if not fits(entry, n, getattr(best, n))]
        tally.counts["row_hits"] += not wrong
        wrong += [n for n in ALSO_COMPARED if not fits(entry, n, getattr(best, n))]
        for field_name in ALSO_COMPARED:
            tally.counts[f"right_{field_name}"] += field_name not in wrong
        tally.counts["compared"] += 1
        if entry.get("metric_id"):
            tally.counts["gold_metrics"] += 1
            tally.counts["metric_hits"] += "metric_id" not in wrong
        if wrong:
            shown = "; ".join(f"{n}: {getattr(best, n)} not {entry.get(n)}" for n in wrong)
            tally.errors.append(f"{name}: WRONG {_show(text, span)} {shown} [{best.rule}]")


def _score_observations(name: str, gold: dict[str, Any], observations: list[Observation], tally: Tally) -> None:
    made = {o.metric_id: o for o in observations}
    wanted = {o["metric_id"]: o for o in gold["observations"]}
    for metric_id, entry in wanted.items():
        if entry.get("debatable"):
            made.pop(metric_id, None)
            continue
        tally.counts["gold_observations"] += 1
        got = made.get(metric_id)
        if got is None:
            tally.errors.append(f"{name}: NO OBSERVATION {metric_id} {entry['value_low']}..{entry['value_high']}")
        elif _same(got, entry):
            tally.counts["observation_hits"] += 1
        else:
            tally.errors.append(
                f"{name}: OBSERVATION {metric_id} {got.value_low}..{got.value_high} {got.qualifier} {got.obs_status}"
                f" not {entry['value_low']}..{entry['value_high']} {entry['qualifier']} {entry.get('obs_status')}"
            )
    tally.counts["found_observations"] += len(made)
    for metric_id, got in made.items():
        if metric_id not in wanted:
            tally.errors.append(f"{name}: OBSERVATION EXTRA {metric_id} {got.value_low}..{got.value_high}")


def _same(got: Observation, entry: dict[str, Any]) -> bool:
    def close(a: float | None, b: float | None) -> bool:
        return a == b or (a is not None and b is not None and abs(a - b) < 0.051)

    values = close(got.value_low, entry["value_low"]) and close(got.value_high, entry["value_high"])
    return values and got.qualifier == entry["qualifier"] and got.obs_status == entry.get("obs_status", "reported")


def _show(text: str, span: tuple[int, int]) -> str:
    before = re.split("[。；\n]", text[max(0, span[0] - 30) : span[0]])[-1]
    return f"{before}【{text[span[0] : span[1]]}】{text[span[1] : span[1] + 10]}".replace("\n", "⏎")


def report(tally: Tally) -> Iterator[str]:
    """The scores as lines."""
    for label, hits, gold, found in (
        ("quantities found (spans)", "span_hits", "gold_spans", "found_spans"),
        ("value, unit, hedge, status", "row_hits", "gold_rows", "found_rows"),
        ("observations", "observation_hits", "gold_observations", "found_observations"),
    ):
        precision, recall, f1 = tally.f1(hits, gold, found)
        yield f"{label:28} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({tally.counts[gold]} in gold)"
    share = tally.counts["metric_hits"] / max(1, tally.counts["gold_metrics"])
    yield f"{'metric right where one is':28} {share:.3f}  ({tally.counts['gold_metrics']})"
    for name in ALSO_COMPARED:
        yield f"  {name:26} {tally.counts[f'right_{name}'] / max(1, tally.counts['compared']):.3f}"


def main(argv: list[str]) -> None:
    """Score all annotated reports, or those whose names are given; errors first, scores last."""
    extractor = Extractor(load_catalogue())
    tally = Tally()
    for path in sorted(ANNOTATIONS.glob("*.yaml")):
        if not argv or path.stem in argv:
            score_report(path, extractor, tally)
    print("\n".join(tally.errors))
    print(f"\nDevelopment set: {len(list(ANNOTATIONS.glob('*.yaml')))} invented reports the rules were tuned on.")
    print("\n".join(report(tally)))


if __name__ == "__main__":
    main(sys.argv[1:])
