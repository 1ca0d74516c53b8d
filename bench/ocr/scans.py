"""Printed pages as a scanner gives them: pictures askew, blurred, grainy and packed with loss."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageFilter


@dataclass(frozen=True, slots=True)
class Scanner:
    """What a scan suffers: dots an inch, degrees of slant (every other page the other way), millimetres that a sheet
    slips, pixels of blur, grey levels of grain, quality of the JPEG (1 to 95)."""

    dpi: int = 150
    slant: float = 0.7
    slip: float = 2.0
    blur: float = 0.4
    grain: float = 12.0
    quality: int = 60


OFFICE = Scanner()
WORN = Scanner(slant=1.5, slip=4.0, blur=1.2, grain=25.0, quality=35)
"""An old copier."""


def scans(printed: bytes, scanner: Scanner) -> Iterator[Image.Image]:
    """The pages of a PDF, grey, each as a JPEG came out of the scanner; always the same for the same PDF."""
    chance = np.random.default_rng(len(printed))
    with pdfium.PdfDocument(printed) as document:
        for number, page in enumerate(document):
            drawn = page.render(scale=scanner.dpi / 72, grayscale=True).to_pil()
            yield _scan(drawn, scanner, chance, -1 if number % 2 else 1)


def pdf_of(pages: list[Image.Image], dpi: int) -> bytes:
    """A PDF whose pages are these pictures, packed as they came."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=dpi)
    return out.getvalue()


def _scan(page: Image.Image, scanner: Scanner, chance: np.random.Generator, side: int) -> Image.Image:
    slip = chance.uniform(-1, 1, 2) * scanner.slip * scanner.dpi / 25.4
    moved = page.rotate(side * scanner.slant, Image.Resampling.BICUBIC, translate=tuple(slip), fillcolor=255)
    soft = moved.filter(ImageFilter.GaussianBlur(scanner.blur))
    grey = 20 + 0.85 * np.asarray(soft, np.float32)  # paper is not white, ink not black
    grain = chance.normal(0, scanner.grain, grey.shape)
    packed = io.BytesIO()
    scanned = Image.fromarray((grey + grain).clip(0, 255).astype(np.uint8))
    scanned.save(packed, "JPEG", quality=scanner.quality, dpi=(scanner.dpi, scanner.dpi))
    return Image.open(packed)
