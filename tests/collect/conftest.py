"""A local site and a home that collects from it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bench.web_site import COLUMN, SAMPLES, Site, serve
from flows.collection import collect_sources
from tasks.collect.fetch import Limits

START = datetime(2025, 1, 21, 6, tzinfo=UTC)
QUICK = Limits(seconds=60, silence=20, backoff=0.01, longest_wait=0.2)


@dataclass
class Place:
    """A home; `day` is the day of the next run after the first."""

    home: Path

    def source(self, name: str, *lists: str, **fields: Any) -> None:
        """Writes a source of the invented district."""
        entry = {"id": name, "district": "990101", "lists": list(lists), "delay": 0, "allow_private": True} | fields
        (self.home / "sources").mkdir(exist_ok=True)
        (self.home / "sources" / f"{name}.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True), encoding="utf-8")

    def collect(self, *ids: str, day: float = 0, limits: Limits = QUICK) -> dict[str, dict[str, Any]]:
        """Collects on a day after the start; the rows of the table `sources` by id."""
        rows = collect_sources(self.home, ids, now=START + timedelta(days=day), limits=limits)
        return {row["source_id"]: row for row in rows}

    def sidecars(self) -> dict[str, dict[str, Any]]:
        """The sidecars of the raw store by the address that they came from."""
        found = [json.loads(path.read_bytes()) for path in (self.home / "raw").glob("??/*.json")]
        return {place: sidecar for sidecar in found for place in sidecar["places"]}

    def stored(self) -> list[bytes]:
        """The bytes of all documents."""
        return [path.read_bytes() for path in (self.home / "raw").glob("??/*") if path.suffix != ".json"]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A home with the register of the samples."""
    home = tmp_path / "home"
    shutil.copytree(SAMPLES / "register", home / "register")
    return Place(home)


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that runs."""
    with serve(Site()) as running:
        yield running


@pytest.fixture
def column(site: Site, place: Place) -> Site:
    """The site with a column of two reports, one with an attachment, and the source `qinglan` of the home."""
    site.report(
        f"{COLUMN}202501/t20250120_1.html", "桐坝镇", 2024, links='<a href="./P1.docx">附件：桐坝镇2024年报告.docx</a>'
    )
    site.report(f"{COLUMN}202501/t20250120_2.html", "柳塘乡", 2024)
    site.page(f"{COLUMN}202501/P1.docx", (SAMPLES.parent / "tests/fixtures/documents/report.docx").read_bytes())
    titles = {
        "./202501/t20250120_1.html": "桐坝镇2024年法治政府建设年度报告",
        "./202501/t20250120_2.html": "柳塘乡2024年法治政府建设年度报告",
    }
    site.column(titles)
    place.source("qinglan", site.address + COLUMN)
    return site
