"""A4 pages a second, one file an invoice, beside a page drawn with bare ReportLab the naive way."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import segno
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.figure import Figure, rate_of
from bench.invented_jobs import jobs
from fapiao.paper import Paper
from fapiao.ports import FaceJob
from printing.display import Code, Item, Rule, Text
from printing.fonts import faces
from printing.layout.load import for_kind
from printing.layout.place import place
from printing.layout.sheets import sheet
from printing.marks import band, marks
from printing.renderer import PaperRenderer

_MM = 72 / 25.4
_HEIGHT = 297
_SECONDS = 4.0
_FONT = "bench"
_FLOORS = 40
"""Pages whose places are worked out beforehand for the naive page."""


def figures() -> Iterator[Figure]:
    """Draw pages for a few seconds each way."""
    renderer = PaperRenderer()
    floor = _rate_of_naive()
    work = jobs(Paper.A4_UPPER)
    ours = rate_of(lambda: renderer.render(next(work)), within=_SECONDS)
    yield Figure("pages.a4_typeset", ours, "pages/s", floor, "bare ReportLab, same texts, font and QR")


def _rate_of_naive() -> float:
    work = jobs(Paper.A4_UPPER)
    placed = [_placed(next(work)) for _ in range(_FLOORS)]
    draw = _drawer(placed)
    pdfmetrics.registerFont(TTFont(_FONT, faces.path("song")))
    return rate_of(draw, within=_SECONDS)


def _placed(job: FaceJob) -> list[Item]:
    """Return what stands on the page of ``job`` and where; for the naive page that costs nothing."""
    page = place(job.invoice, for_kind(job.invoice.kind))[0]
    return [*page.static, *page.own, *band(marks(job, typeset=True), sheet(job.paper))]


def _drawer(placed: list[list[Item]]) -> Callable[[], bytes]:
    turn = 0

    def draw() -> bytes:
        nonlocal turn
        turn += 1
        return _naive(placed[turn % len(placed)])

    return draw


def _naive(items: list[Item]) -> bytes:
    """Draw one page as the library's introduction would: one font, one call a text, the QR as a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(210 * _MM, _HEIGHT * _MM))
    for item in items:
        if isinstance(item, Text):
            canvas.setFont(_FONT, item.size)
            canvas.drawString(item.x * _MM, (_HEIGHT - item.y) * _MM, item.text)
        elif isinstance(item, Rule):
            canvas.setLineWidth(item.width * _MM)
            canvas.line(item.x1 * _MM, (_HEIGHT - item.y1) * _MM, item.x2 * _MM, (_HEIGHT - item.y2) * _MM)
        elif isinstance(item, Code):
            picture = io.BytesIO()
            segno.make(item.payload, error="m", micro=False).save(picture, kind="png", scale=4)
            picture.seek(0)
            bottom = (_HEIGHT - item.y - item.size) * _MM
            canvas.drawImage(ImageReader(picture), item.x * _MM, bottom, item.size * _MM, item.size * _MM)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
