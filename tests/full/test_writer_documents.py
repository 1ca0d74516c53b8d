"""doc, rtf and odt give the same text, blocks and mentions as their docx: the committed ones, and such as are made now."""

from __future__ import annotations

import subprocess
import sys
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tasks.extract.engine import Extractor
from tasks.extract.model import Mention
from tasks.read.document import Document
from tasks.read.reader import read_document
from warehouse.catalogue import load_catalogue

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "make_writer_fixtures.py"
EXTRACTOR = Extractor(load_catalogue())
ENDINGS = ("doc", "rtf", "odt")
MEDIA = {"doc": "application/msword", "rtf": "application/rtf", "odt": "application/vnd.oasis.opendocument.text"}
TRAPS = [
    "望川镇人民政府关于2023年度法治政府建设情况的报告",
    "发放资料5000份，见公示栏。",
    "参训１２０余 人次\t（含村干部）。",
    "第一行",
    "第二行",
    "文本框：受教育120余人次。",
    "开展宣传12场，“八五”普法——Café 𠮷田村。",
    "一、工作成效",
    "（一）学法",
    "（二）普法",
    "二、不足",
    "（一）人手少",
    "数据截至年底，另有说明。",
    "不含区级部门4件。",
    "尾注：复议0件。",
]


class Reported:
    report_year = 2024
    signed_on = None
    period_end = None


@pytest.fixture(scope="module", params=["committed", pytest.param("made now", marks=pytest.mark.full)])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the documents."""
    if request.param == "committed":
        return ROOT / "tests" / "fixtures" / "writer"
    made = tmp_path_factory.mktemp("writer")
    subprocess.run([sys.executable, str(SCRIPT), str(made)], check=True, timeout=110)
    return made


def read(path: Path) -> Document:
    return read_document(path.read_bytes())


def mentions(document: Document) -> list[Mention]:
    return EXTRACTOR.extract(document.text, document.blocks, Reported())


def same(document: Document, other: Document) -> bool:
    return (document.text, document.blocks, mentions(document)) == (other.text, other.blocks, mentions(other))


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["lanyang_2024", "yunling_2023"])
def test_reports_come_back_as_they_were_written(folder: Path, name: str, ending: str) -> None:
    written = (ROOT / "samples" / "source" / f"{name}.txt").read_text(encoding="utf-8").split("\n---\n", 1)[1]
    lines = [line.removeprefix("# ").removeprefix("> ") for line in written.splitlines()]
    document = read(folder / f"{name}.{ending}")

    cells = [cell for line in lines for cell in (line.strip("|").split("|") if line.startswith("|") else [line])]
    assert document.text.split("\n") == cells
    assert document.media_type == MEDIA[ending]
    assert document.parser == ending
    assert mentions(document)
    assert same(document, read(folder / f"{name}.docx"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_that_readers_tend_to_lose_is_lost(folder: Path, ending: str) -> None:
    document = read(folder / f"traps.{ending}")
    blocks = [(document.text[b.char_start : b.char_end], b.header_path) for b in document.blocks]

    assert document.text.split("\n")[: len(TRAPS)] == TRAPS
    assert ("1.2", "食品安全 › 处罚 › 金额（万元）") in blocks
    assert ("20", "调解 › 情况") in blocks  # of a table in a cell
    assert [b.table for b in document.blocks if b.table][-1] == 2
    assert not any(unseen in document.text for unseen in ("3000", "隐藏", "页眉", "HYPERLINK"))
    assert document.removed == ("hidden: 隐藏9件",)
    assert same(document, read(folder / "traps.docx"))


@pytest.mark.parametrize("ending", ["doc", "odt"])
def test_paragraphs_whose_end_was_deleted_are_one(folder: Path, ending: str) -> None:
    assert read(folder / f"joined.{ending}").text == "开展宣传12场。"


def body(document: Document) -> str:
    """What was read, with its tables, as the body of an OpenDocument text."""
    parts = []
    for table, run in groupby(document.blocks, key=lambda b: b.table if b.kind == "cell" else None):
        rows = [
            [escape(document.text[b.char_start : b.char_end]) for b in row]
            for _, row in groupby(run, key=lambda b: b.row)
        ]
        if table is None:
            parts += [f"<text:p>{text}</text:p>" for row in rows for text in row]
        else:
            columns = f'<table:table-column table:number-columns-repeated="{max(map(len, rows))}"/>'
            written = (
                "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in r) for r in rows
            )
            filled = "".join(f"<table:table-row>{row}</table:table-row>" for row in written)
            parts.append(f"<table:table>{columns}{filled}</table:table>")
    return "".join(parts)


@pytest.mark.full
def test_every_sample_and_annotated_report(tmp_path: Path) -> None:
    """Each converted to every format; those that came as plain text also compared with it."""
    sys.path.insert(0, str(SCRIPT.parent))
    from make_office_fixtures import flat
    from make_samples import load
    from make_writer_fixtures import convert, document

    sources = {path.stem: path for path in sorted((ROOT / "tests" / "golden" / "reports").glob("*.txt"))}
    plain = {name: read(path) for name, path in sources.items()}
    samples = {path.stem: flat(load(path)) for path in (ROOT / "samples" / "source").glob("*.txt")}
    convert(samples | {name: document(body(report)) for name, report in plain.items()}, tmp_path)
    for name in samples | plain:
        word = read(tmp_path / f"{name}.docx")
        assert all(same(read(tmp_path / f"{name}.{ending}"), word) for ending in ENDINGS), name
        if name in plain:
            assert "".join(word.text.split()) == "".join(plain[name].text.split()), name
