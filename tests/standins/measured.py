"""What a page shows, measured: drawn by pdfium at 600 dpi and looked at as ink."""

from __future__ import annotations

import pypdfium2

_DPI = 600
_DARK = 128


def cross_of(data: bytes) -> tuple[float, float]:
    """Return where the longest upright and the longest level line of the first page stand, mm from the left and top."""
    picture = pypdfium2.PdfDocument(data)[0].render(scale=_DPI / 72, grayscale=True).to_pil()
    dark = picture.point(lambda value: 255 * (value < _DARK))
    columns, rows = dark.reduce((1, dark.height)), dark.reduce((dark.width, 1))
    return _middle(columns.tobytes()), _middle(rows.tobytes())


def _middle(ink: bytes) -> float:
    """Return the middle of the darkest strip, mm."""
    most = max(ink)
    darkest = [n for n, value in enumerate(ink) if value >= most * 0.9]
    return (darkest[0] + darkest[-1] + 1) / 2 * 25.4 / _DPI
