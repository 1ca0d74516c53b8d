"""Ingest: bytes into the raw store."""

from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import Arrival, IngestReport

__all__ = ["Arrival", "IngestReport", "ingest_inbox", "list_arrivals"]
