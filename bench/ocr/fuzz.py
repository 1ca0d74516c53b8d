"""`python -m bench.ocr.fuzz`: mutated images of every kind through the workers of a run; it says what became of them.

Bytes are changed, lost and doubled, most of them where headers stand. Needs the extra `ocr`.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from flows.batch import BatchSpec
from flows.workers import workers
from tasks.ingest.model import Arrival
from tasks.read.formats import extension_of
from tasks.read.ocr import is_installed

SCAN = Path(__file__).resolve().parents[2] / "tests" / "fixtures" / "scans" / "table.jpg"
_KINDS = (
    ("PNG", "L", {}),
    ("PNG", "P", {}),
    ("PNG", "RGBA", {}),
    ("JPEG", "L", {}),
    ("JPEG", "CMYK", {}),
    ("BMP", "RGB", {}),
    ("GIF", "P", {}),
    ("TIFF", "1", {"compression": "group4"}),
    ("TIFF", "L", {"compression": "tiff_lzw"}),
    ("TIFF", "RGB", {"compression": "jpeg"}),
    ("TIFF", "L", {}),
)
_HEAD = 300  # bytes in which headers stand


def main() -> None:
    """Runs them all in two workers."""
    parser = argparse.ArgumentParser(prog="python -m bench.ocr.fuzz", description=__doc__)
    parser.add_argument("--images", type=int, default=200)
    n_images = parser.parse_args().images
    if not is_installed():
        sys.exit("the extra ocr is not installed: make ocr")
    with tempfile.TemporaryDirectory(prefix="township-images-") as folder:
        outcomes = run(Path(folder), n_images)
    print(f"{n_images} mutated images, {outcomes.total()} of them read or refused: {dict(outcomes.most_common())}")


def run(folder: Path, n_images: int) -> Counter[str]:
    """What became of so many images: reasons of refusal, or used."""
    documents = tuple(_arrival(folder, data) for data in mutated(n_images))
    half = len(documents) // 2
    outcomes: Counter[str] = Counter()
    with workers(2) as run_batch:
        for number, some in enumerate((documents[:half], documents[half:])):
            spec = BatchSpec(folder / f"parts{number}", folder / "register", "fuzz", some)
            for result in run_batch(spec):
                outcomes.update(result.quarantined)
                outcomes["used"] += len(result.processed) - sum(result.quarantined.values())
    return +outcomes


def mutated(n_images: int) -> Iterator[bytes]:
    """Images with one to thirty places damaged, each another one; always the same."""
    chance = random.Random(2024)
    strip = Image.open(SCAN).crop((100, 200, 500, 260))
    seeds = [_saved(strip.convert(mode), kind, options) for kind, mode, options in _KINDS]
    seen: set[bytes] = set()
    while len(seen) < n_images:
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 1, 2, 5, 30))):
            _damage(data, chance)
        if bytes(data) not in seen:
            seen.add(bytes(data))
            yield bytes(data)


def _saved(image: Image.Image, kind: str, options: dict[str, str]) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _damage(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(min(len(data), _HEAD) if chance.random() < 0.5 else len(data))
    kind = chance.randrange(3)
    if kind == 0:
        data[at] = chance.randrange(256)
    elif kind == 1:
        del data[at : at + chance.randrange(1, 60)]
    else:
        data[at:at] = data[at : at + chance.randrange(1, 200)]


def _arrival(folder: Path, data: bytes) -> Arrival:
    path = folder / f"{hashlib.sha256(data).hexdigest()}.{extension_of(data)}"
    path.write_bytes(data)
    return Arrival(path.stem, str(path), (path.name,), "2025-01-01T00:00:00+00:00")


if __name__ == "__main__":
    main()
