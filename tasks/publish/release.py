"""Publishing: a release is built in staging, verified, put in its place by one rename, and made current by one more.

A reader sees the old release or the new one, whole. Files of a release never change.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from tasks.publish.checked import Checked, check_release
from tasks.publish.database import ReleaseRefused, build_database, verify_database
from tasks.publish.exports import exports
from tasks.publish.notes import NOTES, make_notes
from tasks.publish.open_data import content_hash, write_open_data
from tasks.publish.pointer import (
    DATABASE,
    NOT_COMPARED,
    PublishedRelease,
    confirm,
    confirmed_inputs,
    current_release,
    newest_table,
    next_name,
    point_to,
    seal,
)
from tasks.publish.release_tables import TableFiles, copy_lake, copy_register, write_release_tables, write_table
from tasks.publish.rollback import Held, held_release
from tasks.publish.runs import RunFacts, release_table, runs_table
from tasks.publish.season import Season
from tasks.publish.site import About, SiteTexts, build_site
from tasks.validate.gate import Verdict
from warehouse.atomic import sync_folder
from warehouse.db import connect
from warehouse.fingerprint import ROOT, fingerprint_of_files, program_fingerprint
from warehouse.forms import Form
from warehouse.home import Home
from warehouse.manifest import LakeManifest
from warehouse.processes import OWN_MEMORY
from warehouse.releases import MANIFEST
from warehouse.schema import table

_REFERENCE = ("corrections", "district_history", "metrics", "sources", "township_history", "townships")
_FORM = (
    "tasks/publish/**/*.py",
    "tasks/publish/site/assets/*.*",
    "tasks/publish/site/templates/*.html",
    "tasks/validate/*.py",
    "warehouse/sql/**/*.sql",
    "warehouse/sql/*.yaml",
    "warehouse/tables/*.yaml",
)


@dataclass(frozen=True, slots=True)
class Content:
    """What a release is made of besides the lake.

    `fingerprints` name all that its rows depend on (code, catalogue, register, …), `reference` makes each of the tables that are
    published as they are (townships, metrics, …; those left out are empty) when it is needed, `districts` the codes that are expected to
    report. `as_of` is the day, in Asia/Shanghai, that says which deadlines have passed. `accepted` are ids of blocking findings
    that a person lets pass. `site` says what the site shows of reports, None: no site.
    """

    as_of: date
    fingerprints: Mapping[str, str]
    reference: Mapping[str, Callable[[], pa.Table]]
    districts: Sequence[str] = ()
    accepted: Sequence[str] = ()
    forms: Sequence[Form] = ()
    site: SiteTexts | None = "whole"


@dataclass(frozen=True, slots=True)
class PublishResult:
    """The current release after a run: name, folder, whether this run made it, rows by table, and what its checks found.

    `held` is a release that was rolled back and that this run would have made again.
    """

    release: str
    path: Path
    created: bool
    rows: dict[str, int]
    verdict: Verdict
    held: str | None = None


def publish(
    home: Home,
    lake: LakeManifest,
    content: Content,
    run: RunFacts,
    *,
    workers: int = 2,
    memory_limit: str = OWN_MEMORY,
    progress: Callable[[int, int], None] | None = None,
) -> PublishResult:
    """Publishes all that the lake holds, unless the current release says the same already.

    Nothing is built where the inputs are those of the current release. Otherwise the tables are, and where their bytes
    and the form (views, CSV, Excel) are the old ones, the current release stands confirmed. What was rolled back is not
    published again while it is all that there is to publish. `workers` are processes for
    CSV and Excel; `progress` is called with districts and years written, and those in all.

    Raises:
        ReleaseRefused: a finding blocks, or the rows are not sound; the current release stays.
        LakeDamaged: a file of the lake is not what the manifest says; run again.
        OSError: the home cannot be written.
    """
    current = current_release(home)
    held = held_release(home)
    inputs = _inputs(lake, content)
    if current and inputs in (current.inputs, confirmed_inputs(home, current)):
        return _unchanged(current)
    if current and held and held.has(inputs):
        return _unchanged(current, held)
    staged = home.staging / "release"
    shutil.rmtree(staged, ignore_errors=True)
    made, checked = make_tables(home, lake, content, staged / "parquet", current, inputs, memory_limit)
    hashes = {name: t.sha256 for name, t in made.items() if name not in NOT_COMPARED} | {"findings": checked.compared}
    same_form = current and all(inputs[name] == current.inputs.get(name) for name in ("form", "site"))
    if current and same_form and hashes == current.hashes:
        confirm(home, current, inputs)
        return _unchanged(current)
    if current and held and held.is_made_of(hashes, inputs["form"]):
        return _unchanged(current, held)
    if checked.causes:
        raise ReleaseRefused(checked.causes, checked.verdict)

    name = next_name(home, content.as_of)
    now = datetime.now(UTC)
    made["release"] = write_table("release", release_table(name, inputs, made), staged / "parquet")
    made["runs"] = write_table("runs", runs_table(home, run, now, name), staged / "parquet")
    spill = _spill(home)
    scratch = home.staging / "exports"
    with exports(
        made,
        staged,
        workers=workers,
        memory_limit=memory_limit,
        scratch=scratch,
        forms=content.forms,
        progress=progress,
    ):
        build_database(staged / DATABASE, made, memory_limit=memory_limit, spill=spill)
        problems = verify_database(staged / DATABASE, made, memory_limit=memory_limit, spill=spill)
    if problems:
        raise ReleaseRefused(problems, checked.verdict)
    write_open_data(made, staged, name, memory_limit=memory_limit)
    notes = make_notes(name, staged / "parquet", inputs, current, spill=spill)
    (staged / NOTES).write_text(notes.text, encoding="utf-8")
    if content.site:
        build_site(
            made,
            staged / "site",
            About(name, content_hash(made), notes, [form.name for form in content.forms], content.site),
            earlier=current.path / "site" if current else None,
            workers=workers,
            memory_limit=memory_limit,
            scratch=home.staging / "site",
        )
    if notes.changes:
        notes.changes.unlink()
    rows = {table_name: t.rows for table_name, t in sorted(made.items())}
    manifest: dict[str, Any] = {
        "release": name,
        "previous": current.name if current else None,
        "as_of": content.as_of.isoformat(),
        "run_id": run.run_id,
        "built_at": now.isoformat(timespec="seconds"),
        "inputs": inputs,
        "news": {"zh": notes.news},
        "editions": notes.editions,
        "tables": {table_name: {"rows": n, "sha256": made[table_name].sha256} for table_name, n in rows.items()},
        "checks": checked.verdict.as_dict(),
    }
    manifest["tables"]["findings"]["compared"] = checked.compared
    (staged / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    seal(staged)
    home.releases.mkdir(exist_ok=True)
    staged.rename(home.releases / name)
    sync_folder(home.releases)
    point_to(home, name)
    home.rollback.unlink(missing_ok=True)
    return PublishResult(name, home.releases / name, True, rows, checked.verdict)


def _unchanged(current: PublishedRelease, held: Held | None = None) -> PublishResult:
    instead_of = held.instead_of if held else None
    return PublishResult(current.name, current.path, False, current.rows, current.verdict, instead_of)


def _inputs(lake: LakeManifest, content: Content) -> dict[str, str]:
    return {
        **content.fingerprints,
        "accepted": " ".join(sorted(content.accepted)),
        "districts": " ".join(sorted(content.districts)),
        "form": fingerprint_of_files(ROOT, (path for pattern in _FORM for path in ROOT.glob(pattern))),
        "lake": lake.content_hash,
        "program": program_fingerprint(),
        "season": str(Season.on(content.as_of)),
        "site": content.site or "none",
    }


def make_tables(
    home: Home,
    lake: LakeManifest,
    content: Content,
    folder: Path,
    current: PublishedRelease | None,
    inputs: Mapping[str, str],
    memory_limit: str,
) -> tuple[dict[str, TableFiles], Checked]:
    """Every table but `runs` and `release`, as Parquet below `folder`, and what the checks on them found."""
    folder.mkdir(parents=True)
    previous = current.path / "parquet" if current else None
    made = copy_lake(home, lake, folder) | (copy_register(current, inputs, folder) if current else {})
    given = {name: content.reference.get(name, table(name).arrow().empty_table) for name in _REFERENCE}
    reference = {name: rows() for name, rows in given.items() if name not in made}
    con = connect(memory_limit=memory_limit, threads=1, temp_dir=_spill(home))
    try:
        made |= write_release_tables(
            con,
            made,
            folder,
            reference=reference,
            districts=content.districts,
            as_of=content.as_of,
            previous=newest_table(home, "district_metrics"),
        )
    finally:
        con.close()
    try:
        checked = check_release(made, folder, previous=previous, accepted=content.accepted, spill=_spill(home))
        return made | checked.tables, checked
    finally:
        pa.default_memory_pool().release_unused()  # before DuckDB takes its own for the database


def _spill(home: Home) -> Path:
    spill = home.staging / "duckdb"
    spill.mkdir(parents=True, exist_ok=True)
    return spill
