"""Builds samples/inbox from samples/source: invented reports as txt, html and docx, the same bytes each time.

A source is a YAML header, a line `---` and the text, one paragraph a line: `# ` begins a line of the title, `> ` one of
the signature, `|` a row of a table. Everything in it is invented. Usage: make_samples.py [INBOX]
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from sample_page import page

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
DISTRICT = "青澜区"
EMPTY = "2024/柳塘乡2024年法治政府建设情况报告.txt"  # a file that came to nothing on its way
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALIGN = {
    "title": WD_ALIGN_PARAGRAPH.CENTER,
    "paragraph": WD_ALIGN_PARAGRAPH.JUSTIFY,
    "signature": WD_ALIGN_PARAGRAPH.RIGHT,
}


@dataclass(frozen=True, slots=True)
class Source:
    """One report: `head` says file, format, encoding, style and dates; `lines` are (kind, text) in reading order.

    Kinds: title, signature, paragraph, row (text still with its bars).
    """

    head: dict[str, Any]
    lines: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        """The title, its lines joined."""
        return "".join(text for kind, text in self.lines if kind == "title")


def load(path: Path) -> Source:
    """Reads one source file (UTF-8)."""
    head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    return Source(yaml.safe_load(head), tuple(_line(line) for line in body.splitlines()))


def cells(row: str) -> list[str]:
    """Cells of a row: '|a|b|' → ['a', 'b']."""
    return row.strip("|").split("|")


def groups(source: Source) -> Iterator[tuple[str, list[str]]]:
    """Runs of lines of one kind, so that the rows of a table come together."""
    for kind, run in groupby(source.lines, key=lambda line: line[0]):
        yield kind, [text for _, text in run]


def make_txt(source: Source) -> bytes:
    """Plain text as offices export it: full-width indents, a far-right signature, CRLF in the older encodings."""
    indent = {"title": "          ", "signature": " " * 24, "paragraph": "　　", "row": ""}
    text = "\n".join(indent[kind] + line for kind, line in source.lines) + "\n"
    encoding = source.head["encoding"]
    return text.replace("\n", "\n" if encoding.startswith("utf-8") else "\r\n").encode(encoding)


def make_html(source: Source) -> bytes:
    """A page of a government site: header block, breadcrumbs and the usual furniture around the text."""
    parts = []
    for kind, run in groups(source):
        if kind == "row":
            rows = ("".join(f"<td>{cell}</td>" for cell in cells(row)) for row in run)
            parts.append('<table border="1">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif kind == "title":
            parts.append(f'<p style="text-align:center"><strong>{"<br/>".join(run)}</strong></p>')
        else:
            style = "text-align:right" if kind == "signature" else "text-indent:2em"
            parts += [f'<p style="{style}">{line}</p>' for line in run]
    return page(source.head, source.title, "\n".join(parts)).encode(source.head["encoding"])


def make_docx(source: Source) -> bytes:
    """A Word file; python-docx stamps the entries of its zip with the clock, so they are packed again without it."""
    document = docx.Document()
    for kind, run in groups(source):
        if kind == "row":
            rows = [cells(row) for row in run]
            table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
            for row, values in zip(table.rows, rows, strict=True):
                for cell, value in zip(row.cells, values, strict=True):
                    cell.text = value
        else:
            for line in run:
                document.add_paragraph(line).alignment = _ALIGN[kind]
    packed = io.BytesIO()
    document.save(packed)
    return _repack(packed)


def main(inbox: Path) -> None:
    """Writes every sample below `inbox`, in folders by district and year."""
    makers = {"txt": make_txt, "html": make_html, "docx": make_docx}
    files = {EMPTY: b""}
    for path in sorted((SAMPLES / "source").glob("*.txt")):
        source = load(path)
        files[source.head["file"]] = makers[source.head["format"]](source)
    for name, data in files.items():
        target = inbox / DISTRICT / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    print(f"{len(files)} files below {inbox}")


def _line(line: str) -> tuple[str, str]:
    if line.startswith("|"):
        return "row", line
    kind = {"# ": "title", "> ": "signature"}.get(line[:2])
    return (kind, line[2:]) if kind else ("paragraph", line)


def _repack(packed: io.BytesIO) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "inbox")
