"""What is lost of reports in each format, by whoever wrote the files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import opencc
from make_samples import Source

from bench.readers import ROOT, writers
from bench.readers.fidelity import Errors
from bench.readers.sources import rows, written
from tasks.read.reader import read_document

_FIXTURES = {  # what LibreOffice wrote once, for a machine without it
    **dict.fromkeys(("doc", "rtf", "odt"), ("writer", ("lanyang_2024", "yunling_2023"))),
    **dict.fromkeys(("html", "docx"), ("office", ("lanyang_2024", "liping_2024"))),
    "pdf": ("pdf", ("lanyang_2024", "zhumayuan_2023")),
}
_HAND = "made by hand"

Files = dict[str, Path]
Row = tuple[str, str, Errors]
"""Format, writer, errors."""


def losses(folder: Path) -> Iterator[Row]:
    """Writes, reads and compares all samples and annotated reports of the development half in all formats."""
    reports = written()
    plain = {name: _only(source, tables=False) for name, source in reports.items()}
    annexes = {name: _only(source, tables=True) for name, source in reports.items() if rows(source)}
    yield "txt", f"{len(writers.ENCODINGS)} encodings", _encodings(reports)
    yield "html", f"{_HAND}, page of a site", _errors(reports, writers.write(reports, "html", folder / "page"))
    yield _by_office(reports, "html", folder)
    yield "docx", "python-docx", _errors(reports, writers.write(reports, "docx", folder / "word"))
    yield _by_office(reports, "docx", folder)
    doc = _by_office(reports, "doc", folder)
    yield doc
    yield "wps", f"{_HAND}, the doc files under that name", doc[2]
    for kind in ("rtf", "odt", "pdf"):
        yield _by_office(reports, kind, folder)
    yield "ofd", f"{_HAND}, without tables", _errors(plain, writers.write(plain, "ofd", folder / "ofd"))
    yield "xlsx", "xlsxwriter", _errors(annexes, writers.write(annexes, "xlsx", folder / "book"))
    yield "csv", f"{_HAND}, gb18030", _errors(annexes, writers.write(annexes, "csv", folder / "fields"))
    if writers.HAS_OFFICE:
        yield _by_office(annexes, "xlsx", folder)
        yield _by_office(annexes, "csv", folder)


def _by_office(sources: Mapping[str, Source], kind: str, folder: Path) -> Row:
    if writers.HAS_OFFICE:
        return kind, "LibreOffice", _errors(sources, writers.office(sources, kind, folder / f"office-{kind}"))
    place, names = _FIXTURES[kind]
    files = {name: ROOT / "tests" / "fixtures" / place / f"{name}.{kind}" for name in names}
    return kind, "LibreOffice, committed files", _errors(sources, files)


def _errors(sources: Mapping[str, Source], files: Files) -> Errors:
    errors = Errors()
    for name, path in files.items():
        errors.add(sources[name], read_document(path.read_bytes()))
    return errors


def _encodings(sources: Mapping[str, Source]) -> Errors:
    """Plain text in all encodings; what Big5 has no character for is left out of it."""
    errors = Errors()
    traditional = opencc.OpenCC("s2t")
    for encoding in writers.ENCODINGS:
        for source in sources.values():
            said = source
            if encoding == "big5hkscs":
                said = Source({}, tuple((kind, _in_big5(traditional.convert(text))) for kind, text in source.lines))
            errors.add(said, read_document(writers.txt(said, encoding)))
    return errors


def _in_big5(text: str) -> str:
    return text.encode("big5hkscs", "ignore").decode("big5hkscs")


def _only(source: Source, *, tables: bool) -> Source:
    return Source({}, tuple(line for line in source.lines if (line[0] == "row") == tables))
