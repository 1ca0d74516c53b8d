"""Makes docs/images: pages of the samples' release as people see them, small PNGs. Needs Debian's chromium.

    make run && .venv/bin/python scripts/make_screenshots.py [HOME]

The district and all its figures are invented.
"""

from __future__ import annotations

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SHOTS = {
    "district.png": ("d/990101/2024.html", ""),
    "report.png": ("d/990101/t-990101002.html", "#v-2024-legal_literacy_persons"),
}
"""By name: a page, and the cell whose number is followed to its sentence."""
SIZE = {"width": 860, "height": 560}
COLOURS = 64


def main() -> None:
    """Writes the pictures, and prints what they weigh."""
    home = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data-sample"
    site = (home / "current.duckdb").resolve().parent / "site"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        for name, (path, cell) in SHOTS.items():
            page.goto((site / path).as_uri())
            if cell:
                page.locator(f"{cell} a.v").click()
                page.locator(":target").hover()
            target = ROOT / "docs" / "images" / name
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").quantize(COLOURS).save(target, optimize=True)
            print(f"{target.relative_to(ROOT)}: {target.stat().st_size / 1000:.0f} kB")
        browser.close()


if __name__ == "__main__":
    main()
