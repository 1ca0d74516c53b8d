"""Score extraction and resolution on one annotated report; every error is shown in its sentence."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bench.accuracy.gold import Entry, Report, fits
from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from tasks.read.document import Document
from tasks.resolve.model import Observation
from tasks.resolve.resolve import resolve
from warehouse.catalogue import Catalogue

COMPARED = ("value_low", "value_high", "qualifier", "unit", "status")
ALSO_COMPARED = ("value_origin", "unit_canonical", "scope", "dimension", "section", "period_end", "metric_id")


@dataclass(slots=True)
class Tally:
    """Counts over reports: gold and found rows, hits by criterion, and the errors as text."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def f1(self, hits: str, gold: str, found: str) -> tuple[float, float, float]:
        """Precision, recall and F1 of a count of hits."""
        return f1(self.counts, hits, gold, found)


def f1(counts: Counter[str], hits: str, gold: str, found: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a count of hits."""
    precision = counts[hits] / max(1, counts[found])
    recall = counts[hits] / max(1, counts[gold])
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def score_report(report: Report, extractor: Extractor, catalogue: Catalogue, tally: Tally) -> list[Observation]:
    """Compare one annotated report with what the extractor makes of it; returns the observations made."""
    document = report.document
    mentions = extractor.extract(document.text, document.blocks, report.identity)
    observations, _ = resolve(document.text, mentions, catalogue)
    _score_mentions(report, document, mentions, tally)
    _score_observations(report, observations, tally)
    _count_leaks(report, mentions, observations, tally)
    return observations


def _score_mentions(report: Report, document: Document, mentions: list[Mention], tally: Tally) -> None:
    name = report.name
    rows, lost = report.rows()
    tally.errors += [f"{name}: not in the text: {entry['quote']} {entry.get('context')}" for entry in lost]
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
    name: str, text: str, span: tuple[int, int], entries: list[Entry], made: list[Mention], tally: Tally
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
        tally.counts["value_hits"] += not [n for n in wrong if n != "status"]
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


def _score_observations(report: Report, observations: list[Observation], tally: Tally) -> None:
    name, wanted = report.name, report.observations
    made = {o.metric_id: o for o in observations}
    for metric_id, entry in wanted.items():
        if entry.get("debatable"):
            made.pop(metric_id, None)
            continue
        tally.counts["gold_observations"] += 1
        got = made.get(metric_id)
        if got is None:
            tally.errors.append(f"{name}: NO OBSERVATION {metric_id} {entry['value_low']}..{entry['value_high']}")
        elif same(got, entry):
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


def same(got: Observation, entry: Entry) -> bool:
    """Whether an observation is the annotated one; computed rates are compared to 0.05."""

    def close(a: float | None, b: float | None) -> bool:
        return a == b or (a is not None and b is not None and abs(a - b) < 0.051)

    values = close(got.value_low, entry["value_low"]) and close(got.value_high, entry["value_high"])
    return values and got.qualifier == entry["qualifier"] and got.obs_status == entry.get("obs_status", "reported")


def _show(text: str, span: tuple[int, int]) -> str:
    before = re.split("[。；\n]", text[max(0, span[0] - 30) : span[0]])[-1]
    return f"{before}【{text[span[0] : span[1]]}】{text[span[1] : span[1] + 10]}".replace("\n", "⏎")


def _count_leaks(report: Report, mentions: list[Mention], observations: list[Observation], tally: Tally) -> None:
    """Plans, norms, last year's and other bodies' figures that became an observation."""
    rows, _ = report.rows()
    for observation in observations:
        for position in observation.mentions if observation.obs_status != "computed" else ():
            m = mentions[position]
            entries = rows.get((m.char_start, m.char_end), ())
            if entries and not any(fits(e, "status", "achieved") and fits(e, "scope", m.scope) for e in entries):
                tally.counts["leaks"] += 1
                shown = _show(report.document.text, (m.char_start, m.char_end))
                tally.errors.append(f"{report.name}: PUBLISHED {shown} {entries[0]['status']} {entries[0]['scope']}")
