"""Straight lines drawn on a page of a PDF, and whether there are images on it."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import pairwise, repeat
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tasks.read.pdf_text import quick, turned

_OBJECTS = 300_000  # of a page, beyond which none is looked at
_SHAPES = 5000  # shapes, or rules, of a page beyond which it is a map or a picture and no table
_SEGMENTS = 200  # points of one drawn shape beyond which it is no rule
_DEEP = 5  # forms within forms in which rules are looked for
_STRAIGHT = 1.5  # points by which a rule may lean
_SHORTEST = 4.0  # points; shorter ones are dots and dashes

Path = tuple[Any, pdfium.PdfMatrix]  # a drawn path, and what its points go through to the page


_of_page = quick(raw.FPDFPage_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_of_form = quick(raw.FPDFFormObj_GetObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_kind = quick(raw.FPDFPageObj_GetType, ctypes.c_int, ctypes.c_void_p)


class Rule(NamedTuple):
    """A straight line, level or upright."""

    x0: float
    top: float
    x1: float
    bottom: float


def shapes(page: pdfium.PdfPage, turn: int) -> tuple[list[Rule], bool]:
    """The rules of a page that is turned by so many quarters, and whether it has images; no rules for a drawing."""
    drawing = _Drawing()
    drawing.look(page.raw, pdfium.PdfMatrix())
    found: list[Rule] = []
    if len(drawing.paths) <= _SHAPES:
        for path, matrix in drawing.paths:
            points = [point and matrix.on_point(*point) for point in _points(path)]
            for start, end in pairwise(points):
                if start is not None and end is not None:
                    found += _rule(start, end, turn)
    return (found if len(found) <= _SHAPES else []), drawing.pictures


class _Drawing:
    """The paths of a page and of the forms on it, and whether there are images."""

    def __init__(self) -> None:
        self.paths: list[Path] = []
        self.pictures = False
        self._left = _OBJECTS

    def look(self, holder: Any, matrix: pdfium.PdfMatrix, depth: int = 0) -> None:
        """Look at what a page, or a form in it at some depth, draws; its points go through `matrix`."""
        count, get = (raw.FPDFFormObj_CountObjects, _of_form) if depth else (raw.FPDFPage_CountObjects, _of_page)
        total = max(0, min(count(holder), self._left))
        self._left -= total
        items = list(map(get, repeat(ctypes.cast(holder, ctypes.c_void_p).value), range(total)))
        kinds = list(map(_kind, items))
        if kinds.count(raw.FPDF_PAGEOBJ_TEXT) == total:
            return
        for place, kind in zip(items, kinds, strict=True):
            if kind == raw.FPDF_PAGEOBJ_IMAGE:
                self.pictures = True
            elif kind == raw.FPDF_PAGEOBJ_PATH and len(self.paths) <= _SHAPES:
                path = ctypes.cast(place, raw.FPDF_PAGEOBJECT)
                self.paths.append((path, _matrix(path).multiply(matrix)))
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth + 1 < _DEEP:
                form = ctypes.cast(place, raw.FPDF_PAGEOBJECT)
                self.look(form, _matrix(form).multiply(matrix), depth + 1)


def _matrix(item: Any) -> pdfium.PdfMatrix:
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return pdfium.PdfMatrix.from_raw(matrix)


def _points(path: object) -> Iterator[tuple[float, float] | None]:
    """Points that a shape's straight lines join; None where one ends."""
    count = raw.FPDFPath_CountSegments(path)
    if count > _SEGMENTS:
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for number in range(count):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(segment, x, y):
            yield None
            continue
        if kind == raw.FPDF_SEGMENT_MOVETO:
            yield None
            start = x.value, y.value
        yield x.value, y.value
        if raw.FPDFPathSegment_GetClose(segment):
            yield start


def _rule(start: tuple[float, float], end: tuple[float, float], turn: int) -> list[Rule]:
    (x0, y0), (x1, y1) = start, end
    left, top, right, bottom = turned((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), turn)
    if not all(map(math.isfinite, (left, top, right, bottom))):
        return []
    if bottom - top <= _STRAIGHT and right - left >= _SHORTEST:
        return [Rule(left, (top + bottom) / 2, right, (top + bottom) / 2)]
    if right - left <= _STRAIGHT and bottom - top >= _SHORTEST:
        return [Rule((left + right) / 2, top, (left + right) / 2, bottom)]
    return []
