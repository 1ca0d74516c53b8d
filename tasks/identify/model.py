"""What identification yields: whose report of which year a document is, and how we know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Identity:
    """One township, one report year; every field says in `evidence` what decided it.

    `evidence` maps field name to what decided ('title', 'signature', 'body', 'header', 'folder', 'file_name').
    `district_code` is six digits, `township_code` nine (civil affairs) or an overlay's.
    """

    township_code: str
    nbs_code: str | None
    township: str
    township_type: str
    district_code: str
    district: str
    city: str | None
    province: str
    report_year: int
    period_end: date | None
    published_on: date | None
    signed_on: date | None
    date_basis: str
    issuer: str | None
    title: str | None
    doc_number: str | None
    evidence: dict[str, str] = field(default_factory=dict)


class NotIdentified(Exception):
    """A document that cannot be given to one township and year.

    `reason`: out_of_scope, township_unknown, township_ambiguous, year_unknown, year_ambiguous, hint_conflict,
    incomplete. `candidates` lists what it could be, each with the evidence; what is known so far stands in the codes.
    """

    def __init__(
        self,
        reason: str,
        zh: str,
        en: str,
        *,
        candidates: list[dict[str, str]] | None = None,
        district_code: str | None = None,
        township_code: str | None = None,
        report_year: int | None = None,
    ) -> None:
        super().__init__(en)
        self.reason = reason
        self.zh = zh
        self.en = en
        self.candidates = candidates or []
        self.district_code = district_code
        self.township_code = township_code
        self.report_year = report_year
