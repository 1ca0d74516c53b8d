"""The readers give the text that the annotations were made on: every quote can be found again in the sample file."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from tasks.read.reader import read_document

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("annotations", "locked/annotations", "locked/second")
FILES = [path for folder in FOLDERS for path in sorted((Path(__file__).parent / folder).glob("*.yaml"))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_annotated_place_is_in_the_text_read(path: Path) -> None:
    annotation = yaml.safe_load(path.read_text(encoding="utf-8"))
    document = read_document((ROOT / annotation["header"]["file"]).read_bytes())
    cells = [document.text[b.char_start : b.char_end] for b in document.blocks if b.kind == "cell"]
    for entry in annotation["quantities"]:
        starts = [match.start() for match in re.finditer(re.escape(entry["quote"]), document.text)]
        if "cell_nth" in entry:
            assert cells.count(entry["quote"]) >= entry["cell_nth"], entry
        else:
            text = document.text.replace("\n", " ")  # the columns of a line are lines of their own
            context = entry["context"].replace("\n", " ")
            assert text.count(context) == 1, entry
            assert text.index(context) + context.index(entry["quote"]) in starts, entry
