"""Publish: rows into the lake, the lake into a release."""

from tasks.publish.database import ReleaseRefused
from tasks.publish.groups import Group, Groups, find_groups
from tasks.publish.lake import LakeError, update_lake
from tasks.publish.part_tables import PART_TABLES
from tasks.publish.plan import Plan, make_plan
from tasks.publish.release import Content, PublishResult, publish
from tasks.publish.release_tables import LakeDamaged
from tasks.publish.retention import retire
from tasks.publish.runs import RunFacts

__all__ = [
    "PART_TABLES",
    "Content",
    "Group",
    "Groups",
    "LakeDamaged",
    "LakeError",
    "Plan",
    "PublishResult",
    "ReleaseRefused",
    "RunFacts",
    "find_groups",
    "make_plan",
    "publish",
    "retire",
    "update_lake",
]
