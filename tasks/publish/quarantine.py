"""The folder `quarantine/`: the quarantine table as one small file a document, for people."""

from __future__ import annotations

import json
import re

import pyarrow.parquet as pq

from warehouse.atomic import write_atomic
from warehouse.home import Home
from warehouse.manifest import LakeManifest

_OURS = re.compile(r"[0-9a-f]{64}\.json")


def mirror_quarantine(home: Home, manifest: LakeManifest) -> None:
    """Makes `quarantine/<file_id>.json` say what the quarantine table says; files of documents now used are removed.

    Each names file, place, reason, the explanation in Chinese and English, candidates, and what is known of district,
    township and year. Unchanged files are not written.
    """
    wanted = {}
    for path in manifest.of_table("quarantine"):
        for row in pq.ParquetFile(home.lake / path).read().to_pylist():
            row["candidates"] = json.loads(row["candidates"] or "[]")
            wanted[f"{row['file_id']}.json"] = (json.dumps(row, ensure_ascii=False, indent=1) + "\n").encode()
    home.quarantine.mkdir(parents=True, exist_ok=True)
    for old in home.quarantine.iterdir():
        if not _OURS.fullmatch(old.name) or not old.is_file():
            continue  # a note that somebody keeps beside them
        if old.name not in wanted:
            old.unlink()
        elif old.read_bytes() == wanted[old.name]:
            del wanted[old.name]
    for name, data in wanted.items():
        write_atomic(home.quarantine / name, data)
