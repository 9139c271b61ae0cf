"""What a drawing is drawn with: paths, glyphs and pictures under matrices, on PDF pages by ReportLab."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from PIL import Image
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from printing.fonts.faces import face
from printing.ofd.colours import Colour
from printing.ofd.matrix import Matrix
from printing.ofd.paths import Segment
from printing.ofd.style import Style

_PROGRAM = "fapiao-desk"
_EVEN_ODD, _NON_ZERO = 0, 1
"""ReportLab's numbers for the two rules of what lies inside a path."""
_MODES = {(True, False): 0, (False, True): 1, (True, True): 2}
"""Filled, stroked -> PDF's text rendering mode."""

rl_config.useA85 = 0


class Run(NamedTuple):
    """Glyphs of one font in one row; ``matrix`` maps the em of that font to the page, baseline at its origin."""

    font: str
    text: str
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class Paint:
    """How an object is coloured; None leaves the inside or the outline out."""

    fill: Colour | None
    stroke: Colour | None
    alpha: float = 1.0

    @property
    def seen(self) -> bool:
        """True where anything of it shows."""
        return any(c is not None and c.alpha * self.alpha > 0 for c in (self.fill, self.stroke))


class Sink:
    """A PDF being drawn. All matrices lead to points from the bottom left corner."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._canvas: Any = Canvas(
            self._out,
            pageCompression=1,
            invariant=1,
            # Else every page names Helvetica, which is not embedded. The stub has the type wrong.
            initialFontName=face("song").fontName,  # type: ignore[arg-type]
        )
        for say in (self._canvas.setAuthor, self._canvas.setCreator, self._canvas.setProducer):
            say(_PROGRAM)
        self._canvas.setTitle("OFD")

    def begin_page(self, width: float, height: float) -> None:
        """Begin a page of that many points."""
        self._canvas.setPageSize((width, height))

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the document."""
        self._canvas.save()
        return self._out.getvalue()

    @contextmanager
    def state(self, *, blend: str = "", clips: Iterable[Sequence[Segment]] = ()) -> Iterator[None]:
        """Draw what is within under a blend mode and inside all of ``clips``, then put everything back."""
        clips = list(clips)
        if not blend and not clips:
            yield
            return
        self._canvas.saveState()
        if blend:
            self._canvas.setBlendMode(blend)
        for clip in clips:
            self._canvas.clipPath(self._path(clip), stroke=0, fill=0, fillMode=_NON_ZERO)
        yield
        self._canvas.restoreState()

    def path(
        self, segments: Sequence[Segment], matrix: Matrix, style: Style, paint: Paint, *, even_odd: bool = False
    ) -> None:
        """Draw a path; the widths of ``style`` are in the space before ``matrix``."""
        if not segments or matrix.flat or not paint.seen:
            return
        canvas = self._canvas
        canvas.saveState()
        canvas.transform(*matrix)
        self._lines(style)
        self._colour(paint)
        canvas.drawPath(
            self._path(segments),
            stroke=int(paint.stroke is not None),
            fill=int(paint.fill is not None),
            fillMode=_EVEN_ODD if even_odd else _NON_ZERO,
        )
        canvas.restoreState()

    def text(self, runs: Sequence[Run], size: float, paint: Paint, outline: float) -> None:
        """Draw runs of glyphs of ``size`` points; their outlines, where stroked, are ``outline`` points wide."""
        if not runs or not paint.seen:
            return
        canvas = self._canvas
        canvas.saveState()
        self._colour(paint)
        text = canvas.beginText()
        mode = _MODES[paint.fill is not None, paint.stroke is not None]
        if mode:
            canvas.setLineWidth(outline)
            text.setTextRenderMode(mode)
        font = ""
        for run in runs:
            if run.font != font:
                font = run.font
                text.setFont(font, size)
            a, b, c, d, e, f = run.matrix
            text.setTextTransform(a / size, b / size, c / size, d / size, e, f)
            text.textOut(run.text)
        canvas.drawText(text)
        canvas.restoreState()

    def picture(self, picture: Image.Image, matrix: Matrix, alpha: float) -> None:
        """Draw a picture on the unit square (its top at y = 1) under ``matrix``."""
        if matrix.flat or not alpha:
            return
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillAlpha(alpha)
        canvas.transform(*matrix)
        canvas.drawImage(ImageReader(picture), 0, 0, 1, 1, mask="auto")
        canvas.restoreState()

    def _path(self, segments: Sequence[Segment]) -> Any:
        path = self._canvas.beginPath()
        steps = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "h": path.close}
        for segment in segments:
            steps[segment.step](*segment.points)
        return path

    def _lines(self, style: Style) -> None:
        self._canvas.setLineWidth(style.line_width)
        self._canvas.setLineCap(style.cap)
        self._canvas.setLineJoin(style.join)
        self._canvas.setMiterLimit(max(style.miter, 1))
        if style.dash:
            self._canvas.setDash(list(style.dash), style.dash_offset)

    def _colour(self, paint: Paint) -> None:
        canvas = self._canvas
        for colour, set_colour, set_alpha in (
            (paint.fill, canvas.setFillColor, canvas.setFillAlpha),
            (paint.stroke, canvas.setStrokeColor, canvas.setStrokeAlpha),
        ):
            if colour is not None:
                set_colour(colour.parts)
                set_alpha(colour.alpha * paint.alpha)
