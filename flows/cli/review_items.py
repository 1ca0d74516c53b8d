"""What deserves a look in a release: contradictions, findings, doubtful links, files that could not be used, and
quantities that recur without a metric. Each has a name made of what it says, so that a decision about it survives a new
extraction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flows.cli.lookup import full_name
from flows.cli.numbers import Number
from flows.cli.review_unlinked import ranked
from flows.cli.sentences import Sentence, sentences
from warehouse.corrections import Value, item_id, value_text

if TYPE_CHECKING:
    import duckdb

    from flows.decisions import Decisions

DOUBTFUL = 0.8
"""Confidence below which a link deserves a look."""

_RECURRING = 10  # quantities without a metric that are shown among other things
_NOTHING_TO_DO = ("out_of_scope", "empty")
LABELS = {
    "conflict": "前后不一致",
    "doubtful_character": "认读不确定",
    "files_differ": "各文件不一致",
    "rate_mismatch": "比率与数量不符",
    "low_confidence": "归入指标的把握不大",
    "quarantine": "文件隔离",
    "unlinked": "未归入指标",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `about` is the name of a check, low_confidence, quarantine or unlinked; `said` what is said of
    it; `number`, `file` (sha256, place, reason) and `sentences` what it is about; lower `rank` comes first. `claim` is what
    the check claims, `finding` the id of its finding."""

    about: str
    item: str
    rank: tuple[float, ...]
    title: str
    said: str
    district_code: str | None = None
    township_code: str | None = None
    year: int | None = None
    number: Number | None = None
    file: tuple[str, str, str] | None = None
    sentences: tuple[Sentence, ...] = ()
    claim: str | None = None
    finding: str | None = None

    @property
    def label(self) -> str:
        """What it is about, in Chinese."""
        return LABELS.get(self.about) or f"核查“{self.claim or self.about}”"

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of decisions that can be taken about it."""
        if self.file:
            return ("assign", "exclude", "ignore")
        if self.number is None:
            return ("ignore",) if self.about == "unlinked" else ("accept", "ignore")
        if self.number.value is None:
            return ("accept", "supply", "ignore")
        return ("accept", "correct", *(("reject",) if self.number.counted else ()), "ignore")

    @property
    def order(self) -> tuple[Any, ...]:
        """Best first."""
        return (*self.rank, self.township_code or "", self.year or 0, self.title, self.item)


def items(connection: duckdb.DuckDBPyConnection, decisions: Decisions) -> list[Item]:
    """Everything in the release that deserves a look, best first, also what was looked at before."""
    found = [*_numbers(connection, decisions), *_files(connection), *_unlinked(connection)]
    return sorted({item.item: item for item in found}.values(), key=lambda item: item.order)


def still_open(connection: duckdb.DuckDBPyConnection, decisions: Decisions, found: Sequence[Item]) -> list[Item]:
    """Without what people accepted or ignored, and without what an entry decides that the release does not know yet."""
    known = {i for (i,) in connection.execute("SELECT correction_id FROM corrections").fetchall()}
    entries = decisions.corrections.entries
    looked_at = {entry.item for entry in entries if entry.item}
    waiting = [entry for entry in entries if entry.id not in known]
    taken = {slot for entry in waiting for slot in entry.slots}
    return [
        item for item in found if looked_at.isdisjoint((item.item, item.finding)) and taken.isdisjoint(_slots(item))
    ]


def gone(decisions: Decisions, found: Sequence[Item]) -> list[str]:
    """Accept and ignore entries about what the release does not show any more; those of recurring quantities are left."""
    there = {name for item in found for name in (item.item, item.finding)}
    entries = (entry for entry in decisions.corrections.entries if entry.item and entry.about != "unlinked")
    return [f"{entry.where} ({entry.about})" for entry in entries if entry.item not in there]


def _slots(item: Item) -> Iterator[tuple[object, ...]]:
    """What entries would decide that make the item pointless."""
    if item.file:
        yield "file", item.file[0]
    if item.number:
        yield "value", item.number.report, item.number.metric[0]
        yield from ((s.anchor, item.number.report, s.metric_id) for s in item.sentences)
    if item.township_code:
        yield "withdraw", (item.township_code, item.year), ""


def _numbers(connection: duckdb.DuckDBPyConnection, decisions: Decisions) -> Iterator[Item]:
    """Findings, then observations that rest on a doubtful link."""
    rows = connection.execute(_FINDINGS).fetchall() + connection.execute(_DOUBTFUL, [DOUBTFUL]).fetchall()
    shown = sentences(connection, [i for row in rows for i in (*row[5], *(row[12] or ()))])
    names = {d.district_code: d.district for d in decisions.register.districts.values()}
    for row in rows:
        about, severity, code, year, metric_id, ids, said, *value, status, confidence, counted, name, unit = row[:15]
        finding, claim, district = row[15:]
        place = decisions.register.by_code.get(code or "")
        number = None
        if place and metric_id and year:
            of_number = tuple(shown[i] for i in counted or () if i in shown)
            known = Value(*value) if status else None
            number = Number(place, year, (metric_id, name, unit), known, status, of_number)
        named = tuple(shown[i] for i in ids if i in shown) or (number.counted if number else ())
        words = [s.anchor for s in named] or [said.replace(name, metric_id) if name else said]
        stands = value_text(number.value) if number and number.value else ""
        where = f"{full_name(place)}（{code}）" if place else names.get(district, "")
        yield Item(
            about=about,
            item=item_id(about, (code, year, metric_id, stands), words),
            rank=_rank(about, severity, confidence),
            title=f"{number.title}：{number.said}" if number else f"{where} {year}年" if year else where,
            said=said,
            district_code=place.district_code if place else district,
            township_code=code,
            year=year,
            number=number,
            sentences=named,
            claim=claim,
            finding=finding,
        )


def _rank(about: str, severity: str, confidence: float | None) -> tuple[float, ...]:
    """What stops a release comes first, then contradictions, files, findings, doubtful links and notes."""
    if severity == "block":
        return (0,)
    if about == "conflict":
        return (1,)
    if confidence is not None:
        return (4, confidence)
    return (3,) if severity == "warn" else (7,)


def _files(connection: duckdb.DuckDBPyConnection) -> Iterator[Item]:
    for file_id, place, reason, said, district, code, year in connection.execute(_QUARANTINE).fetchall():
        yield Item(
            about="quarantine",
            item=item_id("quarantine", (reason,), (file_id,)),
            rank=(5,) if reason in _NOTHING_TO_DO else (2,),
            title=place,
            said=said,
            district_code=district,
            township_code=code,
            year=year,
            file=(file_id, place, reason),
        )


def _unlinked(connection: duckdb.DuckDBPyConnection) -> Iterator[Item]:
    recurring = [entry for entry in ranked(connection) if len(entry.reports) > 1]
    for position, entry in enumerate(recurring[:_RECURRING]):
        yield Item(
            about="unlinked",
            item=entry.item,
            rank=(6, position),
            title=f"{entry.words}（{entry.unit or '无单位'}）：{len(entry.reports)} 份报告，{entry.times} 次",
            said=entry.example,
        )


_COLUMNS = "o.value_low, o.value_high, o.qualifier, o.obs_status"

_FINDINGS = f"""
SELECT f.check_name, f.severity, f.township_code, f.report_year, f.metric_id, f.mention_ids, f.message_zh,
    {_COLUMNS}, NULL AS confidence, o.mention_ids, m.name_zh, m.unit, f.finding_id,
    (SELECT any_value(c.claim_zh) FROM checks AS c WHERE c.check_name = f.check_name), f.district_code
FROM findings AS f
LEFT JOIN reports AS r USING (report_id)
LEFT JOIN observations AS o
    ON (o.township_code, o.report_year, o.metric_id) = (f.township_code, f.report_year, f.metric_id)
LEFT JOIN metrics AS m ON m.metric_id = f.metric_id
WHERE f.report_id IS NULL OR r.is_current
"""

_DOUBTFUL = f"""
SELECT 'low_confidence', 'info', o.township_code, o.report_year, o.metric_id, o.mention_ids,
    '把握 ' || round(100 * min(x.confidence))::INTEGER || '%：请看句中的数是不是“' || any_value(m.name_zh) || '”',
    {_COLUMNS}, min(x.confidence), o.mention_ids, any_value(m.name_zh), any_value(m.unit), NULL, NULL, NULL
FROM observations AS o, unnest(o.mention_ids) AS i(mention_id)
JOIN mentions AS x USING (mention_id)
JOIN metrics AS m ON m.metric_id = o.metric_id
WHERE o.obs_status IN ('reported', 'computed')
GROUP BY ALL HAVING min(x.confidence) < $1
"""

_QUARANTINE = """
SELECT q.file_id, q.source_uri, q.reason, q.detail_zh, coalesce(q.district_code, t.district_code), q.township_code,
    q.report_year
FROM quarantine AS q LEFT JOIN townships AS t USING (township_code)
WHERE q.reason NOT IN ('excluded', 'withdrawn')
"""
