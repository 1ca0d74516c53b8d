"""Ingest: bytes into the raw store."""

from tasks.ingest.inbox import ingest_inbox, list_arrivals
from tasks.ingest.model import Arrival, IngestReport
from tasks.ingest.named import documents_named

__all__ = ["Arrival", "IngestReport", "documents_named", "ingest_inbox", "list_arrivals"]
