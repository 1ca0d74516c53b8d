"""Whose processes read documents: those of the run, or those of a Dask cluster, which needs the extra `dask`."""

from __future__ import annotations

from importlib.util import find_spec

from flows.batches import Hire, own_processes
from flows.errors import BadInput
from flows.job import Job


def on_cluster(job: Job) -> bool:
    """Whether a job runs on a Dask cluster, which is there.

    Raises:
        BadInput: the extra is not installed, an address is given for nothing, or the cluster does not answer.
    """
    settings = job.settings
    if settings.runner != "dask":
        if "dask_address" in job.asked:
            raise BadInput("--dask-address goes with --runner dask; add that, or leave the address out")
        return False
    if not find_spec("distributed") or not find_spec("prefect_dask"):
        raise BadInput(
            "the runner dask needs the extra dask; add it in the folder of the project with `make dask`, or use --runner local"
        )
    from flows.cluster import check_cluster

    check_cluster(settings)
    return True


def plain_crew(job: Job) -> Hire:
    """Who runs the batches of a run without Prefect.

    Raises:
        BadInput: a cluster is asked for that cannot be used.
    """
    if not on_cluster(job):
        return own_processes
    from flows.cluster import dask_workers

    return dask_workers
