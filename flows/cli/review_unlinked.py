"""Quantities that no metric takes, ranked by what they count: the next entries of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from warehouse.corrections import item_id

if TYPE_CHECKING:
    import duckdb


@dataclass(slots=True)
class Unlinked:
    """What quantities count, in which unit; in which reports, how often, and the words around one of them."""

    words: str
    unit: str | None
    reports: set[str] = field(default_factory=set)
    times: int = 0
    example: str = ""

    @property
    def item(self) -> str:
        """What names it in a decision."""
        return item_id("unlinked", (self.unit,), (self.words,))


def ranked(connection: duckdb.DuckDBPyConnection) -> list[Unlinked]:
    """Achieved quantities of townships without a metric, those of most reports first."""
    from tasks.extract.counted import counted

    found: dict[tuple[str, str | None], Unlinked] = {}
    for report, sentence, quote, unit in connection.execute(_UNLINKED).fetchall():
        at = sentence.find(quote)
        words = counted(sentence, at, at + len(quote)) if at >= 0 else ""
        if not words:
            continue
        entry = found.setdefault((words, unit), Unlinked(words, unit))
        entry.reports.add(report)
        entry.times += 1
        entry.example = entry.example or sentence[max(0, at - 20) : at + len(quote) + 10].replace("\n", " ")
    return sorted(found.values(), key=lambda e: (-len(e.reports), -e.times, e.words, e.unit or ""))


_UNLINKED = """
SELECT m.report_id, m.sentence, substring(t.text, m.char_start + 1, m.char_end - m.char_start), m.unit_canonical
FROM mentions AS m
JOIN report_texts AS t USING (report_id)
JOIN reports AS r USING (report_id)
WHERE r.is_current AND m.metric_id IS NULL AND m.status = 'achieved' AND m.scope = 'township'
    AND m.dimension IS NULL AND NOT list_contains(m.flags, 'joint')
ORDER BY m.report_id, m.char_start
"""
