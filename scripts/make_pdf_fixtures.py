"""Has LibreOffice print reports as pdf, for the tests of the read stage: official layout, and plain conversions.

The official layout is the one that offices must use: A4, 16 pt, 28 characters a line, first lines indented, page number
between dashes; here with a page header. Texts are those of samples/source and of tests/golden/reports, all invented, as
the readers of docx and txt give them. LibreOffice stamps files with the time, so each run gives other bytes, of
the same text. Needs soffice and a Chinese font (Noto Sans CJK SC). Usage: make_pdf_fixtures.py [FOLDER [all]]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape

from make_samples import SAMPLES, load, make_docx

from tasks.read.document import Document
from tasks.read.reader import read_document

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "tests" / "fixtures" / "pdf"
GOLDEN = ROOT / "tests" / "golden" / "reports"
PRINTED = ("samples/lanyang_2024", "golden/zhumayuan_2023")
PLAIN = ROOT / "tests" / "fixtures" / "office" / "liping_2024.docx"
LOCKED = {"owner": "PermissionPassword", "user": "DocumentOpenPassword"}
SHORT = "全年办结矛盾纠纷34件，开展普法宣传12场次。"
HEADER = "青澜区乡镇法治政府建设年度报告汇编"

Line = tuple[str, str]  # kind (title, paragraph, signature, row) and text; the cells of a row stand between tabs

_NAMES = ("office", "style", "text", "table")
_SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in _NAMES)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_TEXT = 'fo:font-size="{size}pt" style:font-size-asian="{size}pt" style:font-name-asian="Noto Sans CJK SC"'
_HANGING = 'style:punctuation-wrap="simple"'  # LibreOffice 7.4 loses marks that hang over the edge
_BORDER = 'fo:border="0.5pt solid #000000" fo:padding="0.05cm"'


def _style(name: str, size: int, layout: str) -> str:
    text = f"<style:text-properties {_TEXT.format(size=size)}/>"
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {layout}/>{text}'
        "</style:style>"
    )


_STYLES = "".join(
    (
        _style("title", 22, 'fo:text-align="center"'),
        _style("paragraph", 16, f'fo:text-align="justify" fo:text-indent="32pt" fo:line-height="28pt" {_HANGING}'),
        _style("signature", 16, 'fo:text-align="end"'),
        _style("row", 12, 'fo:text-align="center"'),
        _style("margin", 12, 'fo:text-align="center"'),
        f'<style:style style:name="cell" style:family="table-cell"><style:table-cell-properties {_BORDER}/></style:style>',
        '<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
        'fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2.8cm" fo:margin-right="2.6cm"/>'
        '<style:header-style><style:header-footer-properties fo:min-height="1.2cm"/></style:header-style>'
        '<style:footer-style><style:header-footer-properties fo:min-height="1.2cm"/></style:footer-style>'
        "</style:page-layout>",
    )
)
_MASTER = (
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4">'
    '<style:header><text:p text:style-name="margin">{}</text:p></style:header>'
    '<style:footer><text:p text:style-name="margin">— <text:page-number/> —</text:p></style:footer>'
    "</style:master-page></office:master-styles>"
)


def names() -> list[str]:
    """All reports: samples/…, golden/…"""
    samples = [f"samples/{path.stem}" for path in sorted((SAMPLES / "source").glob("*.txt"))]
    return samples + [f"golden/{path.stem}" for path in sorted(GOLDEN.glob("*.txt"))]


def report(name: str) -> Document:
    """A report as its reader gives it."""
    folder, _, stem = name.partition("/")
    if folder == "samples":
        return read_document(make_docx(load(SAMPLES / "source" / f"{stem}.txt")))
    return read_document((GOLDEN / f"{stem}.txt").read_bytes())


def lines_of(document: Document) -> list[Line]:
    """Lines of a report; the last short ones are its signature."""
    lines: list[Line] = []
    row: tuple[int | None, int | None] = (None, None)
    for block in document.blocks:
        text = document.text[block.char_start : block.char_end]
        if block.row is not None and row == (block.table, block.row):
            lines[-1] = ("row", f"{lines[-1][1]}\t{text}")
        else:
            kind = "row" if block.row is not None else "title" if block.kind == "title" else "paragraph"
            lines.append((kind, text))
        row = block.table, block.row
    ends = (kind == "paragraph" and len(text) < 20 and not text.endswith("。") for kind, text in lines[-2:])
    return [
        *lines[:-2],
        *(("signature" if end else line[0], line[1]) for end, line in zip(ends, lines[-2:], strict=True)),
    ]


def flat(lines: Iterable[Line], header: str = HEADER) -> str:
    """The report as a flat OpenDocument text in the official layout."""
    parts = []
    for kind, run in groupby(lines, key=lambda line: line[0]):
        texts = [text for _, text in run]
        if kind == "row":
            columns = f'<table:table-column table:number-columns-repeated="{len(texts[0].split(chr(9)))}"/>'
            parts.append(f"<table:table>{columns}{''.join(map(_row, texts))}</table:table>")
        else:
            parts += [_paragraph(kind, text) for text in texts]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} {_FO} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        '<office:font-face-decls><style:font-face style:name="Noto Sans CJK SC" '
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:font-family="Noto Sans CJK SC"/>'
        f"</office:font-face-decls><office:automatic-styles>{_STYLES}</office:automatic-styles>{_MASTER.format(header)}"
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document>"
    )


def _row(text: str) -> str:
    cells = text.split("\t")
    shown = (
        f'<table:table-cell table:style-name="cell">{_paragraph("row", cell)}</table:table-cell>' for cell in cells
    )
    return f"<table:table-row>{''.join(shown)}</table:table-row>"


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def make(folder: Path, everything: bool = False) -> None:
    """Writes the fixtures to `folder`, or `everything`: all samples and golden reports in the official layout.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        originals = []
        for name in names() if everything else PRINTED:
            path = Path(scratch) / f"{name.rpartition('/')[2]}.fodt"
            lines = lines_of(report(name))
            one_page = sum(len(text) for _, text in lines) < 600  # a header on one page alone could be its text
            path.write_text(flat(lines, "" if one_page else HEADER), encoding="utf-8")
            originals.append(path)
        convert(scratch, "pdf", folder, originals if everything else [*originals, PLAIN])
        for name, password in LOCKED.items():
            values = {"EncryptFile": ("boolean", "true"), "RestrictPermissions": ("boolean", "true")}
            values[password] = ("string", "secret")
            options = json.dumps({key: {"type": kind, "value": value} for key, (kind, value) in values.items()})
            short = Path(scratch) / f"locked_{name}.fodt"
            short.write_text(flat([("paragraph", SHORT)], header=""), encoding="utf-8")
            convert(scratch, f"pdf:writer_pdf_Export:{options}", folder, [short])


def convert(scratch: str, form: str, folder: Path, originals: Iterable[Path]) -> None:
    """Has LibreOffice convert files, with a profile of its own in `scratch`."""
    profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), *map(str, originals)]
    subprocess.run(command, check=True, capture_output=True, timeout=900)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET, everything=sys.argv[2:] == ["all"])
