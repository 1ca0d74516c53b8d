"""Prints the scores of the development half with every error in its sentence, and of the locked half scores alone."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Sequence

from bench.accuracy.agreement import Item, agreed_items, readers, score_items
from bench.accuracy.calibration import Counts, calibration, count_links
from bench.accuracy.districts import district_sums
from bench.accuracy.gold import DEVELOPMENT, LOCKED, SECOND, Report, load, register
from bench.accuracy.identity import FIELDS, score_identity
from bench.accuracy.score import ALSO_COMPARED, Tally, f1, score_report
from tasks.extract.engine import Extractor
from tasks.resolve.model import Observation
from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.register import Register

_ROUNDS = 1000  # resamples of the reports, for intervals


def main() -> None:
    """Score both halves; `--development NAME…` shows the errors of these reports only."""
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument(
        "--development", nargs="*", metavar="NAME", help="only the development half, or these reports of it"
    )
    arguments = parser.parse_args()
    catalogue = load_catalogue()
    extractor = Extractor(catalogue)
    _print_development(arguments.development or [], extractor, catalogue)
    if arguments.development is None and LOCKED.exists():
        _print_locked(extractor, catalogue)


def _print_development(names: Sequence[str], extractor: Extractor, catalogue: Catalogue) -> None:
    reports = [r for r in load(DEVELOPMENT) if not names or r.name in names]
    tally = Tally()
    known = register(reports)
    for report in reports:
        score_report(report, extractor, catalogue, tally)
        tally.errors += _identity([report], known)[1]
    print("\n".join(tally.errors))
    print(f"\nDevelopment half: {len(reports)} invented reports the rules were tuned on; no accuracy.")
    _print_scores([tally.counts])


def _print_locked(extractor: Extractor, catalogue: Catalogue) -> None:
    reports, seconds = load(LOCKED), {r.name: r for r in load(SECOND)}
    counts: list[Counter[str]] = []
    agreement: Counter[str] = Counter()
    items: dict[str, Sequence[Item]] = {}
    made: dict[str, dict[str, Observation]] = {}
    for report in reports:
        tally = Tally()
        made[report.name] = {o.metric_id: o for o in score_report(report, extractor, catalogue, tally)}
        if report.name in seconds:
            items[report.name] = agreed_items(report, seconds[report.name], catalogue)
            tally.counts += score_items(items[report.name], made[report.name])
            agreement += readers(report, seconds[report.name])
        counts.append(tally.counts)
    print(f"\nLocked half: {len(reports)} invented reports that no rule was tuned on; intervals: 95 %, by report.")
    _print_scores(counts)
    if items:
        _print_agreed(counts, agreement, reports, items, made, catalogue)
    links: Counts = {}
    for report in reports:
        count_links(report, extractor, links)
    fields, _ = _identity(reports, register(reports))
    shares = (f"{name} {fields[name] / max(1, fields['reports']):.3f}" for name in FIELDS)
    print(f"{'identity from the text alone':36} {'  '.join(shares)}   target 0.97 each")
    print("links by the kind of rule:")
    print("\n".join(calibration(links)))


def _print_scores(counts: list[Counter[str]]) -> None:
    for label, names, target in (
        ("quantities found (spans)", ("span_hits", "gold_spans", "found_spans"), 0.98),
        ("value, unit, hedge, status", ("row_hits", "gold_rows", "found_rows"), 0.95),
        ("observations, first reader", ("observation_hits", "gold_observations", "found_observations"), None),
    ):
        _print_line(label, counts, names, target)
    total = sum(counts, Counter[str]())
    share = _interval(counts, lambda c: c["metric_hits"] / max(1, c["gold_metrics"]))
    print(f"{'metric right where one is':36} {share}   target 0.95   ({total['gold_metrics']})")
    print(f"{'not achieved, published as achieved':36} {total['leaks']}   target 0")
    others = (f"{name} {total[f'right_{name}'] / max(1, total['compared']):.3f}" for name in ALSO_COMPARED)
    print(f"{'other fields':36} {'  '.join(others)}")


def _print_line(label: str, counts: list[Counter[str]], names: tuple[str, str, str], target: float | None) -> None:
    total = sum(counts, Counter[str]())
    precision, recall, _ = f1(total, *names)
    shown = _interval(counts, lambda c: f1(c, *names)[2])
    wanted = f"   target {target}" if target else ""
    print(f"{label:36} P {precision:.3f}  R {recall:.3f}  F1 {shown}{wanted}   ({total[names[1]]})")


def _print_agreed(
    counts: list[Counter[str]],
    agreement: Counter[str],
    reports: Sequence[Report],
    items: dict[str, Sequence[Item]],
    made: dict[str, dict[str, Observation]],
    catalogue: Catalogue,
) -> None:
    total = sum(counts, Counter[str]())
    precision = _interval(counts, lambda c: c["agreed_hits"] / max(1, c["agreed_found"]))
    recall = _interval(counts, lambda c: c["agreed_hits"] / max(1, c["agreed_gold"]))
    print(
        f"{'observations where readers agree':36} P {precision}  R {recall}   target 0.98, 0.95   ({total['agreed_gold']})"
    )
    right, compared = district_sums(reports, items, made, catalogue)
    print(f"{'district sums where readers agree':36} {right / max(1, compared):.3f}   target 0.95   ({compared})")
    pairs = ("spans", "rows", "metrics"), ("spans", "spans", "spans")
    said = [
        f"{kind} {2 * agreement[f'{kind}_both'] / max(1, agreement[f'{base}_first'] + agreement[f'{base}_second']):.3f}"
        for kind, base in zip((*pairs[0], "observations"), (*pairs[1], "observations"), strict=True)
    ]
    print(f"{'two readers agree (F1)':36} {'  '.join(said)}")


def _identity(reports: Sequence[Report], known: Register) -> tuple[Counter[str], list[str]]:
    total: Counter[str] = Counter()
    errors: list[str] = []
    for report in reports:
        if report.header["township_code"] is not None:
            counts, shown = score_identity(report, known)
            total += counts
            errors += shown
    return total, errors


def _interval(counts: list[Counter[str]], score: Callable[[Counter[str]], float]) -> str:
    """The score of all reports, and where it lies in 95 of 100 resamples of them."""
    whole = f"{score(sum(counts, Counter[str]())):.3f}"
    if len(counts) < 2:
        return whole
    dice = random.Random(1)
    drawn = sorted(score(sum(dice.choices(counts, k=len(counts)), Counter[str]())) for _ in range(_ROUNDS))
    return f"{whole} [{drawn[_ROUNDS // 40]:.3f}–{drawn[-_ROUNDS // 40 - 1]:.3f}]"


if __name__ == "__main__":
    main()
