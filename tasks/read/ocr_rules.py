"""Rules of the tables on a picture of a page: where they run, and the page without them.

A recogniser reads an upright rule as a 1, and a detector joins the figures of neighbouring cells into one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tasks.read.ocr import Box, Picture

_LEVEL, _UPRIGHT = 0.2, 0.018  # of the page's width, its height: the shortest rules
_ALONG = 0.028  # of the width: the stretch over which a rule is dark, and grain and strokes of characters even out
_LOST = 0.2  # of that stretch, by which the ends of a rule are not seen
_BESIDE = 0.003  # of the width: on both sides of a rule, so far from its middle, there is paper
_FAINTEST = 0.12  # of the darkness of the ink
_EVEN = 1.5  # times its unevenness is a rule dark; a row of characters is less than once
_GRAIN = 6.0  # times what grain alone makes
_THICKEST = 0.006  # of the width


class Stroke(NamedTuple):
    """A straight line, level or upright, in pixels."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def is_upright(self) -> bool:
        """Whether it runs from the top down."""
        return self.x0 == self.x1


def strokes(picture: Picture) -> tuple[list[Stroke], Picture]:
    """Rules that cross others, and the page with the paper's colour in their place."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    height, width = grey.shape
    dark = np.median(grey) - grey
    level = _long(dark, width, int(_LEVEL * width))
    upright = _long(np.ascontiguousarray(dark.T), width, int(_UPRIGHT * height)).T
    both = cv2.dilate(level | upright, np.ones((5, 5), np.uint8))
    count, parts = cv2.connectedComponents(both)
    if count == 1:
        return [], picture
    crossed = np.intersect1d(parts[level > 0], parts[upright > 0])
    grid = np.isin(parts, crossed[crossed > 0])
    level, upright = level * grid, upright * grid
    levels = list(_strokes(level, width))
    found = [*levels, *(_clipped(rule, levels) for rule in _strokes(upright, width, upright=True))]
    wiped = picture.copy()
    wiped[cv2.dilate(level | upright, np.ones((3, 3), np.uint8)) > 0] = np.median(picture, axis=(0, 1))
    return found, wiped


def cut(places: list[Box], rules: list[Stroke]) -> list[Box]:
    """The boxes cut where an upright rule crosses them."""
    found: list[Box] = []
    for box in places:
        middle = (box.top + box.bottom) / 2
        margin = 0.3 * (box.bottom - box.top)
        inside = {
            round(rule.x0)
            for rule in rules
            if rule.is_upright and rule.top < middle < rule.bottom and box.x0 + margin < rule.x0 < box.x1 - margin
        }
        edges = [box.x0, *sorted(inside), box.x1]
        found += [box._replace(x0=x0, x1=x1) for x0, x1 in pairwise(edges) if x1 - x0 > margin]
    return found


def _clipped(upright: Stroke, levels: list[Stroke]) -> Stroke:
    """An upright rule without what goes on beyond the outermost level ones: strokes of characters above a table."""
    crossed = [level.top for level in levels if level.x0 <= upright.x0 <= level.x1]
    if not crossed:
        return upright
    return upright._replace(top=max(upright.top, min(crossed)), bottom=min(upright.bottom, max(crossed)))


def _long(dark: NDArray[np.float32], width: int, shortest: int) -> NDArray[np.uint8]:
    """Where level rules run, of at least so many pixels; `width` is the page's."""
    import cv2
    import numpy as np

    dark = cv2.dilate(dark, np.ones((3, 1), np.uint8))  # a slanted rule of a fax has steps
    stretch = (int(_ALONG * width), 1)
    along = cv2.blur(dark, stretch)
    even = cv2.blur(dark, (3, 1))
    spread = cv2.blur(even * even, stretch) - along * along
    uneven = np.sqrt(np.maximum(spread - np.median(spread), 0))  # that of the paper is grain
    beside = max(3, round(_BESIDE * width))
    sides = np.full_like(along, np.inf)
    sides[beside:-beside] = np.maximum(along[: -2 * beside], along[2 * beside :])
    stands_out = along - sides
    noise = 1.48 * float(np.median(np.abs(stands_out[beside:-beside])))
    least = max(_FAINTEST * float(np.percentile(dark, 99)), _GRAIN * noise)
    seen = ((stands_out > least) & (along > _EVEN * uneven)).astype(np.uint8)
    long: NDArray[np.uint8] = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    return long


def _strokes(mask: NDArray[np.uint8], width: int, *, upright: bool = False) -> Iterator[Stroke]:
    """The middle lines of what was found, without bars and pictures; `width` is the page's."""
    import cv2

    lost = _LOST * _ALONG * width
    _, _, boxes, _ = cv2.connectedComponentsWithStats(mask)
    for x, y, across, down, _ in boxes[1:].tolist():
        if (across if upright else down) > _THICKEST * width:
            continue
        if upright:
            yield Stroke(x + across / 2, y - lost, x + across / 2, y + down + lost)
        else:
            yield Stroke(x - lost, y + down / 2, x + across + lost, y + down / 2)
