"""Documents of the raw store by the name that a person gives them."""

from __future__ import annotations

from collections.abc import Iterable

from tasks.ingest.model import Arrival


def documents_named(name: str, arrivals: Iterable[Arrival]) -> list[Arrival]:
    """Documents with that sha256, file name, or end of a place (2023/report.docx); several where names repeat."""
    return [a for a in arrivals if a.file_id == name or any(p == name or p.endswith(f"/{name}") for p in a.places)]
