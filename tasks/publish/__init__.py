"""Publish: rows into the lake, the lake into a release."""

from tasks.publish.database import ReleaseRefused
from tasks.publish.lake import LakeError, update_lake
from tasks.publish.lake_sql import DOCUMENTS
from tasks.publish.plan import Plan, make_plan, regroup_candidates
from tasks.publish.release import Content, PublishResult, publish
from tasks.publish.release_tables import LakeDamaged
from tasks.publish.runs import RunFacts

__all__ = [
    "DOCUMENTS",
    "Content",
    "LakeDamaged",
    "LakeError",
    "Plan",
    "PublishResult",
    "ReleaseRefused",
    "RunFacts",
    "make_plan",
    "publish",
    "regroup_candidates",
    "update_lake",
]
