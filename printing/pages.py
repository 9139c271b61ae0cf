"""Display lists -> PDF by ReportLab: deterministic bytes, vendored fonts embedded, no personal data in the metadata."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from fapiao.errors import FaceError
from fapiao.invoice import Invoice, Kind
from fapiao.ports import FaceJob
from printing import qr
from printing.display import Code, Cross, Item, Rule, Text, moved
from printing.fonts import chain
from printing.fonts.faces import face
from printing.layout.lay import lay
from printing.layout.seat import Seat
from printing.layout.sheets import Sheet, SheetFile
from printing.marks import Marks, band, cut_line, marks

MM = 72 / 25.4
_PROGRAM = "fapiao-desk"
_OVERLAP = 0.02
"""Millimetres by which the rows of a QR symbol reach into each other, so that no renderer draws a seam."""
_WATERMARK_SIZE = 44

rl_config.useA85 = 0


def typeset(job: FaceJob) -> SheetFile:
    """Return ``job`` typeset from data. Raises FaceError."""
    require_complete(job)
    pages = lay(job)
    drawing = Drawing(pages[0].seat.sheet.size, title(job))
    for laid in pages:
        target = laid.seat.sheet
        words = marks(job, typeset=True, scale=round(laid.seat.scale, 2))
        with drawing.seated(laid.seat):
            drawing.static(laid.page.static)
            drawing.items(laid.page.own)
        drawing.items([moved(item, job.dx_mm, job.dy_mm) for item in (*band(words, target), *cut_line(target))])
        drawing.watermark(words, target)
        drawing.end_page()
    return SheetFile(drawing.finish(), tuple(laid.seat.sheet for laid in pages))


def overlay(words: Marks, target: Sheet, offset: tuple[float, float], name: str) -> bytes:
    """Return a one-page PDF with nothing but the marks, to lie over an imposed original."""
    drawing = Drawing(target.size, name)
    drawing.items([moved(item, *offset) for item in (*band(words, target), *cut_line(target))])
    drawing.watermark(words, target)
    drawing.end_page()
    return drawing.finish()


def require_complete(job: FaceJob) -> None:
    """Raise FaceError where the data do not give a whole face."""
    if not (job.invoice.is_complete or _is_whole_ticket(job.invoice)):
        raise FaceError("发票数据不全，不能据以排版", "请先导入该发票的 XML、OFD 或 PDF 文件")


def _is_whole_ticket(invoice: Invoice) -> bool:
    """Tell whether a rail or air ticket is complete: its facts stand in tables, it has neither lines nor always a seller."""
    return bool(
        invoice.kind in {Kind.RAIL, Kind.AIR} and invoice.issued_on and invoice.gross is not None and invoice.tables
    )


def title(job: FaceJob) -> str:
    """Return the document title: number and copy, nothing personal."""
    return f"{job.invoice.kind.short} {job.invoice.full_no} 第{job.mark.copy_no}份"


class Drawing:
    """A PDF being drawn, in millimetres from the top left corner."""

    def __init__(self, size: tuple[float, float], name: str) -> None:
        """Begin a document of sheets of ``size`` mm with the title ``name``."""
        self._out = io.BytesIO()
        self._height = size[1]
        self._canvas: Any = Canvas(
            self._out,
            pagesize=(size[0] * MM, size[1] * MM),
            pageCompression=1,
            invariant=1,
            # Else every page names Helvetica, which is not embedded. The stub has the type wrong.
            initialFontName=face("song").fontName,  # type: ignore[arg-type]
        )
        self._canvas.setTitle(name)
        self._canvas.setAuthor(_PROGRAM)
        self._canvas.setCreator(_PROGRAM)
        self._canvas.setProducer(_PROGRAM)
        self._forms: dict[int, str] = {}

    @contextmanager
    def seated(self, seat: Seat) -> Iterator[None]:
        """Draw what follows where ``seat`` says."""
        canvas, scale = self._canvas, seat.scale
        canvas.saveState()
        canvas.transform(scale, 0, 0, scale, seat.x * MM, (self._height * (1 - scale) - seat.y) * MM)
        yield
        canvas.restoreState()

    def static(self, items: tuple[Item, ...]) -> None:
        """Draw parts that many pages share, once as a form and then by name."""
        name = self._forms.get(id(items))
        if name is None:
            name = self._forms[id(items)] = f"frame{len(self._forms)}"
            self._canvas.beginForm(name)
            self.items(items)
            self._canvas.endForm()
        self._canvas.doForm(name)

    def items(self, items: Sequence[Item]) -> None:
        """Draw ``items``."""
        for item in items:
            if isinstance(item, Text):
                self._text(item)
            elif isinstance(item, Rule):
                self._rule(item)
            elif isinstance(item, Cross):
                self._cross(item)
            else:
                self._code(item)

    def _text(self, item: Text) -> None:
        canvas = self._canvas
        canvas.setFillColor(HexColor(item.colour))
        x, y = item.x * MM, (self._height - item.y) * MM
        for run in chain.runs(item.text, item.font, item.field):
            font = face(run.font)
            canvas.setFont(font.fontName, item.size)
            canvas.drawString(x, y, run.text)
            x += chain.width(run.text, item.font, item.size)

    def _rule(self, item: Rule) -> None:
        canvas = self._canvas
        canvas.setStrokeColor(HexColor(item.colour))
        canvas.setLineWidth(item.width * MM)
        canvas.setDash([1.5 * MM, 1.5 * MM] if item.dash else [])
        canvas.line(item.x1 * MM, (self._height - item.y1) * MM, item.x2 * MM, (self._height - item.y2) * MM)

    def _cross(self, item: Cross) -> None:
        canvas = self._canvas
        r = item.size / 2 * 0.86
        x, y = (item.x + item.size / 2) * MM, (self._height - item.y - item.size / 2) * MM
        canvas.setStrokeColor(HexColor(item.colour))
        canvas.setLineWidth(0.25 * MM)
        canvas.setDash([])
        canvas.circle(x, y, r * MM, stroke=1, fill=0)
        d = r * 0.7071 * MM
        canvas.line(x - d, y - d, x + d, y + d)
        canvas.line(x - d, y + d, x + d, y - d)

    def _code(self, item: Code) -> None:
        canvas = self._canvas
        module = item.size / len(qr.modules(item.payload))
        path = canvas.beginPath()
        for row, column, length in qr.bars(item.payload):
            top = self._height - item.y - row * module
            path.rect(
                (item.x + column * module) * MM, (top - module) * MM, length * module * MM, (module + _OVERLAP) * MM
            )
        canvas.setFillColor(HexColor("#000000"))
        canvas.drawPath(path, stroke=0, fill=1)

    def watermark(self, words: Marks, target: Sheet) -> None:
        """Draw the practice desk's warning across the face. Genuine papers never carry one."""
        if not words.training:
            return
        canvas = self._canvas
        canvas.saveState()
        canvas.setFillColor(HexColor("#000000"))
        canvas.setFillAlpha(0.16)
        x, y = target.face[0] + target.place[0] / 2, target.face[1] + target.place[1] / 2
        canvas.translate(x * MM, (self._height - y) * MM)
        canvas.rotate(24)
        width = chain.width(words.training, "kai", _WATERMARK_SIZE)
        left = -width / 2
        for run in chain.runs(words.training, "kai", "mark"):
            canvas.setFont(face(run.font).fontName, _WATERMARK_SIZE)
            canvas.drawString(left, -_WATERMARK_SIZE / 3, run.text)
            left += chain.width(run.text, "kai", _WATERMARK_SIZE)
        canvas.restoreState()

    def end_page(self) -> None:
        """Finish the page."""
        self._canvas.showPage()

    def finish(self) -> bytes:
        """Return the document."""
        self._canvas.save()
        return self._out.getvalue()
