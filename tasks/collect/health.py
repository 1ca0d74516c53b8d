"""The table `sources`: every source with its health, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import pyarrow as pa

from tasks.collect.reasons import REASONS
from tasks.collect.sources import Source
from tasks.collect.state import Health
from warehouse.schema import table


def health_rows(
    sources: Sequence[Source], districts: Mapping[str, str], health: Mapping[str, Health]
) -> list[dict[str, Any]]:
    """Rows of the table `sources`, by id; `districts` and `health` by id too, times in UTC without zone."""
    return [_row(source, districts[source.id], health[source.id]) for source in sources]


def sources_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows in the schema of the table."""
    return pa.Table.from_pylist([dict(row) for row in rows], schema=table("sources").arrow())


def in_words(health: Health) -> tuple[str | None, str | None]:
    """What is wrong with a source and what to do, in Chinese and English; None where nothing is."""
    if not health.reason:
        return None, None
    reason = REASONS[health.reason]
    at = f"{health.address}" + (f"（{health.detail}）" if health.detail else "")
    more = health.n_troubles - 1
    zh = f"{at}：{reason.zh}" + (f"；另有 {more} 处问题" if more > 0 else "")
    en = f"{at.replace('（', ' (').replace('）', ')')}: {reason.en}" + (f"; and {more} more" if more > 0 else "")
    return zh, en


def _row(source: Source, district: str, health: Health) -> dict[str, Any]:
    zh, en = in_words(health)
    return {
        "source_id": source.id,
        "district_code": district,
        "uri": source.lists[0],
        "kind": "web_list",
        "status": health.status,
        "reason": health.reason or None,
        "detail_zh": zh,
        "detail_en": en,
        "last_tried": _utc(health.last_tried),
        "last_success": _utc(health.last_success),
        "last_new": _utc(health.last_new),
        "n_listed": health.n_listed,
        "n_pages": health.n_pages,
        "n_new": health.n_new,
        "n_changed": health.n_changed,
        "n_troubles": health.n_troubles,
    }


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None
