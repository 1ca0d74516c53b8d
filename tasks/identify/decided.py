"""Refusals of documents that people keep out: not ours, or withdrawn from publication."""

from __future__ import annotations

from tasks.identify.model import NotIdentified
from warehouse.corrections import Correction
from warehouse.register import Register

_REASONS = {
    "exclude": ("excluded", "已认定不属于本库", "people decided that it is not ours"),
    "withdraw": ("withdrawn", "报告已撤下，不再发布", "the report is withdrawn from publication"),
}


def kept_out(entry: Correction, register: Register) -> NotIdentified:
    """The refusal of a document by an exclude or withdraw entry, which says who decided it, when and why."""
    reason, zh, en = _REASONS[entry.kind]
    township = register.by_code.get(entry.township_code or "")
    signed = f"{entry.who}，{entry.decided_on}：{entry.why}"
    return NotIdentified(
        reason,
        f"{zh}（{signed}）。如需恢复，请删除 corrections/ 中的这条决定",
        f"{en} ({signed}); delete the entry in corrections/ to have it back",
        district_code=township.district_code if township else None,
        township_code=township.township_code if township else None,
        report_year=entry.report_year,
    )
