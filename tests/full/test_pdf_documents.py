"""Reports that LibreOffice printed as pdf come back character by character, and with every number: committed, made now."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from tasks.extract.engine import Extractor
from tasks.read.document import Document
from tasks.read.reader import read_document
from warehouse.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ROOT / "scripts"
sys.path.insert(0, str(SCRIPTS))
import make_pdf_fixtures as fixtures  # noqa: E402

sys.path.remove(str(SCRIPTS))
EXTRACTOR = Extractor(load_catalogue())
COMMITTED = ROOT / "tests" / "fixtures" / "pdf"


class Reported:
    report_year = 2023
    signed_on = None
    period_end = None


def squeezed(text: str) -> str:
    return "".join(text.split())


def content(document: Document) -> list[tuple[Any, ...]]:
    """Every block without white space, with its table, row and headings."""
    blocks = document.blocks
    return [(squeezed(document.text[b.char_start : b.char_end]), b.kind, b.table, b.row, b.header_path) for b in blocks]


def mentions(document: Document) -> list[dict[str, Any]]:
    """What extraction finds, without places and white space; the space in '2 30' is gone where a line ends there."""
    found = [asdict(mention) for mention in EXTRACTOR.extract(document.text, document.blocks, Reported())]
    for mention in found:
        del mention["char_start"], mention["char_end"]
        mention["sentence"] = squeezed(mention["sentence"])
        mention["flags"] = [flag for flag in mention["flags"] if flag != "joined_digits"]
    return found


def check(name: str, folder: Path) -> None:
    source = fixtures.report(name)
    document = read_document((folder / f"{name.rpartition('/')[2]}.pdf").read_bytes())
    assert squeezed(document.text) == squeezed(source.text)
    assert content(document) == content(source)
    assert mentions(document) == mentions(source)
    pages = [block.page for block in document.blocks]
    assert None not in pages
    assert pages == sorted(pages)


@pytest.mark.parametrize("name", fixtures.PRINTED)
def test_a_printed_report_gives_the_text_and_the_mentions_of_its_source(name: str) -> None:
    check(name, COMMITTED)


def test_a_word_document_printed_as_it_is_gives_the_same_cells_without_rules() -> None:
    source = read_document(fixtures.PLAIN.read_bytes())
    document = read_document((COMMITTED / "liping_2024.pdf").read_bytes())
    assert content(document) == content(source)
    assert mentions(document) == mentions(source)


def test_page_headers_and_numbers_are_removed_with_a_record() -> None:
    document = read_document((COMMITTED / "lanyang_2024.pdf").read_bytes())
    assert fixtures.HEADER not in document.text
    assert document.removed.count(f"page_furniture: {fixtures.HEADER}") == 3
    assert {f"page_furniture: — {page} —" for page in (1, 2, 3)} <= set(document.removed)


def test_an_owners_password_is_no_hindrance() -> None:
    assert read_document((COMMITTED / "locked_owner.pdf").read_bytes()).text == fixtures.SHORT


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All samples and golden reports, printed now."""
    folder = tmp_path_factory.mktemp("pdf")
    command = [sys.executable, str(SCRIPTS / "make_pdf_fixtures.py"), str(folder), "all"]
    subprocess.run(command, check=True, timeout=110, cwd=ROOT)
    return folder


@pytest.mark.full
@pytest.mark.parametrize("name", fixtures.names())
def test_every_report_printed_now_gives_the_text_and_the_mentions_of_its_source(made: Path, name: str) -> None:
    check(name, made)
