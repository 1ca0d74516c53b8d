"""Which township, district, year and dates the identification reads, against the annotation."""

from __future__ import annotations

from collections import Counter

from bench.accuracy.gold import Report
from tasks.identify.identify import identify
from tasks.identify.model import NotIdentified
from warehouse.register import Register

FIELDS = ("township", "district", "report_year", "signed_on", "published_on")


def score_identity(report: Report, register: Register) -> tuple[Counter[str], list[str]]:
    """Fields right of one report, from its text alone (no folder or file name helps), and what went wrong."""
    counts = Counter({"reports": 1})
    try:
        got = identify(report.document, (), register)
    except NotIdentified as refusal:
        return counts, [f"{report.name}: NOT IDENTIFIED {refusal.reason}"]
    wrong = [name for name in FIELDS if getattr(got, name) != report.header[name]]
    counts.update(name for name in FIELDS if name not in wrong)
    shown = [f"{report.name}: IDENTITY {n}: {getattr(got, n)} not {report.header[n]}" for n in wrong]
    return counts, shown
