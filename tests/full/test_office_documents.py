"""Documents that LibreOffice saved come back character by character: the committed ones, and such as are made now."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tasks.read.document import Document
from tasks.read.reader import read_document

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "make_office_fixtures.py"
FORMATS = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html"}


@pytest.fixture(scope="module", params=["committed", pytest.param("made now", marks=pytest.mark.full)])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the documents."""
    if request.param == "committed":
        return ROOT / "tests" / "fixtures" / "office"
    made = tmp_path_factory.mktemp("office")
    subprocess.run([sys.executable, str(SCRIPT), str(made)], check=True, timeout=110)
    return made


def source(name: str) -> list[list[str]]:
    """Lines of a sample's text; a row of a table is a list of its cells, a paragraph a list of one."""
    text = (ROOT / "samples" / "source" / f"{name}.txt").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    lines = (line.removeprefix("# ").removeprefix("> ") for line in text.splitlines())
    return [line.strip("|").split("|") if line.startswith("|") else [line] for line in lines]


def of_kind(document: Document, cells: bool) -> list[str]:
    """Text of the cells, or of all other blocks."""
    return [document.text[b.char_start : b.char_end] for b in document.blocks if (b.kind == "cell") == cells]


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", ["lanyang_2024", "liping_2024"])
def test_text_and_tables_come_back_without_an_error(folder: Path, name: str, ending: str) -> None:
    document = read_document((folder / f"{name}.{ending}").read_bytes())
    lines = source(name)

    assert document.media_type == FORMATS[ending]
    assert document.text == "\n".join(cell for line in lines for cell in line)
    assert of_kind(document, cells=True) == [cell for line in lines if len(line) > 1 for cell in line]
    assert of_kind(document, cells=False) == [line[0] for line in lines if len(line) == 1]


@pytest.mark.parametrize("ending", FORMATS)
def test_cells_know_their_headings(folder: Path, ending: str) -> None:
    document = read_document((folder / f"lanyang_2024.{ending}").read_bytes())
    paths = {document.text[b.char_start : b.char_end]: b.header_path for b in document.blocks if b.kind == "cell"}

    assert paths["4.35"] == "合计 › 罚款金额（万元）"
    assert paths["980"] == "市容环境 › 行政检查（次）"
