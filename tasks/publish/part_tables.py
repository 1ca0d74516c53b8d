"""Tables that workers write beside those of the lake: what tells which files are one report, and which version it is."""

from __future__ import annotations

import pyarrow as pa


def _field(name: str, kind: pa.DataType, *, nullable: bool = False) -> pa.Field:
    return pa.field(name, kind, nullable=nullable)


DOCUMENTS = pa.schema(
    [
        _field("file_id", pa.string()),
        _field("township_code", pa.string()),
        _field("report_year", pa.int16()),
        _field("published_on", pa.date32(), nullable=True),
        _field("signed_on", pa.date32(), nullable=True),
        _field("first_seen", pa.string()),
        _field("traditional", pa.bool_()),
        _field("doubtful", pa.list_(pa.int32())),
    ]
)
"""One row per document that is a report, as it stands alone; `traditional` says in which characters it is written,
`doubtful` where spans of doubtful characters begin and end, in turn."""

ANNEXES = pa.schema(
    [
        _field("file_id", pa.string()),
        _field("townships", pa.list_(pa.string())),
        _field("years", pa.list_(pa.int16())),
        _field("traditional", pa.bool_()),
        _field("doubtful", pa.list_(pa.int32())),
    ]
)
"""One row per attachment that only carries figures: whose it can be by its own words (empty: they do not say)."""

GATHERED = pa.schema(
    [
        _field("file_id", pa.string()),
        _field("part_id", pa.string()),
        _field("role", pa.string()),
        _field("township_code", pa.string()),
        _field("report_year", pa.int16()),
        _field("published_on", pa.date32(), nullable=True),
        _field("signed_on", pa.date32(), nullable=True),
        _field("first_seen", pa.string()),
        _field("corrected", pa.bool_()),
    ]
)
"""One row per file of a township and year that has several: the report that it is a file of, by its name in parts.

Dates, first arrival and whether it is called a correction are the report's, the same in each of its rows.
"""

PART_TABLES = {"documents": DOCUMENTS, "annexes": ANNEXES, "gathered": GATHERED}
"""Schema of each part table that the lake has not."""
