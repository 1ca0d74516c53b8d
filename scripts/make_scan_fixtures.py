"""Scans the printed fixtures, for the tests of the read stage: pictures askew and grainy, small enough to be committed.

Pages are those of tests/fixtures/pdf, of invented reports. Usage: PYTHONPATH=. make_scan_fixtures.py [FOLDER]
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

from bench.ocr.scans import Scanner, pdf_of, scans

ROOT = Path(__file__).resolve().parents[1]
PRINTED = ROOT / "tests" / "fixtures" / "pdf"
TARGET = ROOT / "tests" / "fixtures" / "scans"
SCANNER = Scanner(grain=5.0, quality=30)
_INK = 140  # grey below which a fax is black


def make(folder: Path) -> None:
    """Writes a page with a table as jpg, two pages as a fax machine would send them, as tiff, and the first as pdf."""
    folder.mkdir(parents=True, exist_ok=True)
    (table,) = _pages("lanyang_2024", 2)
    table.save(folder / "table.jpg", "JPEG", quality="keep", dpi=(150, 150))
    faxed = [page.point(lambda grey: 255 if grey > _INK else 0).convert("1") for page in _pages("zhumayuan_2023", 1, 3)]
    faxed[0].save(folder / "fax.tif", save_all=True, append_images=faxed[1:], compression="group4", dpi=(150, 150))
    (folder / "fax.pdf").write_bytes(pdf_of(faxed[:1], 150))


def _pages(name: str, *numbers: int) -> list[Image.Image]:
    pages = list(scans((PRINTED / f"{name}.pdf").read_bytes(), SCANNER))
    return [pages[number] for number in numbers]


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
