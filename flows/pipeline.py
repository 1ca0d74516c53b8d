"""The main job without Prefect: the same steps in the same order as the flow `annual`."""

from __future__ import annotations

import math

from flows import steps
from flows.held import hold
from flows.job import Job
from flows.runner import plain_crew
from flows.summary import Summary


def run_plain(job: Job, *, wait: bool = False) -> Summary:
    """Takes in the documents of an inbox, extracts every number, and publishes a release of all that the home holds.

    With `wait` it begins when another run has ended that holds the home.

    Raises:
        BadInput: a cluster is asked for that cannot be used.
        Busy: another run holds the home.
        Refused: the gate refused the release.
        OSError: the home cannot be read or written.
    """
    crew = plain_crew(job)
    with hold(job, wait=math.inf if wait else 0.0) as run:
        steps.check_store(run)
        received = steps.ingest(run)
        plan = steps.plan(run)
        extracted = steps.extract(run, plan, crew)
        lake = steps.store(run, plan, extracted)
        released = steps.publish(run, plan, received, extracted, lake)
        summary = steps.summarize(run, received, extracted, released)
    summary.raise_if_refused()
    return summary
