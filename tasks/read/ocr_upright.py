"""Pictures of pages set upright: quarters of a turn, pages on their heads, the slant that a scanner leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tasks.read.ocr import Picture

_SMALL = 800  # pixels of the longer side at which the slant is measured
_STEEPEST, _STEP = 5.0, 0.5  # degrees of a slant that are tried
_FINE = 0.1
_PAGE = 0.5  # of the longer side is the shorter one of a page at least; of a strip of few lines the rows tell little
_SIDEWAYS = 2.0  # times the contrast of rows is that of columns, if lines run upwards


def straight(picture: Picture) -> Picture:
    """The page turned by a quarter, if its lines run upwards, and by a few degrees, so that they are level."""
    import cv2
    import numpy as np

    height, width = picture.shape[:2]
    angle, contrast = _slant(picture)
    if _PAGE * max(height, width) < min(height, width):
        lying, across = _slant(np.rot90(picture))
        if across > _SIDEWAYS * contrast:
            picture, angle = np.ascontiguousarray(np.rot90(picture)), lying
            height, width = width, height
    if abs(angle) < _FINE / 2:
        return picture
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    level: Picture = cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return level


def _slant(picture: Picture) -> tuple[float, float]:
    """Degrees by which to turn the page against the clock, those at which its rows differ most; and by how much."""
    import cv2
    import numpy as np

    factor = _SMALL / max(picture.shape[:2])
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_BGR2GRAY)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 0, 1, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    height, width = ink.shape

    def contrast(angle: float) -> float:
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_NEAREST).mean(axis=1)
        return float(np.square(np.diff(rows)).sum() / height)

    best = max(np.arange(-_STEEPEST, _STEEPEST + _STEP, _STEP), key=contrast)
    best = float(max(np.arange(best - _STEP, best + _STEP + _FINE, _FINE), key=contrast))
    return best, contrast(best)
