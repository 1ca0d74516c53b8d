"""Ingest: bytes into the raw store."""

from tasks.ingest.damaged import find_damaged
from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import Arrival, IngestReport
from tasks.ingest.named import documents_named
from tasks.ingest.web import Collected, take_collected

__all__ = [
    "Arrival",
    "Collected",
    "IngestReport",
    "documents_named",
    "find_damaged",
    "ingest_inbox",
    "list_arrivals",
    "take_collected",
]
