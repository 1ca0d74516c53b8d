"""`make bench-peers`: general extractors on the annotated reports, beside ours, in one run.

Peers give numbers; a classifier, a hedge and the qualifier are read around each number by the same few lines of glue
for all of them (with the catalogue's units, which none of them has). Status, scope and metric they do not know, so
value, unit and hedge are compared alone.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from bench.accuracy.gold import DEVELOPMENT, LOCKED, Report, fits, load
from bench.accuracy.score import f1
from tasks.extract.engine import Extractor
from warehouse.catalogue import Catalogue, load_catalogue

_HAN = "〇零一二两三四五六七八九十百千万亿"
_RUN = re.compile(rf"[0-9０-９][0-9０-９.,，．]*[{_HAN}]*|[{_HAN}]+")
_HEDGES = (
    ("at_least", re.compile("(?:不少于|不低于|至少|超过|突破|逾|上)$")),
    ("at_most", re.compile("(?:不超过|不足|将近|近)$")),
    ("approx", re.compile("(?:大约|约)$")),
)
_ORDINAL = re.compile("[第号〔《“]$")
_ROUNDS = 3


class Found(NamedTuple):
    """A quantity: its span, bounds, qualifier and unit."""

    span: tuple[int, int]
    low: float | None
    high: float | None
    qualifier: str
    unit: str | None


Numbers = Callable[[str], Iterable[tuple[int, int, float]]]


def main() -> None:
    """Scores and times all extractors on both halves."""
    catalogue = load_catalogue()
    halves = {"development": load(DEVELOPMENT), "locked": load(LOCKED) if LOCKED.exists() else []}
    extractors: dict[str, Callable[[Report], list[Found]]] = {"ours": _ours(catalogue)}
    for name, numbers in (
        ("recognizers-text + glue", _recognizers()),
        ("cn2an + glue", _cn2an()),
        ("naive regex", _naive()),
    ):
        extractors[name] = _glued(numbers, catalogue)
    for half, reports in halves.items():
        if reports:
            print(
                f"\n{half.capitalize()} half, {len(reports)} reports: F1 of spans; of value, unit and hedge; ms a report"
            )
            for name, extract in extractors.items():
                counts, ms = _score(reports, extract)
                spans = f1(counts, "span_hits", "gold_spans", "found_spans")[2]
                values = f1(counts, "value_hits", "gold_spans", "found_spans")[2]
                print(f"  {name:26} {spans:.3f}   {values:.3f}   {ms:8.2f}")


def _score(reports: Sequence[Report], extract: Callable[[Report], list[Found]]) -> tuple[Counter[str], float]:
    """Counts over all reports, and the best mean time of a report in milliseconds of processor time."""
    counts: Counter[str] = Counter()
    for report in reports:
        rows = {span: e for span, entries in report.rows()[0].items() if not (e := entries[0]).get("debatable")}
        left_out = report.rows()[0].keys() - rows.keys()
        found = {f.span: f for f in extract(report) if f.span not in left_out}
        counts["gold_spans"] += len(rows)
        counts["found_spans"] += len(found)
        for span in rows.keys() & found.keys():
            entry, got = rows[span], found[span]
            counts["span_hits"] += 1
            names = ("value_low", "value_high", "qualifier", "unit")
            values = (got.low, got.high, got.qualifier, got.unit)
            counts["value_hits"] += all(fits(entry, n, v) for n, v in zip(names, values, strict=True))
    times = []
    for _ in range(_ROUNDS):
        start = time.process_time()
        for report in reports:
            extract(report)
        times.append(time.process_time() - start)
    return counts, 1000 * min(times) / len(reports)


def _ours(catalogue: Catalogue) -> Callable[[Report], list[Found]]:
    extractor = Extractor(catalogue)

    def extract(report: Report) -> list[Found]:
        mentions = extractor.extract(report.document.text, report.document.blocks, report.identity)
        return [Found((m.char_start, m.char_end), m.value_low, m.value_high, m.qualifier, m.unit) for m in mentions]

    return extract


def _glued(numbers: Numbers, catalogue: Catalogue) -> Callable[[Report], list[Found]]:
    """An extractor of a peer's numbers: the unit behind, the hedge before and behind, ordinals left out."""
    units = catalogue.units
    names = "|".join(map(re.escape, sorted(units.family_of, key=len, reverse=True)))
    tail = re.compile(rf"(?P<more>余|多)?(?P<scale>万|亿)?(?P<more2>余|多)?(?P<unit>{names})(?P<after>以上|左右|余)?")

    def glue(text: str) -> Iterator[Found]:
        for start, end, value in numbers(text):
            match = tail.match(text, end)
            if match is None or _ORDINAL.search(text, max(0, start - 1), start):
                continue
            value *= {"万": 1e4, "亿": 1e8, None: 1}[match["scale"]] * units.factor_of[match["unit"]]
            hedge = "at_least" if match["more"] or match["more2"] or match["after"] in ("以上", "余") else None
            hedge = hedge or ("approx" if match["after"] == "左右" else None)
            for name, pattern in _HEDGES:
                before = pattern.search(text, max(0, start - 4), start)
                if before:
                    start, hedge = before.start(), hedge or name
            low = None if hedge == "at_most" else value
            high = None if hedge == "at_least" else value
            unit = f"{match['scale'] or ''}{match['unit']}" if match["unit"] == "元" else match["unit"]
            yield Found((start, match.end()), low, high, hedge or "exact", unit)

    return lambda report: list(glue(report.document.text))


def _recognizers() -> Numbers:
    from ms_recognizers_number import NumberRecognizer
    from ms_recognizers_text import Culture

    model = NumberRecognizer(Culture.Chinese).get_number_model()

    def numbers(text: str) -> Iterator[tuple[int, int, float]]:
        for result in model.parse(text):
            value = (result.resolution or {}).get("value")
            if value is not None:
                yield result.start, result.end + 1, float(value)

    return numbers


def _cn2an() -> Numbers:
    import cn2an

    def numbers(text: str) -> Iterator[tuple[int, int, float]]:
        for match in _RUN.finditer(text):
            try:
                yield match.start(), match.end(), float(cn2an.cn2an(match[0], "smart"))
            except ValueError:
                continue

    return numbers


def _naive() -> Numbers:
    digits = re.compile(r"[0-9]+(?:\.[0-9]+)?")
    return lambda text: ((m.start(), m.end(), float(m[0])) for m in digits.finditer(text))


if __name__ == "__main__":
    main()
