"""The one way into the table `findings`: whoever notices something, a worker or a check, makes its row here."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any


def finding_row(
    *,
    check: str,
    severity: str,
    district_code: str | None,
    township_code: str | None,
    report_year: int | None,
    metric_id: str | None,
    report_id: str | None,
    mention_ids: Sequence[str],
    zh: str,
    en: str,
    named: str | None = None,
) -> tuple[Any, ...]:
    """A row of `findings` in the order of its columns; `zh` and `en` say what is wrong and what to do.

    Its id is a hash of what it names, so the same finding has the same id in every run; `named` says what that is where
    the other arguments say too much.
    """
    if named is None:
        parts = [township_code or "", str(report_year or ""), metric_id or "", report_id or "", en, *mention_ids]
        named = "|".join(parts)
    finding_id = hashlib.sha256(f"{check}|{named}".encode()).hexdigest()[:16]
    place = district_code, township_code
    return (finding_id, check, severity, *place, report_year, metric_id, report_id, list(mention_ids), zh, en)
