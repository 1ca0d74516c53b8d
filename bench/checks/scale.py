"""A lake of a million observations, written as rows and not read from documents: what publishing costs at that size.

    python -m bench.checks.scale FOLDER [TOWNSHIPS YEARS]

Invented townships, 50 metrics a report; values keep near those of the year before, as they do in the world.
"""

from __future__ import annotations

import hashlib
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from bench.corpus import CITY, PROVINCE, districts, townships
from bench.corpus_text import FILLERS
from tasks.publish.parquet import write_parquet
from warehouse.catalogue import Catalogue, Metric, load_catalogue
from warehouse.home import Home
from warehouse.manifest import LakeDocument, LakeFile, LakeManifest, save_manifest
from warehouse.schema import table

N_DISTRICTS, N_METRICS = 50, 50
LAST_YEAR = 2024

Rows = dict[str, list[dict[str, Any]]]


def write_lake(home: Home, n_townships: int, n_years: int) -> LakeManifest:
    """Writes the lake of 50 districts with `n_townships` each, over `n_years`, a year at a time."""
    files: dict[str, LakeFile] = {}
    documents: dict[str, LakeDocument] = {}
    for year in range(LAST_YEAR - n_years + 1, LAST_YEAR + 1):
        rows: Rows = {name: [] for name in ("files", "reports", "report_texts", "blocks", "mentions", "observations")}
        for place in places(n_townships):
            _add_report(rows, place, year)
        for name, found in rows.items():
            t = table(name)
            ordered = pa.Table.from_pylist(found, schema=t.arrow()).sort_by([(key, "ascending") for key in t.key])
            path = home.lake / name / f"year={year:04d}" / "rows.parquet"
            path.parent.mkdir(parents=True, exist_ok=True)
            files[path.relative_to(home.lake).as_posix()] = write_parquet(path, t.arrow(), ordered.to_batches())
        documents |= {row["file_id"]: LakeDocument("", year) for row in rows["files"]}
    manifest = LakeManifest({}, documents, files)
    save_manifest(home.lake / "manifest.json", manifest)
    return manifest


def places(n_townships: int) -> Iterator[dict[str, Any]]:
    """The invented townships, as rows of the register."""
    for district_code, district in districts(N_DISTRICTS):
        for code, name, kind in townships(district_code, n_townships):
            yield {
                "township_code": code,
                "township": name,
                "township_type": kind,
                "district_code": district_code,
                "district": district,
                "city": CITY,
                "province": PROVINCE,
            }


def register(n_townships: int) -> pa.Table:
    """The table `townships`."""
    dated = {"scheme": "overlay", "as_of": date(2024, 12, 31)}
    return pa.Table.from_pylist([place | dated for place in places(n_townships)], schema=table("townships").arrow())


def _add_report(rows: Rows, place: dict[str, Any], year: int) -> None:
    habits = random.Random(place["township_code"])
    rng = random.Random(f"{place['township_code']}/{year}")
    file_id = hashlib.sha256(f"{place['township_code']}/{year}".encode()).hexdigest()
    report_id = hashlib.sha256(file_id.encode()).hexdigest()[:16]
    ids = {"township_code": place["township_code"], "report_year": year, "report_id": report_id}
    title = f"{place['district']}{place['township']}{year}年法治政府建设年度报告"
    text, start = title + "\n", len(title) + 1
    for number, metric in enumerate(habits.sample(_METRICS, N_METRICS), 1):
        value = round(habits.uniform(0.1, 0.4) * metric.plausible_per_township.max * rng.uniform(0.8, 1.25))
        lead, quote = f"{metric.name_zh}", f"{value}{metric.unit}"
        mention_id = f"{report_id}-{number:04d}"
        figure = {"value_low": value, "value_high": value, "qualifier": "exact", "metric_id": metric.id}
        rows["mentions"].append(
            figure
            | {
                "mention_id": mention_id,
                "report_id": report_id,
                "char_start": len(text) + len(lead),
                "char_end": len(text) + len(lead) + len(quote),
                "quote": quote,
                "sentence": f"{lead}{quote}。",
                "section": "achievements",
                "value_origin": "digits",
                "unit": metric.unit,
                "unit_canonical": metric.unit,
                "status": "achieved",
                "scope": "township",
                "rule": "generated",
                "confidence": 1.0,
                "flags": [],
            }
        )
        rows["observations"].append(
            figure | ids | {"unit": metric.unit, "obs_status": "reported", "n_mentions": 1, "mention_ids": [mention_id]}
        )
        text += f"{lead}{quote}。{rng.choice(FILLERS)}"
    closing = f"\n存在的问题：{rng.choice(FILLERS)}\n下一步打算：{rng.choice(FILLERS)}\n主要负责人履行第一责任人职责。"
    text += closing + f"\n{place['township']}\n{year + 1}年1月20日\n"
    blocks = ((0, start - 1, "title"), (start, len(text), "paragraph"))
    rows["blocks"] += [
        {"report_id": report_id, "char_start": low, "char_end": high, "kind": kind, "file_id": file_id}
        for low, high, kind in blocks
    ]
    rows["report_texts"].append({"report_id": report_id, "text": text})
    rows["files"].append(
        {
            "file_id": file_id,
            "report_id": report_id,
            "role": "main",
            "source_uri": f"{place['district']}/{year}/{place['township']}.txt",
            "media_type": "text/plain",
            "byte_size": len(text.encode()),
            "parser": "txt",
            "char_count": len(text),
        }
    )
    rows["reports"].append(
        place
        | ids
        | {
            "signed_on": date(year + 1, 1, 20),
            "date_basis": "unknown",
            "issuer": place["township"],
            "title": title,
            "identity_evidence": "{}",
            "version": 1,
            "is_current": True,
        }
    )


def _usual(catalogue: Catalogue) -> list[Metric]:
    """Counts and amounts that are no part of another, so that any value beside any other is possible."""
    parts = {metric.aggregation.numerator for metric in catalogue.rates}
    parts |= {metric.id for metric in catalogue.metrics if metric.part_of}
    whole = (metric for metric in catalogue.metrics if metric.unit != "%" and metric.id not in parts)
    return [metric for metric in whole if metric.plausible_per_township.max >= 100]


_METRICS = _usual(load_catalogue())


if __name__ == "__main__":
    townships_each, years = [int(size) for size in sys.argv[2:]] or [20, 20]
    made = write_lake(Home(Path(sys.argv[1]).absolute()), townships_each, years)
    print(sum(file.rows for path, file in made.files.items() if path.startswith("observations/")), "observations")
