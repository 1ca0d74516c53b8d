"""What the mutations begin with: small real documents of each format, and the ways that suit it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.fuzz import mutations as m
from tasks.read import ocr
from tests.unit.read import pdf_maker

ROOT = Path(__file__).resolve().parents[2]
FIXTURES, SAMPLES = ROOT / "tests" / "fixtures", ROOT / "samples"


@dataclass(frozen=True, slots=True)
class Seeds:
    """Documents of one format and the mutations that are tried on them, the likelier ones several times.

    Only one in `share` of the mutants asked for is tried where the documents are large.
    """

    documents: Sequence[bytes]
    mutations: Sequence[m.Mutate]
    share: int = 1


def _files(*patterns: str) -> list[bytes]:
    paths = sorted(path for pattern in patterns for path in FIXTURES.glob(pattern))
    return [path.read_bytes() for path in paths if path.stat().st_size]


def _ofd() -> bytes:
    """A file of two pages by hand: paragraphs, columns, a number of the page; no program at hand writes OFD."""
    line = '<TextObject Boundary="28 {y} {w} 6" Size="5.6" CTM="1 0 0 1 0 0"><TextCode X="0" Y="5" DeltaX="g 9 5.6">{t}</TextCode></TextObject>'
    lines = ["全年办理行政处罚案件15件，罚没金额3.68万元。", "开展法治宣传活动12场，发放资料3400份。", "— 1 —"]
    rows = [("事项", "件数"), ("行政复议", "3"), ("行政诉讼", "2")]
    drawn = [line.format(y=30 + 9 * n, w=140, t=text) for n, text in enumerate(lines)]
    drawn += [
        line.format(y=90 + 9 * n, w=20, t=text).replace("28 ", f"{28 + 60 * c} ", 1)
        for n, row in enumerate(rows)
        for c, text in enumerate(row)
    ]
    page = f'<Page xmlns="http://www.ofdspec.org/2016"><Content><Layer>{"".join(drawn)}</Layer></Content></Page>'
    return m.packed(
        {
            "OFD.xml": b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>",
            "D/Document.xml": b'<D><Pages><Page BaseLoc="P.xml"/><Page BaseLoc="/D/Q.xml"/></Pages></D>',
            "D/P.xml": page.encode(),
            "D/Q.xml": page.encode(),
        }
    )


def _pdf() -> list[bytes]:
    lines = [
        "青澜区望川镇2023年法治政府建设年度报告",
        "　　全年开展法治宣传活动12场，发放资料3400份。",
        "（一）办理案件15件。",
    ]
    cells = pdf_maker.text("事项", 100, 500) + pdf_maker.text("15", 260, 500) + pdf_maker.text("行政复议", 100, 470)
    table = pdf_maker.rules((90, 250, 400), (460, 490, 520)) + cells
    page = pdf_maker.column(lines) + table
    return [
        pdf_maker.pages([page]),
        pdf_maker.pages([pdf_maker.packed(page), pdf_maker.PICTURE + page]),
        pdf_maker.pages([page], page=b"/MediaBox[0 0 842 595]/Rotate 90/CropBox[10 10 800 500]"),
    ]


def _archive() -> list[bytes]:
    text = "望川镇法治政府建设报告".encode()
    inner = m.packed({"内/甲.txt": text, "乙.html": b"<p>1</p>"})
    office = (FIXTURES / "writer" / "joined.docx").read_bytes()
    whole = {"2023/甲.txt": text, "b.zip": inner, "c.docx": office, "d.zip": inner[:-9]}
    return [m.packed(whole), inner]


def seeds() -> dict[str, Seeds]:
    """By reader; `zip` are the archives that hold documents. Pictures only where they can be read."""
    zipped = (m.in_a_part, m.in_a_part, m.in_a_part, m.scrambled)
    ole = (m.in_a_stream, m.in_a_stream, m.scrambled)
    texts = _files("documents/report_*.txt", "documents/wrapped.txt")
    pictures = {"jpg": Seeds(_files("scans/*.jpg", "scans/*.tif"), (m.scrambled,), share=100)}
    return (pictures if ocr.is_installed() else {}) | {
        "txt": Seeds([*texts, *_files("sheets/annex.csv")], (m.plain, m.scrambled)),
        "html": Seeds(_files("documents/*.html"), (m.markup, m.markup, m.scrambled)),
        "docx": Seeds(_files("documents/traps.docx", "writer/*.docx"), zipped),
        "doc": Seeds(_files("writer/*.doc"), ole),
        "pdf": Seeds(_pdf(), (m.in_objects, m.in_objects, m.portable, m.scrambled)),
        "pdf of an office program": Seeds(
            _files("pdf/liping_2024.pdf", "pdf/locked_owner.pdf"), (m.in_objects, m.scrambled), share=10
        ),
        "rtf": Seeds(_files("writer/*.rtf"), (m.rich_text, m.rich_text, m.scrambled)),
        "odt": Seeds(_files("writer/*.odt"), zipped),
        "ofd": Seeds([_ofd()], zipped),
        "xlsx": Seeds(_files("sheets/annex.xlsx"), zipped),
        "xls": Seeds(_files("sheets/annex.xls"), (m.in_records, m.in_records, *ole)),
        "ods": Seeds(_files("sheets/annex.ods"), zipped),
        "csv": Seeds(_files("sheets/annex.csv"), (m.plain, m.plain, m.scrambled)),
        "zip": Seeds(_archive(), (m.in_a_part, m.scrambled, m.scrambled)),
    }
