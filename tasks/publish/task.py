"""Store and publish as Prefect tasks."""

from __future__ import annotations

from tasks.ingest.task import as_task
from tasks.publish.lake import update_lake
from tasks.publish.release import publish as publish_release

store = as_task(update_lake, "store")
publish = as_task(publish_release, "publish")
