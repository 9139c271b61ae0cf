"""Upright lines of a PDF page, which part the columns of a table; read by pdfium in the child process."""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pypdfium2.raw as pdfium_c

from data.formats.face.runs import Rule
from data.formats.pdf.glyphs import MM, turned

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PATHS, _MOST_POINTS = 3000, 40
_SHORTEST = 3.0
_UPRIGHT = 0.4
"""Millimetres by which both ends of an upright line may differ across."""


def rules_of(page: Any, turn: int) -> list[Rule]:
    """Return the upright lines of a page whose text is turned by ``turn`` quarters; thin boxes count as lines."""
    box = page.get_bbox()
    found = []
    for points in _paths(page):
        placed = [turned(x, y, box, turn) for x, y in points]
        for (xa, ya), (xb, yb) in pairwise(placed):
            if abs(xa - xb) * MM <= _UPRIGHT and abs(ya - yb) * MM >= _SHORTEST:
                found.append(Rule((xa + xb) / 2 * MM, min(ya, yb) * MM, max(ya, yb) * MM))
    return found


def _paths(page: Any) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each drawn path, in points of the page."""
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = pdfium_c.FS_MATRIX()
    for index in range(min(pdfium_c.FPDFPage_CountObjects(page.raw), _MOST_PATHS)):
        shape = pdfium_c.FPDFPage_GetObject(page.raw, index)
        if pdfium_c.FPDFPageObj_GetType(shape) != pdfium_c.FPDF_PAGEOBJ_PATH:
            continue
        if not pdfium_c.FPDFPageObj_GetMatrix(shape, matrix):
            continue
        points = []
        for at in range(min(max(pdfium_c.FPDFPath_CountSegments(shape), 0), _MOST_POINTS)):
            segment = pdfium_c.FPDFPath_GetPathSegment(shape, at)
            if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(
                    (
                        matrix.a * x.value + matrix.c * y.value + matrix.e,
                        matrix.b * x.value + matrix.d * y.value + matrix.f,
                    )
                )
        yield points
