"""Sentences of a release with a number marked, and where each stands: what people look at before they decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Sentence:
    """A number as its report states it: `before`, `quote` and `after` are its sentence."""

    mention_id: str
    metric_id: str | None
    quote: str
    sentence: str
    start: int
    end: int
    from_: int
    around: str
    section: str
    status: str
    scope: str
    dimension: str | None
    flags: list[str]
    confidence: float
    uri: str | None
    role: str | None
    begins: int
    page: int | None
    table: int | None
    row: int | None
    header_path: str | None

    @property
    def anchor(self) -> str:
        """What names the number in a correction."""
        from warehouse.corrections import mention_hash

        return mention_hash(self.quote, self.sentence)

    def parts(self) -> tuple[str, str, str]:
        """What stands before the number, the number, what stands after it."""
        at = self.around.find(self.sentence)
        first = self.start - self.from_ - at  # of the number within its sentence
        if at < 0 or not 0 <= first <= first + len(self.quote) <= len(self.sentence):
            return "", self.quote, f" … {self.sentence}"  # joined from cells: the number by itself, then its context
        return self.sentence[:first], self.quote, self.sentence[first + len(self.quote) :]

    def plain(self) -> str:
        """The sentence with the number in 【】."""
        before, quote, after = self.parts()
        return f"{before}【{quote}】{after}"

    def marked(self, *, terminal: bool) -> Text:
        """The sentence with the number marked: in colour on a terminal, in 【】 elsewhere."""
        if not terminal:
            return Text(self.plain())
        before, quote, after = self.parts()
        return Text.assemble(before, (quote, "bold reverse"), after)

    def place(self) -> str:
        """File, page, table, row and headings, and the characters, counted in that file's text."""
        first, last = self.start - self.begins + 1, self.end - self.begins
        parts = [f"第{self.page}页" if self.page else "", f"表{self.table}" if self.table else ""]
        parts += [f"第{self.row}行" if self.row else "", self.header_path or "", f"第{first}–{last}字"]
        return f"{'附件' if self.role == 'annex' else '文件'}：{self.uri or '—'}  位置：{' '.join(part for part in parts if part)}"

    def uncounted(self) -> str:
        """What keeps the number out of a metric, in words."""
        from warehouse.models import vocabularies

        words = vocabularies()
        flags = [_FLAGS.get(flag, flag) for flag in self.flags]
        what = [words["mention_status"][self.status], words["scope"][self.scope], self.dimension or "", *flags]
        return f"未计入（{'，'.join(word for word in what if word)}）"


_FLAGS = {"rejected": "人工剔除"}

_QUERY = """
WITH m AS MATERIALIZED (SELECT * FROM mentions WHERE {where}),
begins AS (
    SELECT report_id, file_id, min(char_start) AS char_start FROM blocks
    WHERE report_id IN (SELECT report_id FROM m) GROUP BY ALL
)
SELECT m.mention_id, m.metric_id, m.quote, m.sentence, m.char_start, m.char_end,
    greatest(0, m.char_end - length(m.sentence)) AS from_,
    substring(t.text, from_ + 1, 2 * length(m.sentence)) AS around,
    m.section, m.status, m.scope, m.dimension, m.flags, m.confidence,
    f.source_uri, f.role, coalesce(s.char_start, 0), b.page, b."table", b.row, b.header_path
FROM m
JOIN report_texts AS t USING (report_id)
LEFT JOIN blocks AS b
    ON b.report_id = m.report_id AND b.char_start <= m.char_start AND m.char_end <= b.char_end
LEFT JOIN files AS f ON f.file_id = b.file_id
LEFT JOIN begins AS s ON (s.report_id, s.file_id) = (b.report_id, b.file_id)
ORDER BY m.char_start, m.mention_id
"""


def sentences(connection: duckdb.DuckDBPyConnection, mention_ids: Sequence[str]) -> dict[str, Sentence]:
    """The sentences of mentions, by their ids."""
    query = _QUERY.format(where="mention_id IN (SELECT unnest($1::VARCHAR[]))")
    return {row[0]: Sentence(*row) for row in connection.execute(query, [list(mention_ids)]).fetchall()}


def sentences_of(connection: duckdb.DuckDBPyConnection, report: str, metric_id: str) -> list[Sentence]:
    """The sentences of a report that speak of a metric, in their order."""
    query = _QUERY.format(where="report_id = $1 AND metric_id = $2")
    return [Sentence(*row) for row in connection.execute(query, [report, metric_id]).fetchall()]
