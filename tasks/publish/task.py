"""Store and publish as Prefect tasks."""

from __future__ import annotations

from prefect import task

from tasks.ingest.task import OPTIONS
from tasks.publish import publish as publish_release
from tasks.publish import update_lake

store = task(update_lake, name="store", **OPTIONS)
publish = task(publish_release, name="publish", **OPTIONS)
