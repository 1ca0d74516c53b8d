"""Warnings on good data: the development half of the annotated reports, the samples among it, as one home."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from bench.accuracy.gold import DEVELOPMENT, ROOT, Report, load
from bench.checks.world import run_job
from bench.corpus import PROVINCE
from warehouse.register.names import township_type

_FIELDS = ("township_code", "township", "township_type", "district_code", "district", "city", "province")
_FINDINGS = """
    SELECT f.severity, f.check_name, f.metric_id, r.township, f.report_year, f.message_zh
    FROM findings AS f LEFT JOIN reports AS r USING (report_id) ORDER BY ALL
"""


@dataclass(frozen=True, slots=True)
class Clean:
    """Reports published, blocks, warnings, and those of the warnings that the annotation knows as a defect of the report."""

    n_reports: int
    n_blocks: int
    warnings: list[str]
    known: list[str]


def check_clean(scratch: Path) -> Clean:
    """Runs the main job on the annotated reports.

    Raises:
        RuntimeError: the run ended otherwise than with 0.
    """
    reports = load(DEVELOPMENT)
    _write(reports, scratch / "inbox", scratch / "home")
    done = run_job(scratch / "inbox", scratch / "home", as_of="2026-06-01")
    if done.returncode:
        raise RuntimeError(f"the run ended with {done.returncode}: {done.stderr}")
    with duckdb.connect(str((scratch / "home" / "current.duckdb").resolve()), read_only=True) as con:
        found = con.execute(_FINDINGS).fetchall()
        ((n_reports,),) = con.execute("SELECT count(*) FROM reports").fetchall()
    defects = {defect for report in reports for defect in _defects(report)}
    warnings = [
        (f"{place}{year}年 {check}: {text}", (place, year, metric))
        for s, check, metric, place, year, text in found
        if s == "warn"
    ]
    return Clean(
        n_reports=n_reports,
        n_blocks=sum(row[0] == "block" for row in found),
        warnings=[line for line, _ in warnings],
        known=[line for line, defect in warnings if defect in defects],
    )


def _write(reports: list[Report], inbox: Path, home: Path) -> None:
    """The files as an office would file them, and the invented townships as an overlay of the register."""
    rows = {}
    for number, report in enumerate(reports):
        header = _placed(report.header, number)
        source = ROOT / header["file"]
        target = inbox / header["district"] / str(header["report_year"]) / f"{header['township']}{source.suffix}"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        rows[header["township_code"]] = [header[name] or "" for name in _FIELDS]
    (home / "register").mkdir(parents=True)
    with (home / "register" / "golden.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_FIELDS, *(row for _, row in sorted(rows.items()))])


def _placed(header: Mapping[str, Any], number: int) -> dict[str, Any]:
    """With codes for a township that the registers lack on purpose, in a district of its own, and some province."""
    district = f"9989{number:02d}"
    codes = {} if header["township_code"] else {"district_code": district, "township_code": f"{district}001"}
    kind = {"township_type": township_type(header["township"]), "province": header["province"] or PROVINCE}
    return {**header, **codes, **kind}


def _defects(report: Report) -> set[tuple[str, int, str]]:
    """Metrics of which the annotation says that the report contradicts itself."""
    metrics = {o["metric_id"] for o in report.observations.values() if o["obs_status"] == "conflict"}
    metrics |= {q["metric_id"] for q in report.quantities if "rate_mismatch" in q.get("flags", ())}
    return {(report.header["township"], report.header["report_year"], metric) for metric in metrics}
