"""What a worker process knows: register, catalogue and extractor, made once and kept."""

from __future__ import annotations

import gc
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.catalogue import Catalogue, load_catalogue
from warehouse.fingerprint import ROOT, code_fingerprint, fingerprint_of_files
from warehouse.register import Register, load_register

if TYPE_CHECKING:
    from tasks.extract.engine import Extractor

_WORKER = (
    "documents.py",
    "gather.py",
    "limits.py",
    "parts.py",
    "readback.py",
    "report_files.py",
    "rows.py",
    "together.py",
)
"""Modules of the worker, which rows depend on."""


def code() -> dict[str, str]:
    """Fingerprints of the code that makes rows of a document, by name: of this machine's, which a cluster's must equal."""
    worker = [ROOT / "flows" / name for name in _WORKER]
    return {"code": code_fingerprint(), "worker": fingerprint_of_files(ROOT, worker)}


@lru_cache(maxsize=1)
def register(overlay: Path, fingerprint: str) -> Register:
    """The register, kept for as long as nothing it is made from has changed; the extractor is made too."""
    loaded = load_register(overlay)
    extractor()
    gc.freeze()  # it stays; to look through 40,000 townships for garbage again and again is a fiftieth of the work
    return loaded


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue."""
    return load_catalogue()


@lru_cache(maxsize=1)
def extractor() -> Extractor:
    """The extractor with all patterns compiled; only who reads documents waits for it."""
    from tasks.extract.engine import Extractor

    return Extractor(catalogue())
