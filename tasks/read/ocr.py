"""Recognition of printed characters: rapidocr on onnxruntime, the optional extra `ocr`.

The models lie in the wheel of rapidocr and are named by their paths, since it fetches what is not named. One thread a
process: the workers share the cores already, and sums in another order would give other confidences.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tasks.read import allowance
from tasks.read.refusal import refuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from rapidocr import RapidOCR

    Picture = NDArray[np.uint8]
    """Height, width, and three colours (blue, green, red), or none."""

OCR = "ocr"
"""How the name of the reader ends (`Document.parser`), where some of the text was recognised."""

_PACKAGES = ("rapidocr", "onnxruntime")
_MODELS = {
    "Det": "PP-OCRv6_det_small.onnx",
    "Rec": "PP-OCRv6_rec_small.onnx",
    "Cls": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}
_SEEN = 1280  # pixels of the longer side at which lines are looked for
_ENOUGH = 12  # lines that say which way up a page is
_SURE = 0.9
_MARKS = "/-—–"  # what says in a cell that there is no figure
_PAGES = 100
_PIXELS = 80_000_000  # A3 at 600 dots an inch


class Box(NamedTuple):
    """A rectangle in pixels."""

    x0: int
    top: int
    x1: int
    bottom: int


class Run(NamedTuple):
    """Characters of one line or cell: each with its confidence (0 to 1) and its middle, in pixels."""

    text: str
    confidences: list[float]
    middles: list[float]
    box: Box


def is_installed() -> bool:
    """Whether the extra is there."""
    return all(find_spec(name) is not None for name in _PACKAGES)


def check_pages(number: int) -> None:
    """Let pass the first hundred pages of a file.

    Raises:
        Unreadable: too_large.
    """
    if number > _PAGES:
        raise refuse("too_large", f"扫描件最多 {_PAGES} 页", f"a scan of more than {_PAGES} pages")


def check_size(width: int, height: int) -> None:
    """Let pass a picture of up to 80 million pixels, before it is unpacked.

    Raises:
        Unreadable: too_large.
    """
    if width * height > _PIXELS:
        size = f"{width}×{height}"
        raise refuse("too_large", f"图片 {size} 像素，最多 8000 万", f"a picture of {size} pixels, at most 80 million")


def begin_page() -> None:
    """The time for another page begins; what is needed is loaded."""
    allowance.ask()
    _engine()


def boxes(picture: Picture) -> list[Box]:
    """Where lines of text stand, from the top down."""
    from rapidocr.main import RapidOCRError

    try:
        _, found = _engine().detect_and_crop(picture, {})
    except RapidOCRError:  # there is none
        return []
    height, width = picture.shape[:2]
    placed = []
    for corners in found.boxes:
        (x0, top), (x1, bottom) = corners.min(axis=0), corners.max(axis=0)
        box = Box(max(0, int(x0)), max(0, int(top)), min(width, int(x1) + 1), min(height, int(bottom) + 1))
        if box.x1 - box.x0 > 1 and box.bottom - box.top > 1:
            placed.append(box)
    return placed


def runs(picture: Picture, places: Sequence[Box]) -> list[Run]:
    """What stands in these places, which are taken as level lines; those without a letter or digit are left out."""
    if not places:
        return []
    read = _engine().recognize_txt([picture[b.top : b.bottom, b.x0 : b.x1] for b in places])
    found = (_run(text, word, box) for text, word, box in zip(read.txts, read.word_results, places, strict=True))
    return [run for run in found if run is not None]


def is_upside_down(picture: Picture, places: Sequence[Box]) -> bool:
    """Whether most of the longest lines stand on their heads."""
    longest = sorted(places, key=lambda b: b.x0 - b.x1)[:_ENOUGH]
    if not longest:
        return False
    _, said = _engine().cls_and_rotate([picture[b.top : b.bottom, b.x0 : b.x1] for b in longest])
    heads = [label for label, score in said.cls_res if label == "180" and score > _SURE]
    return 2 * len(heads) > len(longest)


def _run(text: str, word: Any, box: Box) -> Run | None:
    """A line as the recogniser gives it: for each character but spaces the column of its signal, of so many."""
    if not any(char.isalnum() or char in _MARKS for char in text):
        return None
    columns = iter([column for part in word.word_cols for column in part])
    step = (box.x1 - box.x0) / word.line_txt_len
    middles: list[float] = []
    for char in text:
        last = middles[-1] if middles else float(box.x0)
        middles.append(last if char.isspace() else box.x0 + (next(columns) + 0.5) * step)
    return Run(text, list(word.confs), middles, box)


@lru_cache(maxsize=1)
def _engine() -> RapidOCR:
    """The models, loaded when the first page needs them: two seconds and some hundred megabytes."""
    # else onnxruntime keeps a database at home and asks the network for its maker
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import cv2
    import rapidocr

    cv2.setNumThreads(1)
    folder = Path(rapidocr.__file__).parent / "models"
    settings: dict[str, Any] = {f"{part}.model_path": str(folder / name) for part, name in _MODELS.items()}
    settings |= {"Det.limit_type": "max", "Det.limit_side_len": _SEEN}
    settings |= {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
    settings |= {"Global.log_level": "critical", "Global.return_word_box": True, "Global.use_vertical_padding": False}
    return rapidocr.RapidOCR(params=settings)
