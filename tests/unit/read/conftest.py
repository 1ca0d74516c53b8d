"""Fixtures of the read stage: the small documents that scripts/make_fixtures.py makes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parents[2] / "fixtures" / "documents"


@pytest.fixture
def fixture_bytes() -> Callable[[str], bytes]:
    """Bytes of a document by name."""
    return lambda name: (DOCUMENTS / name).read_bytes()


@pytest.fixture
def writer_bytes() -> Callable[[str], bytes]:
    """Bytes of a document that LibreOffice saved, by name."""
    return lambda name: (DOCUMENTS.parent / "writer" / name).read_bytes()


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra `ocr` as if it were not installed, whether it is or not."""
    monkeypatch.setitem(sys.modules, "rapidocr", None)
