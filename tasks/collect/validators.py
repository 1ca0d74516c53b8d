"""What a site said to ask for changes with; apart from the requests, since the state of a source is read without them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Validators:
    """What a site said to ask for changes with."""

    etag: str = ""
    last_modified: str = ""
