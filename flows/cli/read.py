"""`township read`: what the reader makes of one file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from flows.cli.console import out
from flows.errors import BadInput

if TYPE_CHECKING:
    from tasks.read.document import Block


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township read inbox/大足区/2023/report.docx")(read)


def read(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="A document: txt, html, docx, pdf, doc, wps, odt, rtf, csv, xlsx, xls, ods, ofd, png, jpg, tif, bmp or gif.",
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print text, blocks and all that is known as JSON.")] = False,
) -> None:
    """Print the text of one document, a line for each block, with its characters, its kind and its place in the file.

    What was recognised on a scan with doubt stands below.
    """
    from tasks.read.document import Unreadable
    from tasks.read.reader import read_document

    try:
        doc = read_document(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be opened ({error.strerror}); name a file that exists") from error
    except Unreadable as error:
        raise BadInput(f"{file}: {error.reason}: {error.en}") from error
    console = out()
    if as_json:
        typer.echo(json.dumps(asdict(doc), ensure_ascii=False, indent=1))
        return
    console.print(Text(f"{doc.media_type}  {doc.parser}  {len(doc.text)} characters  {len(doc.blocks)} blocks", "bold"))
    for name, value in doc.meta.items():
        console.print(Text(f"{name}: {value}", "dim"))
    for block in doc.blocks:
        place = f"{block.char_start:>6}–{block.char_end:<6} {block.kind:<12} {_where(block)}".rstrip()
        console.print(Text(place + "  ", "dim").append(doc.text[block.char_start : block.char_end], "default"))
    for start, end in doc.doubtful:
        console.print(Text(f"{start:>6}–{end:<6} doubtful: {doc.text[start:end]}", "dim"))


def _where(block: Block) -> str:
    """Page, table, row and headings, as far as the file has them."""
    parts = [f"第{block.page}页" if block.page else "", f"表{block.table}" if block.table else ""]
    parts += [f"第{block.row}行" if block.row else "", block.header_path or ""]
    return " ".join(part for part in parts if part)
