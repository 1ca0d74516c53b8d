"""Has LibreOffice save two samples as docx and html, for the tests of the read stage.

The texts are those of samples/source, laid out as a Writer document: title in the middle, signature at the right, a table
with borders. LibreOffice stamps files with its version and the time, so each run gives other bytes, of the same text.
Needs soffice. Usage: make_office_fixtures.py [FOLDER]
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

from make_samples import SAMPLES, Source, cells, groups, load

TARGET = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "office"
SOURCES = ("lanyang_2024", "liping_2024")
FILTERS = {"docx": "docx:MS Word 2007 XML", "html": "html:HTML (StarWriter)"}

_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"))
)
_STYLES = "".join(
    f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {properties}/></style:style>'
    for name, properties in (
        ("title", 'fo:text-align="center"'),
        ("paragraph", 'fo:text-align="justify" fo:text-indent="2em"'),
        ("signature", 'fo:text-align="end"'),
        ("cell", 'fo:text-align="center"'),
    )
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


def flat(source: Source) -> str:
    """The report as a flat OpenDocument text."""
    parts = []
    for kind, run in groups(source):
        if kind == "row":
            rows = [cells(row) for row in run]
            columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
            parts.append(f"<table:table>{columns}{''.join(map(_row, rows))}</table:table>")
        else:
            parts += [_paragraph(kind, line) for line in run]
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} {_FO} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text">'
        f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(parts)}</office:text></office:body></office:document>"
    )


def _row(values: list[str]) -> str:
    shown = (f'<table:table-cell office:value-type="string">{_paragraph("cell", v)}</table:table-cell>' for v in values)
    return f"<table:table-row>{''.join(shown)}</table:table-row>"


def _paragraph(style: str, text: str) -> str:
    return f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


def make(folder: Path) -> None:
    """Writes each source in each format to `folder`.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        originals = []
        for name in SOURCES:
            path = Path(scratch) / f"{name}.fodt"
            path.write_text(flat(load(SAMPLES / "source" / f"{name}.txt")), encoding="utf-8")
            originals.append(str(path))
        profile = f"-env:UserInstallation={(Path(scratch) / 'profile').as_uri()}"
        for form in FILTERS.values():
            command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder), *originals]
            subprocess.run(command, check=True, capture_output=True, timeout=240)


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
