"""Writes reports in every format: by hand, by libraries, and by LibreOffice where it is installed."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import make_office_fixtures
import make_pdf_fixtures
import xlsxwriter
from make_samples import Source, make_docx, make_html
from ofd_maker import laid_out, ofd

from bench.readers.sources import in_tabs, rows, texts

HAS_OFFICE = shutil.which("soffice") is not None
"""Whether LibreOffice is there to write doc, rtf, odt and pdf."""

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "big5hkscs")
_ONE_PAGE = 600  # characters; a header on one page alone could be its text
_HEAD = {
    "charset": "utf-8",
    "encoding": "utf-8",
    "index_number": "009901/2024-00012",
    "publisher": "青屿区司法局",
    "signed_on": "2024-01-18",
    "published_on": "2024-01-20",
    "style": "table",
}
_FILTERS = {
    "html": "html:HTML (StarWriter)",
    "docx": "docx:MS Word 2007 XML",
    "doc": "doc:MS Word 97",
    "rtf": "rtf:Rich Text Format",
    "odt": "odt:writer8",
    "pdf": "pdf:writer_pdf_Export",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true",
}


def txt(source: Source, encoding: str = "utf-8") -> bytes:
    """Plain text, the cells of a row between tabs."""
    return "\n".join(text for _, text in in_tabs(source)).encode(encoding)


def page(source: Source) -> bytes:
    """The page of an invented site, with all its furniture."""
    return make_html(Source(_HEAD, source.lines))


def by_hand_ofd(source: Source) -> bytes:
    """Pages of text objects, after the standard."""
    return ofd(laid_out(texts(source)))


def workbook(source: Source) -> bytes:
    """The tables of a report as a workbook."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows(source)):
            sheet.write_row(number, 0, row)
    return made.getvalue()


def fields(source: Source) -> bytes:
    """The tables of a report as delimited text in the encoding of Excel on a Chinese machine."""
    made = io.StringIO()
    csv.writer(made).writerows(rows(source))
    return made.getvalue().encode("gb18030")


BY_HAND: dict[str, Callable[[Source], bytes]] = {
    "txt": txt,
    "html": page,
    "docx": make_docx,
    "ofd": by_hand_ofd,
    "xlsx": workbook,
    "csv": fields,
}


def write(sources: Mapping[str, Source], ending: str, folder: Path) -> dict[str, Path]:
    """Files by name, written by our own hand or a library."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"{name}.{ending}" for name in sources}
    for name, source in sources.items():
        files[name].write_bytes(BY_HAND[ending](source))
    return files


def office(sources: Mapping[str, Source], ending: str, folder: Path) -> dict[str, Path]:
    """Files by name, which LibreOffice wrote, all in one run of it.

    Raises:
        subprocess.CalledProcessError: soffice failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        originals = []
        for name, source in sources.items():
            if ending in ("xlsx", "csv"):
                path, data = Path(scratch) / f"{name}.xlsx", workbook(source)
            elif ending == "pdf":
                header = make_pdf_fixtures.HEADER if len("".join(texts(source))) > _ONE_PAGE else ""
                path, data = Path(scratch) / f"{name}.fodt", make_pdf_fixtures.flat(in_tabs(source), header).encode()
            else:
                path, data = Path(scratch) / f"{name}.fodt", make_office_fixtures.flat(source).encode()
            path.write_bytes(data)
            originals.append(path)
        make_pdf_fixtures.convert(scratch, _FILTERS[ending], folder, originals)
    return {name: folder / f"{name}.{ending}" for name in sources}
