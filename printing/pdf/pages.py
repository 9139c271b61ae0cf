"""Display lists -> PDF: deterministic bytes, vendored fonts embedded, no personal data in the metadata."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from fapiao.errors import FaceError
from fapiao.invoice import Invoice, Kind
from fapiao.ports.faces import FaceJob
from fapiao.said import say
from printing.fonts.truetype import UnknownFontError
from printing.layout.display import Item, moved
from printing.layout.lay import Laid, lay
from printing.layout.marks import band, cut_line, marks
from printing.layout.placement import Placement
from printing.layout.sheets import Sheet, SheetFile
from printing.pdf.compiled import CompiledDrawing

Drawn = TypeVar("Drawn")


class Drawing(Protocol):
    """A PDF being drawn, in millimetres from the top left corner."""

    def begin_page(self, size: tuple[float, float]) -> None:
        """Begin a page of ``size`` mm."""
        ...

    def placed(self, placement: Placement) -> AbstractContextManager[None]:
        """Draw what follows where ``placement`` says."""
        ...

    def static(self, items: tuple[Item, ...]) -> None:
        """Draw parts that many pages share."""
        ...

    def items(self, items: Sequence[Item]) -> None:
        """Draw ``items``. Raises MissingGlyph."""
        ...

    def watermark(self, words: str, target: Sheet) -> None:
        """Draw the practice desk's warning across the face. Genuine papers never carry one."""
        ...

    def end_page(self) -> None:
        """Finish the page."""
        ...

    def finish(self) -> bytes:
        """Return the document."""
        ...


def drawn(draw: Callable[[Callable[[str], Drawing]], Drawn]) -> Drawn:
    """Return what ``draw`` makes of a drawing, of which it is given the maker: the quick one, or else ReportLab's."""
    try:
        return draw(CompiledDrawing)
    except UnknownFontError:
        from printing.pdf.canvas import CanvasDrawing

        return draw(CanvasDrawing)


def typeset(job: FaceJob) -> SheetFile:
    """Return ``job`` typeset from data. Raises FaceError."""
    return typeset_all([job], title(job))


def typeset_all(jobs: Iterable[FaceJob], name: str) -> SheetFile:
    """Return all ``jobs`` typeset from data, each on pages of its own, in one document titled ``name``. Raises FaceError."""
    jobs = tuple(jobs)

    def draw(begin: Callable[[str], Drawing]) -> SheetFile:
        drawing, sheets = begin(name), []
        for job in jobs:
            for laid in laid_out(job):
                drawing.begin_page(laid.placement.sheet.size)
                draw_laid(drawing, job, laid)
                drawing.end_page()
                sheets.append(laid.placement.sheet)
        return SheetFile(drawing.finish(), tuple(sheets))

    return drawn(draw)


def laid_out(job: FaceJob) -> list[Laid]:
    """Return the pages of ``job``, typeset. Raises FaceError, also where the data do not give a whole face."""
    require_complete(job)
    return lay(job)


def draw_laid(drawing: Drawing, job: FaceJob, laid: Laid) -> None:
    """Draw a page of ``job`` with its marks on the page that is begun."""
    with drawing.placed(laid.placement):
        drawing.static(laid.page.static)
        drawing.items(laid.page.own)
    draw_marks(drawing, job, laid.placement.sheet, typeset=True, scale=laid.placement.scale)


def draw_marks(drawing: Drawing, job: FaceJob, target: Sheet, *, typeset: bool, scale: float) -> None:
    """Draw what stands outside the face of ``job``, on the page that is begun."""
    words = marks(job, typeset=typeset, scale=round(scale, 2))
    found = [*band(words, target), *cut_line(target)]
    drawing.items([moved(item, job.dx_mm, job.dy_mm) for item in found] if job.dx_mm or job.dy_mm else found)
    if words.training:
        drawing.watermark(words.training, target)


def require_complete(job: FaceJob) -> None:
    """Raise FaceError where the data do not give a whole face."""
    if not (job.invoice.is_complete or _is_whole_ticket(job.invoice)):
        raise FaceError(say("发票数据不全，不能据以排版"), say("请先导入该发票的 XML、OFD 或 PDF 文件"))


def _is_whole_ticket(invoice: Invoice) -> bool:
    """Tell whether a rail or air ticket is complete: its facts stand in tables, it has neither lines nor always a seller."""
    return bool(
        invoice.kind in {Kind.RAIL, Kind.AIR} and invoice.issued_on and invoice.gross is not None and invoice.tables
    )


def title(job: FaceJob) -> str:
    """Return the document title: number and copy, nothing personal."""
    return f"{job.invoice.kind.short} {job.invoice.full_no} 第{job.mark.copy_no}份"
