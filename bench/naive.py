"""A page as the library's introduction would draw it: one font, one call a text, the QR as a picture."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable

import segno
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from fapiao.ports.faces import FaceJob
from printing import qr
from printing.fonts import faces
from printing.layout.display import Code, Item, Rule, Text
from printing.layout.load import for_kind
from printing.layout.marks import band, marks
from printing.layout.place import place
from printing.layout.sheets import sheet

MM = 72 / 25.4
HEIGHT = 297
_FONT = "bench"
_INVERTED = bytes(range(255, -1, -1))

Picture = Callable[[str], Image.Image | io.BytesIO]


def placed(job: FaceJob) -> list[Item]:
    """Return what stands on the page of ``job`` and where; for the naive page that costs nothing."""
    page = place(job.invoice, for_kind(job.invoice.kind))[0]
    return [*page.static, *page.own, *band(marks(job, typeset=True), sheet(job.paper))]


def picture_by_segno(payload: str) -> io.BytesIO:
    """Return the symbol as segno makes it where one asks for nothing in particular: it tries every mask."""
    picture = io.BytesIO()
    segno.make(payload, error="m", micro=False).save(picture, kind="png", scale=4)
    picture.seek(0)
    return picture


def picture_by_table(payload: str) -> Image.Image:
    """Return the symbol by the table method, as a picture."""
    size, rows = qr.symbol(payload)
    return Image.frombytes("1", (size, size), rows.translate(_INVERTED))


def document(pages: Iterable[list[Item]], picture: Picture = picture_by_segno) -> bytes:
    """Draw ``pages`` into one file."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(_FONT, faces.path("song")))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(210 * MM, HEIGHT * MM), pageCompression=1)
    for items in pages:
        for item in items:
            _draw(canvas, item, picture)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw(canvas: Canvas, item: Item, picture: Picture) -> None:
    if isinstance(item, Text):
        canvas.setFont(_FONT, item.size)
        canvas.drawString(item.x * MM, (HEIGHT - item.y) * MM, item.text)
    elif isinstance(item, Rule):
        canvas.setLineWidth(item.width * MM)
        canvas.line(item.x1 * MM, (HEIGHT - item.y1) * MM, item.x2 * MM, (HEIGHT - item.y2) * MM)
    elif isinstance(item, Code):
        bottom = (HEIGHT - item.y - item.size) * MM
        canvas.drawImage(
            ImageReader(picture(item.payload)),
            item.x * MM,
            bottom,
            item.size * MM,
            item.size * MM,
        )
