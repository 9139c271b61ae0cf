"""Pages by ReportLab's public interface: what draws where a font has a form that :mod:`printing.pdf.compiled` does not read.

Slower, and otherwise the same: a test holds the two to the same pixels.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from printing.fonts import chain
from printing.fonts.faces import face
from printing.layout.display import Item, Text
from printing.layout.placement import Placement
from printing.layout.sheets import Sheet
from printing.pdf.compiled import FORM_BOX
from printing.pdf.operators import MM, shape
from printing.pdf.watermark import ALPHA, DEGREES, centre, words_at

_PROGRAM = "fapiao-desk"

rl_config.useA85 = 0


class CanvasDrawing:
    """A PDF being drawn, in millimetres from the top left corner."""

    def __init__(self, name: str) -> None:
        """Begin a document with the title ``name``."""
        self._out = io.BytesIO()
        self._canvas: Any = Canvas(
            self._out,
            pageCompression=1,
            invariant=1,
            # Else every page names Helvetica, which is not embedded. The stub has the type wrong.
            initialFontName=face("song").fontName,  # type: ignore[arg-type]
        )
        self._canvas.setTitle(name)
        for say in (self._canvas.setAuthor, self._canvas.setCreator, self._canvas.setProducer):
            say(_PROGRAM)
        self._forms: dict[int, str] = {}

    def begin_page(self, size: tuple[float, float]) -> None:
        """Begin a page of ``size`` mm."""
        self._canvas.setPageSize((size[0] * MM, size[1] * MM))
        self._canvas.translate(0, round(size[1] * MM, 3))

    @contextmanager
    def placed(self, placement: Placement) -> Iterator[None]:
        """Draw what follows where ``placement`` says."""
        self._canvas.saveState()
        self._canvas.transform(
            placement.scale, 0, 0, placement.scale, round(placement.x * MM, 3), round(-placement.y * MM, 3)
        )
        yield
        self._canvas.restoreState()

    def static(self, items: tuple[Item, ...]) -> None:
        """Draw parts that many pages share, once as a form and then by name."""
        name = self._forms.get(id(items))
        if name is None:
            name = self._forms[id(items)] = f"frame{len(self._forms)}"
            self._canvas.beginForm(name, *FORM_BOX)
            self.items(items)
            self._canvas.endForm()
        self._canvas.doForm(name)

    def items(self, items: Sequence[Item]) -> None:
        """Draw ``items``. Raises MissingGlyph."""
        for item in items:
            if isinstance(item, Text):
                self._canvas.setFillColor(HexColor(item.colour))
                self._text(item)
            else:
                self._canvas.addLiteral(shape(item))

    def _text(self, item: Text) -> None:
        x, y = item.x * MM, round(-item.y * MM, 3)
        for run in chain.runs(item.text, item.font, item.field):
            self._canvas.setFont(face(run.font).fontName, item.size)
            self._canvas.drawString(round(x, 3), y, run.text)
            x += chain.width(run.text, item.font, item.size)

    def watermark(self, words: str, target: Sheet) -> None:
        """Draw ``words`` large and pale across the face."""
        x, y = centre(target)
        self._canvas.saveState()
        self._canvas.setFillColor(HexColor("#000000"))
        self._canvas.setFillAlpha(ALPHA)
        self._canvas.translate(round(x * MM, 3), round(-y * MM, 3))
        self._canvas.rotate(DEGREES)
        self._text(words_at(words))
        self._canvas.restoreState()

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the document."""
        self._canvas.save()
        return self._out.getvalue()
