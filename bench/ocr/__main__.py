"""`make bench-ocr`: LibreOffice prints reports, they are scanned at 150 dots an inch, and their digits are compared.

Every report of the samples and of the development half is printed; some are read, at least twenty pages. Needs the extra
`ocr`, LibreOffice and a Chinese font.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
import unicodedata
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path

from bench.ocr.scans import OFFICE, WORN, Scanner, pdf_of, scans
from tasks.read.document import Document
from tasks.read.ocr import is_installed
from tasks.read.reader import read_document

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import make_pdf_fixtures as fixtures  # noqa: E402

sys.path.remove(str(ROOT / "scripts"))


def main() -> None:
    """Prints one table a scanner."""
    parser = argparse.ArgumentParser(prog="python -m bench.ocr", description=__doc__)
    parser.add_argument("--pages", type=int, default=24, help="pages to read at least (24)")
    arguments = parser.parse_args()
    if not is_installed():
        sys.exit("the extra ocr is not installed: make ocr")
    with tempfile.TemporaryDirectory(prefix="township-ocr-") as folder:
        fixtures.make(Path(folder), everything=True)
        for name, scanner in (("office scanner", OFFICE), ("worn copier", WORN)):
            _measure(name, scanner, Path(folder), arguments.pages)


def _measure(name: str, scanner: Scanner, folder: Path, least: int) -> None:
    counts: Counter[str] = Counter()
    names = fixtures.names()
    names = [names[(7 * number) % len(names)] for number in range(len(names))]  # some of each kind
    seconds, wrong = 0.0, list[str]()
    for report in names:
        if counts["pages"] >= least:
            break
        source = fixtures.report(report)
        pages = list(scans((folder / f"{report.rpartition('/')[2]}.pdf").read_bytes(), scanner))
        data = pdf_of(pages, scanner.dpi)
        start = time.process_time()
        read = read_document(data)
        seconds += time.process_time() - start
        counts["pages"] += len(pages)
        counts["reports"] += 1
        wrong += _compare(source, read, counts)
    digits, mistaken = counts["digits"], counts["wrong"]
    print(f"\n{name}: {scanner}")
    print(f"  {counts['reports']} reports, {counts['pages']} pages, {counts['characters']:,} characters")
    print(f"  characters wrong, %     {100 * counts['wrong characters'] / counts['characters']:8.2f}")
    print(f"  digits                  {digits:8,}")
    print(f"  digits wrong            {mistaken:8,}   {100 * mistaken / digits:.2f} %   target: at most 0.5 %")
    print(f"    of them flagged       {counts['wrong and flagged']:8,}")
    print(f"  right digits flagged, % {100 * counts['right and flagged'] / digits:8.2f}")
    print(f"  s a page, one core      {seconds / counts['pages']:8.1f}")
    print(
        f"  peak memory, MB         {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f}   target: below 2048"
    )
    for line in wrong:
        print(f"  {line}")


def _compare(source: Document, read: Document, counts: Counter[str]) -> list[str]:
    """Adds up characters and digits of a report; says where digits differ."""
    said, _ = _folded(source)
    found, doubtful = _folded(read)
    counts["characters"] += len(said)
    counts["digits"] += sum(map(_is_digit, said))
    lines = []
    for kind, a, b, c, d in SequenceMatcher(None, said, found, autojunk=False).get_opcodes():
        if kind == "equal":
            counts["right and flagged"] += sum(_is_digit(found[n]) and doubtful[n] for n in range(c, d))
            continue
        counts["wrong characters"] += max(b - a, d - c)
        n_wrong = max(sum(map(_is_digit, said[a:b])), sum(map(_is_digit, found[c:d])))
        if n_wrong:
            flagged = any(doubtful[max(0, c - 1) : d + 1])
            counts["wrong"] += n_wrong
            counts["wrong and flagged"] += n_wrong * flagged
            lines.append(f"{said[max(0, a - 8) : a]}[{said[a:b]}] read as [{found[c:d]}]{' flagged' * flagged}")
    return lines


def _folded(document: Document) -> tuple[str, Sequence[bool]]:
    """The characters without white space and widths, and whether each is doubtful."""
    doubtful = {at for start, end in document.doubtful for at in range(start, end)}
    folded = [(part, at in doubtful) for at, char in enumerate(document.text) for part in _half_width(char)]
    return "".join([char for char, _ in folded]), [doubt for _, doubt in folded]


def _half_width(char: str) -> str:
    return "".join(unicodedata.normalize("NFKC", char).split())


def _is_digit(char: str) -> bool:
    return "0" <= char <= "9"


if __name__ == "__main__":
    main()
