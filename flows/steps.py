"""The steps of the main job. Each takes the function that does its work: the plain one, or a Prefect task around it."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow.parquet as pq

from flows import knowledge
from flows.batches import Extracted, Hire, batches, own_processes
from flows.errors import Refused
from flows.held import Run
from flows.job import Job
from flows.object_store import copied
from flows.summary import Summary
from flows.together import put_together
from tasks.collect.health import sources_table
from tasks.ingest.damaged import find_damaged
from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import Arrival, IngestReport
from tasks.publish.database import ReleaseRefused
from tasks.publish.groups import find_groups
from tasks.publish.lake import update_lake
from tasks.publish.plan import Plan, make_plan
from tasks.publish.release import Content, PublishResult
from tasks.publish.release import publish as publish_release
from tasks.publish.retention import retire
from tasks.publish.runs import RunFacts
from tasks.read.archive import unpack
from tasks.read.formats import extension_of
from tasks.validate.corrections import Limits, unmatched_corrections
from warehouse.corrections import CorrectionsError
from warehouse.forms import forms_fingerprint
from warehouse.manifest import LakeManifest
from warehouse.releases import TagRefused

log = logging.getLogger(__name__)


def check_store(run: Run) -> None:
    """Reads every stored document and notes those whose bytes are not those that came in."""
    with run.timed("check"):
        run.damaged = find_damaged(list_arrivals(run.job.home), run.job.settings.workers)


def ingest(run: Run, do: Callable[..., IngestReport] = ingest_inbox) -> IngestReport:
    """Takes the inbox into the raw store; without an inbox there is nothing to take."""
    job = run.job
    if job.inbox is None:
        return IngestReport(seen=0, new=0, moved=0, known=0, failed=[])
    with run.timed("ingest") as progress:
        return do(
            job.home,
            job.inbox,
            now=run.started,
            inbox_label=str(job.inbox),
            extension_of=extension_of,
            unpack=unpack,
            damaged=run.damaged,
            workers=job.settings.workers,
            progress=progress,
        )


def plan(run: Run) -> Plan:
    """Finds the documents that the lake does not hold as they should be.

    Raises:
        Refused: two corrections name one document by different names.
    """
    with run.timed("plan"):
        run.arrivals = _marked(list_arrivals(run.job.home), run.damaged)
        try:
            run.find_documents()
        except CorrectionsError as error:
            raise Refused(f"{error}; the old release is still current") from error
        return make_plan(run.job.home, run.arrivals, fingerprints(run), run.job.corrections.states)


def _marked(arrivals: list[Arrival], damaged: frozenset[str]) -> list[Arrival]:
    """The arrivals, with a mark on those that were damaged when the run began and that the inbox did not hold."""
    still = find_damaged([a for a in arrivals if a.file_id in damaged])
    for arrival in arrivals:
        if arrival.file_id in damaged:
            what = (
                "put the document into the inbox again"
                if arrival.file_id in still
                else "it was put back from the inbox"
            )
            log.warning("%s (%s) was damaged or lost; %s, and look at the disk", arrival.file, arrival.places[0], what)
    return [replace(a, damaged=True) if a.file_id in still else a for a in arrivals]


def fingerprints(run: Run) -> dict[str, str]:
    """All that the rows of a document depend on besides the document, by name."""
    return {
        **knowledge.code(),
        "catalogue": run.job.catalogue.fingerprint,
        "register": run.job.register.fingerprint,
    }


def extract(run: Run, plan: Plan, hire: Hire = own_processes) -> Extracted:
    """Reads, identifies, extracts and resolves what the plan names and the documents grouped with them; then puts the
    files of one report together. No crew is hired where there is nothing to do."""
    job, done = run.job, Extracted()
    n_documents = len(plan.process) + len(plan.repair)
    if not n_documents and not plan.removed:
        return done
    with run.timed("extract") as progress, hire(run) as crew:
        limited = batches(job, crew.size, plan.process, job.years, job.districts)
        todo = limited + batches(job, crew.size, plan.repair, first=len(limited))
        while True:
            for results in crew.each(todo):
                for result in results:
                    done.add(result)
                progress(len(done.processed) + done.n_outside, n_documents)
            groups = find_groups(job.home, plan, done.parts, done.processed)
            if not groups.candidates:
                break
            again = [a for a in run.arrivals if a.file_id in groups.candidates]
            n_documents += len(again)
            todo = batches(job, crew.size, again, first=len(done.parts))
        for results in crew.each(put_together(run, crew.size, groups, done)):
            for result in results:
                done.add(result)
    return done


def store(run: Run, plan: Plan, done: Extracted, do: Callable[..., LakeManifest] = update_lake) -> LakeManifest:
    """Puts the parts into the lake."""
    with run.timed("store") as progress:
        return do(
            run.job.home,
            plan,
            sorted(done.parts),
            done.processed,
            workers=run.job.settings.workers,
            memory_limit=run.job.settings.memory_limit,
            progress=progress,
        )


def publish(
    run: Run,
    plan: Plan,
    received: IngestReport,
    done: Extracted,
    lake: LakeManifest,
    do: Callable[..., PublishResult] = publish_release,
) -> PublishResult | ReleaseRefused:
    """Makes a release of all that the lake holds, unless the current one says the same; or why the gate refused it."""
    job = run.job
    if unmatched := _unmatched(run, lake):
        return ReleaseRefused(unmatched)
    content = Content(
        as_of=job.as_of,
        fingerprints={
            **plan.fingerprints,
            "corrections": job.corrections.fingerprint,
            "forms": forms_fingerprint(job.forms),
        },
        reference={
            "corrections": job.corrections.arrow,
            "district_history": job.register.districts_arrow,
            "metrics": job.catalogue.arrow,
            "sources": lambda: sources_table(job.sources.rows()),
            "township_history": job.register.history_arrow,
            "townships": job.register.arrow,
        },
        districts=sorted(job.expected),
        accepted=sorted(job.corrections.accepted),
        forms=job.forms,
        site=job.settings.site_texts if job.settings.site else None,
    )
    facts = RunFacts(run.run_id, run.started, run.host, received.new, len(done.processed), done.quarantined.total())
    with run.timed("publish") as progress:
        try:
            result = do(
                job.home,
                lake,
                content,
                facts,
                workers=job.settings.workers,
                memory_limit=job.settings.memory_limit,
                progress=progress,
            )
        except ReleaseRefused as refused:
            return refused
        _retire(job)
        return result


def _retire(job: Job) -> None:
    """Removes the releases that the home keeps no more; what cannot be removed stays, the run is done."""
    if job.settings.keep_releases is None:
        return
    try:
        for name in retire(job.home, job.settings.keep_releases):
            log.info("release %s is no longer kept (keep_releases)", name)
    except (OSError, TagRefused) as error:
        log.warning("no release was removed: %s", error)


def _unmatched(run: Run, lake: LakeManifest) -> list[str]:
    """Corrections that found nothing to correct."""
    job = run.job
    if not job.corrections.entries:
        return []
    limits = Limits(job.years, job.districts)
    return unmatched_corrections(job.home, lake, job.corrections, run.arrivals, job.register, job.catalogue, limits)


def summarize(run: Run, received: IngestReport, done: Extracted, released: PublishResult | ReleaseRefused) -> Summary:
    """What the run did, also written to the home."""
    made = released if isinstance(released, PublishResult) else None
    summary = Summary(
        run_id=run.run_id,
        started_at=run.started.isoformat(timespec="seconds"),
        ended_at=datetime.now(UTC).isoformat(timespec="seconds"),
        host=run.host,
        outcome="refused" if made is None else "published" if made.created else "nothing_new",
        release=made.release if made else None,
        release_path=str(made.path) if made else None,
        held=made.held if made else None,
        n_seen=received.seen,
        n_new=received.new,
        n_moved=received.moved,
        failed=received.failed,
        n_processed=len(done.processed),
        quarantined=dict(done.quarantined),
        n_outside=done.n_outside,
        totals=_totals(made) if made else {},
        findings=dict(Counter(_column(made, "findings", "check_name"))) if made else {},
        problems=released.problems if isinstance(released, ReleaseRefused) else [],
        checks=released.verdict.as_dict(),
        seconds=run.seconds,
        store=copied(run.job, made.path) if made else None,
    )
    summary.save(run.job.home)
    return summary


def _totals(released: PublishResult) -> dict[str, int]:
    codes = set(_column(released, "reports", "township_code"))
    return {"townships": len(codes)} | {t: released.rows[t] for t in ("reports", "mentions", "observations")}


def _column(released: PublishResult, table: str, name: str) -> Iterator[str]:
    """One column of a table of the release."""
    for file in sorted((released.path / "parquet" / table).glob("year=*/*.parquet")):
        yield from pq.ParquetFile(file).read([name])[name].to_pylist()  # read_table imports pandas
