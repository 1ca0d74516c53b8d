"""The flow `collect`: reports from the web columns of a home into its raw store."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from flows.server import prepare_prefect

prepare_prefect()

from prefect import flow  # noqa: E402 - Prefect reads the environment when it is imported
from prefect.artifacts import create_markdown_artifact  # noqa: E402

from flows.collection import collect_sources, morning_of  # noqa: E402
from flows.late import collapse_late  # noqa: E402
from flows.notify import tell  # noqa: E402
from flows.parameters import Day, Folder, SourceId  # noqa: E402
from flows.resume import HOOKS  # noqa: E402
from tasks.ingest.task import as_task  # noqa: E402
from warehouse.models import vocabularies  # noqa: E402

_collect = as_task(collect_sources, "collect")


@flow(name="collect", persist_result=False, **HOOKS)
def collect(
    home: Folder = "data", sources: list[SourceId] | None = None, as_of: Day | None = None
) -> list[dict[str, Any]]:
    """Collects reports from the web columns that the home's sources/ describes. 采集栏目中的报告。

    Args:
        home: 数据目录 / folder of documents and releases.
        sources: 只采集这些来源（不论季节），不填为本季全部来源 / ids of sources, also out of season; none: all that are in season.
        as_of: 视为哪一天采集，如 2025-01-20，不填为现在 / day that says what is in season and what is due; none: now.
    """
    collapse_late()
    now = morning_of(date.fromisoformat(as_of)) if as_of else None
    rows = _collect(Path(home), tuple(sources or ()), now=now)
    create_markdown_artifact(_markdown(rows), key="sources", description="来源状况 / health of the sources")
    failing = [row for row in rows if row["status"] == "failing"]
    if failing:
        lines = [f"{row['source_id']}: {row['detail_zh']}\n{row['detail_en']}" for row in failing]
        tell(home, f"township: {len(failing)} of {len(rows)} sources could not be collected", "\n\n".join(lines))
    return rows


def _markdown(rows: list[dict[str, Any]]) -> str:
    words = vocabularies()["source_status"]
    lines = ["| 来源 | 状况 | 列出 | 已有 | 新增 | 变更 | 说明 |", "| --- | --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        cells = [row["source_id"], words[row["status"]]]
        cells += [str(row[name]) for name in ("n_listed", "n_pages", "n_new", "n_changed")]
        lines.append("| " + " | ".join([*cells, (row["detail_zh"] or "").replace("|", "&#124;")]) + " |")
    return "\n".join(lines) + "\n"
