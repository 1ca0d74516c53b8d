"""`township read`: what the reader makes of one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from flows.cli.console import out
from flows.errors import BadInput


def register(app: typer.Typer) -> None:
    """Adds the command of this module."""
    app.command(epilog="Example: township read inbox/大足区/2023/report.docx")(read)


def read(file: Annotated[Path, typer.Argument(metavar="FILE", help="A document: txt, html or docx.")]) -> None:
    """Print the text of one document, a line for each block, with its characters and its kind."""
    from tasks.read import read_document
    from tasks.read.document import Unreadable

    try:
        doc = read_document(file.read_bytes())
    except OSError as error:
        raise BadInput(f"{file} cannot be opened ({error.strerror}); name a file that exists") from error
    except Unreadable as error:
        raise BadInput(f"{file}: {error.reason}: {error.en}") from error
    console = out()
    console.print(Text(f"{doc.media_type}  {doc.parser}  {len(doc.text)} characters  {len(doc.blocks)} blocks", "bold"))
    for name, value in doc.meta.items():
        console.print(Text(f"{name}: {value}", "dim"))
    for block in doc.blocks:
        place = f"{block.char_start:>6}–{block.char_end:<6} {block.kind:<12} {block.header_path or ''}".rstrip()
        console.print(Text(place + "  ", "dim").append(doc.text[block.char_start : block.char_end], "default"))
